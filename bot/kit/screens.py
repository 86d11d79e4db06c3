"""Someone's own list of questions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ask.model import AskOne, OpenPicked
from bot.ask.screens import HEADLINE
from bot.bank.bank import Bank, Question
from bot.chat.elements import (
    Bullets,
    Controls,
    Form,
    Heading,
    Option,
    Paragraph,
    View,
    button,
    note,
    select,
    text,
    view,
)
from bot.chat.fitting import clip, pages
from bot.chat.markup import Bold, Italic, Spans, spans
from bot.chat.refs import encode
from bot.chat.words import Words
from bot.kit.model import GIST, PAGE, WORDING, MakeItYours, RemovePicked, Saved, ShowSaved, WordPicked


def kept(_: Words, question: Question, count: int, new: bool) -> View:
    asked = clip(question.headline, HEADLINE)
    said = _("Saved: {ask}", ask=asked) if new else _("You saved that one before: {ask}", ask=asked)
    mine = (button(_("Make it yours"), MakeItYours(question.id)),) if question.kind == "ask" else ()
    return view(
        text(said),
        note(
            *_.spans(
                "{list} shows your list: {count}.",
                list=_.command("saved"),
                count=_.many("one question", "{count} questions", count),
            )
        ),
        Controls((*mine, button(_("My list"), ShowSaved()))),
    )


def form(_: Words, question: Question, wording: str) -> Form:
    """To word a question to ask an interviewer, beginning with `wording`."""
    return Form(
        _("Make it yours"),
        encode(MakeItYours(question.id)),
        (
            Paragraph(
                "wording",
                _("How you will ask it"),
                value=wording,
                hint=_("Say what you read about them, then ask."),
                max_length=WORDING,
            ),
        ),
        _("Keep"),
    )


def worded(_: Words, wording: str) -> View:
    return view(
        text(_("Kept. You will ask it like this:")),
        text(Italic(wording)),
        Controls((button(_("My list"), ShowSaved()),)),
    )


def listing(_: Words, bank: Bank, saved: Sequence[Saved], page: int, company: str = "") -> View:
    """One page of the list; `page` counts from 1 and is brought into range."""
    if not saved:
        return view(
            text(_("Your list is empty. Press “Save” below a question to keep it here.")),
            Controls((button(_("Ask me one"), AskOne()),)),
        )
    paged = pages(saved, PAGE)
    page = min(max(page, 1), len(paged))
    start = (page - 1) * PAGE
    shown = [(entry, bank.find(entry.question)) for entry in paged[page - 1]]
    numbered = [
        (Option(f"{n}. {clip(question.gist, GIST)}" if question else f"{n}.", entry.question), question)
        for n, (entry, question) in enumerate(shown, start + 1)
    ]
    options = tuple(option for option, _question in numbered)
    to_word = tuple(option for option, question in numbered if question is None or question.kind == "ask")
    turning = [
        button(label, ShowSaved(to))
        for label, to in ((_("Previous"), page - 1), (_("Next"), page + 1))
        if 1 <= to <= len(paged)
    ]
    return view(
        Heading(_.many("Your list: one question", "Your list: {count} questions", len(saved))),
        note(_("For {company}", company=company)) if company else None,
        note(_("Page {page} of {pages}", page=page, pages=len(paged))) if turning else None,
        Bullets(tuple(_entry(_, entry, question) for entry, question in shown), ordered=True, start=start + 1),
        Controls((select(_("Open one …"), OpenPicked(), options),)),
        Controls((select(_("Word one for yourself …"), WordPicked(), to_word),)) if to_word else None,
        Controls((select(_("Take one out …"), RemovePicked(page), options),)),
        Controls(tuple(turning)) if turning else None,
    )


def _entry(_: Words, entry: Saved, question: Question | None) -> Spans:
    if question is None:
        return spans(Italic(_("taken out of the bank since you saved it")))
    own = (" — ", Italic(entry.wording)) if entry.wording else ()
    return spans(Bold(clip(question.headline, HEADLINE)), *own)
