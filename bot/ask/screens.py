"""Everything around the questions: topics, search results, four for an interview. A question itself is a card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ask.model import AnotherFour, AskOne, AskPicked, FourPicked, Open, ShowTopics
from bot.bank.bank import Bank, Question
from bot.bank.model import Stage, Topic
from bot.chat.elements import (
    Bullets,
    Controls,
    Element,
    Fields,
    Heading,
    Option,
    View,
    button,
    note,
    select,
    text,
    view,
)
from bot.chat.fitting import clip
from bot.chat.markup import Bold, Mention, Span, Spans, spans
from bot.chat.words import Words

HEADLINE = 150
"""The most characters of a question in a list. One to ask an interviewer is never longer."""


def stage_names(_: Words) -> dict[Stage, str]:
    return {
        Stage.RECRUITER: _("the recruiter"),
        Stage.HIRING_MANAGER: _("the hiring manager"),
        Stage.TEAM: _("the team"),
        Stage.EXECUTIVE: _("an executive"),
        Stage.OFFER: _("the offer talk"),
    }


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


def shared_by(_: Words, who: Mention, question: Question) -> Element:
    if question.kind == "ask":
        return note(*_.spans("{who} shares a question to ask your interviewer", who=who))
    return note(*_.spans("{who} shares a question for you: what you answer, only you see", who=who))


def topic_list(_: Words, bank: Bank) -> View:
    """Every topic; where there are several packs, briefly, and each below its pack."""
    first = next(iter(bank.topics), "")
    return view(
        Heading(_("Topics")),
        note(*_.spans("Type one, or just its beginning: {example}", example=_.command("", first))),
        *(_by_pack(_, bank) if len(bank.packs) > 1 else _in_rows(_, bank)),
    )


def _in_rows(_: Words, bank: Bank) -> list[Element]:
    topics = bank.topics.values()
    options = tuple(Option(topic.title, topic.id, topic.about) for topic in topics)
    return [
        Fields(tuple((topic.title, spans(f"{topic.about} ({_count(_, bank, topic)})")) for topic in topics)),
        Controls((select(_("Ask me one about …"), AskPicked(), options),)),
    ]


def _by_pack(_: Words, bank: Bank) -> list[Element]:
    """A topic that several packs have stands below the first of them."""
    listed: list[Element] = []
    left = dict(bank.topics)
    for pack in bank.packs:
        topics = [left.pop(topic.id) for topic in pack.about.topics if topic.id in left]
        if not topics:
            continue
        title = pack.about.title
        names = " · ".join(f"{topic.title} ({_count(_, bank, topic)})" for topic in topics)
        options = tuple(Option(topic.title, topic.id) for topic in topics)
        choose = select(_("{pack}: ask me one about …", pack=title), AskPicked(), options)
        listed += [text(Bold(title), f"\n{pack.about.about}\n{names}"), Controls((choose,))]
    return listed


def _count(_: Words, bank: Bank, topic: Topic) -> str:
    return _.number(len(bank.of_topic(topic.id)))


def which_topic(_: Words, typed: str, topics: Sequence[Topic], here: bool) -> View:
    return view(
        text(_("“{typed}” could mean more than one topic. Which one?", typed=typed)),
        _press_share(_) if here else None,
        *(Controls(tuple(button(t.title, AskOne(t.id)) for t in row)) for row in (topics[:5], topics[5:10]) if row),
    )


def found(
    _: Words,
    bank: Bank,
    typed: str,
    questions: Sequence[Question],
    meant: Sequence[Span],
    offer: Element | None,
    here: bool,
) -> View:
    """Search results, best first; `meant` are commands that come close."""
    return view(
        text(_("Closest to “{typed}”:", typed=typed)),
        Bullets(tuple(_result(bank, question) for question in questions), ordered=True),
        Controls(tuple(button(str(n), Open(q.id)) for n, q in enumerate(questions, 1))),
        _press_share(_) if here else None,
        _did_you_mean(_, meant),
        offer,
    )


def _result(bank: Bank, question: Question) -> Spans:
    about = question.gist if question.kind == "ask" else bank.topics[question.topic].title
    return spans(Bold(clip(question.headline, HEADLINE)), " — ", about)


def _press_share(_: Words) -> Element:
    """For someone who wanted to post what is not one question yet."""
    return note(_("Nothing is posted yet: open one, then press “Share”."))


def not_found(_: Words, typed: str, meant: Sequence[Span], offer: Element | None) -> View:
    """Nothing fits; `meant` are commands that come close."""
    return view(
        text(_("I have no topic and no question for “{typed}”.", typed=typed)),
        _did_you_mean(_, meant),
        offer,
        Controls((button(_("See the topics"), ShowTopics()), button(_("Just ask me one"), AskOne()))),
    )


def _did_you_mean(_: Words, meant: Sequence[Span]) -> Element | None:
    guesses = [piece for guess in meant for piece in (guess, "  ")]
    return text(_("Did you mean: "), *guesses) if guesses else None


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
            tuple(spans(Bold(q.headline), " — ", bank.topics[q.topic].title) for q in questions),
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
