"""Who plays with whom, and who reads whose answer."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.teams import PEERS, dealt, how_many, readers, smallest

chances = st.integers(0, 10_000).map(Random)


@given(st.integers(1, 40), chances)
def test_dealt_teams_differ_by_one_at_most(people: int, rng: Random) -> None:
    teams = Counter(dealt(range(people), rng).values())
    assert sum(teams.values()) == people
    assert max(teams.values()) - min(teams.values()) <= 1
    assert len(teams) == min(people, how_many(people))


def test_two_people_are_one_against_one_and_nine_are_three_teams() -> None:
    assert sorted(dealt("ab", Random(1)).values()) == [1, 2]
    assert Counter(dealt("abcdefghi", Random(1)).values()) == {1: 3, 2: 3, 3: 3}


@given(st.lists(st.integers(1, 3), max_size=20), chances)
def test_who_comes_later_goes_to_a_smallest_team(taken: list[int], rng: Random) -> None:
    teams = range(1, max([2, *taken]) + 1)
    sizes = Counter(taken)
    assert sizes[smallest(taken, rng)] == min(sizes[team] for team in teams)


@given(st.integers(1, 15), st.integers(0, 5), chances)
def test_every_answer_is_read_by_as_many_as_there_are_up_to_three(authors: int, others: int, rng: Random) -> None:
    wrote, did_not = list(range(authors)), list(range(100, 100 + others))
    pairs = readers(wrote, did_not, rng)
    assert len(set(pairs)) == len(pairs)
    read = Counter(author for _reader, author in pairs)
    able = authors - 1 if authors > 1 else others
    assert set(read.values()) == {min(PEERS, able) or 1}
    assert set(read) == set(wrote)


@given(st.integers(2, 15), chances)
def test_nobody_reads_their_own_and_all_read_as_many(authors: int, rng: Random) -> None:
    pairs = readers(range(authors), [], rng)
    assert all(reader != author for reader, author in pairs)
    assert len(set(Counter(reader for reader, _author in pairs).values())) == 1


def test_with_nobody_else_there_one_reads_ones_own() -> None:
    assert readers(["ana"], [], Random(1)) == [("ana", "ana")]
