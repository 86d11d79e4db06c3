"""What people type finds the question they mean."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import loader
from bot.bank.content import content_folder
from bot.bank.search import Finder
from bot.bank.searchable import Document

BANK = loader.load(content_folder(None))

SMALL = Finder(
    {
        "pay": Document(asked=("How is pay decided?",), more=("salary money",)),
        "promotion": Document(asked=("Who was promoted last?",)),
        "team": Document(asked=("How does the team decide?",)),
        "team-two": Document(asked=("Who is on the team?",), why=("astronomy",)),
        "team-three": Document(more=("How large is the team?",)),
        "review": Document(asked=("What did the last review of your code change?",)),
    }
)

ANYTHING = st.text(alphabet=st.characters(exclude_categories=[]))
TYPED = st.one_of(
    ANYTHING,
    st.lists(st.sampled_from("what people pay Team culure day manger ½ ß İ train ² 1:1".split())).map(" ".join),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("promoted", "promotion"),
        ("promotions", "promotion"),
        ("PROMOTE", "promotion"),
        ("promotd", "promotion"),
        ("promtoed", "promotion"),
        ("rpomoted", "promotion"),
        ("prommoted", "promotion"),
        ("prom", "promotion"),
        ("sal", "pay"),
        ("salry", "pay"),
        ("sálary", "pay"),
        ("Pay?!", "pay"),
        ("codereview", "review"),
        ("code-review", "review"),
    ],
)
def test_endings_typos_beginnings_accents_case_blanks_and_signs_are_forgiven(typed: str, found: str) -> None:
    assert SMALL.search(typed, 5) == [found]


def test_short_words_are_taken_as_typed() -> None:
    assert SMALL.search("pat", 5) == []
    assert SMALL.search("te", 5) == []


def test_of_unknown_words_that_are_too_short_to_be_mended_no_account_is_taken() -> None:
    alike = Finder({str(number): Document(asked=("the team",)) for number in range(9)})
    assert alike.search("teh team", 1) == ["0"]
    assert alike.search("telescope team", 1) == []


def test_a_word_that_is_known_is_not_taken_for_another() -> None:
    twins = Finder({"form": Document(asked=("form",)), "from": Document(asked=("farm",))})
    assert twins.search("form", 5) == ["form"]


def test_the_nearest_spelling_comes_first() -> None:
    near = Finder({"paper": Document(asked=("hanger",)), "boss": Document(asked=("manager",))})
    assert near.search("manger", 5) == ["boss", "paper"]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    assert SMALL.search("team pay", 5)[0] == "pay"


def test_a_word_counts_more_where_it_weighs_more() -> None:
    assert SMALL.search("team", 5) == ["team-two", "team", "team-three"]


def test_a_word_counts_more_where_it_stands_in_two_fields() -> None:
    asked, named = ("team",), ("team",)
    fields = {
        "asked": Document(asked=asked),
        "both": Document(asked=asked, topic=named),
        "named": Document(topic=named),
    }
    assert Finder(fields).search("team", 5) == ["both", "asked", "named"]


def test_words_side_by_side_count_more_than_words_apart() -> None:
    both = Finder(
        {
            "apart": Document(found_by=("change", "career")),
            "together": Document(found_by=("career change",)),
        }
    )
    assert both.search("career change", 5) == ["together", "apart"]


def test_equal_ones_stay_in_their_order() -> None:
    ids = [f"number-{number}" for number in range(300)]
    assert Finder({id: Document(asked=("the same",)) for id in ids}).search("same", 20) == ids[:20]


@pytest.mark.parametrize("typed", ["quantum telescopes of the team", "astronomy pizza", "promoted salary"])
def test_what_fits_only_the_lesser_part_of_the_words_is_left_out(typed: str) -> None:
    assert SMALL.search(typed, 5) == []


def test_no_more_are_given_than_wanted() -> None:
    assert SMALL.search("team", 2) == ["team-two", "team"]
    assert SMALL.search("team", 0) == []
    assert SMALL.search("team", -1) == []


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "the of and", "xqzzk", "_", "\x00", "😀", "\ud800"])
def test_nothing_and_nonsense_find_nothing(typed: str) -> None:
    assert SMALL.search(typed, 5) == SMALL.complete(typed, 5) == []
    assert BANK.search(typed) == []


def test_an_empty_index_finds_nothing() -> None:
    assert Finder({}).search("team", 5) == Finder({}).complete("team", 5) == []


@settings(deadline=None)
@given(TYPED, st.integers(0, 10))
def test_any_text_gives_different_questions_in_a_steady_order(typed: str, most: int) -> None:
    found = [question.id for question in BANK.search(typed, most)]
    assert len(found) == len(set(found)) <= most
    assert found == [question.id for question in BANK.search(typed, most)]
    assert found == [question.id for question in BANK.search(typed, most + 5)][:most]


@settings(deadline=None)
@given(TYPED)
def test_any_text_can_be_completed(typed: str) -> None:
    found = [question.id for question in BANK.complete(typed, 15)]
    assert len(found) == len(set(found)) <= 15
    assert all(topic.id in BANK.topics for topic in BANK.complete_topics(typed))


@settings(deadline=None)
@given(st.lists(ANYTHING, max_size=4), ANYTHING)
def test_any_text_can_be_searched_in(texts: list[str], typed: str) -> None:
    finder = Finder({str(number): Document(asked=(text,), found_by=(text,)) for number, text in enumerate(texts)})
    assert set(finder.search(typed, 5)) <= {str(number) for number in range(len(texts))}
    assert set(finder.complete(typed, 5)) <= {str(number) for number in range(len(texts))}


@pytest.mark.parametrize("question", BANK.questions.values(), ids=lambda question: question.text.id)
def test_a_question_is_found_by_its_own_text(question: object) -> None:
    assert question in BANK.search(question.prompt, 3)  # type: ignore[attr-defined]


def test_threads_may_search_at_once() -> None:
    typed = ["culture", "salry", "how do they promote people", "codereview", "wfh"] * 40

    def both(text: str) -> list[str]:
        return [question.id for question in (*BANK.search(text), *BANK.complete(text, 5))]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(both, typed)) == [both(text) for text in typed]


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


def test_what_is_not_searched_for_costs_nothing() -> None:
    script = (
        "import sys; from bot import once, settings; from random import Random\n"
        "once.question(settings.Settings(), 'culture', Random(1)); print('tantivy' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(content_folder(None).parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "False\n"
