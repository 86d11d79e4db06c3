"""Four questions for an interview: of many topics, for whom one meets, unseen ones first."""

from __future__ import annotations

import pytest

from bot.ask.model import AnotherFour
from bot.storage.engine import Database
from tests.support.rooms import Room, asks, bank

STAGED = bank(
    asks("a.one", stages=("team",)),
    asks("a.two", stages=("recruiter",)),
    asks("b.three", stages=("recruiter", "offer")),
    asks("c.four", stages=("hiring-manager",)),
    asks("d.five", stages=("executive",)),
)


def shown(text: str) -> list[str]:
    return [line for line in text.splitlines() if line[:2] in ("1.", "2.", "3.", "4.")]


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database, bank=STAGED)


def test_four_come_from_as_many_topics(room: Room) -> None:
    lines = shown(room.person("ana").types("four").text)
    assert sorted(line.rpartition(" — ")[2] for line in lines) == ["A", "B", "C", "D"]


def test_for_a_stage_only_what_fits_it(room: Room) -> None:
    seen = room.person("ana").types("four recruiter")
    assert seen.text.startswith("Four for the recruiter")
    assert len(shown(seen.text)) == 2
    assert seen.labels == ["1", "2", "Another four", "Whom do you meet?"]


def test_the_beginning_of_a_stage_and_blanks_for_hyphens_do(room: Room) -> None:
    for line in ("four hiring manager", "four hir", "four Hiring-Manager"):
        assert room.person("ana").types(line).text.startswith("Four for the hiring manager")


def test_a_number_opens_its_question(room: Room) -> None:
    ana = room.person("ana")
    first = shown(ana.types("four").text)[0]
    assert ana.presses("1").text.partition("\n")[0] in first


def test_unseen_questions_come_first(room: Room) -> None:
    ana = room.person("ana")
    ana.types("a.one")
    assert "about one?" not in ana.types("four").text


def test_another_four_stays_with_the_stage(room: Room) -> None:
    ana = room.person("ana")
    ana.types("four offer")
    seen = ana.presses("Another four")
    assert seen.replaced
    assert seen.text.startswith("Four for the offer talk")


def test_picking_whom_one_meets_changes_the_four(room: Room) -> None:
    ana = room.person("ana")
    ana.types("four")
    assert ana.picks("Whom do you meet?", "For an executive").text.startswith("Four for an executive")


def test_the_stage_told_in_the_settings_holds_until_another_is_named(room: Room) -> None:
    ana = room.person("ana")
    ana.types("settings me")
    ana.picks("Whom you meet next", "the recruiter")
    ana.presses("Save")
    assert ana.types("four").text.startswith("Four for the recruiter")
    assert ana.types("four offer").text.startswith("Four for the offer talk")


@pytest.mark.parametrize("stage", ["nonsense", "ANY"])
def test_a_forged_stage_is_refused(room: Room, stage: str) -> None:
    ana = room.person("ana")
    assert "no longer works" in ana.presses_ref(AnotherFour(stage)).text
    assert "no longer works" in ana.presses_ref("1|pick-s", stage).text
    assert "no longer works" in ana.presses_ref("1|pick-s").text


def test_another_four_are_four_others_until_all_were_shown(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(*(f"t{n}.q" for n in range(8))))
    ana = room.person("ana")
    first, second = ana.types("four").text, ana.presses("Another four").text
    assert not set(shown(first)) & set(shown(second))
    assert len({line[3:] for line in shown(first) + shown(second)}) == 8
    assert len(shown(ana.presses("Another four").text)) == 4


def test_the_fours_do_not_use_up_the_questions_asked_one_by_one(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank("a.one", "b.two", "c.three", "d.four"))
    ana = room.person("ana")
    ana.types("four")
    assert all("start over" not in ana.types("").text for _ in range(4))
