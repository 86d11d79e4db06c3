"""Saving questions, wording them for oneself, and looking them up again."""

from __future__ import annotations

from bot.ask.commands import existing
from bot.bank.bank import Question
from bot.bank.model import AskQuestion
from bot.chat.command import Feature
from bot.chat.elements import View
from bot.chat.fitting import one_line
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.chat.refs import UnreadableRef
from bot.context import Context
from bot.errors import Refusal
from bot.kit import screens, store
from bot.kit.model import MOST, WORDING, MakeItYours, RemovePicked, Save, ShowSaved, WordPicked
from bot.preferences import store as preferences

feature = Feature("kit")


@feature.command("saved", tree="bank saved", summary="The questions you saved")
def saved(ctx: Context) -> Answer:
    return Reply(_page(ctx, 1))


@feature.pressed(Save)
def on_save(ctx: Context, ref: Save, _: Pressed) -> Answer:
    question = existing(ctx, ref.question)
    new = _keep(ctx, question)
    count = len(store.listed(ctx.db, ctx.group, ctx.person.key))
    return Reply(screens.kept(ctx.words, question, count, new))


@feature.pressed(ShowSaved)
def on_show_saved(ctx: Context, ref: ShowSaved, pressed: Pressed) -> Answer:
    return Replace(_page(ctx, ref.page))


@feature.pressed(RemovePicked)
def on_remove(ctx: Context, ref: RemovePicked, pressed: Pressed) -> Answer:
    listed = {entry.question for entry in store.listed(ctx.db, ctx.group, ctx.person.key)}
    for question in listed.intersection(pressed.values):
        store.remove(ctx.db, ctx.group, ctx.person.key, question)
    return Replace(_page(ctx, ref.page))


@feature.pressed(MakeItYours)
def on_make_it_yours(ctx: Context, ref: MakeItYours, _: Pressed) -> Answer:
    return _word(ctx, ref.question)


@feature.pressed(WordPicked)
def on_word_picked(ctx: Context, _: WordPicked, pressed: Pressed) -> Answer:
    return _word(ctx, "".join(pressed.values[:1]))


def _word(ctx: Context, id: str) -> Answer:
    question, ask = _to_ask(ctx, id)
    mine = store.listed(ctx.db, ctx.group, ctx.person.key)
    wording = next((entry.wording for entry in mine if entry.question == question.id), "")
    return Ask(screens.form(ctx.words, question, wording or ask.tailor))


@feature.submitted(MakeItYours)
def on_worded(ctx: Context, ref: MakeItYours, submitted: Submitted) -> Answer:
    question, _ask = _to_ask(ctx, ref.question)
    wording = one_line(submitted.fields.get("wording", ""), WORDING)
    if not wording:
        raise Refusal(ctx.words("Nothing was written, so nothing was kept."))
    _keep(ctx, question)
    store.set_wording(ctx.db, ctx.group, ctx.person.key, question.id, wording)
    return Reply(screens.worded(ctx.words, wording))


def _to_ask(ctx: Context, id: str) -> tuple[Question, AskQuestion]:
    """A question to ask an interviewer: others are answered, so nobody words them for an interview."""
    question = existing(ctx, id)
    if not isinstance(question.text, AskQuestion):
        raise UnreadableRef(id)
    return question, question.text


def _keep(ctx: Context, question: Question) -> bool:
    """Put the question into the person's list; False if it was there. A full list is a refusal."""
    new = store.add(ctx.db, ctx.group, ctx.person.key, question.id, ctx.now)
    if len(store.listed(ctx.db, ctx.group, ctx.person.key)) > MOST:
        _ = ctx.words
        raise Refusal(
            _("Your list is full ({count}). Take one out with {command} first.", count=MOST, command=_saved(ctx))
        )
    return new


def _page(ctx: Context, page: int) -> View:
    company = preferences.load(ctx.db, ctx.group, ctx.person.key)["company"]
    saved = store.listed(ctx.db, ctx.group, ctx.person.key)
    return screens.listing(ctx.words, ctx.bank, saved, page, company)


def _saved(ctx: Context) -> str:
    return ctx.words.command("saved").text
