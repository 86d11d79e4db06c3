"""Opening a panel, editing its draft, saving it."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.command import Feature
from bot.chat.fitting import one_line
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.context import Context
from bot.errors import Refusal
from bot.panels import screens, store
from bot.panels.model import (
    NO_VALUES,
    TYPED,
    Channel,
    Choice,
    Draft,
    DropPanel,
    OpenPanel,
    Panel,
    PickValue,
    SavePanel,
    Values,
    WriteValue,
    Writing,
    panels,
)

feature = Feature("panels")


def opened(
    ctx: Context, panel: Panel, was: Values | None = None, changed: Values = NO_VALUES, *, said: str = ""
) -> Answer:
    """The panel with a draft of its own: the values in force, or those that it `was` opened with, some of them
    `changed` already. `said` stands above it: what is missing."""
    draft = _begun(ctx, panel, panel.load(ctx, NO_VALUES) if was is None else was, changed)
    return Reply(screens.editing(ctx.words, panel, draft, changed=bool(changed), said=said))


def prepared(ctx: Context, panel: Panel, was: Values, changed: Values) -> OpenPanel:
    """As `opened`, for a button that shows it."""
    return OpenPanel(panel.name, _begun(ctx, panel, was, changed).id)


@feature.pressed(OpenPanel)
def on_open(ctx: Context, ref: OpenPanel, _: Pressed) -> Answer:
    panel, draft = _draft(ctx, ref.panel, ref.draft)
    return Replace(screens.editing(ctx.words, panel, draft, changed=draft.values != draft.was))


@feature.pressed(PickValue)
def on_pick(ctx: Context, ref: PickValue, pressed: Pressed) -> Answer:
    panel, draft = _draft(ctx, ref.panel, ref.draft)
    field = panel.field(ref.field, draft.values)
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
    return _changed(ctx, panel, draft, {field.name: picked})


@feature.pressed(WriteValue)
def on_write(ctx: Context, ref: WriteValue, _: Pressed) -> Answer:
    panel, draft = _draft(ctx, ref.panel, ref.draft)
    field = panel.field(ref.field, draft.values)
    if not isinstance(field, Writing):
        raise _closed(ctx, panel)
    return Ask(screens.form(ctx.words, panel, draft, field))


@feature.submitted(WriteValue)
def on_written(ctx: Context, ref: WriteValue, submitted: Submitted) -> Answer:
    """What cannot be read stays in the form: whoever opens it again corrects it, and types nothing twice."""
    panel, draft = _draft(ctx, ref.panel, ref.draft)
    field = panel.field(ref.field, draft.values)
    if not isinstance(field, Writing):
        raise _closed(ctx, panel)
    typed = one_line(submitted.fields.get(field.name, ""), field.max_length)
    try:
        written = field.read(ctx, field.meant(ctx.words, typed), draft.values)
    except Refusal as refusal:
        return _changed(ctx, panel, draft, {field.name + TYPED: typed}, said=str(refusal))
    return _changed(ctx, panel, draft, {field.name: written, field.name + TYPED: ""})


@feature.pressed(SavePanel)
def on_save(ctx: Context, ref: SavePanel, _: Pressed) -> Answer:
    """Put in force what was changed in the draft, and leave the rest as others made it meanwhile. A refusal stands
    above the panel, which stays as it is."""
    panel, draft = _draft(ctx, ref.panel, ref.draft)
    shown = {name: value for name, value in draft.values.items() if not name.endswith(TYPED)}
    try:
        values = panel.rebased(replace(draft, values=shown), panel.load(ctx, shown))
        with ctx.db.begin_nested():
            saved = panel.save(ctx, values)
    except Refusal as refusal:
        return _changed(ctx, panel, draft, NO_VALUES, said=str(refusal))
    store.drop(ctx.db, ctx.group, ctx.person.key, panel.name, draft.id)
    return Replace(saved or screens.saved(ctx.words, panel, values))


@feature.pressed(DropPanel)
def on_drop(ctx: Context, ref: DropPanel, _: Pressed) -> Answer:
    store.drop(ctx.db, ctx.group, ctx.person.key, ref.panel, ref.draft)
    return Replace(screens.dropped(ctx.words))


def _begun(ctx: Context, panel: Panel, was: Values, changed: Values) -> Draft:
    draft = Draft(ctx.new_id(), {**was, **changed}, was)
    store.keep(ctx.db, ctx.group, ctx.person.key, panel.name, draft, ctx.now)
    return draft


def _changed(ctx: Context, panel: Panel, draft: Draft, changed: Values, *, said: str = "") -> Answer:
    draft = replace(draft, values={**draft.values, **changed})
    store.keep(ctx.db, ctx.group, ctx.person.key, panel.name, draft, ctx.now)
    return Replace(screens.editing(ctx.words, panel, draft, changed=True, said=said))


def _draft(ctx: Context, name: str, id: str) -> tuple[Panel, Draft]:
    panel = panels.get(name)
    if panel is None:
        raise Refusal(ctx.words("That panel no longer exists. Nothing was changed."))
    draft = store.load(ctx.db, ctx.group, ctx.person.key, name, id)
    if draft is None:
        raise _closed(ctx, panel)
    return panel, draft


def _closed(ctx: Context, panel: Panel) -> Refusal:
    command = ctx.words.command(panel.command).text
    return Refusal(
        ctx.words("That panel was closed, so nothing was changed. Open it again with {command}.", command=command)
    )
