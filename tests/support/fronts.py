"""A front as a scenario sees it: people who type, press and read. One story, told once, runs on all of them.

Each platform's driver (`slack_front.py`, `discord_front.py`, `terminal_front.py`) puts the real adapter
behind this protocol: real slack-bolt and real discord.py against their loopback servers, and the
terminal's own room.
"""

from __future__ import annotations

from typing import Protocol

from tests.support.rooms import Clock


class Seat(Protocol):
    """One person in one place of one front. Every action returns once all that came of it has arrived."""

    @property
    def mention(self) -> str:
        """How others name this person in a line, as their platform's client sends it."""

    async def types(self, line: str) -> None:
        """Type a command as one line, without `/askq`: "culture", "four team". Where commands form a tree, the
        driver fills in the platform's command and options as a person would."""

    async def presses(self, label: str) -> None:
        """Press the newest button with this label that the person can see. Fails when there is none."""

    async def picks(self, placeholder: str, option: str) -> None:
        """Pick the option (by its label, or the beginning of it) in the newest select with that placeholder. Where the
        platform offers its channels, `option` is the channel's name."""

    async def fills(self, **fields: str) -> None:
        """Fill in and send the form that is open for this person; fields by their names in the form."""

    async def says(self, text: str) -> None:
        """Mention askq in the channel with this text."""

    async def writes_privately(self, text: str) -> None:
        """Send askq a direct message."""

    def form(self) -> str | None:
        """The title of the form that is open for this person, or None."""

    def reads(self) -> str:
        """The newest message this person can see here, as read: text, then buttons as `[label]`."""

    def screen(self) -> list[str]:
        """Every message this person can see here, oldest first, each as read."""


class Stage(Protocol):
    """A front with askq running on it, on a database that outlives restarts. What askq sends unasked goes out, at no
    particular pace; `clock` is the time of day for askq and for the platform alike."""

    name: str
    clock: Clock

    async def seat(self, who: str, *, group: str = "one", channel: str = "general", admin: bool = False) -> Seat:
        """A person in a channel of a group; the same arguments give the same seat."""

    async def join(self, *, group: str = "one", channel: str = "general") -> None:
        """askq is added to the channel (Slack) or the group (Discord, terminal)."""

    async def restart(self) -> None:
        """The bot goes away without a good-bye and comes back on the same database; people's screens stay."""

    async def forward(self, **delta: float) -> None:
        """Time passes, as `timedelta` has it: everything that falls due on the way is done at its moment."""

    async def refuse(self, channel: str, *, group: str = "one") -> None:
        """askq may no longer post in this channel."""

    async def allow(self, channel: str, *, group: str = "one") -> None:
        """askq may post there again."""

    async def repeat_last(self) -> None:
        """The platform delivers the last event once more."""

    def complaints(self) -> list[str]:
        """What the platform found wrong with what askq sent. Scenarios end by checking that it is empty."""
