"""A panel as people see it."""

from __future__ import annotations

from bot.chat.elements import (
    Button,
    Controls,
    Element,
    Fields,
    Form,
    Heading,
    Line,
    View,
    button,
    note,
    select,
    select_channel,
    text,
    view,
)
from bot.chat.markup import Bold, Italic, MentionChannel, Spans, spans
from bot.chat.refs import encode
from bot.chat.words import Words
from bot.panels.model import (
    TYPED,
    Channel,
    Choice,
    Draft,
    DropPanel,
    Field,
    Panel,
    PickValue,
    SavePanel,
    Values,
    WriteValue,
    Writing,
)


def editing(_: Words, panel: Panel, draft: Draft, *, changed: bool = False, said: str = "") -> View:
    """`said` is what stands in the way, or what is missing."""
    selects: list[Element] = []
    buttons: list[Button] = []
    for field in panel.offered(draft.values):
        ref = PickValue(panel.name, draft.id, field.name)
        match field:
            case Choice(label=label, options=options):
                selects.append(Controls((select(label(_), ref, options(_)),)))
            case Channel(label=label):
                selects.append(Controls((select_channel(label(_), ref),)))
            case Writing(name, label):
                buttons.append(button(label(_), WriteValue(panel.name, draft.id, name)))
    save, leave = SavePanel(panel.name, draft.id), DropPanel(panel.name, draft.id)
    hint = panel.hint(_, draft.values)
    return view(
        Heading(panel.headed(_, draft.values)),
        text(Bold(said)) if said else None,
        _rows(_, panel, draft.values),
        *selects,
        Controls(tuple(buttons)) if buttons else None,
        note(*hint) if hint else None,
        note(_("Not saved yet.") if changed else _("Change what you like, then press “Save”.")),
        Controls((button(_("Save"), save, "primary"), button(_("Leave as it was"), leave))),
    )


def saved(_: Words, panel: Panel, values: Values) -> View:
    return view(Heading(panel.headed(_, values)), text(Bold(_("Saved."))), _rows(_, panel, values))


def dropped(_: Words) -> View:
    return view(text(_("Nothing was changed.")))


def form(_: Words, panel: Panel, draft: Draft, field: Writing) -> Form:
    value = draft.values.get(field.name + TYPED) or draft.values.get(field.name, "")
    line = Line(field.name, field.label(_), value, field.hint(_), required=False, max_length=field.max_length)
    return Form(panel.title(_), encode(WriteValue(panel.name, draft.id, field.name)), (line,), _("Keep"))


def _rows(_: Words, panel: Panel, values: Values) -> Element:
    return Fields(tuple((field.label(_), _shown(_, field, values)) for field in panel.offered(values)))


def _shown(_: Words, field: Field, values: Values) -> Spans:
    value = values.get(field.name, "")
    if isinstance(field, Writing):
        if not value and (holds := values.get(field.otherwise)):
            return spans(Italic(field.shown(_, holds)))
        return spans(field.shown(_, value)) if value else spans(Italic(field.empty(_)))
    if isinstance(field, Channel):
        return spans(MentionChannel(value, ""))
    options = field.options(_)
    label = next((option.label for option in options if option.value == value), "")
    if not label and value and field.other:
        label = field.other(_, value)
    return spans(label or options[0].label)
