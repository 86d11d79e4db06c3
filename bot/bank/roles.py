"""`roles.yaml`: people to play in a reverse interview, where the candidate asks and the interviewer answers from these.

All text is literal. What is asked cannot be foreseen, so a role is facts to answer from, not answers.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.bank.model import Sentences, TopicId, Written, upto

Fact = Annotated[str, upto(200)]


class Role(Written):
    """`who` is what the interviewer is, as it follows "You are"; `situation` why they hire and how things stand.
    `rather_not` is the one thing they would rather not say, and what they do when they are asked about it."""

    id: TopicId
    who: Annotated[str, upto(120)]
    situation: Sentences
    facts: Annotated[tuple[Fact, ...], Field(min_length=4, max_length=7)]
    rather_not: Annotated[str, upto(300)]


class Roles(Written):
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
