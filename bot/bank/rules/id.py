"""An id that does not begin with its topic.

Buttons in old messages name a question by its id for years. `topic.slug` lets people read from one where it belongs.

Good::

    id: culture.first-week

Bad::

    id: team.first-week
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.bank.rule import Finding, PackFiles, Rule, Severity, each_pack


def check(pack: PackFiles) -> Iterator[Finding]:
    for file, source in pack.topics:
        for index, question in enumerate(file.questions):
            if question.id.split(".")[0] != file.topic:
                at = ("questions", index, "id")
                yield Finding(source, at, f"the id must begin with {file.topic!r} and a dot")


rule = Rule("id", Severity.ERROR, each_pack(check))
