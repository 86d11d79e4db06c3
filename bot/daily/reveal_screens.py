"""What comes out in the end: the right answer with its reasons, what people said, and one's own answer beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.ask.model import Part
from bot.ask.parts import LETTERS, letters, opened, solved
from bot.bank.bank import Question
from bot.bank.grading import grade, options_in
from bot.bank.kinds import ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion
from bot.chat.elements import Bullets, Controls, Divider, Element, Heading, View, button, note, pressed, text, view
from bot.chat.fitting import pages
from bot.chat.markdown import inline
from bot.chat.markup import Bold, Mention, Span, Spans, plain_text, spans
from bot.chat.words import Words
from bot.daily.model import Answered, Day, Schedule, Shown
from bot.daily.post_screens import looking
from bot.daily.refs import MarkMine, ReadOn

PAGE_LENGTH = 2_500
"""About how many characters of answers stand in one message. Discord takes 4,000 over all (component reference)."""

NAMES = 45
"""The most names in one line."""

NAME_LENGTH = 24
"""How much room a name takes at least: Discord is given a person's id instead, some twenty digits."""

FEWEST = 2
"""From so many on, what was answered is shown together: of one alone it would tell whose it was."""

PUBLIC = 4
"""The most messages of answers that come out for all. In a large group more would bury everything else; whoever wants
to reads on, page by page."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands for so many answers: a line of what people said, or a part of one."""

    spans: Spans
    answers: int


def reveal(
    _: Words,
    schedule: Schedule,
    day: Day,
    question: Question,
    given: Sequence[Answered],
    *,
    in_thread: bool = False,
    in_bank: bool = True,
) -> list[View]:
    """What comes out, a view for each message: the answer with its reasons, then what those said who show theirs.
    `in_thread`: the question stands above. `in_bank`: it is still there to be saved."""
    alone = not schedule.channel
    told = given if alone or len(given) >= FEWEST else [answer for answer in given if answer.shown is not Shown.NO]
    first = view(
        Heading(_("The answers")),
        None if in_thread else text(Bold(question.headline)),
        *_right_answer(_, question, told),
        *(_spread(_, question, given) if not alone else _verdict(_, question, given[0]) if given else ()),
        looking(_, day, question, in_bank=in_bank),
    )
    said = _in_pages(_said(_, question, given)) if schedule.channel else []
    left = sum(row.answers for page in said[PUBLIC:] for row in page)
    messages = [_page(_, page, number) for number, page in enumerate(said[:PUBLIC], 1)]
    if left:
        messages[-1] = view(*messages[-1].elements, *_left_out(_, day, left))
    return [first, *messages]


def named(page: View, question: Question) -> View:
    """A page of what people said that stands by itself."""
    head, *rest = page.elements
    return view(head, text(Bold(question.headline)), *rest)


def _left_out(_: Words, day: Day, count: int) -> tuple[Element, ...]:
    too_much = _.many(
        "One more answer would be too much here. Press “More answers” to read it.",
        "{count} more answers would be too much here. Press “More answers” to read them.",
        count,
    )
    return (note(too_much), Controls((button(_("More answers"), ReadOn(day.schedule, day.slot, PUBLIC + 1)),)))


def read_on(_: Words, day: Day, question: Question, given: Sequence[Answered], page: int) -> View | None:
    """What people said, for one reader: a page of it, counted from 1 and brought into range. None if there is none."""
    said = _in_pages(_said(_, question, given))
    if not said:
        return None
    page = min(max(page, 1), len(said))
    turns = ((_("Previous"), page - 1), (_("Next"), page + 1))
    turning = [button(label, ReadOn(day.schedule, day.slot, to)) for label, to in turns if 1 <= to <= len(said)]
    return view(
        *_page(_, said[page - 1], page).elements,
        note(_("Page {page} of {pages}", page=page, pages=len(said))),
        Controls(tuple(turning)) if turning else None,
    )


def _page(_: Words, rows: Sequence[_Row], number: int) -> View:
    head = _("What people said") if number == 1 else _("More of what people said")
    return view(text(Bold(head)), Bullets(tuple(row.spans for row in rows)))


def _right_answer(_: Words, question: Question, given: Sequence[Answered]) -> tuple[Element, ...]:
    """With its reasons, and why not what else was chosen in these answers."""
    match question.text:
        case ChoiceQuestion() as choice:
            return solved(_, choice, frozenset[int]().union(*(options_in(answer.text, choice) for answer in given)))
        case RecallQuestion() as recall:
            return solved(_, recall)
        case OpenQuestion():
            return (*opened(_, question, Part.SEEK)[1:], *opened(_, question, Part.MODEL)[1:])
        case AskQuestion() as ask:
            return (text(Bold(ask.reveals), "\n", ask.why), *opened(_, question, Part.LISTEN)[1:])
        case _other:
            assert_never(_other)


def _spread(_: Words, question: Question, given: Sequence[Answered]) -> tuple[Element, ...]:
    if not given:
        return (note(_("Nobody answered this one. There will be others.")),)
    answered = _.many("One of us answered.", "{count} of us answered.", len(given))
    match question.text:
        case ChoiceQuestion() | RecallQuestion() if len(given) < FEWEST:
            return (note(answered),)
        case ChoiceQuestion() as choice:
            rows = tuple(_row(_, choice, index, given) for index in range(len(choice.options)))
            return (text(Bold(_("What people chose"))), Bullets(rows), _how_many_right(_, question, given))
        case RecallQuestion():
            return (_how_many_right(_, question, given),)
        case _other:
            return (note(answered, " ", _("Press “My answer” to mark your own.")),)


def _row(_: Words, choice: ChoiceQuestion, index: int, given: Sequence[Answered]) -> Spans:
    option = choice.options[index]
    count = sum(index in options_in(answer.text, choice) for answer in given)
    right = (Bold(f" ({_('right')})"),) if option.right else ()
    return spans(Bold(LETTERS[index]), "  ", *inline(option.text), f": {_.number(count)}", *right)


def _how_many_right(_: Words, question: Question, given: Sequence[Answered]) -> Element:
    right = sum(_is_right(question, answer) for answer in given)
    return note(_("{right} of {all} had it right.", right=_.number(right), all=_.number(len(given))))


def _said(_: Words, question: Question, given: Sequence[Answered]) -> Iterator[_Row]:
    """A line for each answer that is shown; where there are letters, for each choice of them."""
    shown = [answer for answer in given if answer.shown is not Shown.NO]
    if not isinstance(question.text, ChoiceQuestion):
        yield from (_Row(spans(_who(_, answer), ": ", answer.text), 1) for answer in shown)
        return
    alike: dict[str, list[Answered]] = {}
    for answer in shown:
        alike.setdefault(letters(_, options_in(answer.text, question.text)), []).append(answer)
    for chose in sorted(alike):
        nameless = sum(answer.shown is Shown.NAMELESS for answer in alike[chose])
        people = [_Row(spans(_who(_, answer)), 1) for answer in alike[chose] if answer.shown is Shown.NAMED]
        if nameless:
            people.append(_Row(spans(_.many("one without a name", "{count} without a name", nameless)), nameless))
        for page in pages(people, NAMES):
            joined = (part for who in page for part in (", ", *who.spans))
            yield _Row(spans(Bold(chose), ": ", *tuple(joined)[1:]), sum(who.answers for who in page))


def _who(_: Words, answer: Answered) -> Span | str:
    return Mention(answer.person, answer.name) if answer.shown is Shown.NAMED else _("Somebody")


def _in_pages(rows: Iterable[_Row]) -> list[list[_Row]]:
    filled: list[list[_Row]] = []
    length = PAGE_LENGTH
    for row in rows:
        size = sum(_size(span) for span in row.spans)
        if length + size > PAGE_LENGTH:
            filled.append([])
            length = 0
        filled[-1].append(row)
        length += size
    return filled


def _size(span: Span) -> int:
    length = len(plain_text((span,)))
    return max(length, NAME_LENGTH) if isinstance(span, Mention) else length


def thread_title(_: Words, day: Day) -> str:
    return _("Question of the day, {day}", day=_.day(day.date))


def coming_out(_: Words) -> View:
    return view(text(_("The answers come out now.")))


# One's own


def mine(_: Words, day: Day, question: Question, answer: Answered | None) -> View:
    """After the reveal: one's own answer beside the right one; where only oneself can tell, to be marked."""
    if answer is None:
        return view(text(_("You did not answer this one.")), Divider(), *_right_answer(_, question, ()))
    points = rubric(question)
    if not points:
        return view(*_verdict(_, question, answer), Divider(), *_right_answer(_, question, (answer,)))
    marks = {mark for mark in answer.marks if mark < len(points)}
    rows = tuple(
        (*point, *spans("  ", Bold(_("(in mine)")))) if number in marks else point
        for number, point in enumerate(points)
    )
    count = _("{marked} of {all} so far.", marked=_.number(len(marks)), all=_.number(len(points)))
    return view(
        text(Bold(_("Your answer")), "\n", answer.text),
        Divider(),
        text(Bold(_("Which of these are in it? Press their numbers."))),
        Bullets(rows, ordered=True),
        note(count) if marks else None,
        _marking(day, marks, len(points)),
    )


def _verdict(_: Words, question: Question, answer: Answered) -> tuple[Element, ...]:
    """Whether one had it right, where that can be told."""
    match question.text:
        case ChoiceQuestion() as choice:
            given = letters(_, options_in(answer.text, choice))
        case RecallQuestion():
            given = answer.text
        case _other:
            return ()
    said = _("You had it right.") if _is_right(question, answer) else _("Not quite this time.")
    return (text(Bold(said), " ", _("Your answer: {answer}", answer=given)),)


def _is_right(question: Question, answer: Answered) -> bool:
    match question.text:
        case ChoiceQuestion() as choice:
            return grade(choice, options_in(answer.text, choice))
        case RecallQuestion() as recall:
            return grade(recall, answer.text)
        case _other:
            return False


def _marking(day: Day, marks: Collection[int], count: int) -> Controls:
    here = (day.schedule, day.slot)
    return Controls(
        tuple(button(str(number + 1), MarkMine(*here, number), pressed(number in marks)) for number in range(count))
    )


def rubric(question: Question) -> tuple[Spans, ...]:
    """What one marks one's own answer by; nothing where the answer is right or wrong."""
    match question.text:
        case OpenQuestion(rubric=points):
            return tuple(inline(point) for point in points)
        case AskQuestion(listen_for=signs):
            return tuple(spans(sign) for sign in signs)
        case _other:
            return ()
