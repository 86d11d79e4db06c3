"""A practice as one of its people sees it: one card for each state, which every message and every press shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.bank.bank import Bank
from bot.calendar.plan import zone_or_utc
from bot.chat.elements import Bullets, Button, Controls, Element, View, button, note, text, view
from bot.chat.keys import Person
from bot.chat.markup import At, Bold, Spans, spans
from bot.chat.words import Words
from bot.practice import feedback_screens, parts
from bot.practice.model import CHECKS, Feedback, Member, Part, Practice, State, Way
from bot.practice.parts import who
from bot.practice.refs import DidNotCome, Do, Step
from bot.rounds.source import named


@dataclass(frozen=True, slots=True)
class Seen:
    """A practice, and what else its card for `reader` is made of. `wordings` are how the reader means to ask questions
    from their own list."""

    practice: Practice
    reader: Person
    now: datetime
    feedback: tuple[Feedback, ...] = ()
    wordings: Mapping[str, str] = field(default_factory=dict)

    @property
    def me(self) -> Member:
        return self.practice.member(self.reader)

    @property
    def others(self) -> tuple[Member, ...]:
        return self.practice.others(self.reader)


def card(_: Words, bank: Bank, seen: Seen, news: Spans = ()) -> View:
    """`news` is what has just happened, above what is."""
    match seen.practice.state:
        case State.OFFERED:
            shown = _offer(_, bank, seen)
        case State.READY | State.RUNNING:
            shown = _turn(_, bank, seen)
        case State.FEEDBACK:
            until = seen.practice.next_at
            at = moment(_, until, seen.me.zone) if until else None
            shown = feedback_screens.giving(_, bank, seen.practice, seen.reader, seen.feedback, at)
        case State.OVER:
            shown = feedback_screens.received(_, bank, seen.practice, seen.reader, seen.feedback)
        case _ended:
            shown = [text(*_ending(_, seen))]
    return view(text(*news) if news else None, *shown)


def reminder(_: Words, seen: Seen, news: Spans) -> View:
    """A word in between: the card stands above it already."""
    return view(text(*news), _turning(_, seen))


def whether_met(_: Words, seen: Seen, news: Spans) -> View:
    return view(
        text(*news),
        _answers(_, seen),
        note(_("What you answer stays between you. If somebody did not come, I tell them kindly.")),
    )


def moment(_: Words, when: datetime, zone: str) -> At:
    """A moment in the reader's time, where somebody knows it."""
    local = when.astimezone(zone_or_utc(zone))
    return At(when, f"{_.day(local.date())}, {local:%H:%M}{'' if zone else ' UTC'}")


def names(_: Words, members: tuple[Member, ...]) -> Spans:
    """One to three people, in a sentence."""
    match [who(member) for member in members]:
        case [one]:
            return spans(one)
        case [one, other]:
            return _.spans("{one} and {other}", one=one, other=other)
        case several:
            one, other, third = several
            return _.spans("{one}, {other} and {third}", one=one, other=other, third=third)


def _do(practice: Practice, label: str, step: Step, *, primary: bool = False) -> Button:
    turn = practice.turn.number if practice.turns else 0
    return button(label, Do(practice.group, practice.id, step, turn), "primary" if primary else "plain")


# The offer


def _offer(_: Words, bank: Bank, seen: Seen) -> list[Element]:
    practice = seen.practice
    asking, asked = practice.members
    assert practice.next_at is not None
    until = moment(_, practice.next_at, seen.me.zone)
    facts = note(_facts(_, bank, practice))
    if seen.reader == asking.person:
        return [
            text(
                *_.spans(
                    "I bring {who} your invitation to practise. They may answer until {until}.",
                    who=who(asked),
                    until=until,
                )
            ),
            facts,
            Controls((_do(practice, _("Take it back"), Step.WITHDRAW),)),
        ]
    if practice.way is Way.REVERSE:
        play = "{who} would like to practise asking with you: you play an interviewer, they ask, then you swap."
        invitation = _.spans(play, who=who(asking))
    else:
        talk = "{who} would like to practise an interview with you: you interview them first, then you swap."
        invitation = _.spans(talk, who=who(asking))
    return [
        text(*invitation),
        text(
            _("You need nothing for it. I give each of you your part, keep the time, and nobody else sees any of it.")
        ),
        facts,
        note(*_.spans("You may answer until {until}.", until=until)),
        Controls((_do(practice, _("Accept"), Step.ACCEPT, primary=True), _do(practice, _("Not now"), Step.DECLINE))),
    ]


def _facts(_: Words, bank: Bank, practice: Practice) -> str:
    way = _("reverse interview") if practice.way is Way.REVERSE else _("interview")
    minutes = _.many("one minute a turn", "{count} minutes a turn", practice.minutes)
    return " · ".join(each for each in (way, minutes, named(_, bank, practice.source)) if each)


# A turn


def _turn(_: Words, bank: Bank, seen: Seen) -> list[Element]:
    practice = seen.practice
    part = practice.part(seen.reader)
    return [
        text(Bold(_("Practice")), ": ", *parts.title(_, practice, part)),
        text(*_clock(_, seen)),
        *parts.in_hand(_, bank, practice, part, seen.wordings),
        note(_facts(_, bank, practice)),
        *_controls(_, seen, part),
    ]


def _clock(_: Words, seen: Seen) -> Spans:
    practice, ends = seen.practice, seen.practice.turn.ends
    if practice.state is State.READY:
        begun = _("The next turn.") if practice.began else _("Agree on a time, and on where you talk.")
        return spans(f"{begun} ", _("When one of you presses “Start”, the clock runs for all."))
    if ends is not None and seen.now >= ends:
        return spans(_("The time is over. Come to an end, then press “Swap roles” or “Finish”."))
    assert ends is not None
    at = moment(_, ends, seen.me.zone)
    return _.spans("The clock runs. It ends: {ends}.", ends=At(ends, at.fallback, soon=True))


def _controls(_: Words, seen: Seen, part: Part) -> list[Controls]:
    practice = seen.practice
    change = _another(_, practice, part) if practice.state is State.READY else []
    if not practice.began:
        reverse = practice.way is Way.REVERSE
        label, step = (_("Usual interview"), Step.USUAL) if reverse else (_("Reverse interview"), Step.REVERSE)
        change += [_do(practice, label, step), _do(practice, _("Call it off"), Step.CANCEL)]
    rows = [_turning(_, seen), *([Controls(tuple(change))] if change else [])]
    return [*rows, _answers(_, seen)] if practice.checks and not practice.began else rows


def _turning(_: Words, seen: Seen) -> Controls:
    """Start, swap, finish: what moves the turn on."""
    practice = seen.practice
    buttons = []
    if practice.state is State.READY:
        buttons.append(_do(practice, _("Start"), Step.START, primary=True))
    elif practice.part(seen.reader) is Part.INTERVIEWER and practice.way is Way.INTERVIEW and not practice.turn.shown:
        buttons.append(_do(practice, _("I have asked it"), Step.ASKED, primary=True))
    buttons.append(_do(practice, _("Swap roles"), Step.SWAP))
    if practice.began:
        buttons.append(_do(practice, _("Finish"), Step.FINISH))
    return Controls(tuple(buttons))


def deals(practice: Practice, part: Part) -> bool:
    """Whether this part may have its own half dealt anew."""
    return part is Part.INTERVIEWER or (part is Part.CANDIDATE and practice.way is Way.REVERSE)


def _another(_: Words, practice: Practice, part: Part) -> list[Button]:
    if not deals(practice, part):
        return []
    label = _("Another question")
    if practice.way is Way.REVERSE:
        label = _("Other questions") if part is Part.CANDIDATE else _("Play somebody else")
    return [_do(practice, label, Step.ANOTHER)]


def _answers(_: Words, seen: Seen) -> Controls:
    """For those whom the match brought together."""
    practice = seen.practice
    one = len(seen.others) == 1
    absent = [
        button(
            _("They did not come") if one else _("{name} did not come", name=other.name or other.person.id),
            DidNotCome(practice.group, practice.id, practice.turn.number, practice.index(other.person) or 0),
        )
        for other in seen.others
    ]
    return Controls((_do(practice, _("We met"), Step.MET), _do(practice, _("Not yet"), Step.NOT_YET), *absent))


# The end, where it never began


def _ending(_: Words, seen: Seen) -> Spans:
    practice = seen.practice
    asking = practice.members[0]
    mine = seen.reader == asking.person and not practice.matched
    other = names(_, seen.others)[0]
    example = _.command("practice", "@ben")
    match practice.state:
        case State.DECLINED if mine:
            return _.spans("{who} cannot this time. Ask somebody else: {practice}.", who=other, practice=example)
        case State.DECLINED:
            return _.spans("You said no for this time. {who} knows, and nobody else does.", who=other)
        case State.WITHDRAWN if mine:
            return _.spans("You took the invitation to {who} back.", who=other)
        case State.WITHDRAWN:
            return _.spans("{who} took the invitation back.", who=other)
        case State.EXPIRED if mine:
            return _.spans(
                "{who} has not answered in two days, so the invitation has ended. Ask somebody else: {practice}.",
                who=other,
                practice=example,
            )
        case State.EXPIRED:
            return _.spans("The invitation from {who} has ended. Invite them: {practice}.", who=other, practice=example)
        case State.MISSED:
            return spans(_("You missed each other this time. It happens to everybody."))
        case State.CANCELLED:
            return spans(_("This practice was called off."))
        case _lapsed:
            return _.spans(
                "Nobody began this practice, so it has ended. Begin another one: {practice}.", practice=example
            )


# In answer to a press


def changed_meanwhile(_: Words) -> Spans:
    return spans(_("That was about what went before. This is how it stands now:"))


def met(_: Words, practice: Practice) -> View:
    return view(
        text(_("Good. Would you like to tell each other what you saw?")),
        Controls((_do(practice, _("Give feedback"), Step.FINISH, primary=True),)),
    )


def not_yet(_: Words, practice: Practice) -> str:
    if practice.checks < CHECKS:
        return _("There is time. I ask once more in two days.")
    return _("There is time. I do not ask again.")


def two_stay(_: Words) -> str:
    return _("Then it is the two of you. Nobody else hears of it.")


def anew(_: Words) -> str:
    return _("I am sorry that you waited in vain. Here is somebody else who is free:")


def no_feedback_now(_: Words, practice: Practice) -> str:
    if practice.state is State.OVER:
        return _("It is too late for that: what was given has been shown.")
    return _("It is not time for feedback yet. Press “Finish” first.")


def none_open(_: Words) -> str:
    return _("You have no practice under way. Invite somebody: {practice}", practice=_.command("practice", "@ben").text)


def several(_: Words, practices: Sequence[Practice], reader: Person) -> View:
    """To choose from, where there are several."""
    rows = [
        (names(_, each.others(reader)), _do(each, str(number), Step.SHOW)) for number, each in enumerate(practices, 1)
    ]
    states = {
        State.OFFERED: _("invited"),
        State.READY: _("not begun"),
        State.RUNNING: _("the clock runs"),
        State.FEEDBACK: _("feedback"),
    }
    listed = tuple(
        spans(*who, f" · {states[each.state]}") for (who, _button), each in zip(rows, practices, strict=True)
    )
    return view(
        text(Bold(_("Your practices"))),
        Bullets(listed, ordered=True),
        Controls(tuple(button for _who, button in rows)),
    )
