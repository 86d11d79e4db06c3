"""What the buttons of a practice do: each takes it one step on, and shows the presser how it stands then.

A button of an earlier turn changes nothing: the presser is shown what there is now.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chat.fitting import one_line
from bot.chat.markup import spans
from bot.chat.messages import Answer, Ask, Pressed, Replace, Submitted
from bot.context import Context
from bot.delivery.kinds import Occasion
from bot.errors import Refusal
from bot.practice import (
    feedback_screens,
    looking,
    match_notices,
    match_screens,
    matching,
    model,
    notices,
    pool,
    screens,
    store,
)
from bot.practice.dealing import deal
from bot.practice.feature import feature
from bot.practice.looking import for_presser, named
from bot.practice.model import LINE, NAME, Dealt, Feedback, Met, Part, Practice, State, Way
from bot.practice.news_screens import News
from bot.practice.points import points
from bot.practice.refs import DidNotCome, Do, Give, Step, Tick, WriteLine
from bot.preferences import store as preferences

OF_A_TURN = frozenset({Step.ASKED, Step.SWAP, Step.FINISH})
"""What is meant for the turn that the button stood on, and for no other."""


def occasion(ctx: Context) -> Occasion:
    """For what a press has sent."""
    return Occasion(ctx.db, ctx.now, ctx.bank, ctx.words, ctx.new_id, ctx.rng)


def zone_of(ctx: Context, group: str) -> str:
    """The presser's zone, as they told askq or the platform does; empty where nobody knows."""
    return preferences.likes(ctx.db, group, ctx.person)["zone"] or ctx.incoming.zone


@feature.pressed(Do)
def on_do(ctx: Context, ref: Do, _: Pressed) -> Answer:
    practice = named(ctx, ref.group, ref.practice)
    stale = ref.step in OF_A_TURN and bool(practice.turns) and ref.turn != practice.turn.number
    if stale and practice.state in (State.READY, State.RUNNING):
        return Replace(for_presser(ctx, practice, screens.changed_meanwhile(ctx.words)))
    match ref.step:
        case Step.SHOW:
            return Replace(for_presser(ctx, practice))
        case Step.ACCEPT:
            return _accept(ctx, practice)
        case Step.DECLINE:
            return _refuse(ctx, practice, State.DECLINED)
        case Step.WITHDRAW:
            return _refuse(ctx, practice, State.WITHDRAWN)
        case Step.START:
            return _start(ctx, practice)
        case Step.ASKED:
            return _moved(ctx, practice, model.question_shown(practice), News.QUESTION, only=Part.CANDIDATE)
        case Step.ANOTHER:
            return _another(ctx, practice)
        case Step.REVERSE | Step.USUAL:
            return _change(ctx, practice, Way.REVERSE if ref.step is Step.REVERSE else Way.INTERVIEW)
        case Step.SWAP:
            return _swap(ctx, practice)
        case Step.FINISH:
            return _moved(ctx, practice, model.finished(practice, ctx.now), News.FINISHED)
        case Step.CANCEL:
            return _cancel(ctx, practice)
        case Step.MET:
            return _met(ctx, practice)
        case Step.NOT_YET:
            return _not_yet(ctx, practice)


def _moved(ctx: Context, before: Practice, after: Practice, what: News, only: Part | None = None) -> Answer:
    """Keep what has changed, tell the others, and show how it stands. Where nothing has, only that."""
    if after != before:
        store.save(ctx.db, after)
        for other in after.others(ctx.person):
            if only is None or after.part(other.person) is only:
                notices.tell(occasion(ctx), after, other.person, what)
    return Replace(for_presser(ctx, after))


def _accept(ctx: Context, practice: Practice) -> Answer:
    if practice.members[0].person == ctx.person:
        raise Refusal(ctx.words("That is for the other one to answer."))
    practice = _in_time(ctx, practice)
    dealt = _deal(ctx, practice, practice.way, 0)
    name, zone = one_line(ctx.incoming.name, NAME), zone_of(ctx, practice.group)
    return _moved(ctx, practice, model.accepted(practice, name, zone, dealt, ctx.now), News.ACCEPTED)


def _refuse(ctx: Context, practice: Practice, state: State) -> Answer:
    asking, asked = practice.members if practice.state is State.OFFERED else (practice.members[0], practice.members[-1])
    mine = asking if state is State.WITHDRAWN else asked
    if mine.person != ctx.person:
        raise Refusal(ctx.words("That is for the other one to say."))
    practice = _in_time(ctx, practice)
    after = model.refused(practice, state)
    if state is State.WITHDRAWN and after != practice:
        store.save(ctx.db, after)
        if not notices.take_back(occasion(ctx), practice, asked.person, News.OFFER):
            notices.tell(occasion(ctx), after, asked.person, News.WITHDRAWN)
        return Replace(for_presser(ctx, after))
    return _moved(ctx, practice, after, News.DECLINED)


def _in_time(ctx: Context, practice: Practice) -> Practice:
    """As it is at this moment: an offer may have ended though nobody has looked yet."""
    return model.overdue(practice, ctx.now) if practice.state is State.OFFERED else practice


def _start(ctx: Context, practice: Practice) -> Answer:
    after = model.started(practice, ctx.now)
    if after != practice:
        notices.keep_time(occasion(ctx), after, after.turn)
    return _moved(ctx, practice, after, News.STARTED)


def _swap(ctx: Context, practice: Practice) -> Answer:
    if practice.state not in (State.READY, State.RUNNING):
        return Replace(for_presser(ctx, practice))
    following = (practice.turn.candidate + 1) % len(practice.members)
    dealt = _deal(ctx, practice, practice.way, following)
    return _moved(ctx, practice, model.swapped(practice, dealt, ctx.now), News.SWAPPED)


def _change(ctx: Context, practice: Practice, way: Way) -> Answer:
    """The other way, unless it is that already, or a clock has run the one way."""
    if practice.state is not State.READY or practice.began or practice.way is way:
        return Replace(for_presser(ctx, practice))
    dealt = _deal(ctx, practice, way, practice.turn.candidate)
    return _moved(ctx, practice, model.dealt_anew(practice, dealt, way=way), News.CHANGED)


def _another(ctx: Context, practice: Practice) -> Answer:
    """Of a reverse interview each has a half of their own dealt anew."""
    if practice.state is not State.READY or not screens.deals(practice, practice.part(ctx.person)):
        return Replace(for_presser(ctx, practice))
    turn, part = practice.turn, practice.part(ctx.person)
    dealt = _deal(ctx, practice, practice.way, turn.candidate)
    if practice.way is Way.REVERSE:
        asks = part is Part.CANDIDATE
        dealt = Dealt(dealt.questions if asks else turn.questions, turn.role if asks else dealt.role)
    after = model.dealt_anew(practice, dealt)
    if after != practice:
        store.save(ctx.db, after)
    return Replace(for_presser(ctx, after))


def _deal(ctx: Context, practice: Practice, way: Way, candidate: int) -> Dealt:
    asker = looking.asker(ctx.db, practice.group, practice.members[candidate].person)
    return deal(practice, ctx.bank, way, asker, ctx.rng)


def _cancel(ctx: Context, practice: Practice) -> Answer:
    after = model.cancelled(practice, ctx.person)
    if after == practice:
        return Replace(for_presser(ctx, practice))
    store.save(ctx.db, after)
    alone = after.state is not State.CANCELLED
    notices.tell_others(occasion(ctx), after, ctx.person, News.TWO if alone else News.CANCELLED)
    if after.state is State.CANCELLED and practice.matched:
        matching.wait(occasion(ctx), practice.group, [other.person for other in practice.others(ctx.person)])
    return Replace(match_screens.called_off(ctx.words, matched=practice.matched, alone=alone))


# Whether those met whom the match brought together


def _met(ctx: Context, practice: Practice) -> Answer:
    after = model.told(practice, ctx.person, Met.YES)
    if after == practice:
        return Replace(for_presser(ctx, practice))
    store.save(ctx.db, after)
    return Replace(screens.met(ctx.words, after))


def _not_yet(ctx: Context, practice: Practice) -> Answer:
    after = model.told(practice, ctx.person, Met.NOT_YET)
    if practice.state is not State.READY:
        return Replace(for_presser(ctx, practice))
    store.save(ctx.db, after)
    return Replace(for_presser(ctx, after, spans(screens.not_yet(ctx.words, after))))


@feature.pressed(DidNotCome)
def on_did_not_come(ctx: Context, ref: DidNotCome, _: Pressed) -> Answer:
    practice = named(ctx, ref.group, ref.practice)
    if practice.state is State.READY and practice.met:
        raise Refusal(ctx.words("The other one told me that you met, so I leave it at that."))
    fits = practice.state is State.READY and not practice.began and ref.turn == practice.turn.number
    if not fits or not 0 <= ref.seat < len(practice.members) or practice.members[ref.seat].person == ctx.person:
        return Replace(for_presser(ctx, practice))
    absent = practice.members[ref.seat].person
    after = model.missed(practice, ctx.person, absent)
    store.save(ctx.db, after)
    if after.state is not State.MISSED:
        notices.tell_others(occasion(ctx), after, ctx.person, News.TWO)
        match_notices.tell_absent(occasion(ctx), practice, absent, None)
        return Replace(for_presser(ctx, after, spans(screens.two_stay(ctx.words))))
    match_notices.tell_absent(occasion(ctx), practice, absent, ctx.person)
    in_pool = pool.find(ctx.db, practice.group, ctx.person) is not None
    found = matching.wait(occasion(ctx), practice.group, [ctx.person], ctx.person)
    mine = next((each for each in found if each.index(ctx.person) is not None), None)
    if mine is not None:
        return Replace(for_presser(ctx, mine, spans(screens.anew(ctx.words))))
    return Replace(match_screens.waited_in_vain(ctx.words, practice.group, in_pool=in_pool))


# Feedback


@feature.pressed(Tick)
def on_tick(ctx: Context, ref: Tick, _: Pressed) -> Answer:
    practice, draft = _draft(ctx, ref.group, ref.practice, ref.seat)
    known = range(len(points(ctx.words, ctx.bank, practice, draft.about)))
    if not draft.given and ref.point in known:
        ticks = draft.ticks.symmetric_difference({ref.point})
        store.keep_feedback(ctx.db, practice, replace(draft, ticks=ticks))
    return Replace(for_presser(ctx, practice))


@feature.pressed(WriteLine)
def on_write_line(ctx: Context, ref: WriteLine, _: Pressed) -> Answer:
    practice, draft = _draft(ctx, ref.group, ref.practice, ref.seat)
    if draft.given:
        return Replace(for_presser(ctx, practice))
    return Ask(feedback_screens.line_form(ctx.words, practice, ref.seat, draft.line))


@feature.submitted(WriteLine)
def on_line(ctx: Context, ref: WriteLine, submitted: Submitted) -> Answer:
    practice, draft = _draft(ctx, ref.group, ref.practice, ref.seat)
    if not draft.given:
        line = one_line(submitted.fields.get("line", ""), LINE)
        store.keep_feedback(ctx.db, practice, replace(draft, line=line))
    return Replace(for_presser(ctx, practice))


@feature.pressed(Give)
def on_give(ctx: Context, ref: Give, _: Pressed) -> Answer:
    practice, draft = _draft(ctx, ref.group, ref.practice, ref.seat)
    if draft.given:
        return Replace(for_presser(ctx, practice))
    if ref.nothing:
        draft = replace(draft, ticks=frozenset(), line="")
    elif draft.empty:
        raise Refusal(ctx.words("There is nothing in it yet. Press a number, or write a line."))
    store.keep_feedback(ctx.db, practice, replace(draft, given=True))
    feedback = store.feedback_of(ctx.db, practice)
    if not model.all_given(practice, feedback):
        return Replace(for_presser(ctx, practice))
    after = model.closed(practice)
    if all(each.empty for each in feedback):  # nothing to tell anybody of
        store.save(ctx.db, after)
        return Replace(for_presser(ctx, after))
    return _moved(ctx, practice, after, News.SHOWN)


def _draft(ctx: Context, group: str, id: str, seat: int) -> tuple[Practice, Feedback]:
    """What the presser is about to say of the member at this seat. Raises `Refusal` where it is too late for that."""
    practice = named(ctx, group, id)
    if practice.state is not State.FEEDBACK:
        raise Refusal(screens.no_feedback_now(ctx.words, practice))
    if not 0 <= seat < len(practice.members) or practice.members[seat].person == ctx.person:
        raise Refusal(ctx.words("That is between others."))
    about = practice.members[seat].person
    known = store.feedback_of(ctx.db, practice)
    mine = (each for each in known if each.giver == ctx.person and each.about == about)
    return practice, next(mine, Feedback(ctx.person, about))
