"""The authors' Markdown: paragraphs, lists, **bold**, *italic*, `code`, [links](https://…), code between lines of ```.

Nothing else. Only text from the bank is read as Markdown; what people type never is.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.chat.elements import Bullets, Code, Element, Text
from bot.chat.markup import Bold, Href, Italic, Mono, Plain, Span, Spans


class UnknownMarkdown(ValueError):
    """The text uses Markdown outside the subset; the message names what."""


_NAMES = {
    "fence": "a block of code in a list",
    "code_block": "a block of code without ``` above and below it",
    "hr": "a line across",
    "image": "an image",
    "html_block": "HTML (<…> in a text needs `…` around it)",
    "html_inline": "HTML (<…> in a text needs `…` around it)",
}


@cache
def _parser() -> MarkdownIt:
    """Reads tables and HTML too, so that an author hears of them instead of seeing them raw in a chat."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def elements(source: str) -> tuple[Element, ...]:
    """The text as elements. Raises `UnknownMarkdown`."""
    found: list[Element] = []
    items: list[Spans] | None = None
    ordered = False
    for token in _parser().parse(source):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if items is not None:
                    raise UnknownMarkdown("a list inside a list")
                if token.attrGet("start") is not None:
                    raise UnknownMarkdown("a numbered list that does not begin with 1")
                items, ordered = [], token.type.startswith("ordered")
            case "bullet_list_close" | "ordered_list_close":
                if not all(items or ()):
                    raise UnknownMarkdown("an empty list item")
                found.append(Bullets(tuple(items or ()), ordered))
                items = None
            case "list_item_open" if items is not None:
                items.append(())
            case "inline":
                parts = _spans(token.children or [])
                if items is None:
                    found.append(Text(parts))
                elif items[-1]:
                    raise UnknownMarkdown("a list item of several paragraphs")
                else:
                    items[-1] = parts
            case "fence" if items is None:
                if not token.content.strip():
                    raise UnknownMarkdown("an empty block of code")
                found.append(Code(token.content.rstrip("\n"), token.info.strip()))
            case "paragraph_open" | "paragraph_close" | "list_item_close":
                pass
            case other:
                raise _unknown(other)
    return tuple(found)


def inline(source: str) -> Spans:
    """One paragraph as spans. Raises `UnknownMarkdown` where there is more than one paragraph."""
    match elements(source):
        case ():
            return ()
        case (Text(parts),):
            return parts
        case _:
            raise UnknownMarkdown("more than one paragraph where one is wanted")


def _spans(tokens: list[Token]) -> Spans:
    parts: list[Span] = []
    style: list[str] = []
    url: str | None = None
    for token in tokens:
        match token.type:
            case "text":
                if token.content:
                    parts.append(_styled(token.content, style, url))
            case "softbreak":
                parts.append(Plain(" "))
            case "hardbreak":
                parts.append(Plain("\n"))
            case "code_inline":
                parts.append(Mono(token.content) if url is None else Href(token.content, url))
            case "strong_open" | "em_open":
                style.append(token.tag)
            case "strong_close" | "em_close":
                style.pop()
            case "link_open":
                url = str(token.attrGet("href"))
                if not url.startswith(("https://", "http://")):
                    raise UnknownMarkdown("a link that does not begin with https://")
            case "link_close":
                url = None
            case other:
                raise _unknown(other)
    return tuple(parts)


def _styled(text: str, style: list[str], url: str | None) -> Span:
    if url is not None:
        return Href(text, url)
    match style:
        case [*_, "strong"]:
            return Bold(text)
        case [*_, "em"]:
            return Italic(text)
        case _:
            return Plain(text)


def _unknown(token: str) -> UnknownMarkdown:
    kind = token.removesuffix("_open")
    return UnknownMarkdown(_NAMES.get(kind, f"a {kind.replace('_', ' ')}"))


def literal(text: str) -> str:
    """Markdown that shows this text as it is, in one paragraph: what people or literal fields say, among authors' text.
    Runs of blanks become one."""
    escaped = re.sub(r"([\\`*_\[\]<>&~|#])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", escaped)
