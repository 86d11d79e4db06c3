"""What is wrong with a pack and where: `path:line:column: message (rule)`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `line` and `column` count from 1; `severity` is "error" or "warning"."""

    path: str
    line: int
    column: int
    message: str
    rule: str
    severity: str = "error"

    @property
    def counts(self) -> bool:
        """Whether it is wrong in any case."""
        return self.severity == "error"

    def __str__(self) -> str:
        grade = "" if self.counts else f"{self.severity}: "
        return f"{self.path}:{self.line}:{self.column}: {grade}{self.message} ({self.rule})"
