"""A topic named like a command.

`/askq daily` can mean one thing only. A command's name wins, so a topic of that name could never be reached.

Good (pack.yaml)::

    topics:
      - id: culture
        title: Culture and values
        aliases: [day-to-day]
        about: How people treat each other.

Bad (pack.yaml)::

    topics:
      - id: culture
        title: Culture and values
        aliases: [daily]
        about: How people treat each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.bank.bank import normal
from bot.bank.rule import Finding, PackFiles, Rule, Severity, each_pack
from bot.bank.rules.alias import labels
from bot.chat.command import RESERVED


def check(pack: PackFiles) -> Iterator[Finding]:
    for index, topic in enumerate(pack.about.topics):
        for at, label in labels(index, topic):
            if normal(label) in RESERVED:
                yield Finding(pack.source, at, f"{label!r} is a command's name")


rule = Rule("reserved-word", Severity.ERROR, each_pack(check))
