"""A question and the reasons behind it, as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ask.model import AnotherFour, AskOne, AskPicked, FourPicked, Look, Open, Part, Share, ShowTopics, Shut
from bot.bank.bank import Bank, Question
from bot.bank.model import Level, Stage, Topic
from bot.chat.elements import (
    Bullets,
    Controls,
    Divider,
    Element,
    Fields,
    Heading,
    Option,
    View,
    bullets,
    button,
    note,
    select,
    text,
    view,
)
from bot.chat.markup import Bold, Italic, Mention, Span, spans
from bot.chat.words import Words
from bot.kit.model import Save


def stage_names(_: Words) -> dict[Stage, str]:
    return {
        Stage.RECRUITER: _("the recruiter"),
        Stage.HIRING_MANAGER: _("the hiring manager"),
        Stage.TEAM: _("the team"),
        Stage.EXECUTIVE: _("an executive"),
        Stage.OFFER: _("the offer talk"),
    }


def card(
    _: Words,
    topic: Topic,
    question: Question,
    *,
    part: Part | None = None,
    shareable: bool,
    before: Element | None = None,
    after: Element | None = None,
) -> View:
    """One question with its buttons; `part` opens one of its reasons below it."""
    return view(
        before,
        text(Bold(question.text.ask)),
        note(_facts(_, topic, question)),
        *(reasons(_, question, part) if part else ()),
        after,
        Controls(
            tuple(
                button(_("Hide"), Shut(question.id)) if each is part else button(label, Look(question.id, each))
                for each, label in _part_labels(_).items()
            )
        ),
        Controls(
            (
                button(_("Save"), Save(question.id)),
                button(_("Another"), AskOne(topic.id)),
                *((button(_("Share"), Share(question.id)),) if shareable else ()),
            )
        ),
    )


def reasons(_: Words, question: Question, part: Part) -> tuple[Element, ...]:
    words = question.text
    match part:
        case Part.WHY:
            return (
                Divider(),
                _titled(_("Why ask it"), words.why),
                _titled(_("What asking does for you"), words.benefit),
                Fields(
                    (
                        (_("Not like this"), spans(Italic(words.weak_form))),
                        (_("Because"), spans(words.weak_because)),
                        (_("Make it yours"), spans(words.tailor)),
                    )
                ),
            )
        case Part.LISTEN:
            return (
                Divider(),
                text(Bold(_("Good signs"))),
                bullets(*words.listen_for),
                text(Bold(_("Warning signs"))),
                bullets(*words.warning_signs),
            )
        case Part.USE:
            return (
                Divider(),
                _titled(_("What to do with the answer"), words.use_it),
                text(Bold(_("Follow-up questions"))),
                bullets(*words.follow_ups),
            )


def looked(_: Words, question: Question, part: Part) -> View:
    """One part alone, for someone who pressed on a message that everyone sees."""
    return view(text(Bold(question.text.ask)), *reasons(_, question, part))


def full(_: Words, topic: Topic, question: Question) -> View:
    """Everything about a question at once, without controls: for print and the command line."""
    parts = [element for part in Part for element in reasons(_, question, part)]
    return view(Heading(question.text.ask), note(_facts(_, topic, question)), *parts)


def started_over(_: Words, topic: Topic | None, count: int) -> Element:
    if topic is None:
        return note(_("You have now seen every question I have for you, so we start over."))
    return note(
        _.many(
            "You have seen the one question on {topic}, so here it is again.",
            "You have seen all {count} questions on {topic}, so we start over.",
            count,
            topic=topic.title,
        )
    )


def first_hints(_: Words) -> Element:
    """What else there is, below the answer to a bare command."""
    return note(
        *_.spans(
            "A topic: {topic}. All of them: {topics}. Four for your next interview: {four}. More: {help}.",
            topic=_.command("", "culture"),
            topics=_.command("topics"),
            four=_.command("four"),
            help=_.command("help"),
        )
    )


def shared_by(_: Words, who: Mention) -> Element:
    return note(*_.spans("{who} shares a question to ask your interviewer", who=who))


def topic_list(_: Words, bank: Bank) -> View:
    topics = list(bank.topics.values())
    rows = tuple((topic.title, spans(f"{topic.about} ({_.number(len(bank.of_topic(topic.id)))})")) for topic in topics)
    options = tuple(Option(topic.title, topic.id, topic.about) for topic in topics)
    return view(
        Heading(_("Topics")),
        Fields(rows),
        note(*_.spans("Type one, or just its beginning: {example}", example=_.command("", topics[0].id))),
        Controls((select(_("Ask me one about …"), AskPicked(), options),)),
    )


def which_topic(_: Words, typed: str, topics: Sequence[Topic], here: bool) -> View:
    return view(
        text(_("“{typed}” could mean more than one topic. Which one?", typed=typed)),
        _press_share(_) if here else None,
        *(Controls(tuple(button(t.title, AskOne(t.id)) for t in row)) for row in (topics[:5], topics[5:10]) if row),
    )


def found(_: Words, typed: str, questions: Sequence[Question], offer: Element | None, here: bool) -> View:
    """Search results, best first."""
    shown: list[Element] = [
        Bullets(tuple(spans(Bold(q.text.ask), " — ", q.text.reveals) for q in questions), ordered=True),
        Controls(tuple(button(str(n), Open(q.id)) for n, q in enumerate(questions, 1))),
    ]
    return view(text(_("Closest to “{typed}”:", typed=typed)), *shown, _press_share(_) if here else None, offer)


def _press_share(_: Words) -> Element:
    """For someone who wanted to post what is not one question yet."""
    return note(_("Nothing is posted yet: open one, then press “Share”."))


def not_found(_: Words, typed: str, meant: Sequence[Span], offer: Element | None) -> View:
    """Nothing fits; `meant` are commands that come close."""
    guesses = [piece for guess in meant for piece in (guess, "  ")]
    return view(
        text(_("I have no topic and no question for “{typed}”.", typed=typed)),
        text(_("Did you mean: "), *guesses) if guesses else None,
        offer,
        Controls((button(_("See the topics"), ShowTopics()), button(_("Just ask me one"), AskOne()))),
    )


def command_offer(_: Words, name: str, reason: str) -> Element:
    """Below a search whose first word is a command's name."""
    return note(
        *_.spans(
            "If you meant the command {command}: {reason}. See {help}.",
            command=_.command(name),
            reason=reason,
            help=_.command("help", name),
        )
    )


def four(_: Words, bank: Bank, questions: Sequence[Question], stage: Stage | None) -> View:
    names = stage_names(_)
    stages = tuple(Option(_("For {stage}", stage=name), each.value) for each, name in names.items())
    title = _("Four for {stage}", stage=names[stage]) if stage else _("Four to take with you")
    return view(
        Heading(title),
        Bullets(
            tuple(spans(Bold(q.text.ask), " — ", bank.topics[q.topic].title) for q in questions),
            ordered=True,
        ),
        note(_("Press a number for the reasons, and to save it.")),
        Controls(
            (
                *(button(str(n), Open(q.id)) for n, q in enumerate(questions, 1)),
                button(_("Another four"), AnotherFour(stage.value if stage else "")),
            )
        ),
        Controls((select(_("Whom do you meet?"), FourPicked(), stages),)),
    )


def _facts(_: Words, topic: Topic, question: Question) -> str:
    words = question.text
    whom = _.listing([stage_names(_)[stage] for stage in words.stages], "or")
    levels = {
        Level.FIRST_JOB: _("for a first job"),
        Level.SENIOR: _("for senior people"),
        Level.MANAGER: _("for managers"),
    }
    facts = [
        topic.title,
        words.reveals,
        _("best for {whom}", whom=whom),
        _.many("about a minute", "about {count} minutes", words.minutes),
        levels.get(words.level, ""),
    ]
    return " · ".join(fact for fact in facts if fact)


def _part_labels(_: Words) -> dict[Part, str]:
    return {Part.WHY: _("Why ask it"), Part.LISTEN: _("Listen for"), Part.USE: _("Use the answer")}


def _titled(title: str, body: str) -> Element:
    return text(Bold(title), "\n", body)
