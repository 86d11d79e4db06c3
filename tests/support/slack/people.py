"""What people do in Slack, and what they see: the side of the server that tests talk to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

from tests.support.slack import fields, payloads
from tests.support.slack.blocks import interactive
from tests.support.slack.reading import as_text
from tests.support.slack.records import PATIENCE, Records
from tests.support.slack.responding import Interaction
from tests.support.slack.shown import Shown
from tests.support.slack.socket_mode import Envelope, SocketMode
from tests.support.slack.tickets import Tickets, Trigger
from tests.support.slack.world import Channel, File, Json, Message, User, View, Workspace, World

Found = TypeVar("Found")
Who = User | str
Where = Channel | str
Wait = Literal["ack", "nothing"] | Callable[[Shown], object]
"""Until when an act is waited for: the acknowledgement (default), nothing, or the caller's condition."""


class People:
    """Acts and looks. People and channels go by name (`"ana"`, `"#general"`), or by value where names repeat.

    Direct messages with the bot are the channel `"@askq"`.
    """

    world: World
    records: Records
    tickets: Tickets
    sockets: SocketMode
    command_name: str

    @property
    def url(self) -> str:
        """Where the server listens."""
        raise NotImplementedError

    def __init__(self) -> None:
        self._interactions: dict[str, Interaction] = {}
        self._last_event: Envelope | None = None
        self._last_interactive: tuple[Envelope, Trigger, Interaction] | None = None

    # -- acts --------------------------------------------------------------------------------------

    async def command(self, who: Who, where: Where, text: str = "", *, wait: Wait = "ack") -> Shown:
        """`/askq <text>` typed in a channel; `@ben` and `#general` become mentions (`should_escape`)."""
        user = self.world.user(who)
        channel = self._place(user, where)
        trigger = self.tickets.new_trigger(user)
        url = self.tickets.new_response_url(user, channel, None)
        payload = payloads.command(
            self.world,
            user,
            channel,
            self.command_name,
            text,
            response_url=self.url + url.path,
            trigger_id=trigger.id,
        )
        interaction = Interaction(user, "command", channel, response_url=url)
        return await self._interact(Envelope("slash_commands", payload), trigger, interaction, wait)

    async def press(
        self, who: Who, shown: Message | View, action: str, value: Any = None, *, wait: Wait = "ack"
    ) -> Shown:
        """Press a button or choose `value` in a menu, found by action id or by what is written on it.

        The press is on `shown` as it was when the test got it: pressing what has since changed is a press on
        an old screen. Raises LookupError when there is no such element, or the person can't see the message.
        """
        user = self.world.user(who)
        element = fields.find(shown.blocks, action)
        held = fields.chosen(element, value, self.world, user.team_id, self._keep_file)
        acted = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": element["block_id"],
            **held,
        }
        state = fields.state(shown.blocks, {(element["block_id"], element["action_id"]): held})
        trigger = self.tickets.new_trigger(user)
        if isinstance(shown, View):
            payload = payloads.view_action(self.world, user, shown, acted, state, trigger_id=trigger.id)
            interaction = Interaction(user, "block_actions", view=shown)
            return await self._interact(Envelope("interactive", payload), trigger, interaction, wait)
        channel = self.world.channels[shown.channel_id]
        if user.id not in channel.members or shown.only_for not in (None, user.id):
            raise LookupError(f"{user.name} can't see that message")
        now = self.world.messages.get((shown.channel_id, shown.ts), shown)
        url = self.tickets.new_response_url(user, channel, now)
        payload = payloads.message_action(
            self.world, user, now, acted, state, response_url=self.url + url.path, trigger_id=trigger.id
        )
        interaction = Interaction(user, "block_actions", channel, response_url=url)
        return await self._interact(Envelope("interactive", payload), trigger, interaction, wait)

    async def submit(
        self, who: Who, view: View, values: Mapping[str, Any] | None = None, *, wait: Wait = "ack"
    ) -> Shown:
        """Fill in a modal and send it. Fields go by label, action id, block id or `block/action`.

        Raises LookupError when a field is unknown or a required one empty, AssertionError when one holds what
        its input does not take: Slack would not let it be sent.
        """
        user = self.world.user(who)
        holds: dict[tuple[str, str], Json] = {}
        for name, value in (values or {}).items():
            block, element = self._field(view, name)
            held = fields.chosen(element, value, self.world, user.team_id, self._keep_file)
            holds[block["block_id"], element["action_id"]] = held
        state = fields.state(view.blocks, holds)
        for block in view.blocks:
            if block["type"] != "input":
                continue
            held = dict(state[block["block_id"]][block["element"]["action_id"]])
            held.pop("type")
            if fields.is_empty(held):
                if not block.get("optional", False):
                    raise LookupError(f"{user.name} can't submit: {block['label']['text']!r} is empty")
            elif problem := fields.refused(block["element"], held):
                raise AssertionError(f"{user.name} can't submit: {block['label']['text']!r} {problem}")
        trigger = self.tickets.new_trigger(user)
        payload = payloads.view_submission(self.world, user, view, state, trigger_id=trigger.id)
        interaction = Interaction(user, "view_submission", view=view)
        return await self._interact(Envelope("interactive", payload), trigger, interaction, wait)

    async def close(self, who: Who, view: View, *, wait: Wait = "ack") -> Shown | None:
        """Close a modal; the bot hears of it only when the view asked for it."""
        user = self.world.user(who)
        self.world.close_views(user, None, everything=bool(view.definition.get("clear_on_close")))
        if not view.definition.get("notify_on_close"):
            return None
        payload = payloads.view_closed(self.world, user, view, is_cleared=False)
        return await self._deliver(user, Envelope("interactive", payload), Interaction(user, "view_closed"), wait)

    async def mention(
        self, who: Who, where: Where, text: str, *, thread: str | None = None, wait: Wait = "ack"
    ) -> Shown:
        """`@askq <text>` written in a channel, or in the thread under the message with that `ts`."""
        user = self.world.user(who)
        bot = self.world.workspaces[user.team_id].bot_user_id
        message = self._write(user, self._place(user, where), f"<@{bot}> {self._escaped(user, text)}", thread)
        return await self._event(user, {"type": "app_mention", **payloads.said(message)}, wait)

    async def direct_message(self, who: Who, text: str, *, wait: Wait = "ack") -> Shown:
        """A message written to the bot itself."""
        user = self.world.user(who)
        message = self._write(user, self.world.open_im(user), self._escaped(user, text))
        inner = {"type": "message", "channel_type": "im", **payloads.said(message)}
        return await self._event(user, inner, wait)

    async def app_home_opened(self, who: Who, *, tab: str = "home", wait: Wait = "ack") -> Shown:
        user = self.world.user(who)
        inner: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self.world.open_im(user).id,
            "tab": tab,
        }
        if user.id in self.world.homes:
            inner["view"] = payloads.view_object(self.world, self.world.homes[user.id])
        return await self._event(user, inner, wait)

    async def bot_joins(self, where: Where, *, invited_by: Who = "ana", wait: Wait = "ack") -> Shown:
        user = self.world.user(invited_by)
        channel = self._place(user, where)
        bot = self.world.workspaces[channel.team_id].bot_user_id
        self.world.set_channel(channel, members=channel.members | {bot})
        inner = {
            "type": "member_joined_channel",
            "user": bot,
            "channel": channel.id,
            "channel_type": "G" if channel.kind == "private" else "C",
            "team": channel.team_id,
            "inviter": user.id,
        }
        return await self._event(user, inner, wait)

    def bot_leaves(self, where: Where, *, removed_by: Who = "ana") -> Channel:
        """The bot is removed, and hears of it only by what is refused from now on."""
        channel = self._place(self.world.user(removed_by), where)
        bot = self.world.workspaces[channel.team_id].bot_user_id
        return self.world.set_channel(channel, members=channel.members - {bot})

    def archive(self, where: Where, *, team: Workspace | None = None, archived: bool = True) -> Channel:
        channel = self.world.channel(where, (team or self.workspace).id)
        return self.world.set_channel(channel, archived=archived)

    async def uninstall(self, team: Workspace | None = None, *, wait: Wait = "ack") -> Shown:
        """The app is removed from a workspace: its token is dead from now on."""
        team = self.world.workspaces[(team or self.workspace).id]
        self.world.workspaces[team.id] = replace(team, token_error="account_inactive")
        return await self._event(self.world.users[team.bot_user_id], {"type": "app_uninstalled"}, wait)

    async def resend_last_event(self, reason: str = "http_timeout", *, wait: Wait = "ack") -> Shown:
        """Slack delivers the last event again: same `event_id`, one retry more."""
        last = self._last_event
        assert last is not None, "no event was sent yet"
        again = Envelope("events_api", last.payload, (last.retry_attempt or 0) + 1, reason)
        self._last_event = again
        interaction = self._interactions[last.id]
        return await self._deliver(interaction.user, again, interaction, wait)

    async def repeat_last(self, *, wait: Wait = "ack") -> Shown:
        """The last command, press or submission is delivered again: same `trigger_id`, a new envelope."""
        assert self._last_interactive is not None, "nothing interactive was sent yet"
        last, trigger, interaction = self._last_interactive
        trigger.deliveries += 1
        return await self._interact(Envelope(last.kind, last.payload), trigger, interaction, wait)

    # -- looks -------------------------------------------------------------------------------------

    @property
    def workspace(self) -> Workspace:
        """The first workspace, the one that tests with a single workspace mean."""
        return next(iter(self.world.workspaces.values()))

    def screen(self, who: Who, where: Where) -> list[Message]:
        """The messages that this person sees in that channel now, their own ephemeral ones among them."""
        user = self.world.user(who)
        return self.world.visible(user, self._place(user, where))

    def direct_messages(self, who: Who) -> list[Message]:
        user = self.world.user(who)
        return self.world.visible(user, self.world.open_im(user))

    def modal(self, who: Who) -> View | None:
        """The modal that this person has in front of them."""
        return self.world.top_view(self.world.user(who))

    def home(self, who: Who) -> View | None:
        return self.world.homes.get(self.world.user(who).id)

    def as_text(self, shown: Message | View) -> str:
        """What a person reads, with everybody's names."""
        names = {user.id: user.name for user in self.world.users.values()}
        names |= {channel.id: channel.name for channel in self.world.channels.values()}
        names |= {group.id: group.handle for group in self.world.groups.values()}
        return as_text(shown, names)

    def read(self, who: Who, where: Where) -> str:
        """The whole channel as this person reads it."""
        return "\n".join(self.as_text(message) for message in self.screen(who, where))

    def seen(self) -> str:
        """All that happened so far, for failure messages."""
        requests = [f"  {call.method} -> {call.answer}: {str(call.body)[:160]}" for call in self.records.requests[-12:]]
        acks = [f"  {ack.kind}: {str(ack.payload)[:160]}" for ack in self.records.acks[-6:]]
        unanswered = [f"  {envelope.kind}" for envelope in self.sockets.envelopes.values() if not envelope.acknowledged]
        parts = {"requests": requests, "acknowledged": acks, "not acknowledged": unanswered}
        parts["violations"] = [f"  {sentence}" for sentence in self.records.violations]
        return "\n".join("\n".join([f"{title}:", *(lines or ["  none"])]) for title, lines in parts.items())

    async def until(self, condition: Callable[[], Found], *, patience: float = PATIENCE) -> Found:
        """Wait until the condition is true; return its value. Raises AssertionError telling what was seen."""
        return await self.records.until(condition, self.seen, patience)

    # -- how ---------------------------------------------------------------------------------------

    async def _interact(self, envelope: Envelope, trigger: Trigger, interaction: Interaction, wait: Wait) -> Shown:
        trigger.envelope_id = envelope.id
        if interaction.response_url:
            interaction.response_url.envelope_id = envelope.id
        self._last_interactive = envelope, trigger, interaction
        return await self._deliver(interaction.user, envelope, interaction, wait)

    async def _event(self, user: User, inner: Json, wait: Wait) -> Shown:
        team = self.world.workspaces[user.team_id]
        envelope = Envelope("events_api", payloads.event(self.world, team, inner))
        self._last_event = envelope
        return await self._deliver(user, envelope, Interaction(user, "event"), wait)

    async def _deliver(self, user: User, envelope: Envelope, interaction: Interaction, wait: Wait) -> Shown:
        self._interactions[envelope.id] = interaction
        shown = Shown(self, user, envelope)
        await self.sockets.send(envelope)
        if wait == "nothing":
            return shown
        await self.until(lambda: shown.acknowledged)
        if wait != "ack":
            await shown.until(wait)
        return shown

    def _place(self, user: User, where: Where) -> Channel:
        """A channel by name, or the person's direct messages with the bot (`"@askq"`)."""
        return self.world.open_im(user) if where == "@askq" else self.world.channel(where, user.team_id)

    def _escaped(self, user: User, text: str) -> str:
        return payloads.escaped(text, self.world, user.team_id, labels=False)

    def _write(self, user: User, channel: Channel, text: str, thread: str | None = None) -> Message:
        ts = self.world.clock.next_ts()
        return self.world.post(Message(ts, channel.id, user.team_id, user.id, text, thread_ts=thread))

    def _keep_file(self, name: str, content: bytes) -> Json:
        file = File(self.world.new_id("F"), name, self.workspace.id, content)
        self.world.files[file.id] = file
        return payloads.file_object(file, self.url)

    def _field(self, view: View, name: str) -> tuple[Json, Json]:
        found = []
        for block in view.blocks:
            for element in interactive([block]):
                label = block.get("label", {}).get("text")
                names = (
                    label,
                    element["action_id"],
                    block["block_id"],
                    f"{block['block_id']}/{element['action_id']}",
                )
                if name in names:
                    found.append((block, element))
        if len(found) != 1:
            raise LookupError(f"{len(found)} fields are {name!r} in the modal {view.title!r}")
        return found[0]
