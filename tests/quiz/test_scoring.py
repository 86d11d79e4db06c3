"""Points: what a right answer brings, what a race adds, what peers find, and how uneven teams are even."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.bank.bank import Question
from bot.chat.keys import Person
from bot.quiz.model import Given, Mark, Player, Round
from bot.quiz.scoring import Played, missed_most, points_of, standing, team_standing
from tests.support.rooms import START, choice_of, open_of

PEOPLE = [Person("play", "", name) for name in "abcdefghij"]
CHOICE = Question("small:culture.one", "small", "culture", choice_of("culture.one"))
OPEN = Question("small:talk.one", "small", "talk", open_of("talk.one"))


def player(nth: int, team: int = 0, joined: int = 1, left: int | None = None) -> Player:
    return Player(PEOPLE[nth], PEOPLE[nth].id, team, joined, left, START + timedelta(seconds=nth))


def answered(number: int, *rights: tuple[int, bool]) -> Played:
    """Who answered, in this order, and whether it was right."""
    given = [Given(PEOPLE[who], "0", right, nth, START) for nth, (who, right) in enumerate(rights, 1)]
    return Played(Round(number, CHOICE), given, [])


def written(number: int, authors: list[int], marks: list[tuple[int, set[int], bool]]) -> Played:
    given = [Given(PEOPLE[who], "words", None, nth, START) for nth, who in enumerate(authors, 1)]
    found = [
        Mark(PEOPLE[9], PEOPLE[author], nth, frozenset(points), done)
        for nth, (author, points, done) in enumerate(marks)
    ]
    return Played(Round(number, OPEN), given, found)


games = st.lists(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=10, unique_by=lambda each: each[0]),
    max_size=8,
).map(lambda rounds: [answered(number, *each) for number, each in enumerate(rounds, 1)])
teams = st.lists(st.integers(1, 3), min_size=10, max_size=10)


def test_right_is_ten_points_and_wrong_is_none() -> None:
    assert points_of(answered(1, (0, True), (1, False)), race=False) == {PEOPLE[0]: 100, PEOPLE[1]: 0}


def test_a_race_adds_five_three_and_one_for_the_first_three_who_are_right() -> None:
    played = answered(1, (0, False), (1, True), (2, True), (3, True), (4, True))
    assert list(points_of(played, race=True).values()) == [0, 150, 130, 110, 100]


def test_an_answer_in_words_brings_the_mean_share_that_peers_have_found() -> None:
    played = written(1, [0, 1, 2], [(0, {0, 1, 2}, True), (0, {0}, True), (1, set(), True), (2, {1}, False)])
    assert points_of(played, race=False) == {PEOPLE[0]: 67, PEOPLE[1]: 0, PEOPLE[2]: 33}


def test_what_nobody_marked_in_time_gives_and_takes_nothing() -> None:
    assert points_of(written(1, [0], [(0, set(), False)]), race=False) == {PEOPLE[0]: None}


def test_who_has_as_many_points_shares_the_place() -> None:
    scores = standing([player(0), player(1), player(2)], [answered(1, (0, True), (1, True))], race=False)
    assert [(each.place, each.player.name) for each in scores] == [(1, "a"), (1, "b"), (3, "c")]


def test_who_left_without_an_answer_is_not_listed_and_who_had_some_stays() -> None:
    gone, had = player(0, left=1), player(1, left=2)
    assert [each.player for each in standing([gone, had], [answered(1, (1, True))], race=False)] == [had]


def test_a_team_of_one_is_even_with_a_team_of_three() -> None:
    everyone = [player(0, 1), player(1, 2), player(2, 2), player(3, 2)]
    rounds = [answered(1, (0, True), (1, True), (2, True), (3, True))]
    assert {each.points for each in team_standing(everyone, rounds, race=False)} == {100}


def test_a_member_counts_from_the_round_in_which_they_joined_to_the_one_in_which_they_left() -> None:
    everyone = [player(0, 1), player(1, 1, joined=2), player(2, 1, left=1)]
    rounds = [answered(1, (0, True)), answered(2, (0, True))]
    assert [each.points for each in team_standing(everyone, rounds, race=False)] == [150]


def test_missed_most_is_what_the_smallest_share_had_right() -> None:
    everyone = [player(0), player(1)]
    rounds = [answered(1, (0, True), (1, True)), answered(2, (0, True)), answered(3, (0, False), (1, False))]
    worst = missed_most(everyone, rounds)
    assert worst is not None and worst.round.number == 3
    assert missed_most(everyone, rounds[:1]) is None


@given(games)
def test_points_are_those_of_the_rounds_together_in_whatever_order_they_are_looked_at(rounds: list[Played]) -> None:
    everyone = [player(nth) for nth in range(10)]
    scores = standing(everyone, rounds, race=True)
    assert standing(everyone, rounds[::-1], race=True) == scores
    total = sum(points or 0 for played in rounds for points in points_of(played, race=True).values())
    assert sum(each.points for each in scores) == total


@given(games)
def test_places_follow_points(rounds: list[Played]) -> None:
    scores = standing([player(nth) for nth in range(10)], rounds, race=False)
    for each in scores:
        assert each.place == 1 + sum(other.points > each.points for other in scores)


@given(games, teams)
def test_no_team_has_more_than_its_best_member_could_have_had(rounds: list[Played], dealt: list[int]) -> None:
    everyone = [player(nth, team) for nth, team in enumerate(dealt)]
    for team in team_standing(everyone, rounds, race=False):
        assert 0 <= team.points <= 100 * len(rounds)


@given(games, teams)
def test_a_member_more_who_does_as_well_as_another_changes_nothing_for_a_team_of_one(
    rounds: list[Played], dealt: list[int]
) -> None:
    one, two = player(0, 1), player(9, 1)
    alone = [replace(each, given=[one_ for one_ in each.given if one_.person == PEOPLE[0]]) for each in rounds]
    both = [
        replace(each, given=[*each.given, *(replace(mine, person=PEOPLE[9]) for mine in each.given)]) for each in alone
    ]
    before, after = team_standing([one], alone, race=False), team_standing([one, two], both, race=False)
    assert [each.points for each in before] == [each.points for each in after]
