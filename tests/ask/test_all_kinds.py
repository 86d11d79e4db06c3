"""Where questions of all kinds meet: at random only those to ask an interviewer, by topic, id and words every one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from bot.ask import cards
from bot.ask.model import Look
from bot.ask.parts import parts_of
from bot.bank.bank import Bank, Question
from bot.bank.kinds import TOGETHER, AnyQuestion
from bot.chat.elements import View
from bot.chat.words import Words
from bot.storage.engine import Database
from tests.support.rooms import Room, asks, bank, choice_of, open_of, recall_of, shipped

MIXED = bank(asks("talk.one"), asks("more.two"), choice_of("eggs.three"), recall_of("names.four"), open_of("past.five"))
SHIPPED = shipped()


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database, bank=MIXED)


def test_at_random_come_only_questions_to_ask(room: Room) -> None:
    ana = room.person("ana")
    asked = {ana.types("").text.partition("\n")[0] for _ in range(8)}
    assert asked == {"Could you tell me about one?", "Could you tell me about two?"}
    assert ana.types("four").text.count(" — ") == 2


def test_a_bank_with_nothing_to_ask_gives_what_it_has(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(choice_of("eggs.three")))
    assert room.person("ana").types("").text.startswith("Which one is three?")


@pytest.mark.parametrize(
    ("topic", "asked"),
    [
        ("talk", "Could you tell me about one?"),
        ("eggs", "Which one is three?"),
        ("names", "What is four called?"),
        ("past", "Tell me about five."),
    ],
)
def test_a_topic_an_id_and_words_find_every_kind(room: Room, topic: str, asked: str) -> None:
    ana = room.person("ana")
    (id,) = (question.text.id for question in room.app.bank.of_topic(topic))
    assert ana.types(topic).text.startswith(asked)
    assert ana.types(id).text.startswith(asked)
    found = ana.types(f"number {id.partition('.')[2]}")
    assert f"1. {asked} — " in found.text
    assert ana.presses("1").text.startswith(asked)
    assert id in "".join(ana.completes("", "topic", id.partition(".")[2]).values)


def test_another_stays_with_the_topic(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=bank(choice_of("eggs.one"), choice_of("eggs.two"), asks("talk.x"))).person("ana")
    ana.types("eggs.one")
    assert ana.presses("Another").text.startswith("Which one is two?")


def test_topics_of_one_pack_are_listed_with_what_they_are_about(room: Room) -> None:
    assert "Eggs: About eggs. (1)" in room.person("ana").types("topics").text


def test_topics_of_several_packs_stand_below_their_pack(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=SHIPPED).person("ana")
    seen = ana.types("topics")
    for pack in SHIPPED.packs:
        names = " · ".join(f"{each.title} ({len(SHIPPED.of_topic(each.id))})" for each in pack.about.topics)
        assert f"{pack.about.title}\n{pack.about.about}\n{names}" in seen.text
    assert seen.values == list(SHIPPED.topics)
    assert "Words to know · " in ana.picks("Python fundamentals: ask me one about …", "Words to know").text
    assert len(discord.messages(seen.view)) == len(slack.messages(seen.view)) == 1


def test_a_topic_of_two_packs_is_listed_once(sqlite_database: Database) -> None:
    one, two = bank(asks("talk.one")).packs[0], bank(asks("talk.two"), asks("walk.three")).packs[0]
    other = replace(two, about=two.about.model_copy(update={"id": "other", "title": "Other"}))
    again = replace(one, about=one.about.model_copy(update={"id": "again", "title": "Again"}))
    seen = Room(sqlite_database, bank=Bank([one, other, again])).person("ana").types("topics")
    assert seen.text.count("Talk") == 1
    assert seen.values == ["talk", "walk"]
    assert seen.labels == ["Small: ask me one about …", "Other: ask me one about …"]


def test_everything_about_every_question_that_ships_can_be_seen(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=SHIPPED).person("ana")
    for question in SHIPPED.questions.values():
        assert question.headline in ana.types(question.id).text
        assert all(ana.presses_ref(Look(question.id, part)).replaced for part in parts_of(question)), question.id


LONG = "All work and no play. "


def long(most: int) -> str:
    return (LONG * 60)[:most].strip()


WORST: list[AnyQuestion] = [
    asks(
        "a.ask", ask=long(150), reveals=long(60), why=long(600), benefit=long(400), use_it=long(400),
        listen_for=(long(160),) * 4, warning_signs=(long(160),) * 4, follow_ups=(long(150),) * 3,
        tailor="{x} " + long(240), weak_form=long(150), weak_because=long(200),
    ),
    choice_of(
        "a.one", prompt=long(800), why=long(400),
        options=tuple({"text": f"{n} {long(180)}", "right": n == 5, "because": long(200)} for n in range(6)),
    ),
    choice_of(
        "a.all", select="all", prompt=long(800), why=long(400),
        options=tuple({"text": f"{n} {long(180)}", "right": n != 5, "because": long(200)} for n in range(6)),
    ),
    recall_of(
        "a.recall", *(f"{n}{long(70)}" for n in range(8)), prompt=long(1000), explanation=long(600), why=long(600)
    ),
    open_of(
        "a.open", prompt=long(1000), rubric=(long(160),) * 5, model_answer=long(1000), why=long(600),
        follow_ups=(long(200),) * 3, hints=(long(200),) * 3,
    ),
]  # fmt: skip


def views(question: Question) -> list[View]:
    """Every screen that the question has, at its longest."""
    bank_ = bank(question.text)
    topic = next(iter(bank_.topics.values()))
    _ = Words("en", lambda name, argument: f"/askq {name} {argument}")
    text = question.text
    found = [cards.card(_, topic, question, part=part, shareable=True) for part in (None, *parts_of(question))]
    if text.kind == "choice":
        found.append(cards.card(_, topic, question, marked=range(6), shareable=True))
        said = cards.said_to_choice(_, text, range(len(text.options)))
        found.append(cards.answered(_, topic, question, said, shareable=True))
    if text.kind == "recall":
        said = cards.said_to_recall(_, text, long(100))
        found.append(cards.answered(_, topic, question, said, shareable=True))
    return found


@pytest.mark.parametrize("text", WORST, ids=lambda text: text.id)
def test_the_longest_question_there_can_be_fits_one_message_everywhere(text: AnyQuestion) -> None:
    (question,) = bank(text).questions.values()
    for view in views(question):
        assert len(discord.messages(view)) == 1
        assert len(slack.messages(view)) == 1


@pytest.mark.parametrize("question", SHIPPED.questions.values(), ids=lambda question: question.text.id)
def test_every_question_that_ships_fits_one_message_everywhere(question: Question) -> None:
    for view in views(question):
        assert len(discord.messages(view)) == 1
        assert len(slack.messages(view)) == 1


def test_the_longest_choice_is_as_long_as_a_choice_may_be() -> None:
    for text in WORST[1:3]:
        assert text.kind == "choice"
        size = len(text.prompt) + len(text.why) + sum(len(each.text) + len(each.because or "") for each in text.options)
        assert TOGETHER - 50 <= size <= TOGETHER


def test_the_identifiers_of_the_longest_ids_fit(sqlite_database: Database) -> None:
    id = f"{'t' * 24}.{'q' * 23}"
    text = choice_of(id, *"abcdef", right="ABCDE")
    small = bank(text)
    pack = small.packs[0]
    placed = Question(f"{'p' * 24}:{id}", "p" * 24, "t" * 24, text)
    room = Room(sqlite_database, bank=Bank([replace(pack, questions=(placed,))]))
    ana = room.person("ana")
    ana.types(placed.id)
    for letter in "ABCDEF":
        ana.presses(letter)
    assert "Not quite" in ana.presses("Check").text
