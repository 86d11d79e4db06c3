"""`askq content check`: every rule over every pack, and the problems as people, programs and GitHub read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.bank.loader import read_packs
from bot.bank.problems import Problem
from bot.bank.rule import entries
from bot.bank.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check: the problems in the order of their places, and how many questions were looked at."""

    problems: tuple[Problem, ...]
    questions: int

    def failed(self, *, strict: bool) -> bool:
        """Whether something is wrong; with `strict` a warning is."""
        return any(strict or problem.counts for problem in self.problems)


def check(paths: Iterable[Path], *, run: bool = False) -> Checked:
    """Apply every rule to the packs at these paths. Where a path is a file, its whole pack is read, and only what is
    wrong in that file is told. `run`: also the rules that run code out of the packs.

    Raises `FileNotFoundError` for a path that is not there.
    """
    folders: dict[Path, bool] = {}
    files: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        if path.is_file():
            files.add(path.resolve())
            folders.setdefault(path.parent, False)
        else:
            folders[path] = True
    found = read_packs(folders)
    found.apply(chapter.rule for chapter in rulebook().values() if run or not chapter.rule.executes)
    whole = [folder.resolve() for folder, wanted in folders.items() if wanted]

    def wanted(problem: Problem) -> bool:
        place = Path(problem.path).resolve()
        return (
            problem.rule == "pack"
            or place in files
            or any(place == folder or folder in place.parents for folder in whole)
        )

    problems = sorted(filter(wanted, found.problems)) if files else sorted(found.problems)
    return Checked(tuple(problems), sum(1 for _ in entries(found.packs)))


def as_text(checked: Checked) -> str:
    """A line each."""
    return "\n".join(map(str, checked.problems))


def as_json(checked: Checked) -> str:
    """An object with the problems and the number of questions."""
    fields = ("path", "line", "column", "severity", "rule", "message")
    problems = [{name: getattr(problem, name) for name in fields} for problem in checked.problems]
    return json.dumps({"questions": checked.questions, "problems": problems}, ensure_ascii=False, indent=2)


def as_github(checked: Checked) -> str:
    """Workflow commands, which GitHub shows beside the line (docs.github.com, workflow commands, error message)."""
    return "\n".join(map(_annotation, checked.problems))


FORMATS: Mapping[str, Callable[[Checked], str]] = {"text": as_text, "json": as_json, "github": as_github}


def _annotation(problem: Problem) -> str:
    place = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.rule}
    properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in place.items())
    return f"::{problem.severity} {properties}::{_escaped(problem.message)}"


def _escaped(text: str, more: str = "") -> str:
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def summary(checked: Checked) -> str:
    """What it comes to, in a line."""
    errors = sum(problem.counts for problem in checked.problems)
    warnings = len(checked.problems) - errors
    looked = counted(checked.questions, "question")
    if not checked.problems:
        return f"All well: {looked}."
    wrong = [counted(number, what) for number, what in ((errors, "error"), (warnings, "warning")) if number]
    return f"{' and '.join(wrong)} in {looked}."


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
