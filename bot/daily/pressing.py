"""What organisers do with a schedule, by command or by button: look, skip, pause, resume, post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from bot.bank.bank import Question
from bot.chat.keys import Place
from bot.chat.messages import Answer, Pressed, Reply
from bot.chat.refs import UnreadableRef
from bot.context import Context
from bot.daily import post_screens, screens, store, typed
from bot.daily.calendar import days_from, local_date, occurrence
from bot.daily.choosing import candidates
from bot.daily.feature import feature
from bot.daily.finding import by_id
from bot.daily.model import Day, Fate, Running, Schedule, Why, closing, reason_against
from bot.daily.panel import PANEL, occasion, reader_zone, require_standing, values_of
from bot.daily.planning import choice_for, key_of, post, started
from bot.daily.posting import send_held
from bot.daily.refs import Do, ItArrived, PostAgain, ReallyRemove, Resume
from bot.delivery import store as ledger
from bot.errors import Refusal
from bot.members import audit
from bot.members import store as members
from bot.members.model import Action
from bot.members.permits import is_organiser, require
from bot.panels.commands import opened
from bot.storage.engine import in_turn

COMING = 10
LATELY = 5
CHANGES = 3
YEAR = timedelta(days=366)


@feature.pressed(Do)
def on_do(ctx: Context, ref: Do, _: Pressed) -> Answer:
    schedule = by_id(ctx, ref.schedule)
    if ref.what == "show":
        return show(ctx, schedule)
    if schedule.group == ctx.group:  # else it is their own
        require(ctx, Action.GOVERN)
    what, _colon, about = ref.what.partition(":")
    match what:
        case "preview":
            return preview(ctx, schedule)
        case "skip":
            return skip(ctx, schedule, None)
        case "unskip" if (day := typed.day(about, ctx.now.date())) is not None:
            return unskip(ctx, schedule, day)
        case "pause":
            return pause(ctx, schedule, None)
        case "resume":
            return resume(ctx, schedule)
        case "now" | "extra":
            return post_now(ctx, schedule, extra=what == "extra")
        case "change":
            return opened(ctx, PANEL, values_of(ctx, schedule))
        case "remove":
            return ask_to_remove(ctx, schedule)
        case _other:
            raise UnreadableRef(ref)


def show(ctx: Context, schedule: Schedule) -> Answer:
    drawn = store.drawn(ctx.db, schedule.group, schedule.id)
    left = sum(each.id not in drawn for each in candidates(ctx.bank, schedule.source, schedule.kind))
    day = open_day(ctx, schedule)
    organiser = schedule.group != ctx.group or is_organiser(ctx)
    return Reply(
        screens.shown(
            ctx.words,
            schedule,
            _coming(ctx, schedule, organiser=organiser),
            store.latest_days(ctx.db, schedule.group, schedule.id, LATELY),
            left,
            audit.latest(ctx.db, schedule.group, "daily", CHANGES, about=f"{schedule.number}:"),
            reader_zone(ctx),
            organiser=organiser,
            open_slot=day.slot if day else "",
        )
    )


def preview(ctx: Context, schedule: Schedule) -> Answer:
    """The next post as it would be if nothing changed. The draw is seeded, so that it will be this one."""
    day, at = _next(ctx, schedule)
    question = _question(ctx, schedule, day.isoformat())
    closes = closing(schedule, day.isoformat(), at)
    planned = Day(schedule.group, schedule.id, day.isoformat(), question.id, Fate.DUE, "", at, closes=closes)
    shown = post_screens.question(ctx.words, ctx.bank, schedule, planned, question, 0)
    return Reply(screens.preview(ctx.words, schedule, at, shown, reader_zone(ctx)))


def skip(ctx: Context, schedule: Schedule, wanted: date | None) -> Answer:
    """Leave the day out, or the next that would have a question."""
    skips = store.skips(ctx.db, schedule.group, schedule.id)
    require_to_come(ctx, schedule, wanted)
    day = wanted or _next(ctx, schedule)[0]
    store.set_skips(ctx.db, schedule.group, schedule.id, skips | {day})
    _note(ctx, schedule, "daily skip", str(day))
    return Reply(screens.skipped(ctx.words, schedule, day, on=False))


def unskip(ctx: Context, schedule: Schedule, day: date) -> Answer:
    skips = store.skips(ctx.db, schedule.group, schedule.id)
    if day not in skips:
        raise Refusal(ctx.words("That day is on already."))
    store.set_skips(ctx.db, schedule.group, schedule.id, skips - {day})
    _note(ctx, schedule, "daily skip", f"{day} after all")
    return Reply(screens.skipped(ctx.words, schedule, day, on=True))


def pause(ctx: Context, schedule: Schedule, until: date | None) -> Answer:
    if until is not None and until <= local_date(ctx.now, schedule.plan.zone):
        raise Refusal(
            ctx.words("{day} is not to come. Name the first day with a question again.", day=ctx.words.day(until))
        )
    paused = replace(schedule, running=Running.PAUSED, until=None, next_on=None, next_at=None)
    if until is not None:
        paused = started(ctx.db, paused, ctx.now, until)
    store.save(ctx.db, paused)
    _note(ctx, schedule, "daily pause", str(until or ""))
    return Reply(screens.paused(ctx.words, paused))


def resume(ctx: Context, schedule: Schedule) -> Answer:
    """Go on. Raises `Refusal` while what stopped it has not been put right."""
    if schedule.running is Running.ON:
        raise Refusal(ctx.words("It is on already."))
    _require_channel(ctx, schedule)
    running = started(ctx.db, schedule, ctx.now)
    assert running.next_on is not None
    _question(ctx, running, running.next_on.isoformat())
    store.save(ctx.db, running)
    held = send_held(occasion(ctx), running)
    _note(ctx, schedule, "daily resume")
    return Reply(screens.resumed(ctx.words, running, reader_zone(ctx), held=held))


def post_now(ctx: Context, schedule: Schedule, *, extra: bool) -> Answer:
    """Today's question at once; where it is out already, another one if that is meant."""
    today = local_date(ctx.now, schedule.plan.zone)
    had = store.day_of(ctx.db, schedule.group, schedule.id, today.isoformat())
    if had is not None and had.fate in (Fate.POSTED, Fate.DUE, Fate.UNKNOWN) and not extra:
        return Reply(screens.out_already(ctx.words, schedule, had.fate))
    return _post(ctx, schedule, today)


def _post(ctx: Context, schedule: Schedule, day: date, again: Question | None = None) -> Answer:
    """Post one more question for that day: the next one, or one that comes `again`."""
    _require_channel(ctx, schedule)
    # What trouble held back from that day would come as well, once the trouble is over.
    ledger.withdraw(ctx.db, schedule.group, key_of(schedule.id, day.isoformat()), "another was posted", ctx.now)
    slot = store.free_slot(ctx.db, schedule.group, schedule.id, day)
    if again is None:
        _question(ctx, schedule, slot)
    post(occasion(ctx), schedule, slot, ctx.now, again)
    _note(ctx, schedule, "daily now", slot)
    return Reply(screens.posting(ctx.words, schedule))


def _require_channel(ctx: Context, schedule: Schedule) -> None:
    if schedule.channel:
        place = Place(schedule.group, schedule.channel)
        require_standing(ctx, place, schedule.ping or "nobody", threaded=schedule.threaded)


def _question(ctx: Context, schedule: Schedule, slot: str) -> Question:
    """What this slot would get now. Raises `Refusal` where every question has been asked."""
    chosen = choice_for(ctx.db, ctx.bank, schedule, slot)
    if chosen is None:
        _ = ctx.words
        change = _.command("daily change", str(schedule.number)).text
        raise Refusal(
            _("Every question has been asked. Choose more topics, or let it start again: {change}", change=change)
        )
    return chosen.question


def ask_to_remove(ctx: Context, schedule: Schedule) -> Answer:
    return Reply(screens.really_remove(ctx.words, schedule, unanswered=open_day(ctx, schedule) is not None))


@feature.pressed(ReallyRemove)
def on_really_remove(ctx: Context, ref: ReallyRemove, _: Pressed) -> Answer:
    schedule = by_id(ctx, ref.schedule)
    if schedule.group == ctx.group:
        require(ctx, Action.GOVERN)
    store.remove(ctx.db, schedule.group, schedule.id)
    _note(ctx, schedule, "daily remove")
    return Reply(screens.removed(ctx.words))


# From direct messages about another group


@feature.pressed(Resume)
def on_resume(ctx: Context, ref: Resume, _: Pressed) -> Answer:
    return resume(ctx, _looked_after(ctx, ref.group, ref.schedule))


@feature.pressed(PostAgain)
def on_post_again(ctx: Context, ref: PostAgain, _: Pressed) -> Answer:
    schedule = _looked_after(ctx, ref.group, ref.schedule)
    day = store.day_of(ctx.db, ref.group, ref.schedule, ref.slot)
    if day is None or not (day.fate is Fate.UNKNOWN or (day.fate is Fate.MISSED and day.why == Why.TROUBLE)):
        raise Refusal(ctx.words("That is settled already."))
    question = ctx.bank.find(day.question)
    if question is None:
        raise Refusal(ctx.words("That question is gone."))
    answer = _post(ctx, schedule, day.date, question)
    store.update_day(ctx.db, replace(day, fate=Fate.MISSED, why=Why.AGAIN))
    return answer


@feature.pressed(ItArrived)
def on_it_arrived(ctx: Context, ref: ItArrived, _: Pressed) -> Answer:
    _looked_after(ctx, ref.group, ref.schedule)
    day = store.day_of(ctx.db, ref.group, ref.schedule, ref.slot)
    if day is None or day.fate is not Fate.UNKNOWN:
        raise Refusal(ctx.words("That is settled already."))
    store.update_day(ctx.db, replace(day, fate=Fate.POSTED, posted=day.at))
    return Reply(screens.noted(ctx.words))


def _note(ctx: Context, schedule: Schedule, what: str, about: str = "") -> None:
    audit.note(ctx, what, f"{schedule.number}: {about}".strip(), group=schedule.group)


def _looked_after(ctx: Context, group: str, schedule: str) -> Schedule:
    """A schedule of a group, for somebody who looks after it, maybe from their direct messages. Raises `Refusal`."""
    in_turn(ctx.db, group)
    found = store.load(ctx.db, group, schedule)
    if found is None:
        raise Refusal(ctx.words("That question of the day was removed."))
    named = {found.owner.key, *members.organisers_of(ctx.db, group)}
    if ctx.person.key not in named and not (group == ctx.group and is_organiser(ctx)):
        raise Refusal(ctx.words("Only organisers of that group can do that."))
    return found


def open_day(ctx: Context, schedule: Schedule) -> Day | None:
    """The newest post whose answers have not come out."""
    latest = store.latest_days(ctx.db, schedule.group, schedule.id, LATELY)
    return next((day for day in latest if day.fate is Fate.POSTED and day.revealed is None), None)


def require_to_come(ctx: Context, schedule: Schedule, day: date | None) -> None:
    """Raises `Refusal` for a day that is over, dealt with, or not one of the schedule's."""
    if day is None:
        return
    _ = ctx.words
    at = occurrence(schedule.plan, day)
    had = store.day_of(ctx.db, schedule.group, schedule.id, day.isoformat())
    if day.weekday() not in schedule.plan.days or at is None:
        raise Refusal(_("There is no question on {day}: it is not one of its days.", day=_.day(day)))
    if had is not None or at <= ctx.now:
        raise Refusal(_("It is too late for {day}: its hour has come, or its question is out.", day=_.day(day)))


def require_on(ctx: Context, schedule: Schedule, day: date | None) -> None:
    """Raises `Refusal` for a day off."""
    reason = reason_against(schedule, day, store.skips(ctx.db, schedule.group, schedule.id)) if day else ""
    if day and reason:
        _ = ctx.words
        raise Refusal(_("There is no question on {day}: {why}.", day=_.day(day), why=screens.why(_, reason)))


def _next(ctx: Context, schedule: Schedule) -> tuple[date, datetime]:
    """The next day that has a question."""
    for coming in _days_to_come(ctx, schedule):
        if not coming.why:
            return coming.day, coming.at
    raise Refusal(ctx.words("There is no question to come: it is paused or stopped. Resume it first."))


def _coming(ctx: Context, schedule: Schedule, *, organiser: bool) -> list[screens.Coming]:
    """The next days; organisers see what they have put in line for them."""
    line = [
        (question, day)
        for id, day in store.in_line(ctx.db, schedule.group, schedule.id)
        if (question := ctx.bank.find(id)) is not None
    ]
    coming = []
    for each in islice(_days_to_come(ctx, schedule), COMING):
        ahead = [place for place in line if place[1] == each.day]
        ahead += [place for place in line if place[1] is None or place[1] < each.day]
        if ahead and organiser and not each.why:
            each = replace(each, question=ahead[0][0])
            line.remove(ahead[0])
        coming.append(each)
    return coming


def _days_to_come(ctx: Context, schedule: Schedule) -> Iterator[screens.Coming]:
    """The planned days from the next one on, for a year, with the reason of those that have no question."""
    if schedule.next_on is None:
        return
    skips = store.skips(ctx.db, schedule.group, schedule.id)
    had = store.days_had(ctx.db, schedule.group, schedule.id, schedule.next_on)
    for day in days_from(schedule.plan, schedule.next_on):
        if day > schedule.next_on + YEAR:
            return
        at = occurrence(schedule.plan, day)
        if at is not None and day not in had:
            yield screens.Coming(day, at, reason_against(schedule, day, skips))
