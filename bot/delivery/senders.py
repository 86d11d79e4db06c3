"""Who can send just now: the connected fronts, by the home they serve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.delivery.sender import Sender


class Senders:
    """Fronts register here while they are connected. `changed` is called whenever one comes."""

    def __init__(self) -> None:
        self._by_home: dict[str, Sender] = {}
        self.changed: Callable[[], None] = lambda: None

    @contextmanager
    def serving(self, home: str, sender: Sender) -> Iterator[None]:
        """Deliver what is for `home` (`bot.chat.keys.Person.home`) through this sender, for as long as the block
        lasts. Enter it on the event loop that delivers."""
        self._by_home[home] = sender
        self.changed()
        try:
            yield
        finally:
            if self._by_home.get(home) is sender:
                del self._by_home[home]

    def of(self, home: str) -> Sender | None:
        return self._by_home.get(home)

    @property
    def homes(self) -> frozenset[str]:
        return frozenset(self._by_home)
