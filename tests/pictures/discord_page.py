"""Components V2 -> HTML: our own drawing of the payloads that Discord was sent, like Discord only from afar."""

from __future__ import annotations

from html import escape
from typing import Any

from markdown_it import MarkdownIt

Json = dict[str, Any]

STYLE = """
body { background: #313338; color: #dbdee1; font: 15px/1.4 'Noto Sans', sans-serif; margin: 0; padding: 20px 24px; width: 680px; }
.message { display: flex; gap: 14px; margin-bottom: 18px; }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #5865f2; color: #fff; font-weight: 700;
        display: grid; place-items: center; }
.name { font-weight: 600; color: #f2f3f5; } .name small { background: #5865f2; color: #fff; border-radius: 3px;
        font-size: 10px; padding: 1px 4px; margin-left: 6px; }
p, ul, ol { margin: 4px 0; } ul, ol { padding-left: 22px; } h1, h2, h3 { color: #f2f3f5; font-size: 18px; margin: 8px 0 4px; }
.subtext { color: #949ba4; font-size: 12px; } hr { border: 0; border-top: 1px solid #4e5058; margin: 12px 0; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.button { background: #4e5058; color: #fff; border-radius: 4px; padding: 5px 14px; font-size: 14px; }
.button.s1 { background: #5865f2; } .button.s4 { background: #da373c; } .select { background: #1e1f22; color: #949ba4; min-width: 280px; }
code { background: #2b2d31; border-radius: 3px; padding: 0 3px; font-family: 'Noto Sans Mono', monospace; font-size: 13px; }
.only { color: #949ba4; font-size: 12px; } .typed { color: #949ba4; margin-bottom: 14px; }
"""

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})


def page(typed: str, messages: list[tuple[list[Json], bool]]) -> str:
    """A channel in which `typed` was typed, and what came: components, and whether only the reader sees them."""
    shown = "".join(_message(components, private) for components, private in messages)
    return f"<style>{STYLE}</style><div class='typed'><code>{escape(typed)}</code></div>{shown}"


def _message(components: list[Json], private: bool) -> str:
    only = "<div class='only'>Only you can see this</div>" if private else ""
    body = "".join(map(_component, components))
    return (
        "<div class='message'><div class='face'>?</div>"
        f"<div><div class='name'>askq<small>APP</small></div>{body}{only}</div></div>"
    )


def _component(component: Json) -> str:
    match component["type"]:
        case 1:
            return f"<div class='row'>{''.join(map(_component, component['components']))}</div>"
        case 2:
            return f"<span class='button s{component.get('style', 2)}'>{escape(component['label'])}</span>"
        case 3:
            return f"<span class='button select'>{escape(component.get('placeholder', ''))} ▾</span>"
        case 10:
            return _text(component["content"])
        case 14:
            return "<hr>"
        case 17:
            return "".join(map(_component, component["components"]))
        case other:
            raise AssertionError(f"no picture of component {other}")


def _text(content: str) -> str:
    """Discord's Markdown is CommonMark with a line of its own for small print."""
    html = []
    for paragraph in content.split("\n"):
        if paragraph.startswith("-# "):
            html.append(f"<div class='subtext'>{_markdown.renderInline(paragraph[3:])}</div>")
        elif paragraph.strip():
            html.append(_markdown.render(paragraph))
    return "".join(html)
