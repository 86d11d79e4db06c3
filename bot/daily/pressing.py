"""What organisers do with a schedule, by command or by button: skip, pause, resume, post, remove."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.bank.bank import Question
from bot.calendar import typed
from bot.calendar.plan import days_from, local_date, occurrence
from bot.chat.keys import Place
from bot.chat.messages import Answer, Pressed, Reply
from bot.chat.refs import UnreadableRef
from bot.context import Context
from bot.daily import answering, overview_screens, schedule_screens, screens, store
from bot.daily.coming import next_day, next_question, until_next
from bot.daily.counting import rewrite
from bot.daily.feature import feature
from bot.daily.finding import by_id, governed
from bot.daily.looking import preview, show
from bot.daily.model import LATELY, Fate, Running, Schedule, question_of, reason_against
from bot.daily.panel import PANEL, occasion, reader_zone, require_standing, require_zone, values_of
from bot.daily.planning import key_of, note_rest, post, started
from bot.daily.posting import send_held
from bot.daily.refs import Do, ReallyRemove
from bot.daily.revealing import coming_out, unrevealed
from bot.delivery import store as ledger
from bot.errors import Refusal
from bot.members import audit
from bot.panels.commands import opened

TAKEN_DOWN = 100
"""So many posts that wait for their answers say that it was taken away."""


@feature.pressed(Do)
def on_do(ctx: Context, ref: Do, _: Pressed) -> Answer:
    if ref.what == "show":
        return show(ctx, by_id(ctx, ref.schedule))
    schedule = governed(ctx, ref.schedule)
    what, _colon, about = ref.what.partition(":")
    match what:
        case "preview":
            return preview(ctx, schedule)
        case "skip":
            return skip(ctx, schedule)
        case "unskip" if (days := typed.span(about, ctx.now.date())) is not None:
            return unskip(ctx, schedule, *days)
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
        case "reveal":
            return bring_out(ctx, schedule)
        case _other:
            raise UnreadableRef(ref)


def skip(ctx: Context, schedule: Schedule, first: date | None = None, last: date | None = None) -> Answer:
    """Leave the day out, or all from the first to the last, or the next that would have a question."""
    skips = store.skips(ctx.db, schedule.group, schedule.id)
    if first is None or last is None or first == last:
        require_to_come(ctx, schedule, first)
    else:
        first = max(first, local_date(ctx.now, schedule.plan.zone))
        require_some_to_come(ctx, schedule, first, last)
    first = first or next_day(ctx, schedule)[0]
    days = typed.between(first, last)
    store.set_skips(ctx.db, schedule.group, schedule.id, skips | days)
    _note(ctx, schedule, "daily skip", typed.dates_key(days))
    return Reply(screens.skipped(ctx.words, schedule, first, last or first, ctx.now.date(), on=False))


def unskip(ctx: Context, schedule: Schedule, first: date, last: date) -> Answer:
    skips = store.skips(ctx.db, schedule.group, schedule.id)
    days = typed.between(first, last)
    if not days & skips:
        raise Refusal(ctx.words("That day is on already."))
    store.set_skips(ctx.db, schedule.group, schedule.id, skips - days)
    _note(ctx, schedule, "daily skip", f"{typed.dates_key(days)} after all")
    return Reply(screens.skipped(ctx.words, schedule, first, last, ctx.now.date(), on=True))


def pause(ctx: Context, schedule: Schedule, until: date | None) -> Answer:
    if until is not None:
        require_zone(ctx, schedule.plan.zone)
    if until is not None and until <= local_date(ctx.now, schedule.plan.zone):
        _ = ctx.words
        named = schedule_screens.on(_, until, ctx.now.date())
        raise Refusal(_("{day} is not to come. Name the first day with a question again.", day=named))
    since = schedule.since or ctx.now
    paused = replace(schedule, running=Running.PAUSED, until=None, since=since, next_on=None, next_at=None)
    if until is not None:
        paused = started(ctx.db, paused, ctx.now, until)
    store.save(ctx.db, paused)
    _note(ctx, schedule, "daily pause", str(until or ""))
    return Reply(screens.paused(ctx.words, paused, ctx.now.date()))


def resume(ctx: Context, schedule: Schedule) -> Answer:
    """Go on. Raises `Refusal` while what stopped it has not been put right."""
    if schedule.running is Running.ON:
        raise Refusal(ctx.words("It is on already."))
    require_zone(ctx, schedule.plan.zone)
    _require_channel(ctx, schedule)
    running = started(ctx.db, schedule, ctx.now)
    assert running.next_on is not None
    next_question(ctx, running, running.next_on.isoformat())
    store.save(ctx.db, running)
    held = send_held(occasion(ctx), running)
    note_rest(ctx.db, schedule, ctx.now)
    _note(ctx, schedule, "daily resume")
    coming = until_next(ctx, running)
    return Reply(screens.resumed(ctx.words, running, coming, reader_zone(ctx), held=held))


def post_now(ctx: Context, schedule: Schedule, *, extra: bool) -> Answer:
    """Today's question at once; where it is out already, another one if that is meant."""
    today = local_date(ctx.now, schedule.plan.zone)
    lately = store.latest_days(ctx.db, schedule.group, schedule.id, LATELY)
    out = (Fate.POSTED, Fate.DUE, Fate.UNKNOWN)
    had = next((day for day in lately if day.date == today and day.fate in out), None)
    if had is not None and not extra:
        return Reply(screens.out_already(ctx.words, schedule, had.fate))
    return post_once_more(ctx, schedule, today)


def post_once_more(ctx: Context, schedule: Schedule, day: date, again: Question | None = None) -> Answer:
    """Post one more question for that day: the next one, or one that comes `again`."""
    require_zone(ctx, schedule.plan.zone)
    _require_channel(ctx, schedule)
    # What trouble held back from that day would come as well, once the trouble is over.
    ledger.withdraw(ctx.db, schedule.group, key_of(schedule.id, day.isoformat()), "another was posted", ctx.now)
    slot = store.free_slot(ctx.db, schedule.group, schedule.id, day)
    if again is None:
        next_question(ctx, schedule, slot)
    post(occasion(ctx), schedule, slot, ctx.now, again)
    _note(ctx, schedule, "daily now", slot)
    return Reply(screens.posting(ctx.words, schedule))


def _require_channel(ctx: Context, schedule: Schedule) -> None:
    if schedule.channel:
        place = Place(schedule.group, schedule.channel)
        require_standing(ctx, place, schedule.ping or "nobody", threaded=schedule.threaded)


def ask_to_remove(ctx: Context, schedule: Schedule) -> Answer:
    waiting = unrevealed(ctx.db, schedule)
    return Reply(screens.really_remove(ctx.words, schedule, [day.slot for day in waiting]))


def bring_out(ctx: Context, schedule: Schedule) -> Answer:
    """Have the answers come out to the question that waits for them; where several do, ask which."""
    waiting = [(day, question_of(day, ctx.bank)) for day in unrevealed(ctx.db, schedule)]
    if not waiting:
        raise Refusal(ctx.words("There are no answers to bring out."))
    if len(waiting) > 1:
        return Reply(overview_screens.which_answers(ctx.words, schedule, waiting))
    ((day, question),) = waiting
    said = answering.bring_out(ctx, schedule, day)
    assert isinstance(said, Reply)
    return Reply(overview_screens.about_day(ctx.words, day, question, said.view))


@feature.pressed(ReallyRemove)
def on_really_remove(ctx: Context, ref: ReallyRemove, _: Pressed) -> Answer:
    schedule = governed(ctx, ref.schedule)
    if coming_out(ctx.db, schedule, ctx.now):
        raise Refusal(ctx.words("The answers to its last question are just coming out. Try again in a moment."))
    for day in unrevealed(ctx.db, schedule, TAKEN_DOWN):
        rewrite(ctx.db, schedule, day, ctx.now, ctx.new_id())
    store.remove(ctx.db, schedule.group, schedule.id, ctx.now)
    _note(ctx, schedule, "daily remove")
    return Reply(screens.removed(ctx.words, schedule, here=schedule.group == ctx.group))


def _note(ctx: Context, schedule: Schedule, what: str, about: str = "") -> None:
    audit.note(ctx, what, f"{schedule.number}: {about}".strip(), group=schedule.group)


def require_to_come(ctx: Context, schedule: Schedule, day: date | None) -> None:
    """Raises `Refusal` for a day that is over, dealt with, or not one of the schedule's."""
    if day is None:
        return
    _ = ctx.words
    require_zone(ctx, schedule.plan.zone)
    named = schedule_screens.on(_, day, ctx.now.date())
    at = occurrence(schedule.plan, day)
    had = store.day_of(ctx.db, schedule.group, schedule.id, day.isoformat())
    if day.weekday() not in schedule.plan.days or at is None:
        raise Refusal(_("There is no question on {day}: it is not one of its days.", day=named))
    if had is not None or at <= ctx.now:
        raise Refusal(_("It is too late for {day}: its hour has come, or its question is out.", day=named))


def require_some_to_come(ctx: Context, schedule: Schedule, first: date, last: date) -> None:
    """Raises `Refusal` for a run of days none of which would have a question."""
    require_zone(ctx, schedule.plan.zone)
    had = store.days_had(ctx.db, schedule.group, schedule.id, first)
    for day in days_from(schedule.plan, first):
        if day > last:
            break
        at = occurrence(schedule.plan, day)
        if at is not None and at > ctx.now and day not in had:
            return
    _ = ctx.words
    begin, end = (schedule_screens.on(_, day, ctx.now.date()) for day in (first, last))
    raise Refusal(_("There is no question to come from {first} to {last}.", first=begin, last=end))


def require_on(ctx: Context, schedule: Schedule, day: date | None) -> None:
    """Raises `Refusal` for a day off, and for one that will go by in a pause, or while trouble has stopped it."""
    if day is None:
        return
    _ = ctx.words
    named = schedule_screens.on(_, day, ctx.now.date())
    reason = reason_against(schedule, day, store.skips(ctx.db, schedule.group, schedule.id))
    if reason:
        raise Refusal(_("There is no question on {day}: {why}.", day=named, why=schedule_screens.why(_, reason)))
    if schedule.running is not Running.ON and (schedule.until is None or day < schedule.until):
        state, resume = schedule_screens.state(_, schedule), _.command("daily resume").text
        said = _("There is no question on {day}: it is {state}.", day=named, state=state)
        raise Refusal(f"{said} {_('Have it go on first: {resume}', resume=resume)}")
