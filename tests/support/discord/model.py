"""What the loopback Discord is made of: people, servers, channels, messages, what was asked and what came of it.

Plain mutable state with no protocol in it: `payloads.py` turns it into Discord's JSON, `rest.py` and `gateway.py`
let the bot at it, `people.py` lets the tests at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from tests.support.discord.permissions import BOT_USUAL, MANAGE_GUILD, MEMBER_USUAL
from tests.support.discord.reading import as_text, raw_text

Json = dict[str, Any]

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15

TEXT, DM, ANNOUNCEMENTS, PUBLIC_THREAD = 0, 1, 5, 11

Answered = Literal["message", "deferred", "kept", "updated", "choices", "modal"]
ANSWERS: dict[int, Answered] = {
    4: "message", 5: "deferred", 6: "kept", 7: "updated", 8: "choices", 9: "modal"
}  # fmt: skip


@dataclass(slots=True, eq=False)
class User:
    id: int
    name: str
    locale: str = "en-GB"
    bot: bool = False
    takes_direct_messages: bool = True
    installed_the_bot: bool = False
    """Whether this person added the app to their own account (a user install)."""

    def __repr__(self) -> str:
        return f"<{self.name}>"


@dataclass(slots=True, eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False
    """Whether anybody may wake it; otherwise that takes a permission."""
    of_bot: int | None = None
    """The bot whose own role this is; a server makes it when it lets a bot in that asks for permissions."""


@dataclass(slots=True, eq=False)
class Member:
    user: User
    permissions: int = MEMBER_USUAL
    roles: list[Role] = field(default_factory=list)

    @property
    def manages_the_guild(self) -> bool:
        return bool(self.permissions & MANAGE_GUILD)


@dataclass(slots=True, eq=False)
class Guild:
    id: int
    name: str
    owner: User
    locale: str = "en-US"
    members: dict[int, Member] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    has_the_bot: bool = True
    commands: list[Json] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<guild {self.name}>"


@dataclass(slots=True, eq=False)
class Channel:
    id: int
    kind: int
    name: str = ""
    guild: Guild | None = None
    parent: Channel | None = None
    recipients: list[User] = field(default_factory=list)
    bot_permissions: int = BOT_USUAL
    owner_id: int | None = None
    archived: bool = False
    locked: bool = False
    archive_after: int = 1440
    deleted: bool = False
    messages: list[Message] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.guild.name} {self.name}>" if self.guild else f"<DM {self.recipients}>"

    @property
    def is_thread(self) -> bool:
        return self.kind == PUBLIC_THREAD

    @property
    def permitted(self) -> int:
        """What the bot may do here; a thread has the permissions of its channel."""
        return self.bot_permissions if self.parent is None else self.parent.permitted


@dataclass(slots=True, eq=False)
class Attachment:
    id: int
    filename: str
    content: bytes
    content_type: str = "application/octet-stream"
    description: str | None = None


@dataclass(slots=True, eq=False)
class Message:
    """One message as it stands now; `history` holds what it said before each edit."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    nonce: str | None = None
    reference: int | None = None
    mentions: list[User] = field(default_factory=list)
    role_mentions: list[Role] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    """Who a phone rang for: `@everyone`, `@here`, `@ana`, `@&role`; what stands in the text but was not let
    through, or what the bot had no permission to wake, is not here."""
    ephemeral_to: User | None = None
    interaction: Interaction | None = None
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    edited_at: datetime | None = None
    history: list[str] = field(default_factory=list)
    pinned: bool = False
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)
    thread: Channel | None = None

    @property
    def text(self) -> str:
        """The message as a person reads it, see `reading.as_text`."""
        return as_text(self)

    @property
    def raw_text(self) -> str:
        """All its text with the Markdown and the backslashes left in."""
        return raw_text(self)

    @property
    def ephemeral(self) -> bool:
        return self.ephemeral_to is not None

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & COMPONENTS_V2)

    def each_component(self) -> Iterator[Json]:
        return walk(self.components)

    def component(self, what: str) -> Json:
        """The button or select with this custom_id, or with this label (a select: its placeholder).

        Raises AssertionError when there is none, or when a label is on several.
        """
        return find_component(self.each_component(), what, self.text)

    def custom_id(self, label: str) -> str:
        """The custom_id behind a label, for asserting on it or keeping it for a later press."""
        return str(self.component(label)["custom_id"])

    def __repr__(self) -> str:
        seen = f" only {self.ephemeral_to.name} sees" if self.ephemeral_to else ""
        return f"<message {self.id} in {self.channel!r} by {self.author.name}{seen}: {self.text!r}>"


@dataclass(slots=True, eq=False)
class Modal:
    id: int
    payload: Json
    opened_by: Interaction

    @property
    def custom_id(self) -> str:
        return str(self.payload["custom_id"])

    @property
    def title(self) -> str:
        return str(self.payload["title"])

    def fields(self) -> Iterator[tuple[str, Json]]:
        """Label and component of every field that a person can fill in."""
        for row in self.payload["components"]:
            if row["type"] == 18:
                yield row["label"], row["component"]
            elif row["type"] == 1:
                for child in row["components"]:
                    yield child.get("label", ""), child

    @property
    def text(self) -> str:
        """The form as a person reads it: the title, then a line for every label and every text."""
        lines = [self.title]
        for row in self.payload["components"]:
            if row["type"] == 10:
                lines.append(row["content"])
            elif row["type"] == 18:
                lines.append(f"{row['label']}:" + (f" ({row['description']})" if row.get("description") else ""))
            else:
                lines += [f"{child.get('label', '')}:" for child in row["components"]]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<modal {self.title!r} {self.custom_id!r}>"


@dataclass(frozen=True, slots=True)
class Choice:
    """One autocomplete suggestion: what is shown and what is sent when it is taken."""

    name: str
    value: str | int | float


@dataclass(slots=True, eq=False)
class Interaction:
    """One thing a person did, and all that the bot made of it."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    payload: Json
    message: Message | None = None
    modal: Modal | None = None
    deliveries: int = 0
    callbacks: int = 0
    troubled: int = 0
    expired: bool = False
    answered: Answered | None = None
    original: Message | None = None
    opened: Modal | None = None
    choices: tuple[Choice, ...] = ()
    followups: list[Message] = field(default_factory=list)
    calls: list[Any] = field(default_factory=list)
    """The recorded requests about this interaction, in the order in which they came."""

    @property
    def settled(self) -> bool:
        """Answered, and no longer only "is thinking…"."""
        thinking = self.original is not None and self.original.loading and not self.original.deleted
        return self.answered is not None and not thinking

    def __repr__(self) -> str:
        words = {2: "command", 3: "press", 4: "typing", 5: "submission"}[self.kind]
        return f"<{words} {self.id} by {self.user.name}: {self.answered or 'not answered'}>"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person has before them after acting."""

    interaction: Interaction

    @property
    def answered(self) -> Answered | None:
        """The first answer: message | deferred | kept (nothing visible) | updated | choices | modal."""
        return self.interaction.answered

    @property
    def message(self) -> Message:
        """The message that answered, or that was changed."""
        assert self.interaction.original is not None, f"{self.interaction} brought no message"
        return self.interaction.original

    @property
    def modal(self) -> Modal:
        assert self.interaction.opened is not None, f"{self.interaction} opened no modal"
        return self.interaction.opened

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.interaction.choices

    @property
    def followups(self) -> list[Message]:
        return self.interaction.followups

    @property
    def text(self) -> str:
        """All that this brought, as read: the modal, or the message and its follow-ups."""
        if self.interaction.opened is not None:
            return self.modal.text
        messages = [m for m in (self.interaction.original, *self.followups) if m is not None and not m.deleted]
        return "\n\n".join(message.text for message in messages)

    @property
    def ephemeral(self) -> bool:
        return self.message.ephemeral


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, those inside others included, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for inner in ("accessory", "component"):
            if isinstance(component.get(inner), dict):
                yield from walk([component[inner]])


def find_component(components: Iterator[Json], what: str, seen: str) -> Json:
    live = [c for c in components if "custom_id" in c]
    for component in live:
        if component["custom_id"] == what:
            return component
    named = [c for c in live if what in (c.get("label"), c.get("placeholder"), (c.get("emoji") or {}).get("name"))]
    assert len(named) < 2, f"{what!r} stands on {len(named)} components; say which custom_id of {live}"
    assert named, f"nothing called {what!r} to use in:\n{seen}\ncustom_ids: {[c['custom_id'] for c in live]}"
    return named[0]
