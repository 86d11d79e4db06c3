"""What everyone reads after a question: the right answer and why, who had it, and who stands where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.ask.parts import LETTERS
from bot.bank.bank import Question
from bot.bank.grading import options_in
from bot.bank.kinds import ChoiceQuestion, OpenQuestion
from bot.chat.elements import Controls, Element, Fields, Text, View, button, note, text, view
from bot.chat.keys import Person
from bot.chat.markdown import inline
from bot.chat.markup import Bold, Spans, spans
from bot.chat.words import Words
from bot.quiz.model import READING, SILENT_ROUNDS, Player, Quiz
from bot.quiz.refs import Do, Missed, ReportIt, What
from bot.quiz.scoring import RIGHT, Played, Score, TeamScore
from bot.quiz.wording import length, number, people, points, team
from bot.rounds.screens import explained

TOP = 5
"""How many places are shown after each question; all of them at the end."""


def told(
    _: Words,
    quiz: Quiz,
    played: Played,
    brought: Mapping[Person, int | None],
    players: Sequence[Player],
    scores: Sequence[Score],
    teams: Sequence[TeamScore],
    host: Player | None,
    was: Player | None,
) -> View:
    """`brought` are the points of the round. `host` looks after it from now on, in place of who `was` it."""
    number = _.number(played.round.number)
    return view(
        text(Bold(_("The answer to question {number}", number=number))),
        *answer(_, played.round.question, _picked(played)),
        *_who(_, played, brought, players),
        *standing(_, scores, teams, TOP),
        text(_heir(_, host, was)) if host else None,
        Controls(
            (
                button(_("What I missed"), Missed(quiz.id, 1)),
                button(_("Report"), ReportIt(quiz.id, played.round.number)),
                button(_("More"), Do(quiz.id, What.MORE)),
            )
        ),
        note(_next(_, quiz)),
    )


def answer(_: Words, question: Question, picked: Collection[int]) -> tuple[Element, ...]:
    """The right answer in its words, and why; and why not what was `picked`."""
    head, *reasons = explained(_, question, picked)
    match question.text:
        case ChoiceQuestion(options=options, right=right) if isinstance(head, Text):
            if len(right) == 1:
                return (Text((*head.spans, *spans("  "), *inline(options[min(right)].text))), *reasons)
            lines = [part for n in sorted(right) for part in ("\n", Bold(LETTERS[n]), "  ", *inline(options[n].text))]
            return (Text((*head.spans, *spans(*lines))), *reasons)
        case _other:
            return (head, *reasons)


def _picked(played: Played) -> frozenset[int]:
    """Every option that somebody chose: why not is said of each of them."""
    match played.round.question.text:
        case ChoiceQuestion() as choice:
            return frozenset(index for each in played.given for index in options_in(each.text, choice))
        case _other:
            return frozenset()


def _who(
    _: Words, played: Played, brought: Mapping[Person, int | None], players: Sequence[Player]
) -> tuple[Element | None, ...]:
    """Who had it, with what it brought; nothing of who had it not, or what they said."""
    known = {player.person: player for player in players}
    if not played.given:
        return (text(Bold(_("Nobody answered this one."))),)
    if isinstance(played.round.question.text, OpenQuestion):
        return _marked(_, played, brought, known)
    right = sorted((each for each in played.given if each.right), key=lambda each: each.nth)
    if not right:
        return (text(Bold(_("Nobody had it this time."))),)
    names = [_earned(_, known[each.person], brought[each.person] or 0) for each in right if each.person in known]
    return (text(Bold(_("Had it:")), " ", _.listing(names)),)


def _earned(_: Words, player: Player, tenths: int) -> str:
    return player.name if tenths == RIGHT else f"{player.name} (+{number(_, tenths)})"


def _marked(
    _: Words, played: Played, brought: Mapping[Person, int | None], known: Mapping[Person, Player]
) -> tuple[Element | None, ...]:
    rows = [(known[person].name, spans(points(_, each))) for person, each in brought.items()
            if each is not None and person in known]  # fmt: skip
    unmarked = [known[person] for person, each in brought.items() if each is None and person in known]
    alone = any(mark.marker == mark.author for mark in played.marks)
    return (
        text(Bold(_("What the others found in your answers"))) if rows and not alone else None,
        Fields(tuple(rows)) if rows else None,
        text(_("Nobody marked {names} in time, so this question gives and takes nothing there.",
               names=people(_, unmarked))) if unmarked else None,
        note(_("Marked by its own author, as nobody else was there.")) if alone and rows else None,
    )  # fmt: skip


def standing(_: Words, scores: Sequence[Score], teams: Sequence[TeamScore], most: int) -> tuple[Element | None, ...]:
    """Teams first, where there are any, then the best `most` people, and all who share their places."""
    if not scores:
        return ()
    if not scores[0].points:
        return (text(Bold(_("Nobody has a point yet."))),)
    shown = [each for each in scores if each.place <= most][: 2 * most]
    rows = tuple((f"{each.place}. {each.player.name}", spans(points(_, each.points))) for each in shown)
    rest = len(scores) - len(shown)
    return (
        text(Bold(_("Teams"))) if teams else None,
        Fields(tuple(_team_row(_, each) for each in teams)) if teams else None,
        text(Bold(_("Standing"))),
        Fields(rows),
        note(_.many("and one more", "and {count} more", rest)) if rest else None,
    )


def _team_row(_: Words, score: TeamScore) -> tuple[str, Spans]:
    members = people(_, score.members)
    said = points(_, score.points)
    return f"{score.place}. {team(_, score.team)}", spans(f"{said} ({members})" if members else said)


def _heir(_: Words, host: Player, was: Player | None) -> str:
    if was is None:
        return _("{host} looks after the quiz from now on.", host=host.name)
    return _("{was} is silent, so {host} looks after the quiz from now on.", was=was.name, host=host.name)


def _next(_: Words, quiz: Quiz) -> str:
    if quiz.silent >= SILENT_ROUNDS:
        return _("Nobody has answered {count} questions in a row, so I stop here.", count=SILENT_ROUNDS)
    time = length(_, READING)
    if quiz.last:
        return _("That was the last question. The result comes in {time}.", time=time)
    return _("The next question comes in {time}.", time=time)
