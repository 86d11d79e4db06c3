"""Whatever happens in whatever order: restarts, double presses, timers. The score is that of the first answers."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank.grading import grade
from bot.bank.kinds import ChoiceQuestion
from bot.challenge import store
from bot.challenge.model import OPEN, State, finished, scores, winner
from bot.challenge.refs import Choose, Do, What
from bot.storage.engine import Database
from tests.challenge.duel import Duel, begun, duel, plays


def test_a_challenge_goes_on_though_it_restarts_between_all_steps(database: Database) -> None:
    two = duel(database)
    two.ana.types("challenge <@ben> culture")
    two = two.restarted()
    two.room.delivers()
    two = two.restarted()
    two.ben.presses("Accept")
    for letter in "yynny":
        two = two.restarted()
        plays(two, two.ben, letter)
        two = two.restarted()
        plays(two, two.ana_alone, "y")
    two = two.restarted()
    two.room.delivers()
    assert len(two.in_channel()) == 1
    assert "@ana wins against @ben, 5 to 3." in two.in_channel()[0]
    two = two.restarted()
    assert "The right answer" in two.ben_there.presses("What I missed").text


def test_a_window_that_ended_while_nobody_was_there_ends_at_the_start(database: Database) -> None:
    two = duel(database)
    begun(two)
    plays(two, two.ben, "yy")
    two.room.clock.forward(days=4)
    two = two.restarted()
    two.room.delivers()
    assert "@ben wins against @ana, 2 to 0." in two.in_channel()[0]
    assert "ends soon" not in "\n".join(two.ana_alone.screen())


WHO = st.sampled_from(["ana", "ben", "zoe"])
DOINGS = st.one_of(
    st.tuples(WHO, st.sampled_from(list(What))),
    st.tuples(WHO, st.tuples(st.integers(1, 5), st.sampled_from(["0", "1", "2"]))),
    st.tuples(WHO, st.just("again")),
    st.tuples(st.just("time"), st.sampled_from([0.01, 1.0, 20.0, 47.0])),
    st.tuples(st.just("restart"), st.just(0)),
)


@settings(max_examples=40)
@given(st.lists(DOINGS, min_size=5, max_size=40), st.booleans())
def test_any_order_of_presses_timers_and_restarts_ends_in_the_score_of_the_first_answers(
    migrated_file: Path, doings: list[tuple[str, object]], accepted: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{shutil.copy(migrated_file, folder)}")
        try:
            _play(duel(database), doings, accepted=accepted)
        finally:
            database.close()


def _play(two: Duel, doings: list[tuple[str, object]], *, accepted: bool) -> None:
    two.ana.types("challenge <@ben> culture")
    two.room.delivers()
    if accepted:
        two.ben.presses("Accept")
    first = two.challenge()
    expected: dict[tuple[str, int], bool] = {}
    for who, what in doings:
        if who == "restart":
            two = two.restarted()
        elif who == "time":
            assert isinstance(what, float)
            two.room.forward(hours=what)
        else:
            someone = {"ana": two.ana_alone, "ben": two.ben, "zoe": two.zoe}[who]
            match what:
                case What() if what is not What.REMATCH:
                    someone.presses_ref(Do(first.group, first.id, what))
                case (int(number), str(option)):
                    now = two.challenge()
                    counts = who != "zoe" and now.state is State.PLAYING and two.room.clock.now < now.until
                    someone.presses_ref(Choose(first.group, first.id, number, option))
                    text = first.questions[number - 1].text
                    assert isinstance(text, ChoiceQuestion)
                    if counts:
                        expected.setdefault((who, number), grade(text, {int(option)}))
                case "again" if someone.last is not None:
                    someone.again()
    two.room.forward(days=5)
    _check(two, expected)


def _check(two: Duel, expected: dict[tuple[str, int], bool]) -> None:
    challenge = two.challenge()
    with two.room.app.database.read() as db:
        answers = store.answers_of(db, challenge)
    kept = {(key.rpartition(":")[2], n): given.right for key, own in answers.items() for n, given in own.items()}
    assert kept == expected
    assert challenge.state not in OPEN and challenge.next_at is None
    results = [each for each in two.in_channel() if "The result" in each]
    assert len(results) == (challenge.state is State.DONE)
    by, to = scores(challenge, answers)
    assert (by.right, to.right) == tuple(
        sum(r for (w, _n), r in expected.items() if w == who) for who in ("ana", "ben")
    )
    best = winner((by, to))
    assert (best is None) == (by.right == to.right)
    if best is not None:
        assert best == (challenge.by if by.right > to.right else challenge.to)
        assert f"@{best.person.id} wins" in results[0]
    if challenge.state is not State.DONE:
        assert not expected
    assert all(finished(challenge, own) == (len(own) == 5) for own in answers.values())
