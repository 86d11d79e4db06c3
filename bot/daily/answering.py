"""What members do with a question of the day: answer, settle whether it is shown, look and mark afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.bank.bank import Question
from bot.bank.grading import grade, options_in, written
from bot.bank.kinds import ChoiceQuestion, RecallQuestion
from bot.calendar.plan import known, zone_or_utc
from bot.chat.elements import View
from bot.chat.fitting import clip, one_line, paragraphs
from bot.chat.keys import home_of
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.context import Context
from bot.daily import answers, post_screens, reveal_screens, store
from bot.daily.counting import count_answers
from bot.daily.fairness import cut_short, missed
from bot.daily.feature import feature
from bot.daily.finding import governed
from bot.daily.model import Answered, Day, Fate, Schedule, Shown, Why, question_of
from bot.daily.posting import arrived
from bot.daily.refs import Choose, LookAtMine, MarkMine, ReadOn, RevealNow, ShowMine, TakeBack, Tick, Write
from bot.daily.revealing import reveal_now
from bot.daily.streaks import Streak, streak
from bot.errors import Refusal
from bot.members import audit
from bot.members.model import Action
from bot.members.permits import may
from bot.preferences import store as preferences
from bot.storage import presence

STREAK_SINCE = timedelta(days=400)
"""How far back a streak is looked for."""


@feature.pressed(Choose)
def on_choose(ctx: Context, ref: Choose, _: Pressed) -> Answer:
    # A reply, even where nobody else sees the post: in direct messages the post itself must stay.
    return Reply(_chosen(ctx, ref.schedule, ref.slot, ref.option))


@feature.pressed(Tick)
def on_tick(ctx: Context, ref: Tick, _: Pressed) -> Answer:
    return Replace(_chosen(ctx, ref.schedule, ref.slot, ref.option))


@feature.pressed(Write)
def on_write(ctx: Context, ref: Write, _: Pressed) -> Answer:
    schedule, day, question = _asked(ctx, ref.schedule, ref.slot)
    _require_open(ctx, day)
    _require_written(ctx, question)
    before = answers.of_person(ctx.db, day, ctx.person)
    return Ask(post_screens.answer_form(ctx.words, schedule, day, question, before))


@feature.submitted(Write)
def on_written(ctx: Context, ref: Write, submitted: Submitted) -> Answer:
    schedule, day, question = _asked(ctx, ref.schedule, ref.slot)
    typed, right = submitted.fields.get("answer", ""), None
    if isinstance(question.text, RecallQuestion):
        typed = one_line(typed, post_screens.RECALL_LENGTH)
        right = grade(question.text, typed)
    else:
        typed = clip(paragraphs(typed), post_screens.ANSWER_LENGTH)
    _require_open(ctx, day, typed)
    _require_written(ctx, question)
    if not any(char.isprintable() and not char.isspace() for char in typed):
        raise Refusal(ctx.words("There was nothing in it. Press “Answer” again and write a line."))
    how = submitted.fields.get("show", "")
    return Reply(_keep(ctx, schedule, day, question, typed, Shown(how) if how in set(Shown) else Shown.NO, right))


@feature.pressed(ShowMine)
def on_show_mine(ctx: Context, ref: ShowMine, _: Pressed) -> Answer:
    schedule, day, question = _asked(ctx, ref.schedule, ref.slot)
    _require_open(ctx, day)
    before = answers.of_person(ctx.db, day, ctx.person)
    if before is None or ref.how not in set(Shown):
        raise Refusal(ctx.words("You have no answer to show. Answer first."))
    changed = replace(before, shown=Shown(ref.how))
    answers.keep(ctx.db, day, changed)
    return Replace(_kept(ctx, schedule, day, question, changed))


@feature.pressed(TakeBack)
def on_take_back(ctx: Context, ref: TakeBack, _: Pressed) -> Answer:
    schedule, day, question = _asked(ctx, ref.schedule, ref.slot)
    _require_open(ctx, day)
    return Replace(_take_back(ctx, schedule, day, question))


@feature.pressed(LookAtMine)
def on_look_at_mine(ctx: Context, ref: LookAtMine, _: Pressed) -> Answer:
    _schedule, day, question = _asked(ctx, ref.schedule, ref.slot)
    _require_out(ctx, day)
    return Reply(reveal_screens.mine(ctx.words, day, question, answers.of_person(ctx.db, day, ctx.person)))


@feature.pressed(ReadOn)
def on_read_on(ctx: Context, ref: ReadOn, _: Pressed) -> Answer:
    _schedule, day, question = _asked(ctx, ref.schedule, ref.slot)
    _require_out(ctx, day)
    page = reveal_screens.read_on(ctx.words, day, question, answers.of_day(ctx.db, day), ref.page)
    if page is None:
        raise Refusal(ctx.words("There is nothing more to read."))
    return Replace(page)


@feature.pressed(MarkMine)
def on_mark_mine(ctx: Context, ref: MarkMine, _: Pressed) -> Answer:
    _schedule, day, question = _asked(ctx, ref.schedule, ref.slot)
    _require_out(ctx, day)
    before = answers.of_person(ctx.db, day, ctx.person)
    if before is None or not 0 <= ref.point < len(reveal_screens.rubric(question)):
        raise Refusal(ctx.words("There is nothing to mark any more."))
    marked = replace(before, marks=before.marks ^ {ref.point})
    answers.keep(ctx.db, day, marked)
    return Replace(reveal_screens.mine(ctx.words, day, question, marked))


@feature.pressed(RevealNow)
def on_reveal_now(ctx: Context, ref: RevealNow, _: Pressed) -> Answer:
    schedule = governed(ctx, ref.schedule)
    day = store.day_of(ctx.db, schedule.group, schedule.id, ref.slot)
    if day is None:
        raise Refusal(ctx.words("There are no answers to bring out."))
    return bring_out(ctx, schedule, day)


def bring_out(ctx: Context, schedule: Schedule, day: Day) -> Answer:
    """Have the answers of this day come out at once. From now on no more answers to it count."""
    if day.revealed is not None:
        raise Refusal(ctx.words("The answers are out already."))
    if day.fate is not Fate.POSTED:
        raise Refusal(ctx.words("There are no answers to bring out: that question was not posted."))
    if question_of(day, ctx.bank) is None:
        raise Refusal(ctx.words("There are no answers to bring out: I have that question no more."))
    if day.open(ctx.now):
        why = Why.EXCUSED if cut_short(day, ctx.now) else day.why
        day = replace(day, closes=ctx.now, why=why)
        store.update_day(ctx.db, day)
    if not reveal_now(ctx.db, schedule, day, ctx.now, ctx.new_id()):
        raise Refusal(ctx.words("The answers are out already."))
    audit.note(ctx, "daily reveal", f"{schedule.number}: {day.slot}", group=schedule.group)
    return Reply(reveal_screens.coming_out(ctx.words))


def _asked(ctx: Context, schedule: str, slot: str) -> tuple[Schedule, Day, Question]:
    """What a button is about. Raises `Refusal` where it is not there any more."""
    known = (schedule + slot).isprintable()  # PostgreSQL does not even look for what holds a NUL
    found = store.load(ctx.db, ctx.group, schedule) if known else None
    if found is None:
        raise Refusal(ctx.words("That question of the day was taken away. Its buttons no longer work."))
    day = store.day_of(ctx.db, ctx.group, schedule, slot)
    question = question_of(day, ctx.bank) if day else None
    if day is None or question is None:
        raise Refusal(ctx.words("That question is not in use any more. The next one will have buttons that work."))
    if day.why == Why.AGAIN:
        raise Refusal(ctx.words("That question was posted once more. Answer the newer one."))
    if day.fate is Fate.UNKNOWN:  # whoever presses its buttons has it before their eyes
        day = arrived(ctx.db, found, day, ctx.now, ctx.new_id())
        if not day.open(ctx.now):  # a refusal takes back what was just noted, so nothing comes out by it
            said = ctx.words("Time is up for this one. I did not know that it arrived: tell an organiser it is there.")
            raise Refusal(said)
    return found, day, question


def _require_open(ctx: Context, day: Day, typed: str = "") -> None:
    """Raises `Refusal` where it is too late. What was written into a form meanwhile is given back."""
    if day.open(ctx.now):
        return
    _ = ctx.words
    said = _("Time is up for this one: its answers are about to come out.")
    if day.revealed is not None:
        said = _("The answers are out, so this one is closed. Press “My answer” to compare.")
    raise Refusal(f"{said} {_('You wrote: {typed}', typed=typed)}" if typed else said)


def _require_out(ctx: Context, day: Day) -> None:
    if day.revealed is None:
        _ = ctx.words
        hint = _("Organisers can bring them out now: {command}.", command=_.command("daily reveal").text)
        said = _("The answers have not come out yet.")
        raise Refusal(f"{said} {hint}" if may(ctx, Action.GOVERN) else said)


def _require_written(ctx: Context, question: Question) -> None:
    if isinstance(question.text, ChoiceQuestion):
        raise Refusal(ctx.words("This question is answered with a letter. Press one below it."))


def _chosen(ctx: Context, schedule_id: str, slot: str, option: int) -> View:
    """Answer with this option; where all right ones are asked for, put it in or take it out."""
    schedule, day, question = _asked(ctx, schedule_id, slot)
    _require_open(ctx, day)
    choice = question.text
    if not isinstance(choice, ChoiceQuestion) or not 0 <= option < len(choice.options):
        raise Refusal(ctx.words("That question has changed since it was posted, and that answer is gone."))
    before = answers.of_person(ctx.db, day, ctx.person)
    chosen = frozenset({option})
    if choice.select == "all" and before is not None:
        chosen ^= options_in(before.text, choice)
    if not chosen:
        return _take_back(ctx, schedule, day, question)
    shown = before.shown if before else Shown.NO
    return _keep(ctx, schedule, day, question, written(chosen), shown, grade(choice, chosen))


def _keep(
    ctx: Context, schedule: Schedule, day: Day, question: Question, text: str, shown: Shown, right: bool | None
) -> View:
    before = answers.of_person(ctx.db, day, ctx.person)
    name = one_line(ctx.incoming.name, 80)
    mine = Answered(ctx.person, name, text, shown, right, frozenset(), before.at if before else ctx.now)
    answers.keep(ctx.db, day, mine)
    if before is None:
        count_answers(ctx.db, schedule, day, ctx.now, ctx.new_id())
    return _kept(ctx, schedule, day, question, mine)


def _kept(ctx: Context, schedule: Schedule, day: Day, question: Question, mine: Answered) -> View:
    return post_screens.kept(ctx.words, schedule, day, question, mine, streak_of(ctx))


def _take_back(ctx: Context, schedule: Schedule, day: Day, question: Question) -> View:
    if answers.of_person(ctx.db, day, ctx.person) is None:
        raise Refusal(ctx.words("You have no answer to take back."))
    answers.forget(ctx.db, day, ctx.person)
    count_answers(ctx.db, schedule, day, ctx.now, ctx.new_id())
    return post_screens.taken_back(ctx.words, day, question)


def streak_of(ctx: Context) -> Streak | None:
    """The streak of the person of this event, by their own calendar; by that of the schedule that they answered last
    where they told none. None for those who do not want one.

    Only questions that they could have answered count, of schedules in which they take part: nobody misses what is not
    theirs. A day whose question they answered later, maybe after their midnight, is not missed, nor one that can still
    be answered.
    """
    db, person = ctx.db, ctx.person
    likes = preferences.likes(db, ctx.group, person)
    if likes["streaks"] == "off":
        return None
    zones = (likes["zone"], ctx.incoming.zone, answers.latest_zone(db, ctx.group, person))
    there = zone_or_utc(next(filter(known, zones), ""))

    def day_of(moment: datetime) -> date:
        return moment.astimezone(there).date()

    since = ctx.now - STREAK_SINCE
    answered = {day_of(moment) for moment in answers.moments_of(db, ctx.group, person, since)}
    had = answers.questions_had(db, ctx.group, person, since)
    away = presence.absences(db, home_of(ctx.group, person), since, ctx.now)
    caught_up = {day_of(each.posted) for each in had if each.answered is not None}
    asked = {day_of(posted) for posted in missed(had, away, ctx.now)}
    return streak(answered, asked - caught_up, day_of(ctx.now))
