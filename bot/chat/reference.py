"""docs/commands.md, written from the commands' declarations so that it cannot go stale."""

from __future__ import annotations

from bot.chat.command import Catalogue, Command
from bot.chat.messages import Spelling

_HEAD = """# Commands

Written by `askq reference` from the commands themselves; change them there.

In Slack and the terminal there is one command, `/askq`. Whatever does not name a command below is a topic or words to
search for. In Discord every command has its own place. Arguments in `[brackets]` may be left out.
"""


def markdown(catalogue: Catalogue) -> str:
    return "\n".join([_HEAD, *(_entry(catalogue, command) for command in catalogue.commands.values())])


def _unless(command: Command) -> str:
    """The arguments that make the answer public."""
    public = [f"`{param.name}`" for param in command.params if param.public]
    return f", unless you give {' or '.join(public)}" if public else ""


def _entry(catalogue: Catalogue, command: Command) -> str:
    line, tree = (catalogue.spell(spelling, command.name) for spelling in (Spelling.LINE, Spelling.TREE))
    audience = (
        "Everyone in the place sees the answer." if command.public else f"Only you see the answer{_unless(command)}."
    )
    lines = [
        f"## `{' '.join(filter(None, (line, command.usage)))}`",
        "",
        f"{command.summary}. {audience}",
        "",
        f"In Discord: `{' '.join([tree, *(f'{param.name}:' for param in command.options)])}`",
        "",
    ]
    for param in command.params:
        choices = f" One of {', '.join(f'`{choice}`' for choice in param.choices)}." if param.choices else ""
        lines.append(f"- `{param.name}`: {param.help}.{choices}")
    if command.params:
        lines.append("")
    if command.examples:
        examples = ", ".join(f"`{catalogue.spell(Spelling.LINE, command.name, each)}`" for each in command.examples)
        lines += [f"For example: {examples}", ""]
    return "\n".join(lines)
