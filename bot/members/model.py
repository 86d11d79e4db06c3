"""Who may do what. Pure: what is known of a person's standing is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What needs permission. Everything else is open to everyone in the group."""

    SHARE = "share"
    """Posting a question where everyone in the place sees it."""
    GOVERN = "govern"
    """Changing what holds for the whole group."""


class Sharing(StrEnum):
    EVERYONE = "everyone"
    ORGANISERS = "organisers"


@dataclass(frozen=True, slots=True)
class GroupRules:
    """What a group's organisers have settled."""

    sharing: Sharing = Sharing.EVERYONE


def open_to_all(action: Action, rules: GroupRules) -> bool:
    """Whether everyone in the group may do this; if not, its organisers may."""
    return action is Action.SHARE and rules.sharing is Sharing.EVERYONE
