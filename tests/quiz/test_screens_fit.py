"""Whatever is asked and however many play: each message of a quiz is one message, on Slack and on Discord."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from bot.bank.bank import Bank, Question
from bot.bank.kinds import ChoiceQuestion, OpenQuestion
from bot.chat.elements import View
from bot.chat.keys import Person
from bot.chat.words import Words
from bot.quiz import marking_screens, over_screens, round_screens, told_screens
from bot.quiz.model import Given, Mark, Phase, Player, Quiz, Round
from bot.quiz.scoring import Played, points_of, standing, team_standing
from bot.rounds.ways import Way, played, ways
from tests.support.rooms import START, shipped

_ = Words("en", lambda name, argument: f"/askq {name} {argument}")
NAME = "Somebody Whose Name Is Long"
CROWD = [Person("slack", "T1", f"U{number}") for number in range(25)]
QUIZ = Quiz(
    "slack:T1", "q" * 13, "slack:T1", "C1", CROWD[0], "en", "", 20, timedelta(seconds=90), False, True, START,
    phase=Phase.ASKING, number=1, opened=START, closes=START, away=True,
)  # fmt: skip
PLAYERS = [Player(each, f"{NAME} {nth}", nth % 3 + 1, 1, None, START) for nth, each in enumerate(CROWD)]


@pytest.fixture(scope="module")
def bank() -> Bank:
    return shipped()


def games(bank: Bank) -> Iterator[Question]:
    """Every question in every way in which it is played."""
    for question in bank.questions.values():
        for way in ways(question):
            made = played(_, bank, question, way, Random(1))
            if made is not None:
                yield made
    assert Way.WHICH


def fits(view: View) -> bool:
    return len(slack.messages(view)) == 1 and len(discord.messages(view)) == 1


def test_every_question_fits(bank: Bank) -> None:
    for question in games(bank):
        assert fits(round_screens.question(_, QUIZ, Round(1, question), PLAYERS, 25, START)), question.id


def test_every_answer_fits_though_everything_was_picked_by_many(bank: Bank) -> None:
    told = replace(QUIZ, phase=Phase.TOLD)
    for question in games(bank):
        text = question.text
        options = len(text.options) if isinstance(text, ChoiceQuestion) else 1
        given = [Given(each, str(nth % options), nth % options == 0, nth, START) for nth, each in enumerate(CROWD)]
        marks = [Mark(CROWD[0], each, nth, frozenset({0}), True) for nth, each in enumerate(CROWD[:20])]
        round = Played(Round(1, question, closed=START), given, marks if isinstance(text, OpenQuestion) else [])
        scores, teams = standing(PLAYERS, [round], race=True), team_standing(PLAYERS, [round], race=True)
        view = told_screens.told(
            _, told, round, points_of(round, race=True), PLAYERS, scores, teams, PLAYERS[1], PLAYERS[0]
        )
        assert fits(view), question.id


def test_what_one_missed_fits(bank: Bank) -> None:
    for question in games(bank):
        mine = Given(CROWD[0], "0" if isinstance(question.text, ChoiceQuestion) else "words " * 99, False, 1, START)
        assert fits(over_screens.missed(_, QUIZ, Round(1, question), mine, 0, 2, 20)), question.id


def test_what_is_to_be_marked_fits(bank: Bank) -> None:
    for question in bank.of_kind("open"):
        assert isinstance(question.text, OpenQuestion)
        mark = Mark(CROWD[0], CROWD[1], 0, frozenset(range(5)), False)
        view = marking_screens.answer(_, QUIZ, Round(1, question), question.text, mark, 3, "x" * 600)
        assert fits(view), question.id
