"""The messages of a view as an author reads them in a terminal: each block's text, and what the whole takes. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.slack import limits
from adapters.slack.markup import Json
from adapters.slack.render import characters, messages
from bot.chat.elements import View

_MARKS = {"bold": "*", "italic": "_", "code": "`"}


def preview(view: View) -> str:
    """Marks stand where Slack shows bold, italic and code; buttons are in brackets, small print behind `·`."""
    made = messages(view)
    return "\n\n".join("\n".join(_message(message, n, len(made))) for n, message in enumerate(made, 1))


def _message(message: Json, number: int, count: int) -> Iterator[str]:
    blocks = message.get("blocks", [])
    used = sum(map(characters, blocks))
    yield (
        f"(message {number} of {count}: {len(blocks)} of {limits.MESSAGE_BLOCKS} blocks, "
        f"{used:,} of {limits.MESSAGE_CHARACTERS:,} characters)"
    )
    for block in blocks:
        yield from ("", *_block(block))


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"# {block['text']['text']}"
        case "divider":
            yield "———"
        case "context":
            yield from (f"· {element['text']}" for element in block["elements"])
        case "actions":
            yield "  ".join(f"[{_label(element)}]" for element in block["elements"])
        case _:
            for part in block["elements"]:
                yield from _part(part)


def _part(part: Json) -> Iterator[str]:
    """One of the pieces of rich text."""
    match part["type"]:
        case "rich_text_list":
            first = part.get("offset", 0) + 1
            for number, item in enumerate(part["elements"], first):
                yield (
                    f"{number}." * (part["style"] == "ordered") + "•" * (part["style"] == "bullet") + f" {_said(item)}"
                )
        case "rich_text_preformatted":
            yield from (f"    {line}" for line in _said(part).split("\n"))
        case _:
            yield _said(part)


def _said(part: Json) -> str:
    return "".join(map(_span, part["elements"]))


def _span(span: Json) -> str:
    """A piece of text with its marks; a mention by what it names."""
    text = str(span.get("text") or span.get("url") or f"<{span['type']}>")
    if span["type"] == "link" and span.get("text"):
        text = f"{text} ({span['url']})"
    for style in span.get("style", {}):
        mark = _MARKS.get(style, "")
        text = f"{mark}{text}{mark}"
    return text


def _label(element: Json) -> str:
    shown = element.get("text") or element["placeholder"]
    return f"{shown['text']}{'' if 'text' in element else ' ▾'}"
