"""Who and where: the keys under which everything is kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """One account on one platform. Never merged across platforms or workspaces.

    `scope` is the workspace that gave out `id`, or empty where ids are global.
    """

    platform: str
    scope: str
    id: str

    @property
    def key(self) -> str:
        return ":".join(part for part in (self.platform, self.scope, self.id) if part)

    @property
    def home(self) -> str:
        """What the account belongs to, and one connection serves: `slack:<team>`, `discord`, `play:<room>`."""
        return ":".join(part for part in (self.platform, self.scope) if part)

    @property
    def alone(self) -> str:
        """The group of one that the person's direct messages with askq are."""
        return ":".join(part for part in (self.platform, "dm", self.scope, self.id) if part)

    @classmethod
    def of_key(cls, key: str) -> Person:
        """The person whose `key` this is. A scope and an id hold no colon."""
        platform, *scope, id = key.split(":")
        return cls(platform, "".join(scope), id)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a group, a channel in it, perhaps a thread.

    `group` is whose data it is: `slack:<team>`, `discord:<guild>`, `play:<room>`; a direct message is
    a group of one, `slack:dm:<team>:<user>`, `discord:dm:<user>` or `play:dm:<room>:<name>`. `thread` is the
    platform's id of the thread; that of a thread below a message is the message's own.
    """

    group: str
    channel: str
    thread: str | None = None

    @property
    def direct(self) -> bool:
        """Whether this is a direct message, whose one member is its organiser."""
        return self.group.split(":", 2)[1] == "dm"

    @property
    def key(self) -> str:
        return self.channel if self.thread is None else f"{self.channel}/{self.thread}"


def home_of(group: str, somebody: Person) -> str:
    """The home that serves the group, of which `somebody` is a member or a guest: a guest's own home is another one."""
    if not somebody.scope:
        return somebody.home
    platform, *rest = group.split(":")
    return f"{platform}:{rest[1] if rest[0] == 'dm' else rest[0]}"
