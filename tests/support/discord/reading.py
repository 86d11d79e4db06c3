"""A message as a person reads it.

Scenarios compare what is read on several platforms, so the Markdown is resolved (markers gone, escapes gone) and
what can be pressed is shown as `[label]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.discord.model import Message

RULE = "───"

# Text that must not be taken for a marker any more is parked in a private-use code point until the end.
_PARKED = re.compile("[\ue000-\uf8ff]")
_PATTERNS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"^(?:#{1,3}|-#) +", re.MULTILINE), ""),
    (re.compile(r"^>>> ", re.MULTILINE), ""),
    (re.compile(r"^> ", re.MULTILINE), "│ "),
    (re.compile(r"^( *)[-*] +", re.MULTILINE), r"\1• "),
    (re.compile(r"\[([^\]\n]+)\]\(<?(https?://[^\s>)]+)>?\)"), r"\1 (\2)"),
    (re.compile(r"<(https?://[^\s>]+)>"), r"\1"),
    (re.compile(r"<a?:(\w+):\d+>"), r":\1:"),
    (re.compile(r"<(/[^:>]+):\d+>"), r"\1"),
    (re.compile(r"\*\*\*(?=\S)(.+?)\*\*\*", re.DOTALL), r"\1"),
    (re.compile(r"\*\*(?=\S)(.+?)\*\*", re.DOTALL), r"\1"),
    (re.compile(r"__(?=\S)(.+?)__", re.DOTALL), r"\1"),
    (re.compile(r"\|\|(?=\S)(.+?)\|\|", re.DOTALL), r"\1"),
    (re.compile(r"~~(?=\S)(.+?)~~", re.DOTALL), r"\1"),
    (re.compile(r"\*(?=\S)(.+?)(?<=\S)\*", re.DOTALL), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)", re.DOTALL), r"\1"),
]
# Read from left to right, as a client does: a backslash counts unless it stands in code, and code unless escaped.
_LITERAL = re.compile(
    r"\\(?P<escaped>[^A-Za-z0-9\s])"
    r"|```(?:[\w+.#-]*\n)?(?P<block>.*?)\n?```"
    r"|(?P<fence>`+)(?P<code>.+?)(?<!`)(?P=fence)(?!`)",
    re.DOTALL,
)
_TIMESTAMP = re.compile(r"<t:(-?\d+)(?::[tTdDfFsSR])?>")
_MENTION = re.compile(r"<(@!?|@&|#)(\d+)>")


def markdown_as_read(text: str, name_of: Callable[[str, int], str] | None = None) -> str:
    """Discord Markdown without its markers; `name_of("@" | "@&" | "#", id)` names what is mentioned.

    Timestamps are shown in UTC, because a person's own zone is not ours to know.
    """
    parked: list[str] = []

    def park(literal: str) -> str:
        parked.append(literal)
        return chr(0xE000 + len(parked) - 1)

    def unpark(text: str) -> str:
        return _PARKED.sub(lambda found: parked[ord(found[0]) - 0xE000], text)

    text = _PARKED.sub(lambda found: park(found[0]), text)
    text = _LITERAL.sub(lambda found: park(unpark(_literal(found))), text)
    text = re.sub(r"^( *\d+)\. ", lambda found: found[1] + park(".") + " ", text, flags=re.MULTILINE)
    text = _TIMESTAMP.sub(lambda found: f"{datetime.fromtimestamp(int(found[1]), UTC):%Y-%m-%d %H:%M} UTC", text)
    if name_of is not None:
        text = _MENTION.sub(lambda found: name_of(found[1].rstrip("!"), int(found[2])), text)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return unpark(text)


def _literal(found: re.Match[str]) -> str:
    if (code := found["code"]) is not None:
        return code.strip() or code
    return found["escaped"] or found["block"] or ""


def as_text(message: Message) -> str:
    """Text displays, separators, pictures by their alt text, buttons as `[label]`; a blank line never doubles.

    A button that cannot be pressed is `[label ✗]`, a link `[label → url]`, a select `[placeholder ▾ one | two]`
    with a `•` before what is chosen already.
    """
    lines = []
    if message.loading:
        lines.append("askq is thinking…")
    if message.content:
        lines.append(markdown_as_read(message.content, _names(message)))
    for embed in message.embeds:
        parts = [embed.get("title"), embed.get("description")]
        parts += [f"{f['name']}: {f['value']}" for f in embed.get("fields", [])]
        lines += [markdown_as_read(part, _names(message)) for part in parts if part]
    lines += [_component(component, message) for component in message.components]
    if not message.is_v2:
        lines += [f"[file: {a.description or a.filename}]" for a in message.attachments]
    return "\n".join(line for line in lines if line)


def raw_text(message: Message) -> str:
    """The content, or the text displays, exactly as sent."""
    texts = [c["content"] for c in message.each_component() if c["type"] == 10]
    return "\n".join([*([message.content] if message.content else []), *texts])


def _names(message: Message) -> Callable[[str, int], str]:
    guild = message.channel.guild
    people = [m.user for m in guild.members.values()] if guild else message.channel.recipients

    def name_of(sigil: str, id: int) -> str:
        if sigil == "@":
            return next((f"@{user.name}" for user in people if user.id == id), f"@{id}")
        if sigil == "@&":
            return next((f"@{role.name}" for role in guild.roles if role.id == id), f"@{id}") if guild else f"@{id}"
        return next((c.name for c in guild.channels if c.id == id), f"#{id}") if guild else f"#{id}"

    return name_of


def _component(component: dict[str, Any], message: Message) -> str:
    def inner() -> list[str]:
        return [_component(child, message) for child in component["components"]]

    match component["type"]:
        case 1:
            return " ".join(inner())
        case 2:
            emoji = (component.get("emoji") or {}).get("name") or ""
            label = " ".join(part for part in (emoji, component.get("label")) if part)
            if component.get("url"):
                return f"[{label} → {component['url']}]"
            return f"[{label} ✗]" if component.get("disabled") else f"[{label}]"
        case 3:
            options = [("•" if o.get("default") else "") + o["label"] for o in component["options"]]
            shown = f"[{component.get('placeholder') or 'Choose'} ▾ {' | '.join(options)}"
            return shown + (" ✗]" if component.get("disabled") else "]")
        case 5 | 6 | 7 | 8:
            kind = {5: "a person", 6: "a role", 7: "a person or role", 8: "a channel"}[component["type"]]
            return f"[{component.get('placeholder') or 'Choose ' + kind} ▾]"
        case 9:
            return "\n".join([*inner(), _component(component["accessory"], message)])
        case 10:
            return markdown_as_read(component["content"], _names(message))
        case 11:
            return f"[image: {component.get('description') or 'no description'}]"
        case 12:
            return "\n".join(f"[image: {i.get('description') or 'no description'}]" for i in component["items"])
        case 13:
            return f"[file: {component['file']['url'].removeprefix('attachment://')}]"
        case 14:
            return RULE if component.get("divider", True) else ""
        case 17:
            return "\n".join(line for line in inner() if line)
        case other:
            return f"[component {other}]"
