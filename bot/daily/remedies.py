"""What the buttons of a notice do: pressed in direct messages, about a group that is another one."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.messages import Answer, Pressed, Reply
from bot.context import Context
from bot.daily import notice_screens, pressing, reveal_screens, screens, store
from bot.daily.caretakers import caretakers
from bot.daily.feature import feature
from bot.daily.model import Fate, Schedule, Why
from bot.daily.notices import nudge_key, still_true
from bot.daily.posting import arrived
from bot.daily.refs import BringOut, ItArrived, PostAgain, Resume, ShowNotice
from bot.daily.revealing import try_again
from bot.delivery import store as ledger
from bot.errors import Refusal
from bot.members import audit
from bot.members.permits import is_organiser
from bot.storage.engine import in_turn


@feature.pressed(Resume)
def on_resume(ctx: Context, ref: Resume, _: Pressed) -> Answer:
    return pressing.resume(ctx, _looked_after(ctx, ref.group, ref.schedule))


@feature.pressed(PostAgain)
def on_post_again(ctx: Context, ref: PostAgain, _: Pressed) -> Answer:
    schedule = _looked_after(ctx, ref.group, ref.schedule)
    day = store.day_of(ctx.db, ref.group, ref.schedule, ref.slot)
    if day is None or not (day.fate is Fate.UNKNOWN or (day.fate is Fate.MISSED and day.why == Why.TROUBLE)):
        raise Refusal(ctx.words("That is settled already."))
    question = ctx.bank.find(day.question)
    if question is None:
        raise Refusal(ctx.words("That question is gone."))
    answer = pressing.post_once_more(ctx, schedule, day.date, question)
    store.update_day(ctx.db, replace(day, fate=Fate.MISSED, why=Why.AGAIN))
    return answer


@feature.pressed(ItArrived)
def on_it_arrived(ctx: Context, ref: ItArrived, _: Pressed) -> Answer:
    schedule = _looked_after(ctx, ref.group, ref.schedule)
    day = store.day_of(ctx.db, ref.group, ref.schedule, ref.slot)
    if day is None or day.fate is not Fate.UNKNOWN:
        raise Refusal(ctx.words("That is settled already."))
    arrived(ctx.db, schedule, day, ctx.now, ctx.new_id())
    return Reply(screens.noted(ctx.words))


@feature.pressed(BringOut)
def on_bring_out(ctx: Context, ref: BringOut, _: Pressed) -> Answer:
    schedule = _looked_after(ctx, ref.group, ref.schedule)
    day = store.day_of(ctx.db, ref.group, ref.schedule, ref.slot)
    if day is None or not try_again(ctx.db, schedule, day, ref.page, ctx.now, ctx.new_id()):
        raise Refusal(ctx.words("That is settled already."))
    audit.note(ctx, "daily reveal", f"{schedule.number}: {day.slot}", group=schedule.group)
    return Reply(reveal_screens.coming_out(ctx.words))


@feature.pressed(ShowNotice)
def on_show_notice(ctx: Context, ref: ShowNotice, _: Pressed) -> Answer:
    if not is_organiser(ctx):
        raise Refusal(ctx.words("That is for organisers. If you know one, tell them to press it."))
    nudge = ledger.find(ctx.db, ctx.group, nudge_key(ref.mark))
    told_of = still_true(ctx.db, nudge) if nudge else []
    if nudge is None or not told_of:
        raise Refusal(ctx.words("That is settled already."))
    own = any(schedule.owner == ctx.person for schedule in told_of)
    return Reply(notice_screens.notice(ctx.words, told_of, nudge.intent, own=own))


def _looked_after(ctx: Context, group: str, schedule: str) -> Schedule:
    """A schedule of a group, for somebody who looks after it, maybe from their direct messages. Raises `Refusal`."""
    in_turn(ctx.db, group)
    found = store.load(ctx.db, group, schedule)
    if found is None:
        raise Refusal(ctx.words("That question of the day was removed."))
    if ctx.person.key not in caretakers(ctx.db, found) and not (group == ctx.group and is_organiser(ctx)):
        raise Refusal(ctx.words("Only organisers of that group can do that."))
    return found
