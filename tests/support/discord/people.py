"""What people do: type commands, press, choose, fill in forms, write to the bot, and what they see.

Everything that a Discord client would not let them do raises AssertionError at once, with what was there instead.
Commands, presses and submissions return when the answer has arrived (a deferred one: when it is filled in), or when
Discord has refused the answer for good; then `shown.answered` is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tests.support.discord.commands import Typed, Upload, resolve_mention, resolve_upload, typed_command
from tests.support.discord.components import (
    CHECKBOX,
    FILE_UPLOAD,
    RADIO_GROUP,
    SELECTS,
    STRING_SELECT,
    TEXT_INPUT,
)
from tests.support.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, MESSAGE_CONTENT
from tests.support.discord.model import Channel, Choice, Interaction, Json, Message, Modal, Shown, User
from tests.support.discord.payloads import interaction_json, member_json, message_json
from tests.support.discord.routes.writing import delete

if TYPE_CHECKING:
    from tests.support.discord.gateway import Gateway
    from tests.support.discord.world import World

GIVEN_UP = (400, 401, 403, 404)


class People:
    """The part of DiscordServer that acts for people."""

    if TYPE_CHECKING:
        world: World
        gateway: Gateway
        files_url: str
        modals: list[Modal]

        def land(self) -> None: ...

        async def until(self, predicate: Callable[[], Any], what: str = "", timeout: float = 10.0) -> Any: ...

    _last_event: tuple[str, Json, Interaction | None] | None = None

    # -- interactions -----------------------------------------------------------------------------------

    async def command(self, who: User | str, where: Channel | str, words: str, /, **options: Any) -> Shown:
        """Type a slash command: `command("ana", "#general", "bank why", question="…")`.

        Options go by name (`_` for `-`); a choice by its shown name or its value, a person, role or channel by its
        name, a file as an `Upload`. None leaves an option out.
        """
        user, channel = self._place(who, where)
        typed = self._typed(user, channel, words, options)
        return await self._act(2, user, channel, typed.data)

    async def complete(
        self, who: User | str, where: Channel | str, words: str, /, **options: Any
    ) -> tuple[Choice, ...]:
        """What is suggested while the last of the options is being typed."""
        user, channel = self._place(who, where)
        typed = self._typed(user, channel, words, options, focused=list(options)[-1])
        return (await self._act(4, user, channel, typed.data)).choices

    async def press(
        self,
        who: User | str,
        on: Message | Shown,
        what: str,
        *,
        values: list[Any] | None = None,
        stale: bool = False,
    ) -> Shown:
        """Press a button, or choose `values` in a select; `what` is its custom_id, its label or its placeholder.

        `stale`: the person's client still shows an old version of the message, so `what` is a custom_id that need
        not be there any more (and the component a button, or with `values` a string select).
        """
        user = self.world.user(who)
        message = on.message if isinstance(on, Shown) else on
        if stale:
            component: Json = {"type": 2 if values is None else 3, "custom_id": what}
        else:
            self._assert_visible(user, message)
            component = message.component(what)
            assert not component.get("disabled"), f"{what!r} cannot be pressed any more in:\n{message.text}"
        data: Json = {
            "custom_id": component["custom_id"], "component_type": component["type"], "id": component.get("id") or 1
        }  # fmt: skip
        if component["type"] in SELECTS:
            assert values is not None, f"{what!r} is a select: say which values"
            resolved: Json = {}
            data["values"] = list(values) if stale else self._chosen(component, values, message.channel, resolved)
            if resolved:
                data["resolved"] = resolved
        return await self._act(3, user, message.channel, data, message=message)

    async def choose(self, who: User | str, on: Message | Shown, what: str, *values: Any) -> Shown:
        """Choose in a select: `choose("ana", shown, "Topic", "Culture")`; options by value or label."""
        return await self.press(who, on, what, values=list(values))

    async def submit(self, who: User | str, modal: Modal | Shown, values: dict[str, Any] | None = None) -> Shown:
        """Fill a form in and send it. `values` by custom_id or label; what is not given keeps what was filled in.

        A text takes a str, a select a list (or one value), a file field a list of `Upload`, a checkbox a bool.
        """
        user = self.world.user(who)
        form = modal.modal if isinstance(modal, Shown) else modal
        opened_by = form.opened_by
        assert user is opened_by.user, f"{form!r} was opened for {opened_by.user.name}, not for {user.name}"
        resolved: Json = {}
        left = dict(values or {})
        rows = [self._answered_row(row, left, opened_by.channel, resolved) for row in form.payload["components"]]
        assert not left, f"the form has no fields {sorted(left)}:\n{form.text}"
        data: Json = {"custom_id": form.custom_id, "components": rows}
        if resolved:
            data["resolved"] = resolved
        return await self._act(5, user, opened_by.channel, data, message=opened_by.message, modal=form)

    async def repeat_last(self) -> Interaction | None:
        """Deliver the last event again, byte for byte, as the gateway may; nothing is waited for."""
        assert self._last_event is not None, "nothing has happened yet"
        event, data, interaction = self._last_event
        if interaction is not None:
            interaction.deliveries += 1
        self.gateway.dispatch(event, data)
        return interaction

    # -- messages ---------------------------------------------------------------------------------------

    async def say(self, who: User | str, where: Channel | str, text: str) -> Message:
        """A message among people. Without the message content intent the bot sees that it came, not what it says."""
        user, channel = self._place(who, where)
        return self._post(user, channel, text)

    async def reply(self, who: User | str, to: Message, text: str, *, ping: bool = True) -> Message:
        """A reply to a message. A client has `ping` on at first: the replied-to author is among the mentions then."""
        user, channel = self._place(who, to.channel)
        return self._post(user, channel, text, reference=to.id, pinged=[to.author] if ping else [])

    def _post(
        self, user: User, channel: Channel, text: str, *, reference: int | None = None, pinged: Sequence[User] = ()
    ) -> Message:
        mentioned = [*pinged, *([self.world.bot] if re.search(f"<@!?{self.world.bot.id}>", text) else [])]
        roles = channel.guild.roles if channel.guild is not None else []
        message = Message(
            self.world.new_id(), channel, user, content=text, created_at=self.world.clock(), reference=reference,
            mentions=list(dict.fromkeys(mentioned)), role_mentions=[role for role in roles if f"<@&{role.id}>" in text],
        )  # fmt: skip
        channel.messages.append(message)
        self.tell_bot_of_message("MESSAGE_CREATE", message)
        return message

    async def mention(self, who: User | str, where: Channel | str, text: str) -> Message:
        """Address the bot: `@askq text`."""
        return await self.say(who, where, f"<@{self.world.bot.id}> {text}")

    async def direct_message(self, who: User | str, text: str) -> Message:
        return await self.say(who, "dm", text)

    async def next_message(self, after: Message) -> Message:
        """The bot's first message in the same channel after this one; waits for it."""
        return await self.until(  # type: ignore[no-any-return]
            lambda: next(
                (m for m in after.channel.messages if m.id > after.id and m.author is self.world.bot and not m.deleted),
                None,
            ),
            f"a message of the bot after {after!r}",
        )

    async def delete_message(self, message: Message) -> None:
        """A person with the right to do so deletes a message."""
        delete(self, message)  # type: ignore[arg-type]

    # -- seeing -----------------------------------------------------------------------------------------

    def screen(self, who: User | str, where: Channel | str) -> list[Message]:
        """The messages that this person can see there now, oldest first, the ephemeral ones to them included."""
        self.land()
        user, channel = self._place(who, where)
        return [m for m in channel.messages if not m.deleted and m.ephemeral_to in (None, user)]

    def screen_text(self, who: User | str, where: Channel | str) -> str:
        """The same as read, a blank line between messages; `(only ana sees)` before an ephemeral one."""
        return "\n\n".join(
            (f"(only {m.ephemeral_to.name} sees) " if m.ephemeral_to else "") + m.text for m in self.screen(who, where)
        )

    def newest(self, who: User | str, where: Channel | str) -> Message:
        """The newest message of the bot that this person can see there."""
        mine = [m for m in self.screen(who, where) if m.author is self.world.bot]
        assert mine, f"the bot has said nothing in {where!r} that {who!r} can see"
        return mine[-1]

    def reload(self, who: User | str) -> None:
        """Restart this person's client, which loses their ephemeral messages."""
        user = self.world.user(who)
        for channel in self.world.channels.values():
            for message in channel.messages:
                message.deleted = message.deleted or message.ephemeral_to is user

    # -- how --------------------------------------------------------------------------------------------

    def tell_bot_of_message(self, event: str, message: Message) -> None:
        """MESSAGE_CREATE or MESSAGE_UPDATE, with what the bot's intents let it see.

        Ephemeral messages come as direct messages do, without the guild (discord-api-docs, *Message Create*).
        """
        guild = message.channel.guild
        private = guild is None or message.ephemeral
        if not self.gateway.wants(DIRECT_MESSAGES if private else GUILD_MESSAGES):
            return
        if self.world.bot not in message.channel.recipients and not (guild and guild.has_the_bot):
            return
        data = message_json(message, self.files_url)
        data["channel_type"] = message.channel.kind
        if guild is not None and not private:
            data["guild_id"] = str(guild.id)
            data["member"] = member_json(guild.members[message.author.id], with_user=False)
        readable = private or message.author is self.world.bot or self.world.bot in message.mentions
        if not readable and not self.gateway.wants(MESSAGE_CONTENT):
            data |= {"content": "", "embeds": [], "components": [], "attachments": []}
        self.gateway.dispatch(event, data)
        if message.author is not self.world.bot:
            self._last_event = (event, data, None)

    async def _act(
        self, kind: int, user: User, channel: Channel, data: Json, *,
        message: Message | None = None, modal: Modal | None = None,
    ) -> Shown:  # fmt: skip
        payload = interaction_json(self.world, kind, user, channel, data, message, self.files_url)
        interaction = Interaction(
            int(payload["id"]), payload["token"], kind, user, channel, payload, message, modal, deliveries=1
        )  # fmt: skip
        self.world.interactions[interaction.token] = interaction
        self._last_event = ("INTERACTION_CREATE", payload, interaction)
        self.gateway.dispatch("INTERACTION_CREATE", payload)
        await self.until(lambda: interaction.settled or _refused(interaction), f"an answer to {interaction!r}")
        return Shown(interaction)

    def _place(self, who: User | str, where: Channel | str) -> tuple[User, Channel]:
        user = self.world.user(who)
        channel = self.world.channel(where, user)
        inside = user in channel.recipients or (channel.guild is not None and user.id in channel.guild.members)
        assert inside and not channel.deleted, f"{user.name} is not in {channel!r}"
        return user, channel

    def _typed(
        self, user: User, channel: Channel, words: str, options: dict[str, Any], focused: str | None = None
    ) -> Typed:
        commands = [*(channel.guild.commands if channel.guild else []), *self.world.commands]
        return typed_command(self.world, commands, words, options, user, channel, self.files_url, focused=focused)

    def _assert_visible(self, user: User, message: Message) -> None:
        self._place(user, message.channel)
        assert not message.deleted, f"{message!r} is gone"
        assert message.ephemeral_to in (None, user), f"{user.name} cannot see {message!r}"

    def _chosen(self, select: Json, values: list[Any], channel: Channel, resolved: Json) -> list[str]:
        low, high = select.get("min_values", 1), select.get("max_values", 1)
        assert low <= len(values) <= high, f"{low} to {high} values can be chosen, not {values}"
        if select["type"] != STRING_SELECT:
            kinds = select.get("channel_types")
            return [resolve_mention(self.world, select["type"], value, channel, resolved, kinds) for value in values]
        return [_option(select, value) for value in values]

    def _answered_row(self, row: Json, left: dict[str, Any], channel: Channel, resolved: Json) -> Json:
        """One row of the form as a client sends it back; takes what it uses out of `left`."""
        back: Json = {"type": row["type"], "id": row.get("id") or 1}
        if row["type"] == 18:
            field = self._field(row["component"], row["label"], left, channel, resolved)
            return back | {"component": field}
        if row["type"] == 1:
            child = row["components"][0]
            return back | {"components": [self._field(child, child.get("label", ""), left, channel, resolved)]}
        return back

    def _field(self, field: Json, label: str, left: dict[str, Any], channel: Channel, resolved: Json) -> Json:
        custom_id = field["custom_id"]
        given = left.pop(custom_id, left.pop(label, None))
        back: Json = {"type": field["type"], "custom_id": custom_id, "id": field.get("id") or 1}
        required = field.get("required", field["type"] != CHECKBOX)
        many = [] if given is None else list(given) if isinstance(given, list | tuple) else [given]
        chosen = [o["value"] for o in field.get("options") or [] if o.get("default")] if given is None else many
        if field["type"] == TEXT_INPUT:
            text = (field.get("value") or "") if given is None else given
            assert isinstance(text, str), f"{label!r} takes text, not {text!r}"
            least, most = field.get("min_length") or 0, field.get("max_length") or 4_000
            assert text or not required, f"{label!r} has to be filled in"
            assert not text or least <= len(text) <= most, f"{label!r} takes {least} to {most} characters"
            return back | {"value": text}
        if field["type"] == CHECKBOX:
            return back | {"value": bool(field.get("default") if given is None else given)}
        assert chosen or not required, f"{label!r} has to be filled in"
        if field["type"] == FILE_UPLOAD:
            assert all(isinstance(file, Upload) for file in chosen), f"{label!r} takes Uploads"
            return back | {"values": [resolve_upload(self.world, file, self.files_url, resolved) for file in chosen]}
        if field["type"] == RADIO_GROUP:
            return back | {"value": _option(field, chosen[0]) if chosen else None}
        if field["type"] in SELECTS:
            return back | {"values": self._chosen(field, chosen, channel, resolved) if chosen else []}
        return back | {"values": [_option(field, value) for value in chosen]}


def _option(holder: Json, value: Any) -> str:
    by_value = {o["value"]: o["value"] for o in holder["options"]}
    known = {o["label"]: o["value"] for o in holder["options"]} | by_value
    assert value in known, f"{value!r} cannot be chosen; there are {list(known)}"
    return str(known[value])


def _refused(interaction: Interaction) -> bool:
    """Whether the first answer was refused in a way after which nobody tries again."""
    answers = [call for call in interaction.calls if call.route == "callback"]
    return interaction.answered is None and bool(answers) and answers[-1].status in GIVEN_UP
