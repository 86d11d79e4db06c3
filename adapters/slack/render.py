"""View and Form -> Block Kit. Pure; the payloads are ready to send.

Prose is `rich_text`, where text is literal by construction (see `markup`), headings are header blocks, small
print is a context block. Limits by policy: identifiers, addresses and values raise ValueError, labels clip,
prose splits between blocks and then between messages, menus and rows of buttons split into several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from adapters.slack import limits
from adapters.slack.markup import Json, escape_clipped, mrkdwn, rich, split_spans, wake, woken
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
from bot.chat.plain import control_label, element_text

LINK = "link"
"""The `action_id` of links, which mean nothing to the core: pressing one opens its address."""

_Piece = tuple[Json, str]
"""A block and what it says, for the message's fallback text."""


def messages(view: View, ping: str = "", *, again: bool = False) -> tuple[Json, ...]:
    """The messages that say this view, each `{"text", "blocks"}`; at least one. The first is the answer.

    `ping` is whom the first one notifies, as `bot.delivery.sender.Post` has it, or has notified if it is said `again`.
    """
    identifiers = Identifiers(limits.IDENTIFIER)
    groups: list[list[_Piece]] = [[]]
    used = 0
    lead = ""
    if ping:
        element, token = (woken(ping), "") if again else wake(ping)
        lead = f"{token} " if token else ""
        groups[0].append((_rich_text([{"type": "rich_text_section", "elements": [element]}]), ""))
    for block, said in (piece for element in view.elements for piece in _element(element, identifiers)):
        size = characters(block)
        if groups[-1] and (len(groups[-1]) == limits.MESSAGE_BLOCKS or used + size > limits.MESSAGE_CHARACTERS):
            groups.append([])
            used = 0
        groups[-1].append((block, said))
        used += size
    first, *more = groups
    return _message(first, lead), *(_message(group) for group in more)


def modal(form: Form, private_metadata: str) -> Json:
    """The modal for this form; `private_metadata` comes back with what was filled in."""
    return {
        "type": "modal",
        "callback_id": exact(form.ref, limits.IDENTIFIER, "callback_id"),
        "private_metadata": exact(private_metadata, limits.PRIVATE_METADATA, "private_metadata"),
        "title": _label(form.title, limits.TITLE),
        "submit": _label(form.submit, limits.TITLE),
        "blocks": [_input(field) for field in form.fields],
    }


def _message(group: Sequence[_Piece], lead: str = "") -> Json:
    """`lead` is markup in front of the text."""
    blocks = [block for block, _ in group]
    said = "\n\n".join(text for block, text in group if text and block["type"] != "actions")
    said = said or "\n".join(text for _, text in group if text) or "…"
    text = lead + escape_clipped(said, limits.FALLBACK - len(lead))
    return {"text": text, **({"blocks": blocks} if blocks else {})}


def characters(block: Json) -> int:
    """All the text that stands in a block."""
    if "elements" in block and block["type"] != "actions":
        return sum(characters(element) for element in block["elements"])
    text = block.get("text", "")
    return len(text["text"]) if isinstance(text, dict) else len(text)


def _element(element: Element, identifiers: Identifiers) -> Iterator[_Piece]:
    match element:
        case Heading(text) if text.strip() and len(text) <= limits.HEADER:
            yield {"type": "header", "text": _plain(text)}, text
        case Heading(text):
            yield from _prose((Bold(text),))
        case Text(spans):
            yield from _prose(spans)
        case Note(spans):
            yield from _note(spans)
        case Code(text):
            for piece in _lines(text):
                yield _rich_text([{"type": "rich_text_preformatted", "elements": rich((Plain(piece),))}]), piece
        case Bullets():
            yield from _bullets(element)
        case Fields(pairs):
            lines = [(Bold(f"{label}: "), *value) for label, value in pairs]
            yield from _prose(_joined(lines))
        case Table():
            yield from _table(element)
        case Divider():
            yield {"type": "divider"}, ""
        case Controls(items):
            elements = [made for item in items for made in _control(item, identifiers)]
            for row in pages(elements, limits.ACTIONS):
                said = " ".join(f"[{control_label(item)}]" for item in items)
                yield {"type": "actions", "elements": list(row)}, said


def _prose(spans: Spans) -> Iterator[_Piece]:
    for group in split_spans(spans, limits.PROSE):
        if plain_text(group).strip():
            yield _rich_text([{"type": "rich_text_section", "elements": rich(group)}]), plain_text(group)


def _note(spans: Spans) -> Iterator[_Piece]:
    for group in split_spans(spans, limits.PROSE - 500):  # escaping makes text longer
        said = plain_text(group)
        if not said.strip():
            continue
        marked = None if all(isinstance(span, Plain) for span in group) else mrkdwn(group)
        if marked is not None and len(marked) <= limits.PROSE:
            text: Json = {"type": "mrkdwn", "text": marked, "verbatim": True}
        else:
            text = _plain(said)
        yield {"type": "context", "elements": [text]}, said


def _bullets(bullets: Bullets) -> Iterator[_Piece]:
    style = "ordered" if bullets.ordered else "bullet"
    offset = bullets.start - 1
    for items in _fitting(bullets.items):
        sections = [{"type": "rich_text_section", "elements": rich(item)} for item in items if plain_text(item).strip()]
        if sections:
            made: Json = {"type": "rich_text_list", "style": style, "elements": sections}
            if bullets.ordered and offset:
                made["offset"] = offset
            yield _rich_text([made]), element_text(Bullets(items, bullets.ordered, offset + 1))
            offset += len(sections)


def _fitting(items: Iterable[Spans]) -> Iterator[tuple[Spans, ...]]:
    """The items in groups that fit a block; an item too long for one is broken into several."""
    group: list[Spans] = []
    used = 0
    for item in (part for whole in items for part in split_spans(whole, limits.PROSE)):
        size = len(plain_text(item))
        if group and used + size > limits.PROSE:
            yield tuple(group)
            group, used = [], 0
        group.append(item)
        used += size
    if group:
        yield tuple(group)


def _table(table: Table) -> Iterator[_Piece]:
    lines = table_lines(table)
    aligned = len(lines) > len(table.rows)  # then the first line holds the columns' names
    if aligned:
        for piece in _lines("\n".join(lines)):
            yield _rich_text([{"type": "rich_text_preformatted", "elements": rich((Plain(piece),))}]), piece
    else:
        yield from _prose(_joined([(Plain(line),) for line in lines]))


def _lines(text: str) -> list[str]:
    """Pieces that fit a block, indentation kept."""
    pieces, window = [], ""
    for line in text.splitlines(keepends=True):
        for part in [line[at : at + limits.PROSE] for at in range(0, len(line), limits.PROSE)]:
            if len(window) + len(part) > limits.PROSE:
                pieces.append(window)
                window = ""
            window += part
    return [piece.rstrip("\n") for piece in [*pieces, window] if piece.strip()]


def _control(item: Button | Link | Select, identifiers: Identifiers) -> Iterator[Json]:
    match item:
        case Button(label, ref, style):
            shown = {} if style == "plain" else {"style": style}
            yield {"type": "button", "text": _label(label), "action_id": identifiers(ref), **shown}
        case Link(label, url):
            address = exact(url, limits.URL, "url")
            yield {"type": "button", "text": _label(label), "action_id": identifiers(LINK), "url": address}
        case Select(placeholder, ref, of="channel"):
            # Channels shared with other organisations are there too: a study group may well be in one.
            yield {
                "type": "conversations_select",
                "placeholder": _label(placeholder, limits.PLACEHOLDER),
                "action_id": identifiers(ref),
                "filter": {"include": ["public", "private"], "exclude_bot_users": True},
            }
        case Select(placeholder, ref, options):
            for page in pages(options, limits.OPTIONS):
                yield {
                    "type": "static_select",
                    "placeholder": _label(placeholder, limits.PLACEHOLDER),
                    "action_id": identifiers(ref),
                    "options": [_option(option) for option in page],
                }


def _input(field: FormField) -> Json:
    block: Json = {
        "type": "input",
        "block_id": exact(field.name, limits.IDENTIFIER, "block_id"),
        "label": _label(field.label, limits.FIELD_LABEL),
        "optional": not field.required,
    }
    match field:
        case Line(hint=hint, value=value) | Paragraph(hint=hint, value=value):
            most = min(field.max_length, limits.INPUT)
            typed: Json = {"type": "plain_text_input", "action_id": field.name, "max_length": most}
            typed["multiline"] = isinstance(field, Paragraph)
            if value:
                typed["initial_value"] = clip(value, most)
            block["element"] = typed
            if hint.strip():
                block["hint"] = _label(hint, limits.FIELD_LABEL)
        case Pick(options=options, value=value):
            if len(options) > limits.OPTIONS:
                raise ValueError(f"{field.name}: {len(options)} options, {limits.OPTIONS} are allowed")
            made = [_option(option) for option in options]
            block["element"] = {"type": "static_select", "action_id": field.name, "options": made}
            chosen = next((option for option in made if option["value"] == value), None)
            if chosen is not None:
                block["element"]["initial_option"] = chosen
    return block


def _option(option: Option) -> Json:
    made: Json = {"text": _label(option.label), "value": exact(option.value, limits.VALUE, "option value")}
    if option.note.strip():
        made["description"] = _label(option.note)
    return made


def _joined(lines: Sequence[Spans]) -> Spans:
    """The lines as one paragraph, a line break between each two."""
    return tuple(span for n, line in enumerate(lines) for span in ((Plain("\n"), *line) if n else line))


def _rich_text(elements: list[Json]) -> Json:
    return {"type": "rich_text", "elements": elements}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def _label(text: str, most: int = limits.LABEL) -> Json:
    return _plain(clip(text, most) if text.strip() else "…")
