"""What a run of the soak prints, as docs/reliability.md tells of it."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable, Sequence

from tests.soak.tally import PLATFORMS, Tally
from tests.soak.verdict import MET, Result


def heading(seed: int, how: Sequence[str]) -> str:
    """With what, and on what, it runs."""
    machine = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores"
    return f"seed {seed}\n{machine}\n" + "; ".join(how)


def show(result: Result, seconds: float) -> str:
    figures = result.figures
    lines = [
        f"\n## {result.setting.name}: {figures.kills:,} kills in {seconds / 60:.1f} min\n",
        f"Cut off on their way by a kill: {figures.cut_off:,} messages.",
        f"Longest stall of the simulated platforms: {figures.longest_stall:.1f} s.",
        f"Put off because the database was busy: {figures.put_off}.\n",
    ]
    rows: list[tuple[str, Callable[[str, Tally], int]]] = [
        ("questions planned", lambda _, tally: tally.questions),
        ("answers brought out", lambda _, tally: tally.reveals),
        ("pages of answers in several messages", lambda _, tally: tally.in_parts),
        ("posts changed to what they should say", lambda _, tally: tally.edited),
        *((f"connections {each}", lambda name, _, each=each: figures.met[name][each]) for each in MET),
        ("given up in doubt", lambda _, tally: tally.left),
        ("… and not there", lambda _, tally: tally.missing),
        ("… whose organiser was told", lambda _, tally: tally.told),
        ("notices that came twice", lambda _, tally: tally.told_twice),
        ("posts left as they should not be", lambda _, tally: tally.stale),
        ("**lost**", lambda _, tally: tally.lost),
        ("**doubled**", lambda _, tally: tally.doubled + tally.strays),
    ]
    lines += ["| | Slack | Discord |", "|---|---:|---:|"]
    for name, value in rows:
        counted = (f"{value(each, result.tallies[each]):,}" for each in PLATFORMS)
        lines.append(f"| {name} | {' | '.join(counted)} |")
    problems = [f"- {each}" for each in result.problems]
    return "\n".join([*lines, *(["\nIt FAILED:\n", *problems] if problems else [])])


def show_doubt(results: Sequence[Result]) -> str:
    """What happens on Slack where nobody can look, each setting beside the other."""
    rows: list[tuple[str, Callable[[Tally], int]]] = [
        ("questions planned", lambda tally: tally.questions),
        ("answers brought out", lambda tally: tally.reveals),
        ("left in doubt", lambda tally: tally.left),
        ("… and really not there", lambda tally: tally.missing),
        ("… and an organiser was told", lambda tally: tally.told),
        ("notices that came twice", lambda tally: tally.told_twice),
        ("lost without a word", lambda tally: tally.lost + tally.left - tally.told),
        ("doubled", lambda tally: tally.doubled + tally.strays),
    ]
    slack = [each.tallies["slack"] for each in results]
    lines = [
        "\n## Slack, where nobody can look\n",
        f"| | {' | '.join(f'`{each.setting.when_in_doubt}`' for each in results)} |",
        f"|---|{'---:|' * len(results)}",
        f"| kills | {' | '.join(f'{each.figures.kills:,}' for each in results)} |",
    ]
    for name, value in rows:
        lines.append(f"| {name} | {' | '.join(f'{value(each):,}' for each in slack)} |")
    return "\n".join(lines)
