"""However long a question or a role is: what one has in front of them is one message, on Slack and on Discord."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from bot.bank.bank import Bank, Pack
from bot.bank.roles import Role
from bot.chat.elements import View
from bot.chat.keys import Person
from bot.chat.words import Words
from bot.practice import screens
from bot.practice.dealing import TO_ASK
from bot.practice.model import LINE, NAME, Feedback, Member, Practice, State, Turn, Way
from bot.practice.screens import Seen
from tests.support.rooms import START, asks, bank, open_of

LONG = "Says what it was about, and for whom; what they did first, and what came of it in the end. "


def long(most: int, begin: str = "") -> str:
    return f"{begin}{LONG * 12}"[:most].strip()


def at_its_longest() -> Bank:
    talk = open_of(
        "talk.long",
        prompt=long(1000),
        rubric=tuple(long(160, f"{n} ") for n in range(5)),
        follow_ups=tuple(long(200, f"{n} ") for n in range(3)),
        hints=tuple(long(200, f"{n} ") for n in range(3)),
    )
    asked = [asks(f"culture.q{n}", ask=long(149) + "?", reveals=long(60)) for n in range(TO_ASK)]
    (pack,) = bank(talk, *asked).packs
    facts = tuple(long(200) for _ in range(7))
    role = Role(id="longest", who=long(120), situation=long(400), facts=facts, rather_not=long(300))
    return Bank([Pack(pack.about, pack.questions, pack.guide, (role,))])


BANK = at_its_longest()
TALK, ASK = ("small:talk.long",), tuple(f"small:culture.q{n}" for n in range(TO_ASK))
WORDS = Words("en", lambda name, argument: f"/askq {name} {argument}")


def people(platform: str, count: int) -> tuple[Member, ...]:
    scope = "T0123456789" if platform == "slack" else ""
    ids = [f"U012345678{n}" if platform == "slack" else f"{10**18 + n}" for n in range(count)]
    return tuple(Member(Person(platform, scope, id), "N" * NAME, "America/Argentina/Buenos_Aires") for id in ids)


def practices(platform: str) -> Iterator[Practice]:
    for count in (2, 3):
        for way, questions, role in ((Way.INTERVIEW, TALK, ""), (Way.REVERSE, ASK, "small:longest")):
            first = Turn(1, 0, questions, role)
            made = Practice(
                group="slack:T0123456789" if platform == "slack" else f"discord:{10**18}",
                id="a" * 13,
                home="slack:T0123456789" if platform == "slack" else "discord",
                channel="C0123456789",
                locale="en",
                members=people(platform, count),
                state=State.READY,
                way=way,
                minutes=90,
                source="talk culture",
                at=START,
                next_at=START,
                run="r" * 13,
                checks=1,
                turns=(first,),
            )
            begun = replace(first, started=START, ends=START)
            both = (begun, replace(begun, number=2, candidate=1))
            yield made
            yield replace(made, state=State.RUNNING, turns=(replace(begun, shown=True),))
            yield replace(made, state=State.FEEDBACK, turns=both)
            yield replace(made, state=State.OVER, turns=both)


def cards(platform: str) -> Iterator[View]:
    for practice in practices(platform):
        given = practice.state is State.OVER
        feedback = tuple(
            Feedback(giver.person, about.person, frozenset({0, 5}), long(LINE), given)
            for giver in practice.members
            for about in practice.others(giver.person)
        )
        for member in practice.members:
            wordings = {id: long(300) for id in ASK}
            yield screens.card(WORDS, BANK, Seen(practice, member.person, START, feedback, wordings))


@pytest.mark.parametrize("platform", [discord, slack], ids=["discord", "slack"])
def test_every_card_is_one_message(platform: object) -> None:
    name = "discord" if platform is discord else "slack"
    shown = list(cards(name))
    assert len(shown) > 20
    for card in shown:
        assert len(platform.messages(card)) == 1  # type: ignore[attr-defined]
