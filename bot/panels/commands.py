"""Opening a panel, editing its draft, saving it."""

from __future__ import annotations

from bot.chat.command import Feature
from bot.chat.fitting import one_line
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.context import Context
from bot.errors import Refusal
from bot.panels import screens, store
from bot.panels.model import Choice, DropPanel, Panel, PickValue, SavePanel, Values, WriteValue, Writing, panels

feature = Feature("panels")


def opened(ctx: Context, panel: Panel) -> Answer:
    """The panel with the values in force, as a fresh draft."""
    values = panel.load(ctx)
    store.keep(ctx.db, ctx.group, ctx.person.key, panel.name, values, ctx.now)
    return Reply(screens.editing(ctx.words, panel, values, changed=False))


@feature.pressed(PickValue)
def on_pick(ctx: Context, ref: PickValue, pressed: Pressed) -> Answer:
    panel, values = _draft(ctx, ref.panel)
    field = panel.field(ref.field)
    picked = "".join(pressed.values[:1])
    if not isinstance(field, Choice) or picked not in {option.value for option in field.options(ctx.words)}:
        raise _closed(ctx, panel)
    return _changed(ctx, panel, {**values, field.name: picked})


@feature.pressed(WriteValue)
def on_write(ctx: Context, ref: WriteValue, _: Pressed) -> Answer:
    panel, values = _draft(ctx, ref.panel)
    field = panel.field(ref.field)
    if not isinstance(field, Writing):
        raise _closed(ctx, panel)
    return Ask(screens.form(ctx.words, panel, field, values.get(field.name, "")))


@feature.submitted(WriteValue)
def on_written(ctx: Context, ref: WriteValue, submitted: Submitted) -> Answer:
    panel, values = _draft(ctx, ref.panel)
    field = panel.field(ref.field)
    if not isinstance(field, Writing):
        raise _closed(ctx, panel)
    written = one_line(submitted.fields.get(field.name, ""), field.max_length)
    return _changed(ctx, panel, {**values, field.name: written})


@feature.pressed(SavePanel)
def on_save(ctx: Context, ref: SavePanel, _: Pressed) -> Answer:
    panel, values = _draft(ctx, ref.panel)
    panel.save(ctx, values)
    store.drop(ctx.db, ctx.group, ctx.person.key, panel.name)
    return Replace(screens.saved(ctx.words, panel, values))


@feature.pressed(DropPanel)
def on_drop(ctx: Context, ref: DropPanel, _: Pressed) -> Answer:
    store.drop(ctx.db, ctx.group, ctx.person.key, ref.panel)
    return Replace(screens.dropped(ctx.words))


def _changed(ctx: Context, panel: Panel, values: Values) -> Answer:
    store.keep(ctx.db, ctx.group, ctx.person.key, panel.name, values, ctx.now)
    return Replace(screens.editing(ctx.words, panel, values, changed=True))


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
