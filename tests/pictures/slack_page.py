"""Block Kit -> HTML: our own drawing of the payloads that Slack was sent. It looks like Slack only from afar."""

from __future__ import annotations

import re
from html import escape
from typing import Any

Json = dict[str, Any]

STYLE = """
body { background: #fff; color: #1d1c1d; font: 15px/1.46 'Noto Sans', sans-serif; margin: 0; padding: 20px 24px; width: 680px; }
.message { display: flex; gap: 10px; margin-bottom: 18px; }
.face { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #0b5cab; color: #fff; font-weight: 700;
        display: grid; place-items: center; }
.name { font-weight: 700; } .name small { font-weight: 400; color: #616061; margin-left: 6px; }
h2 { font-size: 18px; margin: 6px 0 4px; } p { margin: 4px 0; white-space: pre-wrap; } .context { color: #616061; font-size: 13px; }
hr { border: 0; border-top: 1px solid #ddd; margin: 12px 0; } ul, ol { margin: 2px 0; padding-left: 22px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.button { border: 1px solid #bbb; border-radius: 4px; padding: 4px 12px; font-weight: 700; font-size: 14px; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; } .button.danger { color: #c01343; }
.select { color: #616061; font-weight: 400; } code { background: #f5f5f5; border: 1px solid #ddd; border-radius: 3px;
        color: #c01343; padding: 0 3px; font-family: 'Noto Sans Mono', monospace; font-size: 12px; }
.thread { border-left: 3px solid #ddd; margin-left: 17px; padding-left: 26px; } .hour { color: #616061; font-size: 12px;
        border-top: 1px solid #ddd; padding-top: 6px; margin: 4px 0 12px; }
.only { color: #616061; font-size: 12px; margin-bottom: 4px; } .typed { color: #616061; margin-bottom: 14px; }
"""


def page(typed: str, messages: list[tuple[list[Json], bool]]) -> str:
    """A channel in which `typed` was typed and then the messages (blocks, and whether only the reader sees it) came."""
    shown = "".join(_message(blocks, private) for blocks, private in messages)
    return f"<style>{STYLE}</style><div class='typed'><code>{escape(typed)}</code></div>{shown}"


def day(hours: list[tuple[str, str, list[tuple[list[Json], bool]]]]) -> str:
    """A channel through a day: for some moments of it "channel" or "thread", and what can be read there."""
    shown = "".join(
        f"<div class='hour'>{escape(hour)}</div>"
        f"<div class='{where}'>{''.join(_message(blocks, private) for blocks, private in messages)}</div>"
        for hour, where, messages in hours
    )
    return f"<style>{STYLE}</style>{shown}"


def _message(blocks: list[Json], private: bool) -> str:
    only = "<div class='only'>Only visible to you</div>" if private else ""
    body = "".join(map(_block, blocks))
    return (
        f"<div class='message'><div class='face'>?</div><div>{only}"
        f"<div class='name'>askq<small>APP</small></div>{body}</div></div>"
    )


def _block(block: Json) -> str:
    match block["type"]:
        case "header":
            return f"<h2>{escape(block['text']['text'])}</h2>"
        case "context":
            return f"<p class='context'>{' '.join(_text(each) for each in block['elements'])}</p>"
        case "section":
            return f"<p>{_text(block['text'])}</p>"
        case "divider":
            return "<hr>"
        case "rich_text":
            return "".join(map(_rich, block["elements"]))
        case "actions":
            return f"<div class='actions'>{''.join(map(_control, block['elements']))}</div>"
        case other:
            raise AssertionError(f"no picture of a {other} block")


def _rich(element: Json) -> str:
    match element["type"]:
        case "rich_text_section":
            return f"<p>{_inline(element)}</p>"
        case "rich_text_list":
            tag = "ol" if element["style"] == "ordered" else "ul"
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in element['elements'])}</{tag}>"
        case _:
            return f"<pre>{_inline(element)}</pre>"


def _inline(element: Json) -> str:
    return "".join(_piece(piece) for piece in element["elements"])


def _piece(piece: Json) -> str:
    text = escape(piece.get("text", piece.get("url", piece.get("fallback", ""))))
    for style, tag in (("bold", "b"), ("italic", "i"), ("code", "code")):
        if piece.get("style", {}).get(style):
            text = f"<{tag}>{text}</{tag}>"
    return text


def _text(text: Json) -> str:
    if text["type"] == "plain_text":
        return escape(text["text"])
    said = re.sub(r"<!date\^[^|>]*\|([^>]*)>", r"\1", text["text"])  # a moment, as clients without clocks show it
    parts = said.split("`")  # our mrkdwn is escaped already and marks nothing but code here
    return "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))


def _control(element: Json) -> str:
    if element["type"] == "static_select":
        return f"<span class='button select'>{escape(element['placeholder']['text'])} ▾</span>"
    return f"<span class='button {element.get('style', '')}'>{escape(element['text']['text'])}</span>"
