"""The messages of a view as an author reads them in a terminal: their Markdown, and what the whole takes. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.discord import limits
from adapters.discord.markup import Json
from adapters.discord.render import messages, weight
from bot.chat.elements import View


def preview(view: View) -> str:
    """Text stands as it is sent, with its escapes; buttons are in brackets."""
    made = messages(view)
    return "\n\n".join("\n".join(_message(message, n, len(made))) for n, message in enumerate(made, 1))


def _message(message: Json, number: int, count: int) -> Iterator[str]:
    components, characters, size = weight(message)
    yield (
        f"(message {number} of {count}: {components} of {limits.COMPONENTS} components, "
        f"{characters:,} of {limits.MESSAGE_CHARACTERS:,} characters, {size:,} of {limits.MESSAGE_BYTES:,} bytes)"
    )
    for component in message["components"]:
        yield from ("", _component(component))


def _component(component: Json) -> str:
    if "content" in component:
        return str(component["content"])
    if "components" in component:
        return "  ".join(f"[{_label(each)}]" for each in component["components"])
    return "———"


def _label(component: Json) -> str:
    return str(component["label"]) if "label" in component else f"{component['placeholder']} ▾"
