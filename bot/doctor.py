"""`askq doctor`: look at everything askq depends on, and say what to do about what is not well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot import fronts
from bot.ambient import utc_now
from bot.bank import loader
from bot.bank.content import content_folder
from bot.bootstrap import PLANNERS, catalogue
from bot.chat.command import Catalogue
from bot.daily import store as daily
from bot.daily.model import Problem
from bot.delivery import census
from bot.delivery.model import LATE, LEFT, OPEN, State
from bot.delivery.store import GIVEN_UP
from bot.errors import StorageError
from bot.fronts import Finding, Front
from bot.settings import Settings
from bot.storage.engine import Database, cause
from bot.storage.upgrade import NEWER, current_revision, file_to_come, is_newer, newest_revision

LATELY = timedelta(days=1)

UNPUNCTUAL = timedelta(minutes=15)
"""A message that waits so long after its time is not only waiting for a platform's limits."""


def examine(
    settings: Settings, known: Sequence[Front] | None = None, *, clock: Callable[[], datetime] = utc_now
) -> int:
    """Print every finding; 1 when one of them is not well. `known` fronts are, unless given, the installed ones."""
    known = fronts.every() if known is None else known
    findings = [_bank(settings), *_data(settings, clock()), *asyncio.run(_fronts(settings, known))]
    for finding in findings:
        print(f"{'well' if finding.well else 'NOT WELL'}  {finding.what}")
        if finding.advice:
            print(f"          {finding.advice}")
    return 0 if all(finding.well for finding in findings) else 1


def _bank(settings: Settings) -> Finding:
    folder = content_folder(settings.content)
    packs, problems = loader.check(folder)
    if problems:
        return Finding(
            f"bank: {_counted(len(problems), 'problem')}, the first: {problems[0]}",
            False,
            f"Run: askq content check {folder}",
        )
    count = sum(len(pack.questions) for pack in packs)
    return Finding(f"bank: {_counted(count, 'question')} in {_counted(len(packs), 'pack')}", True)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _data(settings: Settings, now: datetime) -> list[Finding]:
    database = Database(settings.database_url)
    try:
        finding, readable = _database(database)
        return [finding, *_messages(database, now), *_stopped(database)] if readable else [finding]
    finally:
        database.close()


def _database(database: Database) -> tuple[Finding, bool]:
    """What there is to say of it, and whether its tables can be read."""
    try:
        missing = file_to_come(database)
        if missing is not None:
            return Finding(f"database: there is no database yet at {missing}; askq run makes it", True), False
        current = current_revision(database)
    except StorageError as error:
        return Finding(f"database: {error}", False, "Check ASKQ_DATABASE_URL, and that the server runs."), False
    if is_newer(current):
        return Finding(f"database: its tables are at version {current}, unknown to this askq", False, NEWER), False
    if current != newest_revision():
        what = f"database: its tables are at version {current or 'none'}"
        return Finding(what, True, "askq run upgrades them when it starts."), False
    try:
        database.try_writing()
    except SQLAlchemyError as error:
        advice = "Look whether its disk is full, whether it is read-only, and what else works on it."
        return Finding(f"database: it cannot be written ({cause(error)})", False, advice), True
    return Finding("database: it answers, its tables are up to date", True), True


def _messages(database: Database, now: datetime) -> list[Finding]:
    """What askq sends unasked: what waits, and what did not arrive."""
    with database.read() as db:
        open = census.in_states(db, OPEN)
        overdue = census.overdue(db, now - UNPUNCTUAL)
        held = census.held(db, now - LATELY)
        not_planned = sum(planner.overdue(db, now - UNPUNCTUAL) for planner in PLANNERS)
        troubles = census.troubles(db, now - LATELY)
    findings = [_waiting(open, overdue, not_planned)]
    if troubles:
        findings.append(_undelivered(troubles))
    if held:
        findings.append(_held(held))
    return findings


def _waiting(open: Mapping[State, int], late: Mapping[str, int], not_planned: int) -> Finding:
    """`late`: what should have gone out, by its home. `not_planned`: what is still in a calendar although its time has
    come."""
    overdue = sum(late.values()) + not_planned
    what = f"messages: {_counted(open.get(State.WAITING, 0) + not_planned, 'message')} waiting to be sent"
    if doubtful := open.get(State.DOUBTFUL, 0) + open.get(State.SENDING, 0):
        what += f", {doubtful} being looked for because it is not known whether they arrived"
    if not overdue:
        return Finding(what, True)
    advice = "See that askq run is running, and in its log or on its health page that every front is connected."
    if late:
        homes = ", ".join(f"{home} ({number})" for home, number in late.items())
        gone = f"Where nothing here is set up for one of these, it is given up after {GIVEN_UP.days} days."
        advice += f" Messages wait for {homes}. {gone}"
    return Finding(f"{what}, {overdue} of them for longer than they should", False, advice)


def _undelivered(troubles: Sequence[tuple[State, str, int]]) -> Finding:
    total = sum(number for _, _, number in troubles)
    reasons = ", ".join(f"{reason} ({number})" for _, reason, number in troubles)
    what = f"messages: {_counted(total, 'message')} not delivered in the last day: {reasons}"
    held = any(state is State.HELD for state, _, _ in troubles)
    refused = any(state is State.DEAD and reason not in (LATE, LEFT) for state, reason, _ in troubles)
    advice = []
    if held:
        advice.append("askq may not write in some channels: their organisers were told what to do there.")
    if refused:
        advice.append("What a platform refused, and incidents, are in the log of askq run with what went wrong.")
    return Finding(what, not (held or refused), " ".join(advice))


def _held(reasons: Mapping[str, int]) -> Finding:
    """What waits for a person since before what is told above: their business, not askq's."""
    total = sum(reasons.values())
    told = ", ".join(f"{reason} ({number})" for reason, number in reasons.items())
    what = f"messages: {_counted(total, 'message')} held back for longer than a day: {told}"
    return Finding(what, True, "Their organisers were told what to do.")


def _stopped(database: Database) -> list[Finding]:
    """Questions of the day that wait for a person to put something right: their organisers' business, not askq's."""
    with database.read() as db:
        stopped = daily.stopped(db)
    said = {
        Problem.FORBIDDEN: "may not be posted in their channel",
        Problem.GONE: "have no channel any more",
        Problem.EMPTY: "have been asked to the last question",
        Problem.BROKEN: "could not be planned, of which the log of askq run says why",
    }
    if not stopped:
        return []
    reasons = ", ".join(f"{stopped[problem]} {what}" for problem, what in said.items() if problem in stopped)
    advice = (
        "Whoever looks after them was told what to do, and resumes them; the log of askq run says where nobody was."
    )
    return [Finding(f"questions of the day that have stopped: {reasons}", True, advice)]


async def _fronts(settings: Settings, known: Sequence[Front]) -> list[Finding]:
    findings: list[Finding] = []
    configured = [front for front in known if front.configured(settings)]
    for front in configured:
        findings += await _checkup(front, catalogue(), settings)
    if not configured:
        advice = "Set Slack's or Discord's tokens as docs/operating.md says, or try without: askq play"
        findings.append(Finding("fronts: no token is set", False, advice))
    return findings


async def _checkup(front: Front, catalogue: Catalogue, settings: Settings) -> list[Finding]:
    try:
        found = await front.checkup(catalogue, settings)
        return [Finding(f"{front.name}: {each.what}", each.well, each.advice) for each in found]
    except Exception as error:  # noqa: BLE001 - whatever a platform's SDK raises, the other findings still count
        what = f"{front.name}: the platform could not be asked ({type(error).__name__})"
        return [Finding(what, False, "Check this machine's connection to the internet.")]
