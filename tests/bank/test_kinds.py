"""Questions to ask and to answer: what all of them share, and what each kind knows of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.bank import loader
from bot.bank.bank import Bank
from bot.bank.kinds import AnyQuestion, ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion, Level, Stage
from tests.bank.packs import CHOICE, OPEN, PACK, RECALL, question, topic, write
from tests.support.rooms import asks, choice_of, open_of, recall_of
from tests.support.rooms import bank as bank_of

TOPICS = """\
  - {id: eggs, title: Eggs, about: Which one.}
  - {id: chicks, title: Chicks, about: What it is called.}
  - {id: hens, title: Hens, about: Tell of them.}
"""


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    write(
        tmp_path,
        {
            "pack.yaml": PACK + TOPICS,
            "eggs.yaml": topic(question(CHOICE, id="eggs.one"), name="eggs", kind="choice"),
            "chicks.yaml": topic(question(RECALL, id="chicks.one"), name="chicks", kind="recall"),
            "hens.yaml": topic(question(OPEN, id="hens.one"), name="hens", kind="open"),
        },
    )
    other = tmp_path / "other"
    other.mkdir()
    (other / "pack.yaml").write_text(PACK.replace("trial", "other").replace("culture", "barn"))
    (other / "barn.yaml").write_text(topic(question(RECALL, id="barn.one"), name="barn", kind="recall"))
    return loader.load(tmp_path)


def test_a_pack_holds_topics_of_every_kind(bank: Bank) -> None:
    kinds = {found.text.id: type(found.text) for found in bank.of_pack("trial")}
    assert kinds == {
        "culture.one": AskQuestion,
        "eggs.one": ChoiceQuestion,
        "chicks.one": RecallQuestion,
        "hens.one": OpenQuestion,
    }


def test_questions_are_given_by_kind_and_by_pack(bank: Bank) -> None:
    assert [found.id for found in bank.of_kind("ask")] == ["trial:culture.one"]
    assert [found.id for found in bank.of_kind("recall")] == ["other:barn.one", "trial:chicks.one"]
    assert {found.kind for found in bank.of_kind("choice", "open")} == {"choice", "open"}
    assert [found.id for found in bank.of_pack("other")] == ["other:barn.one"]
    assert bank.of_pack("nonesuch") == ()


def test_a_pack_is_found_by_its_id(bank: Bank) -> None:
    pack = bank.pack("other")
    assert pack is not None
    assert pack.id == "other"
    assert pack.questions == bank.of_pack("other")
    assert bank.pack("nonesuch") is None


def test_stages_are_of_questions_to_ask_only(bank: Bank) -> None:
    assert [found.id for found in bank.of_stage(None)] == ["trial:culture.one"]
    assert [found.id for found in bank.of_stage(Stage.TEAM)] == ["trial:culture.one"]


@pytest.mark.parametrize(
    ("text", "prompt", "why"),
    [
        (asks("a.one"), "Could you tell me about one?", "Why a.one is asked."),
        (choice_of("a.one"), "Which one is one?", "Why a.one matters."),
        (recall_of("a.one"), "What is one called?", "Why a.one matters."),
        (open_of("a.one"), "Tell me about one.", "Why a.one is asked."),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_every_kind_has_a_prompt_a_reason_and_a_level(text: AnyQuestion, prompt: str, why: str) -> None:
    (placed,) = bank_of(text).questions.values()
    assert (placed.kind, placed.prompt, placed.why, placed.level) == (text.kind, prompt, why, Level.ANY)
    assert placed.headline == prompt


@pytest.mark.parametrize(
    ("prompt", "headline"),
    [
        ("What does *this* print?\n\n```\nprint(1)\n```", "What does this print?"),
        ("Two\nlines.\n\nMore.", "Two lines."),
        ("```\nprint(1)\n```\n\nWhat is printed?", "What is printed?"),
        ("Which of `a` and **b**?", "Which of a and b?"),
        ("```\nprint(1)\n```", "``` print(1) ```"),
    ],
)
def test_a_headline_is_the_first_paragraph_in_one_plain_line(prompt: str, headline: str) -> None:
    assert choice_of("a.one", prompt=prompt).headline == headline


def test_what_a_question_is_about_is_said_in_the_fewest_words_there_are() -> None:
    assert asks("a.one").gist == "The truth of a.one"
    assert recall_of("a.one").gist == "What is one called?"


def test_a_choice_knows_its_right_options() -> None:
    assert choice_of("a.one", right="B").right == {1}
    assert choice_of("a.one", "x", "y", "z", right="AC").right == {0, 2}


def test_what_an_author_wrote_cannot_be_changed() -> None:
    for text in (choice_of("a.one"), recall_of("a.one"), open_of("a.one"), choice_of("a.one").options[0]):
        with pytest.raises(ValidationError, match="frozen"):
            text.why = "Because."  # type: ignore[union-attr]


def test_any_question_is_read_back_by_its_kind() -> None:
    read: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)
    for text in (asks("a.one"), choice_of("a.one"), recall_of("a.one"), open_of("a.one")):
        assert read.validate_json(read.dump_json(text)) == text


def test_words_of_any_kind_are_searched_for_but_answers_are_not() -> None:
    bank = bank_of(
        asks("a.one", ask="Who feeds the zebra?"),
        choice_of("b.two", "Mainly giraffes", "Only lions"),
        recall_of("c.three", "walrus", prompt="Which animal has tusks?", explanation="The walrus."),
        open_of("d.four", rubric=("Names a leopard", "Counts", "Ends"), model_answer="We had an ocelot."),
    )
    assert [found.text.id for found in bank.search("zebra")] == ["a.one"]
    assert [found.text.id for found in bank.search("giraffes")] == ["b.two"]
    assert [found.text.id for found in bank.search("tusks")] == ["c.three"]
    assert [found.text.id for found in bank.search("leopard")] == ["d.four"]
    assert bank.search("walrus") == []
    assert bank.search("ocelot") == []
