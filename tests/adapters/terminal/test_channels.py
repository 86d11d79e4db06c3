"""A feature asks where it may post, and the room answers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest

from adapters.terminal.clock import Clock
from adapters.terminal.desk import Desk
from adapters.terminal.outbox import Outbox
from adapters.terminal.postman import Postman
from adapters.terminal.render import Paper
from adapters.terminal.room import Room
from bot.app import App
from bot.chat.command import Catalogue, Feature
from bot.chat.elements import Controls, select_channel, text, view
from bot.chat.keys import Place
from bot.chat.messages import Answer, Pressed, Reply
from bot.chat.refs import Ref, ref
from bot.context import Context
from bot.storage.engine import Database
from bot.welcome import commands as welcome
from tests.adapters.terminal.test_desk import take
from tests.support.rooms import SMALL, START

feature = Feature("where")


@ref("test-where")
@dataclass(frozen=True)
class Where(Ref):
    pass


@feature.command("", tree="where", summary="Ask where")
def where(ctx: Context) -> Answer:
    return Reply(view(text(f"In {ctx.incoming.zone}."), Controls((select_channel("Where?", Where()),))))


@feature.command("why", tree="why", summary="Look at another channel")
def there(ctx: Context) -> Answer:
    return Reply(view(text(f"There: {ctx.standing(Place(ctx.group, 'random')).fixes}")))


@feature.pressed(Where)
def on_where(ctx: Context, _: Where, event: Pressed) -> Answer:
    (channel,) = event.values
    standing = ctx.standing(Place(ctx.group, channel))
    return Reply(view(text(f"{channel}: {[f'{lack}: {fix}' for lack, fix in standing.fixes.items()]}")))


@pytest.fixture
def desk(database: Database) -> Desk:
    clock = Clock(lambda: START)
    app = App(
        database=database,
        bank=SMALL,
        catalogue=Catalogue((feature,)),
        joined=welcome.hello,
        addressed=welcome.pointer,
        housekeeping=(),
        kinds={},
        planners=(),
        clock=clock,
        rng=Random(1),
        new_id=lambda: "id",
    )
    room = Room("study", ["ana"], session="test", channel="lounge", zone="Asia/Kolkata")
    return Desk(Postman(app, clock, {room.home: Outbox(room, clock)}), room, lambda: Paper(80, colour=False))


def test_a_list_of_channels_offers_the_rooms_own(desk: Desk) -> None:
    assert "[1] Where? ▾" in take(desk, "askq")
    assert "[1.1] #lounge" in take(desk, "1")
    assert "lounge: []" in take(desk, "1.1")


def test_a_locked_room_says_how_it_is_put_right(desk: Desk) -> None:
    assert "lounge: ['post: /unlock']" in take(desk, "askq", "/lock", "1.1")


def test_there_is_no_other_channel(desk: Desk) -> None:
    assert "gone" in take(desk, "why")


def test_askq_is_told_which_time_people_live_by(desk: Desk) -> None:
    assert "In Asia/Kolkata." in take(desk, "askq")
