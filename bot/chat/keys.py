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


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a group, a channel in it, perhaps a thread.

    `group` is whose data it is: `slack:<team>`, `discord:<guild>`, `play:<room>`; a direct message is
    a group of one, `slack:dm:<team>:<user>` or `discord:dm:<user>`.
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
