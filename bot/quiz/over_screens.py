"""The end of a quiz: who won, what was missed most; and, for each alone, what they missed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ask.cards import asked
from bot.bank.grading import options_in
from bot.bank.kinds import ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.chat.elements import Controls, Element, Heading, View, button, note, text, view
from bot.chat.markdown import inline
from bot.chat.markup import Bold, plain_text
from bot.chat.words import Words
from bot.kit.model import Save
from bot.quiz.model import IDLE, LOBBY, SILENT_ROUNDS, End, Given, Player, Quiz, Round
from bot.quiz.refs import Do, Missed, What
from bot.quiz.round_screens import said as said_back
from bot.quiz.scoring import Played, Score, TeamScore
from bot.quiz.told_screens import answer, standing
from bot.quiz.wording import length, points, team

ALL = 20


def over(
    _: Words,
    quiz: Quiz,
    scores: Sequence[Score],
    teams: Sequence[TeamScore],
    rounds: Sequence[Played],
    worst: Played | None,
    by: Player | None,
) -> View:
    """`worst` is the question that most people missed; `by` is who stopped it, if it was a player."""
    again = button(_("Again"), Do(quiz.id, What.AGAIN))
    if not rounds:
        return view(text(Bold(_why(_, quiz, by, begun=False))), Controls((again,)))
    return view(
        Heading(_("The quiz is over")),
        text(_why(_, quiz, by, begun=True)) if quiz.end is not End.DONE else None,
        text(Bold(_winner(_, scores, teams))),
        *(standing(_, scores, teams, ALL) if scores and scores[0].points else ()),
        *(_worst(_, worst) if worst else ()),
        Controls((button(_("What I missed"), Missed(quiz.id, 1), "primary"), again)),
        note(_("“What I missed” is for your eyes only, with the reasons, and lets you save what you want to keep.")),
    )


def _why(_: Words, quiz: Quiz, by: Player | None, *, begun: bool) -> str:
    match quiz.end:
        case End.NOBODY:
            return _("Nobody joined within {time}, so the quiz does not begin.", time=length(_, LOBBY))
        case End.SILENT:
            return _("Nobody answered {count} questions in a row, so it has ended here.", count=SILENT_ROUNDS)
        case End.LEFT:
            return _("Everybody has left, so the quiz has ended.")
        case End.IDLE:
            return _("The quiz did not go on for {time}, so it has ended.", time=_hours(_))
        case End.STOPPED if not begun and by:
            return _("{who} has called the quiz off.", who=by.name)
        case End.STOPPED if not begun:
            return _("The quiz was called off.")
        case End.STOPPED:
            who = _("{who} has stopped it.", who=by.name) if by else _("It was stopped.")
            return f"{who} {_('The questions before count; one that was still open does not.')}"
        case _other:
            return _("That was the last question.")


def _hours(_: Words) -> str:
    return _.many("an hour", "{count} hours", int(IDLE.total_seconds() // 3600))


def _winner(_: Words, scores: Sequence[Score], teams: Sequence[TeamScore]) -> str:
    """Who came first; those who have as many points come first together."""
    if teams and teams[0].points:
        first = [team(_, each.team) for each in teams if each.place == 1]
        won = points(_, teams[0].points)
        if len(first) == 1:
            return _("The {team} win with {points}.", team=first[0], points=won)
        return _("The {teams} share the first place with {points}.", teams=_.listing(first), points=won)
    if not scores or not scores[0].points:
        return _("Nobody has a point this time. It was a hard one.")
    names, won = [each.player.name for each in scores if each.place == 1], points(_, scores[0].points)
    if len(names) == 1:
        return _("{name} wins with {points}.", name=names[0], points=won)
    return _("{names} share the first place with {points}.", names=_.listing(names), points=won)


def _worst(_: Words, worst: Played) -> tuple[Element, ...]:
    question = worst.round.question
    match question.text:
        case ChoiceQuestion(options=options) as choice:
            right = _.listing([_plain(options[index].text) for index in sorted(choice.right)])
        case RecallQuestion(accepts=accepts):
            right = accepts[0]
        case _other:
            return ()
    had = sum(bool(each.right) for each in worst.given)
    who = _.many("one had it", "{count} had it", had) if had else _("nobody had it")
    return (
        text(Bold(_("Missed most")), "\n", f"{gist(worst.round)} ({who})"),
        note(_("The answer: {answer}", answer=right)),
    )


def gist(round: Round) -> str:
    """What the question was, on one line. What stands below its first paragraph is often what it is about."""
    lines = [_plain(part) for part in round.question.prompt.split("\n\n") if part.strip()]
    return " ".join(lines[:2]) if round.question.kind == "choice" else lines[0]


def _plain(markdown: str) -> str:
    try:
        return " ".join(plain_text(inline(markdown)).split())
    except ValueError:  # a list or code
        return " ".join(markdown.split())


def missed(_: Words, quiz: Quiz, round: Round, mine: Given | None, brought: int | None, page: int, of: int) -> View:
    """One question that the reader did not have right."""
    question = round.question
    head = _("Question {number} · {page} of {of} that you missed", number=_.number(round.number), page=_.number(page),
             of=_.number(of))  # fmt: skip
    turn = [
        *([button(_("Back"), Missed(quiz.id, page - 1))] if page > 1 else []),
        *([button(_("Next"), Missed(quiz.id, page + 1), "primary")] if page < of else []),
    ]
    picked = options_in(mine.text, question.text) if mine and isinstance(question.text, ChoiceQuestion) else frozenset()
    return view(
        note(head),
        *asked(_, question),
        text(Bold(_yours(_, round, mine, brought))),
        *answer(_, question, picked),
        Controls((*turn, button(_("Save"), Save(question.id)))),
    )


def _yours(_: Words, round: Round, mine: Given | None, brought: int | None) -> str:
    if mine is None:
        return _("You gave no answer.")
    if isinstance(round.question.text, OpenQuestion):
        return _("Nobody marked yours.") if brought is None else _("Yours: {points}", points=points(_, brought))
    return _("You answered: {answer}", answer=said_back(_, round.question, mine.text))


def nothing_missed(_: Words, *, played: bool) -> View:
    if not played:
        return view(text(_("There is nothing that you missed so far: no question that you played is over yet.")))
    return view(text(_("You missed nothing so far. Well done.")))
