"""A pack may say what else people call things; its questions are then found by that too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank import loader
from bot.bank.bank import Bank
from tests.bank.packs import PACK, Files, Problems, question, topic, write

SYNONYMS = """\
words:
  find strange: [odd, weird]
  atmosphere: [vibe]
  lost an argument: [overruled]
found_by:
  culture.two: [work-life balance, after hours]
"""

TWO = question(id="culture.two", ask="What happens when a message is sent in the evening?", reveals="What is expected")


def packed(folder: Path, synonyms: str = SYNONYMS, **more: str) -> Bank:
    files: Files = {"synonyms.yaml": synonyms, "culture.yaml": topic(question(), TWO), **more}
    write(folder, files)
    return loader.load(folder)


def ids(bank: Bank, typed: str) -> list[str]:
    return [found.text.id for found in bank.search(typed)]


@pytest.mark.parametrize("typed", ["weird", "odd", "wierd", "oddly", "weir"])
def test_where_a_question_says_a_word_it_is_found_by_the_others(tmp_path: Path, typed: str) -> None:
    assert ids(packed(tmp_path), typed) == ["culture.one"]


def test_a_topics_names_have_synonyms_too(tmp_path: Path) -> None:
    assert set(ids(packed(tmp_path), "vibe")) == {"culture.one", "culture.two"}


def test_endings_of_the_word_make_no_difference(tmp_path: Path) -> None:
    assert ids(packed(tmp_path, "words: {finds strangely: [odd]}"), "odd") == ["culture.one"]


def test_one_question_has_words_of_its_own(tmp_path: Path) -> None:
    bank = packed(tmp_path)
    assert ids(bank, "work-life balance") == ["culture.two"]
    assert [found.text.id for found in bank.complete("after h", 5)] == ["culture.two"]


def test_it_does_not_work_the_other_way_round(tmp_path: Path) -> None:
    assert ids(packed(tmp_path, "words: {odd: [zebra]}"), "zebra") == []


def test_synonyms_are_one_packs_own(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    write(tmp_path / "one", {"synonyms.yaml": "words: {strange: [zebra]}"})
    write(tmp_path / "other", {"pack.yaml": PACK.replace("id: trial", "id: second")})
    packs = [pack for folder in ("one", "other") for pack in loader.load(tmp_path / folder).packs]
    bank = Bank(packs)
    assert [found.id for found in bank.search("zebra")] == ["trial:culture.one"]
    assert len(bank.search("strange")) == 2


def test_what_the_question_says_itself_counts_more(tmp_path: Path) -> None:
    said = question(id="culture.two", ask="What is odd about you?", reveals="The odd")
    assert ids(packed(tmp_path, **{"culture.yaml": topic(question(), said)}), "odd") == ["culture.two", "culture.one"]


def test_a_pack_without_synonyms_is_searched_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, {})
    assert ids(loader.load(tmp_path), "strange") == ["culture.one"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("words: {pay: salary}", "trial/synonyms.yaml:1:14: a list is wanted here, not text (field)"),
        ("words: [pay]", "trial/synonyms.yaml:1:8: fields (`name: value`) are wanted here, not a list (field)"),
        ("words: {pay: []}", "trial/synonyms.yaml:1:14: too few entries (0): at least 1 (field)"),
        ("words: {pay: [1]}", "trial/synonyms.yaml:1:15: text is wanted here, not a number: put it in quotes (field)"),
        ("synonyms: {}", "trial/synonyms.yaml:1:11: there is no field called 'synonyms' (field)"),
        ("words: {pay: [a], pay: [b]}", "trial/synonyms.yaml:1:19: 'pay' stands here twice (duplicate-key)"),
    ],
)
def test_mistakes_are_told_with_their_place(problems: Problems, written: str, told: str) -> None:
    assert problems({"synonyms.yaml": written}) == [told]
