"""A practice out of the database, as one of its people sees it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.bank.bank import Bank
from bot.chat.elements import View
from bot.chat.keys import Person
from bot.chat.markup import Spans
from bot.chat.words import Words
from bot.context import Context
from bot.errors import Refusal
from bot.kit import store as kit
from bot.practice import screens, store
from bot.practice.dealing import Asker
from bot.practice.model import Part, Practice, State, Way
from bot.practice.screens import Seen
from bot.preferences import store as preferences
from bot.storage.engine import in_turn


def seen(db: sa.Connection, practice: Practice, reader: Person, now: datetime) -> Seen:
    feedback = store.feedback_of(db, practice) if practice.state in (State.FEEDBACK, State.OVER) else ()
    wordings = {}
    if practice.turns and practice.way is Way.REVERSE and practice.part(reader) is Part.CANDIDATE:
        mine = kit.listed(db, practice.group, reader.key)
        wordings = {saved.question: saved.wording for saved in mine if saved.question in practice.turn.questions}
    return Seen(practice, reader, now, feedback, wordings)


def asker(db: sa.Connection, group: str, person: Person) -> Asker:
    """What is known of somebody who will be the candidate."""
    saved = [each.question for each in kit.listed(db, group, person.key)]
    return Asker(saved, preferences.load(db, group, person.key)["level"])


def card(
    db: sa.Connection, _: Words, bank: Bank, practice: Practice, reader: Person, now: datetime, news: Spans = ()
) -> View:
    return screens.card(_, bank, seen(db, practice, reader, now), news)


def for_presser(ctx: Context, practice: Practice, news: Spans = ()) -> View:
    return card(ctx.db, ctx.words, ctx.bank, practice, ctx.person, ctx.now, news)


def named(ctx: Context, group: str, id: str) -> Practice:
    """The one that a button names, for one of its people, who may press it in their direct messages. Nobody else
    changes it until the end of the transaction. Raises `Refusal`."""
    in_turn(ctx.db, group)
    found = store.load(ctx.db, group, id)
    if found is None:
        raise Refusal(ctx.words("That practice is over and forgotten."))
    if found.index(ctx.person) is None:
        raise Refusal(ctx.words("That is between others."))
    return found
