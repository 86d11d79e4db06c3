"""`may()`: the one place that says whether the person of an event may do something in its group."""

from __future__ import annotations

from bot.context import Context
from bot.errors import Refusal
from bot.members import store
from bot.members.model import Action, open_to_all


def may(ctx: Context, action: Action) -> bool:
    """Checked in the handler, whatever the platform's own settings say."""
    return open_to_all(action, store.rules(ctx.db, ctx.group)) or is_organiser(ctx)


def require(ctx: Context, action: Action) -> None:
    """Raises `Refusal` where `may` says no."""
    if not may(ctx, action):
        _ = ctx.words
        what = {
            Action.SHARE: _("In this group only organisers share questions. You can still ask for yourself."),
            Action.GOVERN: _("Only organisers can change that. Ask one of them, or an admin here."),
        }
        raise Refusal(what[action])


def is_organiser(ctx: Context) -> bool:
    """Platform admins, whoever an organiser named, and in a direct message the person themselves."""
    return ctx.incoming.admin or ctx.place.direct or ctx.person.key in store.organisers_of(ctx.db, ctx.group)
