"""Messages and views as a person reads them: plain lines, the same whatever markup carried them.

Buttons read `[label]`, menus `[placeholder v]`, pictures `(image: alt text)`, dividers `---`.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Mapping
from typing import Any

from tests.support.slack.world import Message, View

_TOKEN = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
_WAKING = re.compile(r"<(?:@[UW]|!here|!channel|!everyone|!subteam\^)[^<>]*>")
_MONO = re.compile(r"```\n?(.*?)\n?```|`([^`\n]+)`", re.DOTALL)
_MARKED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])")
_CONTEXT_GAP = "  "


def as_text(shown: Message | View, names: Mapping[str, str] | None = None) -> str:
    """What a person reads, line by line. `names`, by user and channel id, is for mentions that carry none."""
    names = names or {}
    lines = [_block(block, names) for block in shown.blocks]
    if isinstance(shown, Message):
        lines = lines or [unescaped(shown.text, names)]
        lines += [f"(file: {file['name']})" for file in shown.files]
    else:
        buttons = [f"[{shown.definition[key]['text']}]" for key in ("submit", "close") if key in shown.definition]
        lines = [shown.title, *lines, " ".join(buttons)]
    return "\n".join(line for line in lines if line)


def unescaped(mrkdwn: str, names: Mapping[str, str] | None = None) -> str:
    """Slack's mrkdwn as it looks: mentions as names, links as their label, marks and entities resolved."""
    names = names or {}
    kept: list[str] = []

    def keep(text: str) -> str:
        """Set text aside that no later rule may touch; private-use characters can't be part of it."""
        kept.append(text)
        return f"\ue000{len(kept) - 1}\ue001"

    text = _MONO.sub(lambda found: keep(_tokens(found[1] if found[1] is not None else found[2], names)), mrkdwn)
    text = _TOKEN.sub(lambda found: keep(_token(found, names)), text)
    while (plainer := _MARKED.sub(r"\2", text)) != text:
        text = plainer
    text = re.sub(r"(?m)^&gt; ?", "| ", text)
    text = re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found[1])], text)
    return html.unescape(text)


def _tokens(text: str, names: Mapping[str, str]) -> str:
    return _TOKEN.sub(lambda found: _token(found, names), text)


def _token(found: re.Match[str], names: Mapping[str, str]) -> str:
    sign, target, label = found.groups()
    if target.startswith("subteam^"):
        return label or "@" + names.get(target.removeprefix("subteam^"), target)
    if sign == "!":
        return label if label is not None else f"@{target}"
    if sign:
        return sign + (label or names.get(target, target))
    return label or target


def wakes(message: Message) -> set[str]:
    """Whom the message notifies: `<@U1>`, `<!here>`, `<!channel>`, `<!subteam^S1>`, wherever in it that stands."""
    woken = set(_WAKING.findall(message.text))
    parts: list[Any] = list(message.blocks)
    while parts:
        match parts.pop():
            case {"type": "user", "user_id": who}:
                woken.add(f"<@{who}>")
            case {"type": "usergroup", "usergroup_id": which}:
                woken.add(f"<!subteam^{which}>")
            case {"type": "broadcast", "range": whom}:
                woken.add(f"<!{whom}>")
            case {"type": "mrkdwn", "text": text}:
                woken.update(_WAKING.findall(text))
            case dict() as part:
                parts += [each for inner in part.values() for each in (inner if isinstance(inner, list) else [inner])]
    return {re.sub(r"\|[^<>]*", "", each) for each in woken}


def label_of(element: Mapping[str, Any]) -> str:
    """What stands on a button, or the hint of a menu or field."""
    for key in ("text", "placeholder"):
        if key in element:
            return str(element[key]["text"])
    return str(element.get("action_id", element["type"]))


def _text(text: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return unescaped(text["text"], names) if text["type"] == "mrkdwn" else str(text["text"])


def _element(element: Mapping[str, Any], names: Mapping[str, str]) -> str:
    kind = element["type"]
    if kind in ("plain_text", "mrkdwn"):
        return _text(element, names)
    if kind == "button":
        return f"[{label_of(element)}]"
    if kind == "image":
        return f"(image: {element['alt_text']})"
    if kind in ("checkboxes", "radio_buttons"):
        return " ".join(f"( ) {_text(option['text'], names)}" for option in element["options"])
    if kind.endswith("_input"):
        return f"____ {element.get('initial_value', '')}".rstrip()
    chosen = element.get("initial_option")
    return f"[{chosen['text']['text'] if chosen else label_of(element)} v]"


def _block(block: Mapping[str, Any], names: Mapping[str, str]) -> str:
    match block["type"]:
        case "divider":
            return "---"
        case "header":
            return _text(block["text"], names)
        case "section":
            parts = [block["text"]] if "text" in block else []
            lines = [_text(part, names) for part in [*parts, *block.get("fields", ())]]
            if "accessory" in block:
                lines.append(_element(block["accessory"], names))
            return "\n".join(lines)
        case "context":
            return _CONTEXT_GAP.join(_element(element, names) for element in block["elements"])
        case "actions":
            return " ".join(_element(element, names) for element in block["elements"])
        case "input":
            hint = f"\n{block['hint']['text']}" if "hint" in block else ""
            return f"{block['label']['text']}: {_element(block['element'], names)}{hint}"
        case "image":
            title = f"{block['title']['text']}\n" if "title" in block else ""
            return f"{title}(image: {block['alt_text']})"
        case "markdown":
            return str(block["text"])
        case "rich_text":
            return "\n".join(_rich(element, names) for element in block["elements"])
        case "table":
            return "\n".join("  ".join(_cell(cell, names) for cell in row) for row in block["rows"])
        case other:
            return f"({other})"


def _cell(cell: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _rich(cell, names) if "elements" in cell else str(cell.get("text", ""))


def _rich(element: Mapping[str, Any], names: Mapping[str, str]) -> str:
    match element.get("type"):
        case "rich_text_list":
            first = element.get("offset", 0) + 1
            marks = (f"{n}." if element["style"] == "ordered" else "-" for n in itertools.count(first))
            items = zip(marks, element["elements"], strict=False)
            return "\n".join(f"{mark} {_rich(item, names)}" for mark, item in items)
        case "user":
            return f"@{names.get(element['user_id'], element['user_id'])}"
        case "usergroup":
            return f"@{names.get(element['usergroup_id'], element['usergroup_id'])}"
        case "channel":
            return f"#{names.get(element['channel_id'], element['channel_id'])}"
        case "emoji":
            return f":{element['name']}:"
        case "link":
            return str(element.get("text") or element["url"])
        case "date":
            return str(element["fallback"])
        case "broadcast":
            return f"@{element['range']}"
    if "elements" in element:
        return "".join(_rich(part, names) for part in element["elements"])
    return str(element.get("text", ""))
