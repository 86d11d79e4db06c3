"""Strict checks of the messages and views that the bot sends: every problem is one clear sentence.

Stricter than Slack where Slack is forgiving and people suffer: no fallback text, text above the recommended
length, a stray `<` that swallows what follows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from tests.support.slack import shapes
from tests.support.slack.shapes import Shape

_TOKEN = re.compile(r"<(?:@[UW]\w+|#C\w+|![\w^-]|https?://|mailto:|tel:)[^<>]*>")


def message_problems(body: dict[str, Any], *, needs_content: bool = True) -> list[str]:
    """What Slack would refuse, cut or show badly in a message with this `text` and these `blocks`."""
    problems = list(_message_text(body, needs_content))
    blocks = body.get("blocks")
    if blocks is not None:
        problems += block_problems(blocks, shapes.MESSAGE_BLOCKS, "message")
    if (metadata := body.get("metadata")) is not None:
        problems += _metadata(metadata)
    return problems


def view_problems(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse or cut in a modal or Home tab."""
    where = f"{view.get('type', 'view')} view"
    problems = list(_object(view, shapes.VIEW, where))
    if view.get("type") not in ("modal", "home"):
        problems.append(f"{where}: type must be modal or home")
    blocks = view.get("blocks") or []
    if view.get("type") == "modal":
        if "title" not in view:
            problems.append(f"{where}: title is missing")
        if "submit" not in view and any(block.get("type") == "input" for block in blocks):
            problems.append(f"{where}: has input blocks but no submit")
    if len(json.dumps(view)) > shapes.VIEW_BYTES:
        problems.append(f"{where}: is larger than {shapes.VIEW_BYTES} bytes")
    return problems + block_problems(blocks, shapes.VIEW_BLOCKS, str(view.get("type", "view")))


def block_problems(blocks: Any, most: int, surface: str) -> list[str]:
    if not isinstance(blocks, list):
        return [f"blocks must be a list, not {type(blocks).__name__}"]
    if not all(isinstance(block, dict) for block in blocks):
        return ["every block must be an object"]
    problems: list[str] = []
    if len(blocks) > most:
        problems.append(f"{len(blocks)} blocks in a {surface}, at most {most} are allowed")
    for number, block in enumerate(blocks, 1):
        problems += _block(block, f"block {number} ({block.get('type')})", surface)
    problems += _repeated("block_id", (block.get("block_id") for block in blocks))
    problems += _repeated("action_id", (element.get("action_id") for element in interactive(blocks)))
    return problems


def interactive(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every element of these blocks that has an `action_id`, each with its block's id as `block_id`."""
    found = []
    for block in blocks:
        elements = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        found += [
            {**element, "block_id": block.get("block_id", "")}
            for element in elements
            if isinstance(element, dict) and "action_id" in element
        ]
    return found


def _message_text(body: dict[str, Any], needs_content: bool) -> Iterable[str]:
    text, blocks = body.get("text"), body.get("blocks")
    if text is not None and not isinstance(text, str):
        yield f"text must be a string, not {type(text).__name__}"
        return
    if blocks and not text:
        yield "blocks without text: notifications and screen readers get nothing"
    if needs_content and not text and not blocks and not body.get("attachments"):
        yield "a message needs text or blocks"
    if text and len(text) > shapes.TEXT_RECOMMENDED:
        yield f"text has {len(text)} characters, keep to {shapes.TEXT_RECOMMENDED}"
    if text:
        yield from _stray_angle("text", text)


def _metadata(metadata: Any) -> Iterable[str]:
    if not isinstance(metadata, dict):
        yield "metadata must be an object"
    elif metadata and (extra := set(metadata) - {"event_type", "event_payload"}):
        yield f"metadata: unknown key {', '.join(sorted(extra))}"
    elif metadata and not (
        isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    ):
        yield "metadata needs a string event_type and an object event_payload"


def _block(block: Any, where: str, surface: str) -> Iterable[str]:
    kind = block.get("type")
    shape = shapes.BLOCKS.get(kind)
    if shape is None:
        yield f"{where}: unknown block type {kind!r}"
        return
    if (surface == "message" and kind in shapes.VIEW_ONLY) or (surface != "message" and kind in shapes.MESSAGE_ONLY):
        yield f"{where}: not allowed in a {surface}"
    yield from _object(block, shape, where, extra={"type", "block_id"})
    if len(str(block.get("block_id", ""))) > shapes.IDENTIFIER:
        yield f"{where}: block_id has more than {shapes.IDENTIFIER} characters"
    if kind == "section":
        yield from _section(block, where)
    elif kind == "actions":
        for element in block.get("elements") or ():
            yield from _element(element, where, shapes.IN_ACTIONS)
    elif kind == "rich_text":
        for element in block.get("elements") or ():
            yield from _rich(element, where)
    elif kind == "context":
        for element in block.get("elements") or ():
            if isinstance(element, dict) and element.get("type") == "image":
                yield from _element(element, where, {"image"})
            else:
                yield from _text(element, where, 3_000)
    elif kind == "input" and "element" in block:
        yield from _element(block["element"], where, shapes.IN_INPUT)
    elif kind == "image" and ("image_url" in block) == ("slack_file" in block):
        yield f"{where}: needs either image_url or slack_file"


def _rich(element: Any, where: str) -> Iterable[str]:
    kind = element.get("type") if isinstance(element, dict) else None
    shape = shapes.RICH.get(str(kind)) or shapes.INLINE.get(str(kind))
    if shape is None:
        yield f"{where}: {kind!r} is nothing that stands in rich text"
        return
    yield from _object(element, shape, f"{where} > {kind}", extra={"type"})
    if kind == "broadcast" and element.get("range") not in ("here", "channel", "everyone"):
        yield f"{where}: nobody is called by the range {element.get('range')!r}"
    for inner in element.get("elements") or ():
        yield from _rich(inner, where)


def _section(block: dict[str, Any], where: str) -> Iterable[str]:
    if "text" not in block and "fields" not in block:
        yield f"{where}: needs text or fields"
    for field in block.get("fields") or ():
        yield from _text(field, f"{where} field", 2_000)
    if "accessory" in block:
        yield from _element(block["accessory"], where, shapes.IN_SECTION)


def _element(element: Any, where: str, allowed: Iterable[str]) -> Iterable[str]:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind is None:
        yield f"{where}: an element must be an object with a type"
        return
    shape = shapes.ELEMENTS.get(kind)
    where = f"{where} > {kind} {element.get('action_id', '')}".rstrip()
    if shape is None or kind not in allowed:
        yield f"{where}: element type {kind!r} is not allowed here"
        return
    yield from _object(element, shape, where, extra={"type"})
    action_id = element.get("action_id", "")
    if "action_id" in element and not 1 <= len(action_id) <= shapes.IDENTIFIER:
        yield f"{where}: action_id must have 1 to {shapes.IDENTIFIER} characters"
    if kind == "button" and element.get("style", "primary") not in ("primary", "danger"):
        yield f"{where}: style must be primary or danger"
    if kind in ("static_select", "multi_static_select") and ("options" in element) == ("option_groups" in element):
        yield f"{where}: needs either options or option_groups"
    if kind == "image" and ("image_url" in element) == ("slack_file" in element):
        yield f"{where}: needs either image_url or slack_file"
    yield from _options(element, where)
    if "filter" in element:
        yield from _object(element["filter"], shapes.FILTER, f"{where} filter")
    if "confirm" in element:
        yield from _object(element["confirm"], shapes.CONFIRM, f"{where} confirm")


def _options(element: dict[str, Any], where: str) -> Iterable[str]:
    options = list(element.get("options") or ())
    for group in element.get("option_groups") or ():
        yield from _object(group, shapes.OPTION_GROUP, f"{where} option group")
        options += group.get("options") or ()
    for option in options:
        yield from _object(option, shapes.OPTION, f"{where} option")
        mrkdwn = option.get("text", {}).get("type") == "mrkdwn"
        if mrkdwn and element["type"] not in ("checkboxes", "radio_buttons"):
            yield f"{where} option: text must be plain_text"
        if "url" in option and element["type"] != "overflow":
            yield f"{where} option: url is for overflow menus only"
    yield from _repeated(f"{where} option value", (option.get("value") for option in options))
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options") or []
    if options and any(choice not in options for choice in chosen):
        yield f"{where}: an initial option is not exactly one of the options"


def _object(body: Any, shape: Shape, where: str, extra: Iterable[str] = ()) -> Iterable[str]:
    if not isinstance(body, dict):
        yield f"{where}: must be an object"
        return
    for key in sorted(set(body) - shape.keys - set(extra)):
        yield f"{where}: unknown key {key!r}"
    for key in sorted(shape.required - set(body)):
        yield f"{where}: {key} is missing"
    for key, most in shape.plain.items():
        if key in body:
            yield from _text(body[key], f"{where} {key}", most, plain=True)
    for key, most in shape.rich.items():
        if key in body:
            yield from _text(body[key], f"{where} {key}", most)
    for key, most in shape.strings.items():
        if key in body and not isinstance(body[key], str):
            yield f"{where}: {key} must be a string"
        elif key in body and len(body[key]) > most:
            yield f"{where}: {key} has {len(body[key])} characters, at most {most} are allowed"
    for key, most in shape.lists.items():
        if key in body and not isinstance(body[key], list):
            yield f"{where}: {key} must be a list"
        elif key in body and not 1 <= len(body[key]) <= most:
            yield f"{where}: {key} has {len(body[key])} entries, 1 to {most} are allowed"


def _text(text: Any, where: str, most: int, *, plain: bool = False) -> Iterable[str]:
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{where}: must be a plain_text or mrkdwn object"
        return
    if plain and text["type"] != "plain_text":
        yield f"{where}: must be plain_text"
    for key in sorted(set(text) - {"type", "text", "emoji" if text["type"] == "plain_text" else "verbatim"}):
        yield f"{where}: unknown key {key!r} in a {text['type']} object"
    content = text.get("text")
    if not isinstance(content, str) or not 1 <= len(content) <= most:
        size = len(content) if isinstance(content, str) else "no"
        yield f"{where}: text has {size} characters, 1 to {most} are allowed"
    elif text["type"] == "mrkdwn":
        yield from _stray_angle(where, content)


def _stray_angle(where: str, content: str) -> Iterable[str]:
    if "<" in _TOKEN.sub("", content):
        yield f"{where}: an unescaped '<' in {content[:60]!r}"


def _repeated(what: str, values: Iterable[Any]) -> Iterable[str]:
    seen: set[Any] = set()
    for value in values:
        if value is not None and value in seen:
            yield f"{what} {value!r} is used twice"
        seen.add(value)
