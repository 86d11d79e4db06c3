"""Asking: the bare command, topics, why and four, the buttons of a question, and what people answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Literal

from rapidfuzz import fuzz, process

from bot.ask import cards, screens, store
from bot.ask.model import (
    ANSWER,
    AnotherFour,
    AskOne,
    AskPicked,
    Check,
    Choose,
    FourPicked,
    Look,
    Mark,
    Open,
    OpenPicked,
    Part,
    Recall,
    Share,
    ShowTopics,
    Shut,
    double_press,
    read,
)
from bot.ask.parts import parts_of
from bot.bank.bank import Question
from bot.bank.kinds import ChoiceQuestion, RecallQuestion
from bot.bank.model import Stage, Topic
from bot.bank.picking import pick, spread
from bot.chat.command import Arg, Feature
from bot.chat.elements import Element, Option, View
from bot.chat.fitting import clip, one_line
from bot.chat.markup import Mention, Mono
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.chat.refs import UnreadableRef
from bot.context import Context
from bot.errors import NotAnArgument, Refusal
from bot.members.model import Action
from bot.members.permits import may, require
from bot.preferences import store as preferences
from bot.preferences.model import UNKNOWN, fitting

feature = Feature("ask")

FOUR = 4
"""The number of questions one should never go into an interview without."""

CLOSE_ENOUGH = 70.0
"""The least likeness, in percent, for "did you mean"."""

GUESSES = 3
"""The most that are offered then."""


def complete_topics(ctx: Context, typed: str) -> list[Option]:
    """Topics that fit what was typed so far, then questions that do."""
    topics = ctx.bank.complete_topics(typed) if typed.strip() else ctx.bank.topics.values()
    options = [Option(topic.title, topic.id) for topic in topics]
    return options + (complete_questions(ctx, typed) if typed.strip() else [])


def complete_questions(ctx: Context, typed: str) -> list[Option]:
    found = ctx.bank.complete(typed, 15) if typed.strip() else list(ctx.bank.questions.values())[:25]
    return [Option(clip(question.headline, 100), question.id) for question in found]


@feature.command(
    "",
    tree="askq",
    summary="A question to ask your interviewer, with its reasons",
    examples=("culture", "how do they promote people", "here team"),
)
def ask(
    ctx: Context,
    here: Annotated[bool, Arg("Post it for everyone here", public=True)] = False,
    topic: Annotated[str, Arg("A topic, or words to search for", complete=complete_topics)] = "",
) -> Answer:
    here = here and not ctx.place.direct  # there is nobody else
    if not topic.strip():
        return Reply(_one(ctx, None, here, after=screens.first_hints(ctx.words)), public=here)
    question = ctx.bank.find(topic.strip())
    if question is not None:
        if here:
            _refuse_double_press(ctx, question)
        return Reply(_show(ctx, question, here), public=here)
    match ctx.bank.topics_named(topic):
        case [only]:
            return Reply(_one(ctx, only, here), public=here)
        case [_, _, *_] as several:
            return Reply(screens.which_topic(ctx.words, clip(topic, 60), several, here))
        case _:
            return Reply(_search(ctx, topic, here))


@feature.command("topics", tree="bank topics", summary="All topics, and one question from the one you pick")
def topics(ctx: Context) -> Answer:
    return Reply(screens.topic_list(ctx.words, ctx.bank))


@feature.command(
    "why",
    tree="bank why",
    summary="Why to ask a question; alone, the one you saw last",
    examples=("culture.describe-it",),
)
def why(
    ctx: Context,
    question: Annotated[str, Arg("A question, or words from it", complete=complete_questions)] = "",
) -> Answer:
    _ = ctx.words
    if not question.strip():
        asked, shared = store.seen(ctx.db, _mine(ctx)), store.shared_by(ctx.db, ctx.group, ctx.person)
        seen = {id: max(at for at in (asked.get(id), shared.get(id)) if at) for id in asked | shared}
        latest = (ctx.bank.find(id) for id in sorted(seen, key=lambda id: seen[id], reverse=True))
        last = next((question for question in latest if question is not None), None)
        if last is None:
            raise Refusal(_("You have not asked for a question yet. Type {command} first.", command=_.command().text))
        return Reply(_explained(ctx, last))
    found = ctx.bank.find(question.strip())
    if found is not None:
        return Reply(_explained(ctx, found))
    match ctx.bank.search(question, 2):
        case [only]:
            return Reply(_explained(ctx, only))
        case []:
            raise NotAnArgument(_("I know no question like “{question}”", question=clip(question, 60)))
        case _:
            raise NotAnArgument(_("“{question}” fits several questions", question=clip(question, 60)))


@feature.command(
    "four", tree="bank four", summary="Four questions to take into an interview, spread over topics", examples=("team",)
)
def four(ctx: Context, stage: Annotated[Stage | None, Arg("Whom you meet")] = None) -> Answer:
    told = preferences.load(ctx.db, ctx.group, ctx.person.key)["stage"]
    return Reply(_four(ctx, stage or (None if told == UNKNOWN else Stage(told))))


@feature.pressed(AskOne)
def on_ask_one(ctx: Context, ref: AskOne, _: Pressed) -> Answer:
    return Reply(_one(ctx, ctx.bank.topics.get(ref.topic), shared=False))


@feature.pressed(AskPicked)
def on_ask_picked(ctx: Context, _: AskPicked, pressed: Pressed) -> Answer:
    return Reply(_one(ctx, ctx.bank.topics.get("".join(pressed.values[:1])), shared=False))


@feature.pressed(Open)
def on_open(ctx: Context, ref: Open, _: Pressed) -> Answer:
    return Reply(_show(ctx, existing(ctx, ref.question), shared=False))


@feature.pressed(OpenPicked)
def on_open_picked(ctx: Context, _: OpenPicked, pressed: Pressed) -> Answer:
    return Reply(_show(ctx, existing(ctx, "".join(pressed.values[:1])), shared=False))


@feature.pressed(Look)
def on_look(ctx: Context, ref: Look, pressed: Pressed) -> Answer:
    question = existing(ctx, ref.question)
    if ref.part not in parts_of(question):
        raise UnreadableRef(ref)
    if not pressed.private:
        return Reply(cards.looked(ctx.words, question, ref.part))
    return Replace(_card(ctx, question, part=ref.part))


@feature.pressed(Shut)
def on_shut(ctx: Context, ref: Shut, _: Pressed) -> Answer:
    return Replace(_card(ctx, existing(ctx, ref.question)))


@feature.pressed(Choose)
def on_choose(ctx: Context, ref: Choose, _: Pressed) -> Answer:
    question, choice = _choice(ctx, ref.question, "one")
    if not 0 <= ref.option < len(choice.options):
        raise UnreadableRef(ref)
    return Replace(_answered(ctx, question, cards.said_to_choice(ctx.words, choice, {ref.option})))


@feature.pressed(Mark)
def on_mark(ctx: Context, ref: Mark, _: Pressed) -> Answer:
    question, choice = _choice(ctx, ref.question, "all")
    return Replace(_card(ctx, question, marked=read(ref.marked, len(choice.options))))


@feature.pressed(Check)
def on_check(ctx: Context, ref: Check, _: Pressed) -> Answer:
    question, choice = _choice(ctx, ref.question, "all")
    marked = read(ref.marked, len(choice.options))
    if not marked:
        raise UnreadableRef(ref)
    return Replace(_answered(ctx, question, cards.said_to_choice(ctx.words, choice, marked)))


@feature.pressed(Recall)
def on_recall(ctx: Context, ref: Recall, _: Pressed) -> Answer:
    question, _text = _recall(ctx, ref.question)
    return Ask(cards.recall_form(ctx.words, question))


@feature.submitted(Recall)
def on_recalled(ctx: Context, ref: Recall, submitted: Submitted) -> Answer:
    question, recall = _recall(ctx, ref.question)
    typed = one_line(submitted.fields.get("answer", ""), ANSWER)
    if not typed:
        raise Refusal(ctx.words("Nothing was written, so there is nothing to check."))
    return Replace(_answered(ctx, question, cards.said_to_recall(ctx.words, recall, typed)))


@feature.pressed(Share)
def on_share(ctx: Context, ref: Share, _: Pressed) -> Answer:
    question = existing(ctx, ref.question)
    _refuse_double_press(ctx, question)
    return Reply(_show(ctx, question, shared=True), public=True)


@feature.pressed(ShowTopics)
def on_topics(ctx: Context, _: ShowTopics, __: Pressed) -> Answer:
    return topics(ctx)


@feature.pressed(AnotherFour)
def on_another_four(ctx: Context, ref: AnotherFour, _: Pressed) -> Answer:
    return Replace(_four(ctx, _stage(ref.stage) if ref.stage else None))


@feature.pressed(FourPicked)
def on_four_picked(ctx: Context, _: FourPicked, pressed: Pressed) -> Answer:
    return Replace(_four(ctx, _stage("".join(pressed.values[:1]))))


def existing(ctx: Context, id: str) -> Question:
    """The question, or a refusal that says what became of it."""
    question = ctx.bank.find(id)
    if question is None:
        _ = ctx.words
        what = (
            _("That question was taken out of the bank.") if ctx.bank.retired(id) else _("I do not know that question.")
        )
        raise Refusal(f"{what} {_('Type {command} for another one.', command=_.command().text)}")
    return question


def _choice(ctx: Context, id: str, select: Literal["one", "all"]) -> tuple[Question, ChoiceQuestion]:
    question = existing(ctx, id)
    if not isinstance(question.text, ChoiceQuestion) or question.text.select != select:
        raise UnreadableRef(id)
    return question, question.text


def _recall(ctx: Context, id: str) -> tuple[Question, RecallQuestion]:
    question = existing(ctx, id)
    if not isinstance(question.text, RecallQuestion):
        raise UnreadableRef(id)
    return question, question.text


def _stage(value: str) -> Stage:
    try:
        return Stage(value)
    except ValueError:
        raise UnreadableRef(value) from None


def _one(ctx: Context, topic: Topic | None, shared: bool, after: Element | None = None) -> View:
    """A question that was not asked here in this round, noted as seen."""
    candidates = ctx.bank.of_topic(topic.id) if topic else _for_my_level(ctx)
    memory = store.memory_of(ctx.group, ctx.place) if shared else _mine(ctx)
    ids = {question.id for question in candidates}
    seen = {id: at for id, at in store.seen(ctx.db, memory).items() if id in ids}
    last = max(seen, key=lambda id: seen[id]) if seen else None
    picked = pick(candidates, seen, last, ctx.rng)
    if picked is None:
        raise Refusal(ctx.words("There are no questions yet: the bank is empty."))
    again = None
    if picked.again:
        store.forget(ctx.db, memory, ids)
        again = screens.started_over(ctx.words, topic, len(candidates))
    return _show(ctx, picked.question, shared, after=again or after)


def _for_my_level(ctx: Context) -> Sequence[Question]:
    """Those to ask an interviewer; of a bank that has none, whatever it has."""
    every = ctx.bank.of_kind("ask") or tuple(ctx.bank.questions.values())
    return fitting(every, preferences.load(ctx.db, ctx.group, ctx.person.key)["level"]) or every


def _show(
    ctx: Context, question: Question, shared: bool, *, part: Part | None = None, after: Element | None = None
) -> View:
    """The question's card, noted as seen; `shared` puts it before everyone, with the name of who did."""
    before = _announce(ctx, question) if shared else None
    memory = store.memory_of(ctx.group, ctx.place) if shared else _mine(ctx)
    store.note_seen(ctx.db, memory, question.id, ctx.now)
    shareable = not shared and _shareable(ctx)
    topic = ctx.bank.topics[question.topic]
    return cards.card(ctx.words, topic, question, part=part, shareable=shareable, before=before, after=after)


def _card(ctx: Context, question: Question, *, part: Part | None = None, marked: Collection[int] = ()) -> View:
    """The card again, for someone who works on it alone."""
    topic = ctx.bank.topics[question.topic]
    return cards.card(ctx.words, topic, question, part=part, marked=marked, shareable=_shareable(ctx))


def _answered(ctx: Context, question: Question, said: tuple[Element, ...]) -> View:
    return cards.answered(ctx.words, ctx.bank.topics[question.topic], question, said, shareable=_shareable(ctx))


def _mine(ctx: Context) -> store.Memory:
    return store.memory_of(ctx.group, ctx.person)


def _announce(ctx: Context, question: Question) -> Element:
    require(ctx, Action.SHARE)
    store.note_shared(ctx.db, ctx.place, question.id, ctx.person, ctx.now)
    return screens.shared_by(ctx.words, Mention(ctx.person, ctx.incoming.name), question)


def _refuse_double_press(ctx: Context, question: Question) -> None:
    if double_press(store.last_shared(ctx.db, ctx.place, question.id), ctx.now):
        raise Refusal(ctx.words("That question was shared here a moment ago, so it is not posted again."))


def _shareable(ctx: Context) -> bool:
    return not ctx.place.direct and may(ctx, Action.SHARE)


def _explained(ctx: Context, question: Question) -> View:
    return _show(ctx, question, shared=False, part=parts_of(question)[0])


def _four(ctx: Context, stage: Stage | None) -> View:
    """Four that were not among the last fours, from topics as different as can be."""
    memory = store.memory_of(ctx.group, ctx.person, "four")
    level = preferences.load(ctx.db, ctx.group, ctx.person.key)["level"]
    candidates = fitting(ctx.bank.of_stage(stage), level)
    seen = store.seen(ctx.db, memory)
    chosen = spread(candidates, seen, FOUR, ctx.rng)
    if not chosen:
        raise Refusal(ctx.words("The bank has no questions for that yet."))
    if any(question.id in seen for question in chosen):
        store.forget(ctx.db, memory, [question.id for question in candidates])
    for question in chosen:
        store.note_seen(ctx.db, memory, question.id, ctx.now)
    return screens.four(ctx.words, ctx.bank, chosen, stage)


def _search(ctx: Context, typed: str, here: bool) -> View:
    _ = ctx.words
    offer = screens.command_offer(_, ctx.meant.name, ctx.reason) if ctx.meant else None
    guesses = [] if offer else _guesses(ctx, typed)
    found = ctx.bank.search(typed)
    shown = clip(typed, 60)
    if found:
        return screens.found(_, ctx.bank, shown, found, guesses, offer, here)
    return screens.not_found(_, shown, guesses, offer)


def _guesses(ctx: Context, typed: str) -> Sequence[Mono]:
    """Commands and topics that are spelt nearly like this. Other words for a command count as its name."""
    commands: dict[str, tuple[str, ...]] = {name: (name,) for name in ctx.catalogue.commands if name}
    commands |= {other: tuple(each.name for each in meant) for other, meant in ctx.catalogue.other_names.items()}
    names = [*commands, *ctx.bank.topic_names]
    close = process.extract(typed.lower(), names, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=GUESSES)
    guesses: list[Mono] = []
    for name, _, _ in close:
        if name in commands:
            guesses += [ctx.words.command(each) for each in commands[name]]
        else:
            guesses.append(ctx.words.command("", name))
    return list(dict.fromkeys(guesses))[:GUESSES]
