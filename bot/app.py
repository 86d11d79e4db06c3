"""The one door. Every event of every platform comes through `App.handle`; every answer goes back out of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from random import Random
from typing import assert_never

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.bank.bank import Bank
from bot.chat import grammar, screens
from bot.chat import help as helping
from bot.chat.command import Catalogue, Command
from bot.chat.grammar import Begun, Meant, Parsed, Unparsed
from bot.chat.messages import (
    Addressed,
    Answer,
    Called,
    Check,
    Incoming,
    Joined,
    Pressed,
    Replace,
    Reply,
    Said,
    Submitted,
    Suggest,
    Typing,
    writable,
)
from bot.chat.refs import Ref, UnreadableRef, decode
from bot.chat.words import Words
from bot.context import Context, Unchecked
from bot.delivery.kinds import Kind, Planner
from bot.delivery.senders import Senders
from bot.errors import NotAnArgument, Refusal
from bot.origin import origin
from bot.storage import presence, receipts
from bot.storage.engine import Database, in_turn

log = logging.getLogger(__name__)

Greeter = Callable[[Context], Answer | None]
Housekeeping = Callable[[sa.Connection, datetime], object]


class App:
    """Finds the command or the meaning, runs it in one transaction, turns failures into screens.

    Synchronous and thread-safe; adapters call it with `asyncio.to_thread`. It never raises for anything
    that came from a person. `joined` and `addressed` answer the events that are no command; `housekeeping`
    is what `tidy` does; `kinds` and `planners` are what is sent unasked, `senders` the fronts that can send.
    """

    def __init__(
        self,
        *,
        database: Database,
        bank: Bank,
        catalogue: Catalogue,
        joined: Greeter,
        addressed: Greeter,
        housekeeping: Sequence[Housekeeping],
        kinds: Mapping[str, Kind],
        planners: Sequence[Planner],
        clock: Callable[[], datetime],
        rng: Random,
        new_id: Callable[[], str],
    ) -> None:
        self.database = database
        self.bank = bank
        self.catalogue = catalogue
        self._joined = joined
        self._addressed = addressed
        self._housekeeping = housekeeping
        self.kinds = kinds
        self.planners = planners
        self.senders = Senders()
        self.clock = clock
        self.rng = rng
        self.new_id = new_id

    def handle(self, incoming: Incoming) -> Answer | None:
        """The answer to one event, or None where there is nothing to say.

        The same receipt again gives the same answer and changes nothing; only what everyone would see twice,
        a public message, is not said again.
        """
        words = Words(incoming.locale, partial(self.catalogue.spell, incoming.spelling))
        incoming = writable(incoming)
        try:
            return self._suggest(incoming, words) if isinstance(incoming, Typing) else self._once(incoming, words)
        except UnreadableRef:
            return Reply(screens.outdated(words))
        except (OperationalError, PoolTimeout):
            log.exception("the database did not answer")
            return Suggest(()) if isinstance(incoming, Typing) else Reply(screens.busy(words))
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            incident = self.new_id()
            log.error("incident %s: %s", incident, origin(error))
            return Suggest(()) if isinstance(incoming, Typing) else Reply(screens.incident(words, incident))

    def public(self, incoming: Incoming) -> bool:
        """Whether the answer will be for everyone, as far as that is declared: for a platform that must know first."""
        match incoming:
            case Said(line=line):
                parsed = grammar.parse(line, self.catalogue)
                return isinstance(parsed, Parsed) and parsed.command.public_with(parsed.values)
            case Called(command=name, values=values):
                command = self.catalogue.commands.get(name)
                return command is not None and command.public_with(values)
            case _:
                return False

    def tidy(self) -> None:
        """Hourly housekeeping."""
        with self.database.write() as db:
            for forget_old in self._housekeeping:
                forget_old(db, self.clock())

    def attend(self) -> None:
        """Note that askq is there for the homes that are connected. Whoever runs it does so once a minute."""
        with self.database.write(behind=True) as db:
            presence.note(db, self.senders.homes, self.clock())

    def _once(self, incoming: Incoming, words: Words) -> Answer | None:
        now = self.clock()
        try:
            return self._in_one_transaction(
                incoming, now, lambda db: self._answer(self._context(incoming, now, db, words))
            )
        except Unchecked as unchecked:
            return Check(unchecked.place)
        except (Refusal, NotAnArgument) as refusal:
            # What the handler had begun to change went with its transaction; the refusal gets a receipt of its own.
            answer = Reply(screens.refusal(words, str(refusal)))
            return self._in_one_transaction(incoming, now, lambda _: answer)

    def _in_one_transaction(
        self, incoming: Incoming, now: datetime, answer_with: Callable[[sa.Connection], Answer | None]
    ) -> Answer | None:
        group, person = incoming.place.group, incoming.person.key
        with self.database.write() as db:
            in_turn(db, group)
            if not receipts.first_time(db, group, incoming.receipt, person, now):
                kept = receipts.kept_answer(db, group, incoming.receipt, person)
                return None if isinstance(kept, Reply) and kept.public else kept
            answer = answer_with(db)
            receipts.keep_answer(db, group, incoming.receipt, person, answer)
            return answer

    def _context(self, incoming: Incoming, now: datetime, db: sa.Connection, words: Words) -> Context:
        return Context(
            incoming=incoming,
            now=now,
            rng=self.rng,
            new_id=self.new_id,
            db=db,
            bank=self.bank,
            catalogue=self.catalogue,
            words=words,
        )

    def _answer(self, ctx: Context) -> Answer | None:
        match ctx.incoming:
            case Said(line=line):
                return self._said(ctx, line)
            case Called(command=name, values=values):
                return self._called(ctx, name, values)
            case Pressed(ref=ref) as pressed:
                return self._meaning(ctx, decode(ref), self.catalogue.presses, pressed)
            case Submitted(ref=ref) as submitted:
                return self._meaning(ctx, decode(ref), self.catalogue.submits, submitted)
            case Joined():
                return self._joined(ctx)
            case Addressed():
                return self._addressed(ctx)
            case Typing():
                raise AssertionError("completion leaves no receipt")
            case _:
                assert_never(ctx.incoming)

    def _said(self, ctx: Context, line: str) -> Answer | None:
        match grammar.parse(line, self.catalogue):
            case Parsed(command, values):
                try:
                    return self._run(ctx, command, values)
                except NotAnArgument as mismatch:
                    meant, reason = command, str(mismatch)
            case Unparsed(command, reason) if " " in command.name:  # nobody searches for "daily skip …"
                raise Refusal(screens.unclear(ctx.words, command, reason))
            case Unparsed(command, reason):
                meant = command
            case Begun(commands):
                return Reply(helping.below(ctx.words, commands))
            case Meant(commands):
                return Reply(helping.meant(ctx.words, commands))
        return self._search(ctx, line, meant, reason)

    def _search(self, ctx: Context, typed: str, meant: Command, reason: str) -> Answer | None:
        """What fits none of a command's arguments is searched for; the answer offers the command."""
        bare = grammar.parse_bare(typed, self.catalogue)
        return self._run(replace(ctx, meant=meant, reason=reason), bare.command, bare.values)

    def _called(self, ctx: Context, name: str, values: object) -> Answer | None:
        command = self.catalogue.commands.get(name)
        if command is None:
            return Reply(screens.outdated(ctx.words))
        match grammar.convert(command, values):  # type: ignore[arg-type]
            case Parsed(command, converted):
                try:
                    return self._run(ctx, command, converted)
                except NotAnArgument as mismatch:
                    typed = " ".join(value for value in converted.values() if isinstance(value, str))
                    return self._search(ctx, typed, command, str(mismatch))
            case Unparsed(_, reason):
                raise Refusal(reason)

    @staticmethod
    def _run(ctx: Context, command: Command, values: dict[str, object]) -> Answer | None:
        answer: Answer | None = command.handler(ctx, **values)
        return answer

    @staticmethod
    def _meaning(
        ctx: Context, ref: Ref, handlers: dict[type[Ref], Callable[..., object]], event: Pressed | Submitted
    ) -> Answer | None:
        handler = handlers.get(type(ref))
        if handler is None:
            raise UnreadableRef(ref)
        answer: Answer | None = handler(ctx, ref, event)  # type: ignore[assignment]
        if isinstance(answer, Replace) and not event.private:
            return Reply(answer.view)  # what everyone sees does not change because one person pressed
        return answer

    def _suggest(self, incoming: Typing, words: Words) -> Suggest:
        command = self.catalogue.commands.get(incoming.command)
        param = command.param(incoming.argument) if command else None
        if param is None or param.complete is None:
            return Suggest(())
        with self.database.read() as db:
            ctx = self._context(incoming, self.clock(), db, words)
            return Suggest(tuple(param.complete(ctx, incoming.text)[:25]))
