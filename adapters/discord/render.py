"""View and Form -> Components V2. Pure; the payloads are ready to send.

Limits by policy: identifiers, addresses and values raise ValueError, labels clip, prose splits between blocks and
then between messages, selects and rows of buttons split into several. Controls stay with the text above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from adapters.discord import limits
from adapters.discord.markup import Json, escape, markdown, split_spans
from bot.chat.elements import (
    Bullets,
    Button,
    Code,
    Controls,
    Divider,
    Element,
    Fields,
    Form,
    Heading,
    Line,
    Link,
    Note,
    Option,
    Paragraph,
    Pick,
    Select,
    Table,
    Text,
    View,
)
from bot.chat.elements import Field as FormField
from bot.chat.fitting import clip, pages, table_lines
from bot.chat.identifiers import Identifiers, exact
from bot.chat.markup import Bold, Plain, Spans, plain_text

COMPONENTS_V2 = 1 << 15
"""The flag of a message whose text stands in components (discord-api-docs, message flags)."""

FOR_ALL = ("here", "everyone")
"""The pings for everybody in the channel."""

_ROW, _BUTTON, _SELECT, _INPUT, _CHANNELS, _TEXT, _SEPARATOR, _LABEL = 1, 2, 3, 4, 8, 10, 14, 18
_TEXT_CHANNEL, _ANNOUNCEMENTS = 0, 5
_STYLES = {"primary": 1, "plain": 2, "danger": 4}
_LINK_STYLE = 5
_SHORT, _LONG = 1, 2


def messages(view: View, ping: str = "") -> tuple[Json, ...]:
    """The messages that say this view, each `{"flags", "components"}`; at least one. The first is the answer.

    `ping` is whom the first wakes when it is posted: "here", "everyone", or the id of a role.
    """
    identifiers = Identifiers(limits.IDENTIFIER)
    made = [each for element in view.elements for each in _element(element, identifiers)] or [_text("…")]
    if ping:
        made = [_text(f"@{ping}" if ping in FOR_ALL else f"<@&{int(ping)}>"), *map(_silenced, made)]
    return tuple(
        {"flags": COMPONENTS_V2, "components": [block.component for block in group]}
        for group in _packed([_Block.of(each) for each in made])
    )


def weight(message: Json) -> tuple[int, int, int]:
    """What a message takes of its room: components, characters, and bytes as `limits.MESSAGE_BYTES` counts them."""
    blocks = [_Block.of(each) for each in message["components"]]
    return sum(b.components for b in blocks), sum(b.characters for b in blocks), sum(b.size for b in blocks)


def modal(form: Form) -> Json:
    """The modal for this form. Discord's own button sends it, so `submit` is not shown."""
    return {
        "custom_id": exact(form.ref, limits.IDENTIFIER, "custom_id"),
        "title": _label(form.title, limits.TITLE),
        "components": [_field(field) for field in form.fields],
    }


@dataclass(frozen=True, slots=True)
class _Block:
    """A component at the top of a message, and how much of the message's room it takes."""

    component: Json
    components: int
    characters: int
    size: int

    @classmethod
    def of(cls, component: Json) -> _Block:
        within = component.get("components", ())
        characters = len(component.get("content", ""))
        sizes = (_bytes(each) + limits.COMPONENT_BYTES for each in (component, *within))
        return cls(component, 1 + len(within), characters, sum(sizes))

    @property
    def controls(self) -> bool:
        return bool(self.component["type"] == _ROW)


def _packed(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """The blocks in groups that fit a message each; rows of controls go with the block above where both fit one."""
    group: list[_Block] = []
    for unit in _units(blocks):
        if group and not _fits([*group, *unit]):
            yield group
            group = []
        for block in unit:
            if group and not _fits([*group, block]):
                yield group
                group = []
            group.append(block)
    yield group


def _units(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    unit: list[_Block] = []
    for block in blocks:
        if unit and not block.controls:
            yield unit
            unit = []
        unit.append(block)
    yield unit


def _fits(group: Sequence[_Block]) -> bool:
    return (
        sum(block.components for block in group) <= limits.COMPONENTS
        and sum(block.characters for block in group) <= limits.MESSAGE_CHARACTERS
        and sum(block.size for block in group) <= limits.MESSAGE_BYTES
    )


def _bytes(component: Json) -> int:
    """UTF-8 bytes of the strings in one component, not of those nested in it."""
    strings = [value for value in component.values() if isinstance(value, str)]
    strings += [value for option in component.get("options", ()) for value in option.values()]
    return sum(len(text.encode(errors="surrogatepass")) for text in strings if isinstance(text, str))


def _element(element: Element, identifiers: Identifiers) -> Iterator[Json]:
    match element:
        case Heading(text):
            yield from _lines(f"### {escape(line)}" for line in _split_lines(text))
        case Text(spans):
            yield from _prose(spans)
        case Note(spans):
            for group in split_spans(spans, limits.PROSE // 2):  # a line of one character takes four more
                yield from _lines(f"-# {line}" for line in markdown(group).split("\n") if line.strip())
        case Code(text, language):
            yield from _code(text, language)
        case Bullets():
            yield from _lines(_items(element))
        case Fields(pairs):
            yield from _lines(
                markdown(group)
                for label, value in pairs
                for group in split_spans((Bold(f"{label}:"), Plain(" "), *value), limits.PROSE)
            )
        case Table():
            yield from _table(element)
        case Divider():
            yield {"type": _SEPARATOR, "divider": True, "spacing": 1}
        case Controls(items):
            yield from _rows(items, identifiers)


def _prose(spans: Spans) -> Iterator[Json]:
    for group in split_spans(spans, limits.PROSE):
        yield from _lines([markdown(group)])


def _items(bullets: Bullets) -> Iterator[str]:
    """A line for each item, its further lines indented to stand below its first."""
    for number, item in enumerate(bullets.items, bullets.start):
        mark = f"{number}. " if bullets.ordered else "- "
        for group in split_spans(item, limits.PROSE // 2):
            if plain_text(group).strip():
                yield mark + markdown(group).strip().replace("\n", "\n  ")
                mark = "  "


def _code(text: str, language: str) -> Iterator[Json]:
    """A code block, in which everything is literal but its own end: text with a fence in it is shown as text."""
    if "```" in text:
        yield from _prose((Plain(text),))
        return
    name = language if re.fullmatch(r"[A-Za-z0-9+.#-]*", language) else ""
    room = limits.PROSE - len(name) - len("```\n\n```")
    for piece in _joined(_wrapped(text.split("\n"), room), room):
        if piece.strip():
            yield _text(f"```{name}\n{piece}\n```")


def _table(table: Table) -> Iterator[Json]:
    lines = table_lines(table)
    aligned = len(lines) > len(table.rows)  # then the first line holds the columns' names
    if aligned:
        yield from _code("\n".join(lines), "")
    else:
        yield from _prose((Plain("\n".join(lines)),))


def _rows(items: Sequence[Button | Link | Select], identifiers: Identifiers) -> Iterator[Json]:
    """Action rows: buttons next to each other share one, a select has its own."""
    buttons: list[Json] = []
    for item in items:
        if len(buttons) == limits.ROW or (buttons and isinstance(item, Select)):
            yield {"type": _ROW, "components": buttons}
            buttons = []
        if isinstance(item, Select):
            yield from ({"type": _ROW, "components": [made]} for made in _selects(item, identifiers))
        else:
            buttons.append(_button(item, identifiers))
    if buttons:
        yield {"type": _ROW, "components": buttons}


def _button(item: Button | Link, identifiers: Identifiers) -> Json:
    match item:
        case Button(label, ref, style):
            shown = {"label": _label(label, limits.LABEL), "style": _STYLES[style]}
            return {"type": _BUTTON, **shown, "custom_id": identifiers(ref)}
        case Link(label, url):
            shown = {"label": _label(label, limits.LABEL), "style": _LINK_STYLE}
            return {"type": _BUTTON, **shown, "url": exact(url, limits.URL, "url")}


def _selects(select: Select, identifiers: Identifiers) -> Iterator[Json]:
    if select.of == "channel":
        yield _select(select, identifiers) | {"type": _CHANNELS, "channel_types": [_TEXT_CHANNEL, _ANNOUNCEMENTS]}
        return
    page: list[Json] = []
    for made in (_option(option) for option in select.options):
        if page and (len(page) == limits.OPTIONS or _bytes({"options": [*page, made]}) > limits.OPTIONS_BYTES):
            yield _select(select, identifiers) | {"options": page}
            page = []
        page.append(made)
    if page:
        yield _select(select, identifiers) | {"options": page}


def _select(select: Select, identifiers: Identifiers) -> Json:
    placeholder = _label(select.placeholder, limits.PLACEHOLDER)
    return {"type": _SELECT, "custom_id": identifiers(select.ref), "placeholder": placeholder}


def _option(option: Option) -> Json:
    made: Json = {"label": _label(option.label, limits.OPTION), "value": exact(option.value, limits.OPTION, "value")}
    if option.note.strip():
        made["description"] = _label(option.note, limits.OPTION)
    return made


def _field(field: FormField) -> Json:
    made: Json = {"type": _LABEL, "label": _label(field.label, limits.FIELD_LABEL)}
    name = exact(field.name, limits.IDENTIFIER, "field name")
    match field:
        case Line(hint=hint, value=value) | Paragraph(hint=hint, value=value):
            most = min(field.max_length, limits.INPUT)
            style = _LONG if isinstance(field, Paragraph) else _SHORT
            typed: Json = {"type": _INPUT, "custom_id": name, "style": style, "max_length": most}
            typed["required"] = field.required
            if value:
                typed["value"] = clip(value, most)
            if hint.strip():
                made["description"] = _label(hint, limits.FIELD_DESCRIPTION)
            made["component"] = typed
        case Pick(options=options, value=value):
            if len(options) > limits.OPTIONS:
                raise ValueError(f"{name}: {len(options)} options, {limits.OPTIONS} are allowed")
            offered = [_option(option) | ({"default": True} if option.value == value else {}) for option in options]
            chosen: Json = {"type": _SELECT, "custom_id": name, "required": field.required, "options": offered}
            made["component"] = chosen | ({} if field.required else {"min_values": 0})
    return made


def _lines(lines: Iterable[str]) -> Iterator[Json]:
    """Text displays of these lines of Markdown, none empty; a line has at most `limits.PROSE` characters."""
    for piece in _joined(lines, limits.PROSE):
        if piece.strip():
            yield _text(piece.strip("\n").rstrip())


def _joined(lines: Iterable[str], most: int) -> Iterator[str]:
    """The lines in pieces of at most `most` characters."""
    piece: str | None = None
    for line in lines:
        if piece is not None and len(piece) + 1 + len(line) > most:
            yield piece
            piece = None
        piece = line if piece is None else f"{piece}\n{line}"
    if piece is not None:
        yield piece


def _wrapped(lines: Iterable[str], most: int) -> Iterator[str]:
    for line in lines:
        yield from ("".join(part) for part in pages(line, most) or [("",)])


def _split_lines(text: str) -> list[str]:
    """The lines of a heading: each is one, and none is longer than a text display takes once escaped."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in _wrapped(lines, limits.PROSE // 2 - len("### ")) if line]


def _silenced(component: Json) -> Json:
    """Where a message may wake everybody, Discord looks for that in all of its text. Nothing invisible is put into text
    otherwise, but here a backslash is no protection."""
    if component["type"] != _TEXT:
        return component
    return component | {"content": re.sub("@(?=everyone|here)", "@\N{ZERO WIDTH SPACE}", component["content"])}


def _text(content: str) -> Json:
    return {"type": _TEXT, "content": content}


def _label(text: str, most: int) -> str:
    return clip(text, most) if text.strip() else "…"
