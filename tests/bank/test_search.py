"""What people type finds the question they mean."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import loader
from bot.bank.content import content_folder
from bot.bank.search import Index

BANK = loader.load(content_folder(None))

SMALL = Index(
    {
        "pay": (("How is pay decided?", 3.0), ("salary money", 1.0)),
        "promotion": (("Who was promoted last?", 3.0),),
        "team": (("How does the team decide?", 3.0),),
        "team-two": (("Who is on the team?", 3.0), ("astronomy", 0.5)),
        "team-three": (("How large is the team?", 1.0),),
    }
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("promoted", ["promotion"]),
        ("promotions", ["promotion"]),
        ("PROMOTE", ["promotion"]),
        ("promotd", ["promotion"]),
        ("promtoed", ["promotion"]),
        ("prom", ["promotion"]),
        ("sal", ["pay"]),
        ("salry", ["pay"]),
        ("Pay?!", ["pay"]),
    ],
)
def test_endings_typos_beginnings_case_and_signs_are_forgiven(typed: str, found: list[str]) -> None:
    assert SMALL.search(typed, 5) == found


def test_short_words_are_taken_as_typed() -> None:
    assert SMALL.search("pat", 5) == []
    assert SMALL.search("te", 5) == []


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    assert SMALL.search("team astronomy", 5) == ["team-two"]
    assert SMALL.search("team pay", 5)[0] == "pay"


def test_a_word_counts_more_where_it_weighs_more() -> None:
    assert SMALL.search("team", 5) == ["team", "team-two", "team-three"]


def test_what_fits_only_the_lesser_part_of_the_words_is_left_out() -> None:
    assert SMALL.search("quantum telescopes of the team", 5) == []


def test_no_more_are_given_than_wanted() -> None:
    assert SMALL.search("team", 2) == ["team", "team-two"]
    assert SMALL.search("team", 0) == []


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "the of and", "xqzzk", "_", "\x00", "😀"])
def test_nothing_and_nonsense_find_nothing(typed: str) -> None:
    assert SMALL.search(typed, 5) == []
    assert BANK.search(typed) == []


def test_an_empty_index_finds_nothing() -> None:
    assert Index({}).search("team", 5) == []


@settings(deadline=None)
@given(
    st.one_of(
        st.text(alphabet=st.characters(exclude_categories=[])),
        st.lists(st.sampled_from("what people pay Team culure day manger ½ ß İ train".split())).map(" ".join),
    ),
    st.integers(0, 10),
)
def test_any_text_gives_different_questions_in_a_steady_order(typed: str, most: int) -> None:
    found = [question.id for question in BANK.search(typed, most)]
    assert len(found) == len(set(found)) <= most
    assert found == [question.id for question in BANK.search(typed, most)]
    assert found == [question.id for question in BANK.search(typed, most + 5)][:most]


def test_the_order_does_not_depend_on_the_process() -> None:
    script = (
        "from bot.bank import loader; from bot.bank.content import content_folder\n"
        "bank = loader.load(content_folder(None))\n"
        "print([[q.id for q in bank.search(t, 10)] for t in ('peple', 'manger', 'traning', 'wrok', 'team pay')])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(content_folder(None).parent)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("typical day", "typical-day"),
        ("what is the culture like", "culture"),
        ("unwritten rules", "culture"),
        ("promotion", "promotion"),
        ("salary", "pay"),
        ("parental leave", "pay"),
        ("working from home", "remote"),
        ("overtime", "on-call"),
        ("why do people leave", "liking-it-here"),
        ("traning", "training"),
        ("onboarding", "onboarding"),
        ("doubts about my qualifications", "hesitations"),
        ("next steps", "process"),
        ("my boss", "manager"),
        ("code review", "engineering"),
        ("how is success measured", "success"),
    ],
)
def test_everyday_words_find_the_right_topic_among_the_first_three(typed: str, topic: str) -> None:
    assert topic in [question.topic for question in BANK.search(typed, 3)]
