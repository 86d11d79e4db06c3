"""What the buttons around someone's own list mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.chat.refs import Ref, ref

PAGE = 10
"""Saved questions shown at once."""

GIST = 60
"""The most characters of a question where one is picked from the list. What one to ask reveals is never longer."""

MOST = 200
"""Saved questions a person may have in one group: more than anyone takes to an interview, and an end to it."""

WORDING = 300
"""The most characters of one's own wording."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A question in someone's list. `wording` is how they mean to ask it, or empty."""

    question: str
    wording: str
    at: datetime


@ref("save")
@dataclass(frozen=True)
class Save(Ref):
    question: str


@ref("unsave")
@dataclass(frozen=True)
class RemovePicked(Ref):
    """Take the question picked from this page of the list out of it."""

    page: int = 1


@ref("saved")
@dataclass(frozen=True)
class ShowSaved(Ref):
    """One page of the list, from 1."""

    page: int = 1


@ref("own-p")
@dataclass(frozen=True)
class WordPicked(Ref):
    """As `MakeItYours`, for the question picked from a list."""


@ref("own")
@dataclass(frozen=True)
class MakeItYours(Ref):
    """Word the question for one's own interview: pressed, it opens a form; submitted, it keeps the wording."""

    question: str
