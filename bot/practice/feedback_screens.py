"""What people saw in each other: giving it, and reading it when all have given theirs."""

from __future__ import annotations

from collections.abc import Collection

from bot.ask.model import Open
from bot.bank.bank import Bank
from bot.chat.elements import Bullets, Button, Controls, Element, Form, Paragraph, button, note, pressed, text
from bot.chat.keys import Person
from bot.chat.markup import At, Bold, Italic, Spans, spans
from bot.chat.refs import encode
from bot.chat.words import Words
from bot.practice.model import LINE, Feedback, Practice, Way
from bot.practice.parts import who
from bot.practice.points import points
from bot.practice.refs import Give, Tick, WriteLine

A_ROW = 5
"""Discord: a row takes five buttons (docs: component reference, action row)."""


def giving(
    _: Words, bank: Bank, practice: Practice, reader: Person, feedback: Collection[Feedback], until: At | None
) -> list[Element]:
    """To the first of the others whom they have not told yet; or that they have told all."""
    mine = {each.about: each for each in feedback if each.giver == reader}
    left = [other for other in practice.others(reader) if other.person not in mine or not mine[other.person].given]
    if not left:
        return [text(_("Thank you, that is kept.")), note(*_until(_, practice, until))]
    about, seat = left[0].person, practice.index(left[0].person) or 0
    draft = mine.get(about, Feedback(reader, about))
    shown = points(_, bank, practice, about)
    return [
        text(*_.spans("That was it. What did you see in {who}?", who=who(left[0]))),
        Bullets(tuple(_point(_, point, number in draft.ticks) for number, point in enumerate(shown)), ordered=True),
        *([text(_("Your line: "), Italic(draft.line))] if draft.line else []),
        *_ticking(practice, seat, len(shown), draft),
        Controls(_finishing(_, practice, seat, draft)),
        note(_("Press what you saw; a line of your own says more than all of it."), " ", *_until(_, practice, until)),
    ]


def _point(_: Words, point: Spans, ticked: bool) -> Spans:
    return spans(*point, "  ", Bold(_("(seen)"))) if ticked else point


def _until(_: Words, practice: Practice, until: At | None) -> Spans:
    if until is None:
        return ()
    if len(practice.members) == 2:
        both = "Each of you reads the other's once both are there, at the latest {until}. Nobody else does."
        return _.spans(both, until=until)
    every = "Each of you reads what was seen in them once all of it is there, at the latest {until}. Nobody else does."
    return _.spans(every, until=until)


def _ticking(practice: Practice, seat: int, count: int, draft: Feedback) -> list[Controls]:
    buttons = [
        button(str(point + 1), Tick(practice.group, practice.id, seat, point), pressed(point in draft.ticks))
        for point in range(count)
    ]
    return [Controls(tuple(buttons[start : start + A_ROW])) for start in range(0, count, A_ROW)]


def _finishing(_: Words, practice: Practice, seat: int, draft: Feedback) -> tuple[Button, ...]:
    group, id = practice.group, practice.id
    line = _("Change the line") if draft.line else _("Write a line")
    give = (button(_("Give it"), Give(group, id, seat), "primary"),) if not draft.empty else ()
    return (
        button(line, WriteLine(group, id, seat)),
        *give,
        button(_("Rather not"), Give(group, id, seat, nothing=True)),
    )


def line_form(_: Words, practice: Practice, seat: int, line: str) -> Form:
    return Form(
        _("A line for them"),
        encode(WriteLine(practice.group, practice.id, seat)),
        (
            Paragraph(
                "line",
                _("What would help them most?"),
                value=line,
                hint=_("What they did, and what it did to you."),
                required=False,
                max_length=LINE,
            ),
        ),
        _("Keep"),
    )


def received(_: Words, bank: Bank, practice: Practice, reader: Person, feedback: Collection[Feedback]) -> list[Element]:
    """What each of the others saw in the reader."""
    theirs = {each.giver: each for each in feedback if each.about == reader and each.given and not each.empty}
    shown: list[Element] = []
    if not any(each.given and not each.empty for each in feedback):
        return [text(_("That was it. Nobody left anything to read.")), *_looking_back(_, practice, reader)]
    for other in practice.others(reader):
        found = theirs.get(other.person)
        if found is None:
            shown.append(text(*_.spans("{who} left nothing for you.", who=who(other))))
        else:
            shown += _saw(_, points(_, bank, practice, reader), found, _.spans("What {who} saw in you", who=who(other)))
    return [*shown, *_looking_back(_, practice, reader), note(_only_you(_, practice))]


def _saw(_: Words, known: list[Spans], found: Feedback, heading: Spans) -> list[Element]:
    seen = tuple(point for number, point in enumerate(known) if number in found.ticks)
    unseen = tuple(point for number, point in enumerate(known) if number not in found.ticks)
    shown: list[Element] = [text(*(Bold(each.text) if each.kind == "plain" else each for each in heading))]
    if seen:
        shown.append(Bullets(seen))
    if found.line:
        shown.append(text(Italic(_("“{line}”", line=found.line))))
    if seen and unseen:
        shown += [text(_("Not seen this time:")), Bullets(unseen)]
    return shown


def _looking_back(_: Words, practice: Practice, reader: Person) -> list[Controls]:
    turn = practice.answered(reader)
    if turn is None or not turn.questions or practice.way is Way.REVERSE:
        return []
    return [Controls((button(_("Look at your question"), Open(turn.questions[0])),))]


def _only_you(_: Words, practice: Practice) -> str:
    if len(practice.members) == 2:
        return _("This stays between the two of you.")
    return _("Each of you reads only what was seen in them.")
