"""The line before the bag: putting questions in, looking at it, taking them out."""

from __future__ import annotations

from datetime import date

from bot.bank.bank import Question, normal
from bot.calendar.plan import local_date
from bot.chat.elements import View
from bot.chat.messages import Answer, Pressed, Replace, Reply
from bot.chat.refs import UnreadableRef
from bot.context import Context
from bot.daily import line_screens, looking, pressing, store
from bot.daily.feature import feature
from bot.daily.finding import governed
from bot.daily.line_screens import InLine, Placed
from bot.daily.model import Schedule
from bot.daily.refs import ClearLine, LinePage, PutInLine, Swap, TakeOut, mark
from bot.errors import Refusal
from bot.members import audit

LOOK = frozenset(("", "list", "show", "all"))
CLEAR = frozenset(("clear", "empty", "reset"))
OUT = frozenset(("remove", "delete", "drop", "cancel", "unqueue"))
"""First words that are about the line, not about a question: `daily queue clear`."""

GUESSES = 3


def typed(ctx: Context, schedule: Schedule, text: str, day: date | None) -> Answer:
    """What was typed behind `daily queue`, without the day and the number that stood with it."""
    _ = ctx.words
    word, _blank, rest = text.partition(" ")
    found = named(ctx, text)
    if found is not None:
        return put(ctx, schedule, found, day)
    if not text and day is not None:
        example = _.command("daily queue", f"{day.isoformat()} {next(iter(ctx.bank.questions.values())).text.id}").text
        raise Refusal(_("Say which question: {example}", example=example))
    match word.lower():
        case out if out in OUT and rest:
            return Reply(_taken_out(ctx, schedule, _meant_in_line(ctx, schedule, rest), 1))
        case clear if clear in CLEAR and not rest:
            return Reply(_asked_to_clear(ctx, schedule))
        case look if look in LOOK | OUT and not rest:
            return Reply(_listing(ctx, schedule, 1))
    close = ctx.bank.search(text, GUESSES)
    if not close:
        raise Refusal(_("I know no question like that. Look for one with {command}.", command=_.command().text))
    pressing.require_to_come(ctx, schedule, day)
    pressing.require_on(ctx, schedule, day)
    return Reply(line_screens.did_you_mean(_, schedule, close, day))


def named(ctx: Context, text: str) -> Question | None:
    """The question whose id, or whose very words, were typed."""
    found = ctx.bank.find(text)
    if found is not None or not _bare(text):
        return found
    same = [each for each in ctx.bank.questions.values() if _bare(each.headline) == _bare(text)]
    return same[0] if len(same) == 1 else None


def _bare(headline: str) -> str:
    return normal(headline).rstrip("?.! ")


def put(ctx: Context, schedule: Schedule, question: Question, day: date | None) -> Answer:
    """Have it come on that day, or as soon as it can; or say what stands there already."""
    pressing.require_to_come(ctx, schedule, day)
    pressing.require_on(ctx, schedule, day)
    there = _there(ctx, schedule, question, day)
    today = local_date(ctx.now, schedule.plan.zone)
    if there is not None and day is not None:
        return Reply(line_screens.taken(ctx.words, schedule, question, there.question, day, today))
    placed = _put(ctx, schedule, question, day, _in_line(ctx, schedule, question))
    return Reply(line_screens.put(ctx.words, schedule, placed, today))


def _there(ctx: Context, schedule: Schedule, question: Question, day: date | None) -> InLine | None:
    """Another one that is in line for that day."""
    if day is None:
        return None
    line = looking.line_of(ctx, schedule)
    return next((each for each in line if each.wanted == day and each.question.id != question.id), None)


def _put(ctx: Context, schedule: Schedule, question: Question, day: date | None, before: InLine | None) -> Placed:
    """`before`: where it stood in line, if it did."""
    asked = store.drawn(ctx.db, schedule.group, schedule.id).get(question.id)
    already = before is not None and before.wanted == day
    if not already:  # else it would lose its place to those behind it
        store.put_in_line(ctx.db, schedule.group, schedule.id, question.id, day, ctx.now)
        _note(ctx, schedule, f"{question.id} {day or ''}")
    line = looking.line_of(ctx, schedule)
    at = next(at for at, each in enumerate(line) if each.question.id == question.id)
    moved_from = before.comes if before and before.comes != line[at].comes else None
    return Placed(line[at], at, moved_from, already, local_date(asked, schedule.plan.zone) if asked else None)


def _in_line(ctx: Context, schedule: Schedule, question: Question) -> InLine | None:
    return next((each for each in looking.line_of(ctx, schedule) if each.question.id == question.id), None)


def _meant_in_line(ctx: Context, schedule: Schedule, text: str) -> Question:
    """The one in line that is named, or that alone fits the words. Raises `Refusal`."""
    _ = ctx.words
    exact = named(ctx, text)
    in_line = [each.question for each in looking.line_of(ctx, schedule)]
    fit = [exact] if exact else [each for each in ctx.bank.search(text, len(ctx.bank.questions)) if each in in_line]
    if len(fit) != 1 or fit[0] not in in_line:
        look = _.command("daily queue").text
        raise Refusal(_("Which one in line do you mean? Take it out by its button: {look}", look=look))
    return fit[0]


def _taken_out(ctx: Context, schedule: Schedule, question: Question, page: int) -> View:
    out = _in_line(ctx, schedule, question)
    if out is None:
        raise Refusal(ctx.words("That one is not in line any more."))
    store.take_out_of_line(ctx.db, schedule.group, schedule.id, question.id)
    _note(ctx, schedule, f"{question.id} out")
    return _listing(ctx, schedule, page, out)


def _listing(ctx: Context, schedule: Schedule, page: int, out: InLine | None = None) -> View:
    line, today = looking.line_of(ctx, schedule), local_date(ctx.now, schedule.plan.zone)
    return line_screens.listing(ctx.words, schedule, line, page, today, out=out)


def _asked_to_clear(ctx: Context, schedule: Schedule) -> View:
    count = len(looking.line_of(ctx, schedule))
    return line_screens.really_clear(ctx.words, schedule, count) if count else _listing(ctx, schedule, 1)


@feature.pressed(PutInLine)
def on_put_in_line(ctx: Context, ref: PutInLine, _: Pressed) -> Answer:
    return put(ctx, governed(ctx, ref.schedule), _marked(ctx, ref.mark), _day(ref.on))


@feature.pressed(Swap)
def on_swap(ctx: Context, ref: Swap, _: Pressed) -> Answer:
    schedule, question, day = governed(ctx, ref.schedule), _marked(ctx, ref.mark), _day(ref.on)
    there = _there(ctx, schedule, question, day)
    if there is None:
        return put(ctx, schedule, question, day)
    pressing.require_to_come(ctx, schedule, day)
    pressing.require_on(ctx, schedule, day)
    before = _in_line(ctx, schedule, question)
    to = before.wanted if before else None
    store.put_in_line(ctx.db, schedule.group, schedule.id, there.question.id, to, ctx.now)
    placed = _put(ctx, schedule, question, day, before)
    other = _in_line(ctx, schedule, there.question)
    assert other is not None
    return Reply(line_screens.swapped(ctx.words, schedule, placed, other, local_date(ctx.now, schedule.plan.zone)))


@feature.pressed(TakeOut)
def on_take_out(ctx: Context, ref: TakeOut, _: Pressed) -> Answer:
    schedule = governed(ctx, ref.schedule)
    return Replace(_taken_out(ctx, schedule, _marked(ctx, ref.mark), ref.page))


@feature.pressed(LinePage)
def on_line_page(ctx: Context, ref: LinePage, _: Pressed) -> Answer:
    return Replace(_listing(ctx, governed(ctx, ref.schedule), ref.page))


@feature.pressed(ClearLine)
def on_clear_line(ctx: Context, ref: ClearLine, _: Pressed) -> Answer:
    schedule = governed(ctx, ref.schedule)
    if not ref.sure:
        return Replace(_asked_to_clear(ctx, schedule))
    for question, _day in store.in_line(ctx.db, schedule.group, schedule.id):
        store.take_out_of_line(ctx.db, schedule.group, schedule.id, question)
    _note(ctx, schedule, "all out")
    return Replace(_listing(ctx, schedule, 1))


def _marked(ctx: Context, wanted: str) -> Question:
    found = next((each for each in ctx.bank.questions.values() if mark(each.id) == wanted), None)
    if found is None:
        raise Refusal(ctx.words("That question was taken out of the bank."))
    return found


def _day(ordinal: int) -> date | None:
    try:
        return date.fromordinal(ordinal) if ordinal else None
    except (ValueError, OverflowError):
        raise UnreadableRef(str(ordinal)) from None


def _note(ctx: Context, schedule: Schedule, about: str) -> None:
    audit.note(ctx, "daily queue", f"{schedule.number}: {about}".strip(), group=schedule.group)
