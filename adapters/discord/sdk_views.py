"""Our payloads as what discord.py sends: a view and a modal that are written already.

discord.py keeps every view it sends until it times out, to call back its buttons. Ours carry their meaning in their
identifiers, so these say that they are finished, and discord.py keeps nothing.
"""

from __future__ import annotations

from typing import Any

from discord import ui

from adapters.discord.markup import Json


class Screen(ui.LayoutView):
    """A message of `render.messages`."""

    def __init__(self, message: Json) -> None:
        super().__init__(timeout=None)
        self._message = message

    def has_components_v2(self) -> bool:
        return True

    def to_components(self) -> list[dict[str, Any]]:
        components: list[dict[str, Any]] = self._message["components"]
        return components

    def is_finished(self) -> bool:
        return True


class Dialogue(ui.Modal):
    """A modal of `render.modal`."""

    def __init__(self, modal: Json) -> None:
        super().__init__(title=modal["title"], custom_id=modal["custom_id"])
        self._modal = modal

    def to_dict(self) -> dict[str, Any]:
        return self._modal

    def is_finished(self) -> bool:
        return True
