"""What Discord refuses in messages and modals, each problem as a sentence.

Numbers: discord-api-docs, *components reference* and *message*. The size in bytes is not documented; it was found
by others at the boundary (discord-api-docs issue 8554: bytes of text + 12 for each text display <= 10,170). All
texts of all components are counted here, which is never too generous.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.support.discord.model import COMPONENTS_V2, Json, walk

MAX_CONTENT = 2_000
MAX_COMPONENTS = 40
MAX_TEXT = 4_000
MAX_BYTES = 10_170
MAX_MEDIA = 64

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = (
    1, 2, 3, 4, 9, 10, 11, 12, 13, 14
)  # fmt: skip
CONTAINER, LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 17, 18, 19, 21, 22, 23
SELECTS = {STRING_SELECT, 5, 6, 7, 8}
INSIDE = {
    ROW: {BUTTON, *SELECTS},
    SECTION: {TEXT},
    CONTAINER: {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR},
}
AT_THE_TOP = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER}
IN_A_LABEL = {TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}
NEEDS_CUSTOM_ID = IN_A_LABEL


def message_problems(body: Json, filenames: list[str]) -> Iterator[str]:
    """What is wrong with a message that is sent, or with a message as an edit would leave it."""
    v2 = bool((body.get("flags") or 0) & COMPONENTS_V2)
    components = body.get("components") or []
    content = body.get("content") or ""
    if len(content) > MAX_CONTENT:
        yield f"content has {len(content)} characters, {MAX_CONTENT} are allowed"
    if sum(_embed_length(embed) for embed in body.get("embeds") or []) > 6_000:
        yield "the embeds have more than 6,000 characters together"
    if v2:
        for other in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(other):
                yield f"a Components V2 message may not have {other}"
        yield from _v2_problems(components)
    elif len(components) > 5 or any(c.get("type") != ROW for c in components):
        yield "without the Components V2 flag a message may only have up to 5 action rows"
    for component in components:
        if component.get("type") not in AT_THE_TOP:
            yield f"a component of type {component.get('type')} may not stand at the top of a message"
    yield from _nesting_problems(components)
    for component in walk(components):
        yield from _component_problems(component)
    yield from _unique_ids(components)
    yield from _attachment_problems(components, filenames, v2=v2)


def modal_problems(modal: Json) -> Iterator[str]:
    if not 1 <= len(modal.get("custom_id") or "") <= 100:
        yield "the modal's custom_id must have 1 to 100 characters"
    if not 1 <= len(modal.get("title") or "") <= 45:
        yield f"the modal's title {modal.get('title')!r} must have 1 to 45 characters"
    rows = modal.get("components") or []
    if not 1 <= len(rows) <= 5:
        yield f"a modal has 1 to 5 components, this one {len(rows)}"
    for row in rows:
        match row.get("type"):
            case 18:
                yield from _length("a label", row.get("label"), 1, 45)
                yield from _length("a label's description", row.get("description"), 0, 100)
                inner = row.get("component") or {}
                if inner.get("type") not in IN_A_LABEL:
                    yield f"a label may not hold a component of type {inner.get('type')}"
                if inner.get("label"):
                    yield "a text input inside a label may not have a label of its own"
                if inner.get("disabled"):
                    yield "a component in a modal may not be disabled"
            case 1:
                children = row.get("components") or []
                if len(children) != 1 or children[0].get("type") != TEXT_INPUT:
                    yield "an action row in a modal holds exactly one text input"
                else:
                    yield from _length("a text input's label", children[0].get("label"), 1, 45)
            case 10:
                yield from _length("a text display", row.get("content"), 1, MAX_TEXT)
            case other:
                yield f"a component of type {other} may not stand in a modal"
    for component in walk(rows):
        if component.get("type") not in (LABEL, ROW, TEXT):
            yield from _component_problems(component)
    yield from _unique_ids(rows)


def _v2_problems(components: list[Json]) -> Iterator[str]:
    everything = list(walk(components))
    if len(everything) > MAX_COMPONENTS:
        yield f"{len(everything)} components, nested ones included; {MAX_COMPONENTS} are allowed"
    text = sum(len(c.get("content") or "") for c in everything if c.get("type") == TEXT)
    if text > MAX_TEXT:
        yield f"{text:,} characters over all text displays, {MAX_TEXT:,} are allowed"
    size = sum(_bytes(c) + 12 for c in everything)
    if size > MAX_BYTES:
        yield f"about {size:,} bytes of UTF-8; above {MAX_BYTES:,} Discord answers with a bare 500"
    media = sum(len(c.get("items") or []) for c in everything) + sum(c.get("type") == THUMBNAIL for c in everything)
    if media > MAX_MEDIA:
        yield f"{media} pictures; above {MAX_MEDIA} Discord answers with a bare 500"


def _nesting_problems(components: list[Json]) -> Iterator[str]:
    for component in walk(components):
        kind, children = component.get("type"), component.get("components") or []
        if kind not in INSIDE:
            continue
        for child in children:
            if child.get("type") not in INSIDE[kind]:
                yield f"a component of type {child.get('type')} may not stand inside one of type {kind}"
        if kind == ROW:
            buttons = sum(c.get("type") == BUTTON for c in children)
            if not children or buttons > 5 or (buttons < len(children) and len(children) > 1):
                yield f"an action row holds 1 to 5 buttons or 1 select, not {[c.get('type') for c in children]}"
        if kind == SECTION:
            if not 1 <= len(children) <= 3:
                yield f"a section holds 1 to 3 text displays, not {len(children)}"
            if (component.get("accessory") or {}).get("type") not in (BUTTON, THUMBNAIL):
                yield "a section needs a button or a thumbnail as its accessory"
        if kind == CONTAINER and not children:
            yield "a container may not be empty"


def _component_problems(component: Json) -> Iterator[str]:
    kind = component.get("type")
    if kind in NEEDS_CUSTOM_ID:
        yield from _length("a custom_id", component.get("custom_id"), 1, 100)
    if kind == BUTTON:
        yield from _button_problems(component)
    elif kind in SELECTS:
        yield from _select_problems(component)
    elif kind == TEXT_INPUT:
        yield from _text_input_problems(component)
    elif kind == TEXT:
        if not (component.get("content") or "").strip():
            yield "a text display may not be empty"
    elif kind == THUMBNAIL:
        yield from _length("a picture's description", component.get("description"), 0, 1024)
    elif kind == GALLERY:
        if not 1 <= len(component.get("items") or []) <= 10:
            yield "a media gallery holds 1 to 10 pictures"
        for item in component.get("items") or []:
            yield from _length("a picture's description", item.get("description"), 0, 1024)
    elif kind in (RADIO_GROUP, CHECKBOX_GROUP):
        yield from _option_problems(component, least=2 if kind == RADIO_GROUP else 1, most=10)


def _button_problems(button: Json) -> Iterator[str]:
    label, style = button.get("label") or "", button.get("style")
    yield from _length("a button's label", label, 0, 80)
    if not label.strip() and not button.get("emoji") and style != 6:
        yield "a button needs a label or an emoji"
    if style == 5:
        if "custom_id" in button or not button.get("url"):
            yield f"the link button {label!r} needs a url and no custom_id"
        yield from _length("a button's url", button.get("url"), 1, 512)
    elif style in (1, 2, 3, 4):
        yield from _length(f"the custom_id of the button {label!r}", button.get("custom_id"), 1, 100)
        if button.get("url"):
            yield f"the button {label!r} has a url, which only a link button may have"
    elif style != 6:
        yield f"the button {label!r} has the unknown style {style!r}"


def _select_problems(select: Json) -> Iterator[str]:
    yield from _length("a placeholder", select.get("placeholder"), 0, 150)
    if select["type"] == STRING_SELECT:
        yield from _option_problems(select, least=1, most=25)
    low, high = select.get("min_values", 1), select.get("max_values", 1)
    if not (0 <= low <= 25 and 1 <= high <= 25 and low <= high):
        yield f"a select asks for {low} to {high} values"
    if select["type"] == STRING_SELECT and high > len(select.get("options") or []):
        yield f"a select of {len(select.get('options') or [])} options asks for up to {high} values"
    if sum(bool(o.get("default")) for o in select.get("options") or []) > high:
        yield f"a select has more options chosen from the start than the {high} that may be chosen"


def _option_problems(holder: Json, least: int, most: int) -> Iterator[str]:
    options = holder.get("options") or []
    if not least <= len(options) <= most:
        yield f"{least} to {most} options are allowed, not {len(options)}"
    for option in options:
        yield from _length("an option's label", option.get("label"), 1, 100)
        yield from _length("an option's value", option.get("value"), 1, 100)
        yield from _length("an option's description", option.get("description"), 0, 100)
    for value, times in Counter(o.get("value") for o in options).items():
        if times > 1:
            yield f"{times} options share the value {value!r}"


def _text_input_problems(text_input: Json) -> Iterator[str]:
    least, most = text_input.get("min_length") or 0, text_input.get("max_length") or 4_000
    if not (0 <= least <= 4_000 and 1 <= most <= 4_000 and least <= most):
        yield f"a text input takes {least} to {most} characters; 0 to 4,000 are possible"
    if text_input.get("style") not in (1, 2):
        yield "a text input needs style 1 (short) or 2 (paragraph)"
    yield from _length("a text input's placeholder", text_input.get("placeholder"), 0, 100)
    if len(text_input.get("value") or "") > most:
        yield f"a text input is filled with more than its {most} characters"


def _unique_ids(components: list[Json]) -> Iterator[str]:
    for key in ("custom_id", "id"):
        for value, times in Counter(c[key] for c in walk(components) if c.get(key)).items():
            if times > 1:
                yield f"{times} components share the {key} {value!r}"


def _attachment_problems(components: list[Json], filenames: list[str], *, v2: bool) -> Iterator[str]:
    used = set()
    for component in walk(components):
        media = [
            component.get("media"),
            component.get("file"),
            *(i.get("media") for i in component.get("items") or []),
        ]
        for item in filter(None, media):
            if (url := item.get("url", "")).startswith("attachment://"):
                used.add(url.removeprefix("attachment://"))
            elif component.get("type") == FILE:
                yield f"a file component must name an attachment, not {url!r}"
    for name in sorted(used - set(filenames)):
        yield f"attachment://{name} is shown, but no file of that name was sent"
    if v2:
        for name in sorted(set(filenames) - used):
            yield f"the file {name} was sent with a Components V2 message that does not show it"


def _length(what: str, value: str | None, least: int, most: int) -> Iterator[str]:
    if not least <= len(value or "") <= most:
        yield f"{what} must have {least} to {most} characters, this has {len(value or '')}: {(value or '')[:60]!r}"


def _embed_length(embed: Json) -> int:
    fields = [text for f in embed.get("fields", []) for text in (f["name"], f["value"])]
    rest = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    return sum(len(text) for text in [*fields, *rest, (embed.get("author") or {}).get("name")] if text)


def _bytes(component: Json) -> int:
    """UTF-8 bytes of the texts that this one component holds itself, not those nested in it."""
    texts = [v for v in component.values() if isinstance(v, str)]
    texts += [v for o in component.get("options") or [] for v in o.values() if isinstance(v, str)]
    texts += [i["description"] for i in component.get("items") or [] if i.get("description")]
    return sum(len(text.encode()) for text in texts)
