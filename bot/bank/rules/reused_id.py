"""An id that is used twice, or that is still in use though it was retired.

An id never changes its meaning: whoever saved a question by it years ago would find another one. One that is taken out
goes to `retired` in `pack.yaml` and stays there. Packs have ids too, and each is one pack's alone.

Good (pack.yaml)::

    retired: [culture.taken-out]

Bad (pack.yaml)::

    retired: [culture.one]

Bad::

    - id: culture.first-week
    - id: culture.first-week
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.bank.rule import Finding, PackFiles, Rule, Severity, entries


def check(packs: Sequence[PackFiles]) -> Iterator[Finding]:
    names: set[str] = set()
    for pack in packs:
        if pack.about.id in names:
            yield Finding(pack.source, ("id",), f"two packs are called {pack.about.id!r}")
        names.add(pack.about.id)
        yield from _within(pack)


def _within(pack: PackFiles) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for entry in entries([pack]):
        id = entry.question.id
        if id in seen:
            yield entry.finding(("id",), f"{id!r} stands at {seen[id]} too")
        seen.setdefault(id, entry.place("id"))
    used: set[str] = set()
    if pack.roles:
        for index, role in enumerate(pack.roles[0].roles):
            if role.id in used:
                yield Finding(pack.roles[1], ("roles", index, "id"), f"two roles are called {role.id!r}")
            used.add(role.id)
    for index, retired in enumerate(pack.about.retired):
        if retired in seen:
            yield Finding(pack.source, ("retired", index), f"{retired!r} is still in use")


rule = Rule("reused-id", Severity.ERROR, check)
