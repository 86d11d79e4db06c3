"""A panel as people see it."""

from __future__ import annotations

from bot.chat.elements import Controls, Element, Fields, Form, Heading, Line, View, button, note, select, text, view
from bot.chat.markup import Bold, Italic, Spans, spans
from bot.chat.refs import encode
from bot.chat.words import Words
from bot.panels.model import Choice, DropPanel, Panel, PickValue, SavePanel, Values, WriteValue, Writing


def editing(_: Words, panel: Panel, values: Values, *, changed: bool) -> View:
    selects = [
        Controls((select(field.label(_), PickValue(panel.name, field.name), field.options(_)),))
        for field in panel.fields
        if isinstance(field, Choice)
    ]
    buttons = tuple(
        button(field.label(_), WriteValue(panel.name, field.name))
        for field in panel.fields
        if isinstance(field, Writing)
    )
    return view(
        Heading(panel.title(_)),
        Fields(tuple((field.label(_), _shown(_, field, values)) for field in panel.fields)),
        *selects,
        Controls(buttons) if buttons else None,
        note(_("Not saved yet.") if changed else _("Change what you like, then press “Save”.")),
        Controls(
            (button(_("Save"), SavePanel(panel.name), "primary"), button(_("Leave as it was"), DropPanel(panel.name)))
        ),
    )


def saved(_: Words, panel: Panel, values: Values) -> View:
    rows: Element = Fields(tuple((field.label(_), _shown(_, field, values)) for field in panel.fields))
    return view(Heading(panel.title(_)), text(Bold(_("Saved."))), rows)


def dropped(_: Words) -> View:
    return view(text(_("Nothing was changed.")))


def form(_: Words, panel: Panel, field: Writing, value: str) -> Form:
    line = Line(field.name, field.label(_), value, field.hint(_), required=False, max_length=field.max_length)
    return Form(panel.title(_), encode(WriteValue(panel.name, field.name)), (line,), _("Keep"))


def _shown(_: Words, field: Choice | Writing, values: Values) -> Spans:
    value = values.get(field.name, "")
    if isinstance(field, Writing):
        return spans(value) if value else spans(Italic(_("nothing yet")))
    options = field.options(_)
    return spans(next((option.label for option in options if option.value == value), options[0].label))
