"""A topic without its file, or a file without its topic.

`pack.yaml` lists the topics in the order in which they are shown, and each has one file of its name. A topic without
questions would be a promise to nobody, and a file that no topic names would never be read aloud.

Good (pack.yaml)::

    topics:
      - id: culture
        title: Culture and values
        about: How people treat each other.

Bad (pack.yaml)::

    topics:
      - id: culture
        title: Culture and values
        about: How people treat each other.
      - id: weather
        title: The weather
        about: What falls on whom.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.bank.rule import Finding, PackFiles, Rule, Severity, each_pack


def check(pack: PackFiles) -> Iterator[Finding]:
    listed = {topic.id for topic in pack.about.topics}
    written = {file.topic for file, _ in pack.topics}
    for index, topic in enumerate(pack.about.topics):
        if pack.whole and topic.id not in written:
            yield Finding(pack.source, ("topics", index, "id"), f"{topic.id!r} has no file")
    for file, source in pack.topics:
        if file.topic not in listed:
            yield Finding(source, ("topic",), f"pack.yaml lists no topic {file.topic!r}")
        if Path(source.path).stem != file.topic:
            yield Finding(source, ("topic",), f"the file of {file.topic!r} is {file.topic}.yaml")


rule = Rule("topic", Severity.ERROR, each_pack(check))
