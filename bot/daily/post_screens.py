"""The question of the day as everyone sees it, and what its buttons answer to the one who presses."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from bot.ask.cards import asked
from bot.ask.parts import LETTERS, letters
from bot.bank.bank import Bank, Question
from bot.bank.grading import options_in
from bot.bank.kinds import ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion
from bot.calendar.plan import zone_or_utc
from bot.chat.elements import (
    Controls,
    Element,
    Form,
    Heading,
    Line,
    Option,
    Paragraph,
    Pick,
    View,
    button,
    note,
    pressed,
    text,
    view,
)
from bot.chat.fitting import clip
from bot.chat.markdown import inline
from bot.chat.markup import At, Bold, Italic, Spans, spans
from bot.chat.refs import encode
from bot.chat.words import Words
from bot.daily.model import Answered, Day, Schedule, Shown
from bot.daily.refs import Choose, LookAtMine, ShowMine, TakeBack, Tick, Write
from bot.daily.streaks import Streak
from bot.kit.model import Save

ANSWER_LENGTH = 600
"""The most characters of an answer: long enough for a good one, short enough for others to read."""

RECALL_LENGTH = 80
"""The most characters of an answer that is a word or a few: as many as the longest that is accepted."""

CLIPPED = 200
"""How much of an answer is said back."""


def question(_: Words, bank: Bank, schedule: Schedule, day: Day, asked_: Question, answered: int) -> View:
    """The post itself. `answered` is how many have."""
    out = day.revealed is not None
    facts = _facts(_, bank, day, asked_)
    if answered and schedule.channel:
        so_far = _.many("one answer so far", "{count} answers so far", answered)
        facts.append(_.many("one answer", "{count} answers", answered) if out else so_far)
    return view(
        Heading(_("Question of the day")),
        *asked(_, asked_),
        None if out else text(Italic(_task(_, schedule, asked_))),
        _when(_, schedule, day),
        looking(_, day, asked_, in_bank=bank.find(asked_.id) is not None) if out else _buttons(_, day, asked_),
        note(" · ".join(facts)),
    )


def taken_away(_: Words, bank: Bank, day: Day, asked_: Question) -> View:
    """The post of a question of the day that was removed before its answers came out."""
    return view(
        Heading(_("Question of the day")),
        *asked(_, asked_),
        note(_("It was taken away; its answers do not come out.")),
        note(" · ".join(_facts(_, bank, day, asked_))),
    )


def _facts(_: Words, bank: Bank, day: Day, asked_: Question) -> list[str]:
    """The topic, if it is still there, and the day."""
    topic = bank.topics.get(asked_.topic)
    return [*([topic.title] if topic else []), _.day(day.date)]


def _task(_: Words, schedule: Schedule, question: Question) -> str:
    match question.text:
        case AskQuestion():
            said = _("Imagine you ask it. Press “Answer”: what would you like to hear, and what would make you wary?")
        case ChoiceQuestion(select="one"):
            said = _("Press the letter of your answer.")
        case ChoiceQuestion():
            said = _("More than one may be right: press every letter that is.")
        case RecallQuestion():
            said = _("Press “Answer” and write a word or a few.")
        case OpenQuestion():
            said = _("Press “Answer” and write yours.")
        case _other:
            assert_never(_other)
    counted = _("It is counted; nobody sees whose it is, unless you say so.")
    return f"{said} {counted}" if schedule.channel else said


def _when(_: Words, schedule: Schedule, day: Day) -> Element:
    if day.revealed is not None:
        return note(_("The answers are out, in the thread.") if day.in_thread else _("The answers are out."))
    if day.closes is None:
        return note(_("The answers come out when an organiser says so."))
    return note(*_.spans("The answers come out: {time}", time=closing_time(_, schedule, day, day.closes)))


def closing_time(_: Words, schedule: Schedule, day: Day, closes: datetime) -> At:
    """With the day, where that is another one."""
    there = zone_or_utc(schedule.plan.zone)
    local = closes.astimezone(there)
    hour = f"{local:%H:%M}" if local.date() == day.date else f"{_.day(local.date())}, {local:%H:%M}"
    return At(closes, f"{hour} {there.key}")


def _buttons(_: Words, day: Day, question: Question) -> Controls:
    here = (day.schedule, day.slot)
    match question.text:
        case ChoiceQuestion(options=options):
            return Controls(tuple(button(LETTERS[n], Choose(*here, n)) for n in range(len(options))))
        case _other:
            return Controls((button(_("Answer"), Write(*here), "primary"),))


def looking(_: Words, day: Day, question: Question, *, in_bank: bool) -> Controls:
    """What one can do once the answers are out. `in_bank`: the question is still there to be saved."""
    mine = button(_("My answer"), LookAtMine(day.schedule, day.slot))
    return Controls((mine, button(_("Save"), Save(question.id))) if in_bank else (mine,))


def answer_form(_: Words, schedule: Schedule, day: Day, question: Question, before: Answered | None) -> Form:
    written, hint = before.text if before else "", clip(question.headline, 100)
    line: Line | Paragraph
    if isinstance(question.text, RecallQuestion):
        line = Line("answer", _("Your answer"), written, hint, max_length=RECALL_LENGTH)
    else:
        line = Paragraph("answer", _("Your answer"), written, hint, max_length=ANSWER_LENGTH)
    how = Pick("show", _("When the answers come out"), _ways(_), before.shown if before else Shown.NO)
    fields = (line, how) if schedule.channel else (line,)
    return Form(_("Your answer"), encode(Write(day.schedule, day.slot)), fields, _("Keep"))


def _ways(_: Words) -> tuple[Option, ...]:
    return (
        Option(_("Show mine to nobody"), Shown.NO),
        Option(_("Show mine without my name"), Shown.NAMELESS),
        Option(_("Show mine with my name"), Shown.NAMED),
    )


def kept(_: Words, schedule: Schedule, day: Day, question: Question, mine: Answered, streak: Streak | None) -> View:
    """Said privately to whoever has answered."""
    return view(
        text(Bold(_("Kept: {answer}", answer=_said(_, question, mine))), *_in_words(question, mine)),
        text(_fate(_, schedule, question, mine)),
        _streak(_, streak) if streak else None,
        _ticks(day, question, mine),
        _settling(_, schedule, day, question, mine),
    )


def _said(_: Words, question: Question, mine: Answered) -> str:
    if isinstance(question.text, ChoiceQuestion):
        return letters(_, options_in(mine.text, question.text))
    return clip(" ".join(mine.text.split()), CLIPPED)


def _in_words(question: Question, mine: Answered) -> Spans:
    """The option behind the one letter that was pressed: a slip of the finger shows."""
    match question.text:
        case ChoiceQuestion(select="one", options=options) as choice:
            return spans(
                "  ", *(span for index in options_in(mine.text, choice) for span in inline(options[index].text))
            )
        case _other:
            return ()


def _fate(_: Words, schedule: Schedule, question: Question, mine: Answered) -> str:
    """Who will see it, and how to change it."""
    ways = {
        Shown.NO: _("When the answers come out, yours is shown to nobody."),
        Shown.NAMELESS: _("When the answers come out, yours is shown without your name."),
        Shown.NAMED: _("When the answers come out, yours is shown with your name."),
    }
    match question.text:
        case ChoiceQuestion(select="one"):
            change = _("To change it, press another letter.")
        case ChoiceQuestion():
            change = _("Press more letters, or one again to take it out.")
        case _other if schedule.channel:
            change = _("You can change it until then.")
        case _other:
            change = _("You can change it until the answers come out.")
    return f"{ways[mine.shown]} {change}" if schedule.channel else change


def _streak(_: Words, streak: Streak) -> Element | None:
    if streak.days < 2:
        return None
    said = [_.many("One day in a row.", "{count} days in a row.", streak.days)]
    if streak.days == streak.longest and streak.days > 4:
        said.append(_("Your longest so far."))
    if not streak.freeze_left:
        said.append(_("The day you missed this week is forgiven."))
    return note(" ".join(said))


def _ticks(day: Day, question: Question, mine: Answered | None) -> Controls | None:
    """The letters once more, where several count: on one's own answer they change it in its place."""
    match question.text:
        case ChoiceQuestion(select="all", options=options) as choice:
            marked = options_in(mine.text, choice) if mine else frozenset()
            here = (day.schedule, day.slot)
            ticks = (button(LETTERS[n], Tick(*here, n), pressed(n in marked)) for n in range(len(options)))
            return Controls(tuple(ticks))
        case _other:
            return None


def _settling(_: Words, schedule: Schedule, day: Day, question: Question, mine: Answered) -> Controls:
    here = (day.schedule, day.slot)
    change = () if isinstance(question.text, ChoiceQuestion) else (button(_("Change it"), Write(*here)),)
    others = [option for option in _ways(_) if option.value != mine.shown] if schedule.channel else []
    shows = (button(option.label, ShowMine(*here, option.value)) for option in others)
    return Controls((*change, *shows, button(_("Take it back"), TakeBack(*here))))


def taken_back(_: Words, day: Day, question: Question) -> View:
    return view(
        text(_("Your answer is gone. You can give another one until the answers come out.")),
        _ticks(day, question, None),
    )
