"""A name that two topics answer to, or that is not in lower case.

People type a topic's id, its title, an alias, or the beginning of one. Whatever they type has to mean one topic, and
capitals, blanks and hyphens make no difference.

Good (pack.yaml)::

    topics:
      - id: culture
        title: Culture and values
        aliases: [values, belonging]
        about: How people treat each other.

Bad (pack.yaml)::

    topics:
      - id: culture
        title: Culture and values
        aliases: [values, Values]
        about: How people treat each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.bank.bank import normal
from bot.bank.model import Topic
from bot.bank.rule import Finding, PackFiles, Rule, Severity, each_pack
from bot.bank.source import Path_


def check(pack: PackFiles) -> Iterator[Finding]:
    owners = {normal(topic.title): topic.id for topic in pack.about.topics}
    owners |= {normal(topic.id): topic.id for topic in pack.about.topics}
    taken: set[tuple[str, str]] = set()
    for index, topic in enumerate(pack.about.topics):
        for at, label in labels(index, topic):
            name = normal(label)
            owner = owners.setdefault(name, topic.id)
            if label != label.lower():
                yield Finding(pack.source, at, f"{label!r}: write it in lower case")
            if owner != topic.id or (topic.id, name) in taken:
                yield Finding(pack.source, at, f"{label!r} already names {owner!r}")
            taken.add((topic.id, name))


def labels(index: int, topic: Topic) -> Iterator[tuple[Path_, str]]:
    """What the topic of this index is called besides its title, and where in `pack.yaml`."""
    yield ("topics", index, "id"), topic.id
    for number, alias in enumerate(topic.aliases):
        yield ("topics", index, "aliases", number), alias


rule = Rule("alias", Severity.ERROR, each_pack(check))
