"""Nothing repeats until everything was seen, and four questions come from four topics where there are four."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import loader
from bot.bank.bank import Question
from bot.bank.content import content_folder
from bot.bank.picking import Pick, pick, spread

ALL = list(loader.load(content_folder(None)).questions.values())

candidates = st.lists(st.sampled_from(ALL), unique_by=lambda question: question.id, max_size=15)
seeds = st.integers(0, 2**32).map(Random)
some_ids = st.sets(st.sampled_from([question.id for question in ALL]))


def ids(questions: list[Question]) -> set[str]:
    return {question.id for question in questions}


def test_without_candidates_there_is_nothing_to_pick() -> None:
    assert pick([], (), None, Random(1)) is None
    assert spread([], (), 4, Random(1)) == []


@settings(deadline=None)
@given(candidates.filter(bool), some_ids, st.none() | st.sampled_from([q.id for q in ALL]), seeds)
def test_what_was_not_seen_comes_first(given_: list[Question], seen: set[str], last: str | None, rng: Random) -> None:
    picked = pick(given_, seen, last, rng)
    assert picked is not None
    assert picked.question in given_
    assert picked.again == (ids(given_) <= seen)
    assert picked.again or picked.question.id not in seen
    if picked.again and len(given_) > 1:
        assert picked.question.id != last


@settings(deadline=None)
@given(candidates.filter(bool), seeds)
def test_nothing_repeats_until_everything_was_asked(given_: list[Question], rng: Random) -> None:
    asked: list[str] = []
    for _ in given_:
        picked = pick(given_, asked, asked[-1] if asked else None, rng)
        assert picked is not None
        assert not picked.again
        asked.append(picked.question.id)
    assert len(set(asked)) == len(given_)
    again = pick(given_, asked, asked[-1], rng)
    assert again is not None
    assert again.again
    assert len(given_) == 1 or again.question.id != asked[-1]


def test_the_only_question_is_asked_again() -> None:
    assert pick(ALL[:1], {ALL[0].id}, ALL[0].id, Random(1)) == Pick(ALL[0], again=True)


@settings(deadline=None)
@given(candidates, some_ids, st.integers(0, 8), seeds)
def test_a_spread_takes_as_many_topics_as_possible_unseen_ones_first(
    given_: list[Question], seen: set[str], count: int, rng: Random
) -> None:
    chosen = spread(given_, seen, count, rng)
    topics = {question.topic for question in given_}
    assert len(chosen) == min(count, len(given_))
    assert len(ids(chosen)) == len(chosen)
    assert ids(chosen) <= ids(given_)
    assert len({question.topic for question in chosen}) == min(count, len(topics))
    fresh_topics = {question.topic for question in given_ if question.id not in seen}
    first_round = chosen[: min(count, len(topics))]
    assert sum(question.id not in seen for question in first_round) == min(len(first_round), len(fresh_topics))


@pytest.mark.parametrize("seed", ["daily:2030-01-01", 7])
def test_the_same_seed_picks_the_same(seed: str | int) -> None:
    assert pick(ALL, (), None, Random(seed)) == pick(ALL, (), None, Random(seed))
    assert spread(ALL, (), 4, Random(seed)) == spread(ALL, (), 4, Random(seed))


def test_chance_reaches_every_question() -> None:
    rng = Random(1)
    picked = {found.question.id for _ in range(500) if (found := pick(ALL[:5], (), None, rng))}
    assert picked == ids(ALL[:5])


def test_the_candidates_are_left_as_they_were() -> None:
    given_ = tuple(ALL[:6])
    spread(given_, (), 4, Random(1))
    assert given_ == tuple(ALL[:6])
