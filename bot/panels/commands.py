"""Opening a panel, editing its draft, saving it."""

from __future__ import annotations

from bot.chat.command import Feature
from bot.chat.fitting import one_line
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.context import Context
from bot.errors import Refusal
from bot.panels import screens, store
from bot.panels.model import (
    Channel,
    Choice,
    DropPanel,
    Panel,
    PickValue,
    SavePanel,
    Values,
    WriteValue,
    Writing,
    panels,
)

feature = Feature("panels")


TYPED = "?"
"""Behind a field's name in a draft: what was typed there last, and could not be read."""


def opened(ctx: Context, panel: Panel, values: Values | None = None, *, said: str = "") -> Answer:
    """The panel as a fresh draft, with these values or those in force. `said` stands above it: what is missing."""
    values = panel.load(ctx) if values is None else values
    store.keep(ctx.db, ctx.group, ctx.person.key, panel.name, values, ctx.now)
    return Reply(screens.editing(ctx.words, panel, values, said=said))


@feature.pressed(PickValue)
def on_pick(ctx: Context, ref: PickValue, pressed: Pressed) -> Answer:
    panel, values = _draft(ctx, ref.panel)
    field = panel.field(ref.field, values)
    picked = "".join(pressed.values[:1])
    match field:
        case Choice():
            known = picked in {option.value for option in field.options(ctx.words)}
        case Channel():
            known = bool(picked)
        case _other:
            known = False
    if field is None or not known:
        raise _closed(ctx, panel)
    return _changed(ctx, panel, {**values, field.name: picked})


@feature.pressed(WriteValue)
def on_write(ctx: Context, ref: WriteValue, _: Pressed) -> Answer:
    panel, values = _draft(ctx, ref.panel)
    field = panel.field(ref.field, values)
    if not isinstance(field, Writing):
        raise _closed(ctx, panel)
    return Ask(screens.form(ctx.words, panel, field, values.get(field.name + TYPED) or values.get(field.name, "")))


@feature.submitted(WriteValue)
def on_written(ctx: Context, ref: WriteValue, submitted: Submitted) -> Answer:
    """What cannot be read stays in the form: whoever opens it again corrects it, and types nothing twice."""
    panel, values = _draft(ctx, ref.panel)
    field = panel.field(ref.field, values)
    if not isinstance(field, Writing):
        raise _closed(ctx, panel)
    typed = one_line(submitted.fields.get(field.name, ""), field.max_length)
    try:
        written = field.read(ctx, typed)
    except Refusal as refusal:
        return _changed(ctx, panel, {**values, field.name + TYPED: typed}, said=str(refusal))
    return _changed(ctx, panel, {**values, field.name: written, field.name + TYPED: ""})


@feature.pressed(SavePanel)
def on_save(ctx: Context, ref: SavePanel, _: Pressed) -> Answer:
    """A refusal stands above the panel, which stays as it is."""
    panel, draft = _draft(ctx, ref.panel)
    values = {name: value for name, value in draft.items() if not name.endswith(TYPED)}
    try:
        with ctx.db.begin_nested():
            saved = panel.save(ctx, values)
    except Refusal as refusal:
        return _changed(ctx, panel, draft, said=str(refusal))
    store.drop(ctx.db, ctx.group, ctx.person.key, panel.name)
    return Replace(saved or screens.saved(ctx.words, panel, values))


@feature.pressed(DropPanel)
def on_drop(ctx: Context, ref: DropPanel, _: Pressed) -> Answer:
    store.drop(ctx.db, ctx.group, ctx.person.key, ref.panel)
    return Replace(screens.dropped(ctx.words))


def _changed(ctx: Context, panel: Panel, values: Values, *, said: str = "") -> Answer:
    store.keep(ctx.db, ctx.group, ctx.person.key, panel.name, values, ctx.now)
    return Replace(screens.editing(ctx.words, panel, values, changed=True, said=said))


def _draft(ctx: Context, name: str) -> tuple[Panel, Values]:
    panel = panels.get(name)
    if panel is None:
        raise Refusal(ctx.words("That panel no longer exists. Nothing was changed."))
    values = store.draft(ctx.db, ctx.group, ctx.person.key, name)
    if values is None:
        raise _closed(ctx, panel)
    return panel, values


def _closed(ctx: Context, panel: Panel) -> Refusal:
    command = ctx.words.command(panel.command).text
    return Refusal(
        ctx.words("That panel was closed, so nothing was changed. Open it again with {command}.", command=command)
    )
