"""All rules there are, found in `bot.bank.rules`, and their manual."""

from __future__ import annotations

import inspect
import pkgutil
import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from textwrap import dedent

from bot.bank import rules
from bot.bank.rule import Rule, Severity

_SAMPLE = re.compile(r"^(Good|Bad)(?: \((?P<note>[^)]*)\))?::\n\n(?P<text>(?:(?: {4}.*)?\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of YAML: fields of a question, several questions as a list, or fields of the other file that `note`
    names. Else `note` says what to look at."""

    text: str
    note: str = ""

    @property
    def of_pack(self) -> bool:
        return self.note == "pack.yaml"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A rule with its manual: what is wrong in one line, why it matters, and YAML that is good and that is bad."""

    rule: Rule
    summary: str
    reason: str
    good: tuple[Sample, ...]
    bad: tuple[Sample, ...]


@cache
def rulebook() -> dict[str, Chapter]:
    """By name, in the order of the alphabet."""
    modules = (import_module(f"{rules.__name__}.{found.name}") for found in pkgutil.iter_modules(rules.__path__))
    made = [_read(module.rule, inspect.getdoc(module) or "") for module in modules]
    return {chapter.rule.name: chapter for chapter in sorted(made, key=lambda chapter: chapter.rule.name)}


def _read(rule: Rule, manual: str) -> Chapter:
    summary, _, rest = f"{manual}\n".partition("\n\n")
    reason = rest[: found.start()] if (found := _SAMPLE.search(rest)) else rest
    samples: dict[str, list[Sample]] = {"Good": [], "Bad": []}
    for match in _SAMPLE.finditer(rest):
        samples[match[1]].append(Sample(dedent(match["text"]).rstrip() + "\n", match["note"] or ""))
    return Chapter(rule, " ".join(summary.split()), reason.strip(), tuple(samples["Good"]), tuple(samples["Bad"]))


_HEAD = """# The rules

Written by `askq content rules` from the rules themselves; change them there.

`askq content check` looks for all of this at once and says `path:line:column: message (rule)`. An **error** is never
right. A **warning** is a matter of judgement: it is shown, and with `--strict` it counts as much as an error. A rule
that **runs code** does so only with `--run`, because a pack may come from anybody. Samples leave out the fields that
do not matter for the rule.

Besides these there are mistakes of whole files: `file` (no file, or one that is not called `.yaml`), `pack` (a folder
without one), `encoding` (not UTF-8), `size` (more than 1 MB) and `depth` (nested too deeply).
"""


def markdown() -> str:
    """docs/rules.md."""
    return "\n".join([_HEAD, *(_written(chapter) for chapter in rulebook().values())])


def _written(chapter: Chapter) -> str:
    weight = "**error**" if chapter.rule.severity is Severity.ERROR else "**warning**"
    executes = ", **runs code**" if chapter.rule.executes else ""
    parts = [f"## {chapter.rule.name}", f"{weight}{executes}. {chapter.summary}", chapter.reason]
    for title, samples in (("Good", chapter.good), ("Bad", chapter.bad)):
        for sample in samples:
            note = f" ({sample.note})" if sample.note else ""
            parts.append(f"{title}{note}:\n\n````yaml\n{sample.text}````")
    return "\n\n".join(part for part in parts if part) + "\n"
