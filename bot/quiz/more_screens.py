"""What stands behind “More”: the score, and what one can do; and what is said when a quiz is paused, goes on or is in
trouble."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bank.bank import Bank
from bot.chat.elements import Button, Controls, Element, Fields, View, button, note, text, view
from bot.chat.fitting import clip
from bot.chat.markup import Bold, Mention, MentionChannel, Mono, spans
from bot.chat.words import Words
from bot.quiz.model import Phase, Player, Quiz, Report
from bot.quiz.refs import Do, GoOn, Settled, What
from bot.quiz.scoring import Score, TeamScore
from bot.quiz.told_screens import standing
from bot.quiz.wording import points

ALL = 20


def more(_: Words, quiz: Quiz, host: str, player: Player | None, mine: Score | None, *, manages: bool) -> View:
    """`manages`: the reader looks after the quiz, or after the group."""
    playing = player is not None and player.playing
    rows = [
        (_("Now"), spans(state(_, quiz))),
        (_("Looks after it"), spans(host)),
        *([(_("You"), spans(_yours(_, mine)))] if mine else []),
    ]
    return view(
        text(Bold(_("The quiz"))),
        Fields(tuple(rows)),
        Controls(
            (
                *(() if playing else (_button(_("Join"), quiz, What.JOIN),)),
                *((_button(_("Scores"), quiz, What.SCORES),) if quiz.number else ()),
                *((_button(_("Leave"), quiz, What.LEAVE),) if playing else ()),
            )
        ),
        Controls(_managing(_, quiz)) if manages else None,
        note(_("Pause, skip and stop are for whoever looks after it, and for organisers.")) if not manages else None,
    )


def state(_: Words, quiz: Quiz) -> str:
    number, of = _.number(quiz.number), _.number(quiz.count)
    if quiz.over:
        return _("it is over")
    said = {
        Phase.LOBBY: _("people are joining"),
        Phase.ASKING: _("question {number} of {of}", number=number, of=of),
        Phase.MARKING: _("answers to question {number} of {of} are being marked", number=number, of=of),
        Phase.TOLD: _("question {number} of {of} is over", number=number, of=of),
    }[quiz.phase]
    return _("{state}, paused", state=said) if quiz.paused is not None else said


def _yours(_: Words, mine: Score) -> str:
    return _("place {place}, {points}", place=_.number(mine.place), points=points(_, mine.points))


def _managing(_: Words, quiz: Quiz) -> tuple[Button, ...]:
    if quiz.paused is not None:
        return (_button(_("Resume"), quiz, What.RESUME), _button(_("Stop"), quiz, What.STOP))
    if quiz.phase is Phase.LOBBY:
        return (_button(_("Start"), quiz, What.START), _button(_("Call it off"), quiz, What.STOP))
    return (
        _button(_("Pause"), quiz, What.PAUSE),
        _button(_("Skip"), quiz, What.SKIP),
        _button(_("Stop"), quiz, What.STOP),
    )


def _button(label: str, quiz: Quiz, what: What) -> Button:
    return button(label, Do(quiz.id, what), "primary" if what in (What.RESUME, What.START) else "plain")


def scores(_: Words, quiz: Quiz, scores: Sequence[Score], teams: Sequence[TeamScore], told: int) -> View:
    if not told:
        return view(text(_("No question is over yet, so nobody has points.")))
    after = _.many("After one question", "After {count} questions", told)
    return view(text(Bold(after)), *standing(_, scores, teams, ALL))


def really_stop(_: Words, quiz: Quiz) -> View:
    if quiz.phase is Phase.LOBBY:
        said, label = _("Call the quiz off?"), _("Call it off now")
    else:
        said, label = _("Stop the quiz for everybody? The questions that are over count."), _("Stop it now")
    return view(text(said), Controls((button(label, Do(quiz.id, What.REALLY_STOP), "danger"),)))


def paused(_: Words, quiz: Quiz) -> View:
    kept = _("It is paused. What was answered is kept, and so is the time that was left.")
    return view(text(kept), Controls((_button(_("Resume"), quiz, What.RESUME), _button(_("Stop"), quiz, What.STOP))))


def resumed(_: Words) -> View:
    return view(text(_("It goes on.")))


def skipped(_: Words) -> View:
    return view(text(_("On it goes. What had been answered counts.")))


def stopped(_: Words) -> View:
    return view(text(_("It is over.")))


# Refusals


def gone(_: Words) -> str:
    start = _.command("quiz start").text
    return _("There is no such quiz here any more. Begin a new one with {start}.", start=start)


def over(_: Words, day: str) -> str:
    return _("That quiz is over; it was on {day}.", day=day)


def none_here(_: Words) -> str:
    start = _.command("quiz start").text
    return _("There is no quiz in this channel just now. Begin one with {start}.", start=start)


def not_yours(_: Words, host: str) -> str:
    return _("{host} looks after this quiz. Ask {host}, or an organiser of this group.", host=host)


def in_between(_: Words) -> str:
    return _("The next message is on its way. Try again when it is there.")


def not_now(_: Words, quiz: Quiz) -> str:
    if quiz.paused is not None:
        return _("It is paused. Resume it first.")
    if quiz.phase is Phase.LOBBY:
        return _("It has not begun yet. Start it first.")
    return _("It has begun already.")


# What everyone reads


def news(_: Words, quiz: Quiz, what: str, host: str, was: str, who: str) -> View | None:
    match what:
        case "host":
            said = _("{was} has left; {host} looks after the quiz from now on.", was=was, host=host)
        case "paused" if quiz.paused is not None:
            said = _("{who} has paused the quiz. What was answered is kept.", who=who)
        case "resumed" if quiz.paused is None:
            said = _("The quiz goes on.")
        case _other:
            return None  # it has changed since
    return view(text(said), Controls((_button(_("More"), quiz, What.MORE),)))


def trouble(_: Words, quiz: Quiz) -> View:
    """To whoever can put it right, in direct messages."""
    where = MentionChannel(quiz.channel, "")
    said = {
        "gone": _.spans("I cannot find {where} any more, so its quiz is paused.", where=where),
        "forbidden": _.spans("I may not post in {where} any more, so its quiz is paused.", where=where),
    }.get(quiz.problem, _.spans("I could not post to {where}, so its quiz is paused.", where=where))
    kept = _("Nothing that was answered is lost. When it is put right, press “Resume”. After a day it ends by itself.")
    return view(
        text(Bold(_("The quiz"))),
        text(*said),
        text(*_.spans("To put it right: {fix}", fix=Mono(quiz.fix))) if quiz.fix else None,
        text(kept),
        Controls((button(_("Resume"), GoOn(quiz.group, quiz.id), "primary"),)),
    )


# Reports


def reported(_: Words) -> View:
    return view(text(_("Thank you. The organisers see it with the question.")))


def reports(_: Words, bank: Bank, listed: Sequence[Report], more: int) -> View:
    if not listed:
        return view(text(_("No question has been reported. When somebody presses “Report” in a quiz, it stands here.")))
    shown: list[Element] = [text(Bold(_("Reported questions")))]
    for each in listed:
        question = bank.find(each.question)
        shown += [
            text(Bold(clip(question.headline if question else each.question, 200)), "\n", each.text),
            note(*_.spans("{id}, by {who}, {day}", id=Mono(each.question), who=Mention(each.person, ""),
                          day=_.day(each.at.date()))),
            Controls((button(_("Settled"), Settled(each.id)),)),
        ]  # fmt: skip
    if more:
        shown.append(note(_.many("and one more", "and {count} more", more)))
    return view(*shown)


def settled(_: Words) -> View:
    return view(text(_("It is settled.")))
