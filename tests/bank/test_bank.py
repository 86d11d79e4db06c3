"""Questions are found by id, topics by whatever they are called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import loader
from bot.bank.bank import Bank
from bot.bank.content import content_folder
from bot.bank.model import Stage, Topic
from tests.bank.packs import GUIDE, PACK, question, topic, write

SHIPPED = loader.load(content_folder(None))

TOPICS = """\
  - {id: pay, title: Money and time, aliases: [salary, paid-leave], about: What it is worth.}
  - {id: people, title: People, aliases: [peers], about: Whom you meet.}
"""


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    files: dict[str, str | bytes] = {
        "pack.yaml": PACK + TOPICS + "retired: [culture.old]\n",
        "culture.yaml": topic(question(), question(id="culture.two", stages=["offer"])),
        "pay.yaml": topic(question(id="pay.one"), name="pay"),
        "people.yaml": topic(question(id="people.one"), name="people"),
        "guide.yaml": GUIDE,
    }
    write(tmp_path, files)
    return loader.load(tmp_path)


def ids(topics: Sequence[Topic]) -> list[str]:
    return [each.id for each in topics]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pay", ["pay"]),
        ("PAY ", ["pay"]),
        ("salary", ["pay"]),
        ("Money and Time", ["pay"]),
        ("money-and-time", ["pay"]),
        ("paid leave", ["pay"]),
        ("paid-leave", ["pay"]),
        ("Paid  Leave", ["pay"]),
        ("pa", ["pay"]),
        ("sal", ["pay"]),
        ("paid l", ["pay"]),
        ("peo", ["people"]),
        ("p", ["pay", "people"]),
        ("pe", ["people"]),
        ("c", ["culture"]),
        ("payday", []),
        ("", []),
        (" - ", []),
        ("ay", []),
    ],
)
def test_a_topic_is_named_by_its_id_title_alias_or_beginning(bank: Bank, typed: str, found: list[str]) -> None:
    assert ids(bank.topics_named(typed)) == found


def test_a_whole_name_beats_a_beginning_of_others() -> None:
    assert ids(SHIPPED.topics_named("team")) == ["team"]
    assert ids(SHIPPED.topics_named("pay")) == ["pay"]


@pytest.mark.parametrize("name", SHIPPED.topic_names)
def test_every_name_of_every_shipped_topic_names_exactly_one(name: str) -> None:
    assert len(SHIPPED.topics_named(name)) == 1
    assert SHIPPED.topics_named(name.upper()) == SHIPPED.topics_named(name.replace(" ", "-"))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_names_some_topics_or_none_each_once(typed: str) -> None:
    found = ids(SHIPPED.topics_named(typed))
    assert len(found) == len(set(found))
    assert set(found) <= set(SHIPPED.topics)


def test_two_packs_may_use_one_name_for_different_topics(tmp_path: Path, bank: Bank) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pack.yaml").write_text(
        PACK.replace("trial", "other").replace("culture", "hours").replace("values, atmosphere", "salary")
    )
    (other / "hours.yaml").write_text(topic(question(id="hours.one"), name="hours"))
    both = loader.load(tmp_path)
    assert ids(both.topics_named("salary")) == ["hours", "pay"]


def test_a_question_is_found_by_its_id_with_or_without_the_pack(bank: Bank) -> None:
    assert bank.find("trial:culture.one") is bank.find("culture.one") is not None
    assert bank.find("culture.three") is None
    assert bank.find("other:culture.one") is None
    assert bank.find("") is None


def test_an_id_of_two_packs_needs_its_pack(tmp_path: Path, bank: Bank) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pack.yaml").write_text(PACK.replace("trial", "other"))
    (other / "culture.yaml").write_text(topic())
    both = loader.load(tmp_path)
    assert both.find("culture.one") is None
    assert both.find("other:culture.one") is not None
    assert [found.id for found in both.of_topic("culture")] == [
        "other:culture.one",
        "trial:culture.one",
        "trial:culture.two",
    ]


def test_a_retired_question_is_known_as_such(bank: Bank) -> None:
    assert bank.retired("trial:culture.old")
    assert not bank.retired("trial:culture.one")
    assert not bank.retired("culture.old")


def test_questions_are_given_by_topic_and_by_stage(bank: Bank) -> None:
    assert [found.text.id for found in bank.of_topic("culture")] == ["culture.one", "culture.two"]
    assert bank.of_topic("nonesuch") == ()
    assert [found.text.id for found in bank.of_stage(Stage.OFFER)] == ["culture.two"]
    assert len(bank.of_stage(None)) == 4


def test_a_bank_without_packs_is_empty_and_answers() -> None:
    empty = Bank(())
    assert empty.guide is None
    assert empty.search("pay") == []
    assert empty.topics_named("pay") == []
    assert empty.of_stage(None) == ()
