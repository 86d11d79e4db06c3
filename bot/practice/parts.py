"""What each has in front of them in a turn: the question with all that is behind it, or only what a candidate knows."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ask.model import OpenPicked
from bot.bank.bank import Bank, Question
from bot.bank.kinds import OpenQuestion
from bot.bank.roles import Role
from bot.chat.elements import Bullets, Controls, Element, Option, bullets, note, select, text
from bot.chat.fitting import clip
from bot.chat.markdown import elements, inline
from bot.chat.markup import Bold, Italic, Mention, Spans, spans
from bot.chat.words import Words
from bot.practice.model import Member, Part, Practice, Way
from bot.practice.points import asking

ASKED = 150
"""The most characters of a question in a list. One to ask an interviewer is never longer."""


def who(member: Member) -> Mention:
    return Mention(member.person, member.name)


def in_hand(_: Words, bank: Bank, practice: Practice, part: Part, wordings: Mapping[str, str]) -> list[Element]:
    """`wordings`: how the candidate means to ask the questions that are in their own list."""
    if practice.way is Way.REVERSE:
        return _reverse(_, bank, practice, part, wordings)
    question = bank.find(practice.turn.questions[0]) if practice.turn.questions else None
    if question is None or not isinstance(question.text, OpenQuestion):
        return [text(_("The question was taken out of the bank. Press “Another question”."))]
    if part is Part.CANDIDATE:
        return _for_candidate(_, bank, practice, question)
    return _for_interviewer(_, question.text, part)


def _for_interviewer(_: Words, talk: OpenQuestion, part: Part) -> list[Element]:
    title = _("Your question") if part is Part.INTERVIEWER else _("The question")
    shown: list[Element] = [text(Bold(title)), *elements(talk.prompt)]
    shown += [text(Bold(_("What to look for"))), _points(talk.rubric)]
    if talk.follow_ups:
        shown += [text(Bold(_("What to ask next"))), _points(talk.follow_ups)]
    if talk.hints:
        shown += [text(Bold(_("If they are stuck"))), _points(talk.hints)]
    return shown


def _for_candidate(_: Words, bank: Bank, practice: Practice, question: Question) -> list[Element]:
    if practice.turn.shown:
        return [text(Bold(_("The question"))), *elements(question.prompt)]
    topic = bank.topics[question.topic].title if question.topic in bank.topics else ""
    said = _.spans("It will be about: {topic}.", topic=Bold(topic))
    after = _("You hear the question when it is asked.")
    return [text(*said, f" {after}")]


def _reverse(_: Words, bank: Bank, practice: Practice, part: Part, wordings: Mapping[str, str]) -> list[Element]:
    if part is Part.CANDIDATE:
        return _to_ask(_, bank, practice, wordings)
    role = bank.roles.get(practice.turn.role)
    listen: list[Element] = [text(Bold(_("What to listen for in their questions"))), bullets(*asking(_))]
    if role is None and part is Part.INTERVIEWER:
        listen.insert(0, text(_("The bank has nobody to play. Answer as somebody you once worked for.")))
    if part is Part.LISTENER or role is None:
        return listen
    return [*_role(_, role), *listen]


def _role(_: Words, role: Role) -> list[Element]:
    return [
        text(*_.spans("You are {who}.", who=Bold(role.who))),
        text(role.situation),
        text(Bold(_("What you know"))),
        bullets(*role.facts),
        text(Bold(_("What you would rather not say")), "\n", role.rather_not),
        note(_("Answer from these and make up the rest. Two or three sentences are enough: leave room to be asked.")),
    ]


def _to_ask(_: Words, bank: Bank, practice: Practice, wordings: Mapping[str, str]) -> list[Element]:
    questions = [found for id in practice.turn.questions if (found := bank.find(id)) is not None]
    options = tuple(Option(f"{n}. {clip(each.gist, 60)}", each.id) for n, each in enumerate(questions, 1))
    own = any(question.id in wordings for question in questions)
    hint = _("Those from your list come first.") if own else _("Questions that you save come first here.")
    return [
        text(_("They play somebody whose company you might join. Find out whether you want to.")),
        text(Bold(_("Questions to ask"))),
        Bullets(tuple(_asked(question, wordings) for question in questions), ordered=True),
        note(hint),
        *((Controls((select(_("Why ask it, and what to listen for …"), OpenPicked(), options),)),) if options else ()),
    ]


def _asked(question: Question, wordings: Mapping[str, str]) -> Spans:
    own = wordings.get(question.id, "")
    return spans(Italic(own)) if own else spans(clip(question.headline, ASKED))


def _points(points: tuple[str, ...]) -> Bullets:
    return Bullets(tuple(inline(point) for point in points))


def title(_: Words, practice: Practice, part: Part) -> Spans:
    """Who does what in the turn that is on, as this part reads it."""
    interviewer, candidate = (who(practice.playing(each)) for each in (Part.INTERVIEWER, Part.CANDIDATE))
    reverse = practice.way is Way.REVERSE
    match part:
        case Part.INTERVIEWER if reverse:
            return _.spans("{candidate} asks, you answer as somebody else", candidate=candidate)
        case Part.INTERVIEWER:
            return _.spans("You interview {candidate}", candidate=candidate)
        case Part.CANDIDATE if reverse:
            return _.spans("You ask, {interviewer} answers as somebody else", interviewer=interviewer)
        case Part.CANDIDATE:
            return _.spans("{interviewer} interviews you", interviewer=interviewer)
        case _other if reverse:
            return _.spans("{candidate} asks {interviewer}, you listen", candidate=candidate, interviewer=interviewer)
        case _other:
            return _.spans(
                "{interviewer} interviews {candidate}, you listen", candidate=candidate, interviewer=interviewer
            )
