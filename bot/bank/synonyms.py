"""`synonyms.yaml`: what people type, where the questions have other words for it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.bank.model import Written, upto

Words = Annotated[tuple[Annotated[str, upto(60)], ...], Field(min_length=1)]


class Synonyms(Written):
    """`words`: wherever a question says the word (or the few words) on the left, it is found by the others too, and not
    the other way round. `found_by`: what people type for one question, by its id."""

    words: dict[str, Words] = Field(default_factory=dict)
    found_by: dict[str, Words] = Field(default_factory=dict)
