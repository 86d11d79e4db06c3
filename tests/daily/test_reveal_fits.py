"""However many answer, and however long questions and answers are: each message fits, on Slack and on Discord."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import limits as discord_limits
from adapters.discord import render as discord
from adapters.slack import limits as slack_limits
from adapters.slack import render as slack
from bot.bank.kinds import AnyQuestion
from bot.calendar.plan import Plan
from bot.chat.elements import View
from bot.chat.keys import Person
from bot.chat.plain import plain
from bot.chat.words import Words
from bot.daily import post_screens, reveal_screens
from bot.daily.model import Answered, Day, Fate, Schedule, Shown
from tests.daily.mornings import OPEN, labels
from tests.support.rooms import START, asks, bank, choice_of, open_of, recall_of
from tests.support.views import TRICKY


def words() -> Words:
    return Words("en", lambda name, argument: f"/askq {name} {argument}")


SCHEDULE = Schedule(
    "slack:T1", "s" * 13, 1, "C1", Person("slack", "T1", "U1"), "en", Plan(START.time(), "UTC", frozenset(range(7)))
)
DAY = Day("slack:T1", "s" * 13, "2031-03-05.2", "small:culture.one", Fate.POSTED, "", START, "1", START, START)

LONG = "Because a query plan reads the index first, and only then the table, it `explains` itself & more. "
AT_ITS_LONGEST: Mapping[str, AnyQuestion] = {
    "choice": choice_of(
        "culture.one", *(f"{letter} {LONG * 2}"[:200] for letter in "ABCDEF"), right="C",
        prompt=(LONG * 11)[:1000].strip(), why=(LONG * 7)[:600].strip(),
    ),
    "code": choice_of(
        "culture.one", *(f"{letter} {LONG * 2}"[:200] for letter in "ABCDEF"), right="ABC",
        prompt="What does it print?\n\n```python\n" + ("print([n ** 2 for n in (1, 2)])  # <b>\n" * 25)[:950] + "\n```",
        why=(LONG * 7)[:500].strip(),
    ),
    "recall": recall_of(
        "culture.one", *(f"{letter} {LONG}"[:80].strip() for letter in "ABCDEFGH"), prompt=(LONG * 11)[:1000].strip(),
        explanation=(LONG * 7)[:600].strip(), why=(LONG * 7)[:600].strip(), source=(LONG * 4)[:300].strip(),
    ),
    "open": open_of(
        "culture.one", prompt=(LONG * 11)[:1000].strip(),
        rubric=tuple(f"{n} {LONG * 2}"[:160].strip() for n in "12345"),
        model_answer=(LONG * 11)[:1000].strip(), why=(LONG * 7)[:600].strip(), source=(LONG * 4)[:300].strip(),
    ),
    "ask": asks(
        "culture.one", why=(LONG * 7)[:600].strip(), listen_for=tuple(f"{n} {LONG * 2}"[:160].strip() for n in "1234"),
        warning_signs=tuple(f"{n} {LONG * 2}"[:160].strip() for n in "1234"),
    ),
}  # fmt: skip
"""Every field as long as an author may make it, as authors write."""


def slack_messages(view: View, ping: str = "") -> list[dict[str, Any]]:
    """As rendered, checked against Slack's numbers."""
    made = list(slack.messages(view, ping))
    for message in made:
        assert len(message["blocks"]) <= slack_limits.MESSAGE_BLOCKS
        assert len(message["text"]) <= slack_limits.FALLBACK
        assert sum(slack.characters(block) for block in message["blocks"]) <= slack_limits.MESSAGE_CHARACTERS
    return made


def discord_messages(view: View, ping: str = "") -> list[dict[str, Any]]:
    """As rendered, checked against Discord's numbers."""
    made = list(discord.messages(view, ping))
    for message in made:
        inner = [part for each in message["components"] for part in each.get("components", ())]
        assert len(message["components"]) + len(inner) <= discord_limits.COMPONENTS
        texts = [each["content"] for each in message["components"] if "content" in each]
        assert 0 < sum(map(len, texts)) <= discord_limits.MESSAGE_CHARACTERS
        assert len("".join(texts).encode()) <= discord_limits.MESSAGE_BYTES
    return made


def placed(question: AnyQuestion) -> Any:
    only = bank(question)
    return only, only.questions["small:culture.one"]


@pytest.mark.parametrize("question", AT_ITS_LONGEST.values(), ids=AT_ITS_LONGEST)
@pytest.mark.parametrize("revealed", [None, START])
def test_the_longest_question_is_one_message_with_its_buttons_and_its_count(
    question: AnyQuestion, revealed: datetime | None
) -> None:
    """Only the first message of several would be changed by a count, or by the answers' coming out."""
    only, asked = placed(question)
    view = post_screens.question(words(), only, SCHEDULE, replace(DAY, revealed=revealed), asked, 12_345)
    (there,) = discord_messages(view, ping="1" * 19)
    assert "12,345 answers" in str(there["components"])
    (there,) = slack_messages(view, ping="S0123456789")
    assert "12,345 answers" in str(there["blocks"])


@pytest.mark.parametrize("question", AT_ITS_LONGEST.values(), ids=AT_ITS_LONGEST)
def test_the_answers_to_the_longest_question_fit_their_messages(question: AnyQuestion) -> None:
    _, asked = placed(question)
    text = ",".join(map(str, range(5))) if question.kind == "choice" else LONG * 6
    given = [answered(f"U{number}", text[:600], Shown.NAMED) for number in range(500)]
    pages = everything(asked, given)
    assert len(pages) > reveal_screens.PUBLIC + 1
    for page in pages:
        assert len(slack_messages(page)) == 1
        assert len(discord_messages(page)) == 1
    mine = reveal_screens.mine(words(), DAY, asked, given[0])
    assert len(discord_messages(mine)) == len(slack_messages(mine)) == 1


def everything(question: Any, given: list[Answered]) -> list[View]:
    """What comes out for all, and then the pages that one reads on."""
    public = reveal_screens.reveal(words(), SCHEDULE, DAY, question, given)
    assert len(public) <= reveal_screens.PUBLIC + 1
    if "More answers" not in labels(public[-1]):
        return public
    private: list[View] = []
    while not private or "Next" in labels(private[-1]):
        number = reveal_screens.PUBLIC + 1 + len(private)
        page = reveal_screens.read_on(words(), DAY, question, given, number)
        assert page is not None
        private.append(page)
    return [*public, *private]


def answered(id: str, text: str, shown: Shown, right: bool | None = None) -> Answered:
    return Answered(Person("slack", "T1", id), f"Name of {id}", text, shown, right, frozenset(), START)


texts = st.sampled_from(TRICKY) | st.text(min_size=1, max_size=600)


@given(st.lists(st.tuples(texts, st.sampled_from(Shown)), max_size=60))
def test_whatever_people_wrote_is_shown_to_the_letter_and_fits(given: list[tuple[str, Shown]]) -> None:
    _, asked = placed(OPEN)
    told = [answered(f"U{number}", text[:600], shown) for number, (text, shown) in enumerate(given)]
    pages = everything(asked, told)
    shown = "\n".join(plain(page) for page in pages[1:])
    for each in told:
        if each.shown is Shown.NAMED:
            assert f"@Name of {each.person.id}: {each.text}" in shown
        elif each.shown is Shown.NAMELESS:
            assert f"Somebody: {each.text}" in shown
        else:
            assert f"Name of {each.person.id}:" not in shown
    for page in pages:
        slack_messages(page)
        discord_messages(page)


@given(st.lists(st.tuples(st.sets(st.integers(0, 2), min_size=1), st.sampled_from(Shown)), max_size=500))
def test_the_spread_adds_up_and_everybody_who_agreed_is_named_once(given: list[tuple[set[int], Shown]]) -> None:
    _, asked = placed(choice_of("culture.one", "Tea", "Coffee", "Water", right="AC"))
    told = [
        answered(f"U{number}", ",".join(map(str, sorted(letters))), shown, letters == {0, 2})
        for number, (letters, shown) in enumerate(given)
    ]
    first, *more = (plain(page) for page in everything(asked, told))
    if len(told) > 1:
        for index, row in enumerate(("A  Tea: {} (right)", "B  Coffee: {}\n", "C  Water: {} (right)")):
            assert row.format(sum(index in letters for letters, _ in given)) in first
        assert f"{sum(letters == {0, 2} for letters, _ in given)} of {len(given)} had it right." in first
    else:
        assert ": 0" not in first and "had it right" not in first, "it would tell who chose what"
    shown = "\n".join(more) + "\n"
    for each in told:
        named = shown.count(f"@Name of {each.person.id},") + shown.count(f"@Name of {each.person.id}\n")
        assert named == (each.shown is Shown.NAMED)
