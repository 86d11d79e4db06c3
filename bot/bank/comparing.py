"""`askq content diff`: what became of every question between two states of the packs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.bank.loader import read_packs
from bot.bank.rule import Entry, entries
from bot.errors import ContentError


@dataclass(frozen=True, slots=True)
class Difference:
    """Full ids, each in the order of the files. `changed` are pairs of an id and the fields that changed.

    `vanished`: gone without a word in `retired`, so that old buttons lead nowhere. `revived`: retired before and used
    again, so that old buttons lead to something else. `forgotten`: retired before, and no longer on the list.
    """

    added: tuple[str, ...]
    retired: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    vanished: tuple[str, ...]
    revived: tuple[str, ...]
    forgotten: tuple[str, ...]

    @property
    def breaks(self) -> bool:
        """Whether people's saved questions or old buttons suffer."""
        return bool(self.vanished or self.revived or self.forgotten)

    def __str__(self) -> str:
        lines = [f"+ {id}" for id in self.added if id not in self.revived]
        lines += [f"~ {id}: {', '.join(fields)}" for id, fields in self.changed]
        lines += [f"- {id}" for id in self.retired]
        lines += [f"! {id} vanished: add it to `retired` in pack.yaml" for id in self.vanished]
        lines += [f"! {id} was retired before: give the new question an id of its own" for id in self.revived]
        lines += [f"! {id} is no longer in `retired`: put it back" for id in self.forgotten]
        numbers = (("added", self.added), ("changed", self.changed), ("retired", self.retired))
        summary = ", ".join(f"{len(found):,} {name}" for name, found in numbers)
        return "\n".join([*lines, f"{summary}."])


def compare(before: Path, after: Path) -> Difference:
    """Raises `ContentError` where either cannot be read."""
    (old, gone), (new, out) = _state(before), _state(after)
    changed = ((id, _changed(old[id], new[id])) for id in new if id in old)
    return Difference(
        added=tuple(id for id in new if id not in old),
        retired=tuple(id for id in old if id not in new and id in out),
        changed=tuple((id, fields) for id, fields in changed if fields),
        vanished=tuple(id for id in old if id not in new and id not in out),
        revived=tuple(id for id in gone if id in new),
        forgotten=tuple(id for id in gone if id not in new and id not in out),
    )


def _state(folder: Path) -> tuple[dict[str, Entry], tuple[str, ...]]:
    """The questions by their full ids, and those that are retired."""
    found = read_packs([folder])
    if found.problems:
        raise ContentError([str(problem) for problem in sorted(found.problems)])
    retired = tuple(f"{pack.about.id}:{id}" for pack in found.packs for id in pack.about.retired)
    return {entry.id: entry for entry in entries(found.packs)}, retired


def _changed(old: Entry, new: Entry) -> tuple[str, ...]:
    """The fields that differ; of another kind of question all that either has."""
    one, other = old.question.model_dump(), new.question.model_dump()
    return tuple(name for name in {**one, **other} if one.get(name) != other.get(name))
