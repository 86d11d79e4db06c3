"""Setting a question of the day up: the panel, and what saving it does. A typed line goes the same way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from bot.bank.kinds import Kind
from bot.bank.sources import candidates
from bot.calendar import reading, typed
from bot.calendar.plan import Plan, known, local_date
from bot.chat.elements import View
from bot.chat.keys import Place
from bot.chat.messages import Lack
from bot.chat.screens import lacking
from bot.chat.words import Words
from bot.context import Context
from bot.daily import panel_screens, screens, store
from bot.daily.coming import next_question, stock, until_next
from bot.daily.fields import FIELDS
from bot.daily.model import GRACE, NEVER, Running, Schedule, WhenEmpty, free_number
from bot.daily.planning import note_rest, started
from bot.daily.posting import send_held
from bot.daily.revealing import retime
from bot.delivery.kinds import Occasion
from bot.errors import Refusal
from bot.members import audit
from bot.members.model import Action
from bot.members.permits import require
from bot.panels.model import Panel, Values, panels
from bot.preferences import store as preferences
from bot.storage.engine import in_turn

_NOTED = (
    *("channel", "time", "zone", "days", "source", "kind", "threaded", "reveal", "ping", "country", "skips"),
    *("when_empty", "grace"),
)
"""What the audit tells of a change, in this order."""

MOST = 20
"""Schedules in one group: enough for every channel of a large one, few enough to read."""


def values_of(ctx: Context, schedule: Schedule) -> dict[str, str]:
    today = local_date(ctx.now, schedule.plan.zone)
    skips = (day for day in store.skips(ctx.db, schedule.group, schedule.id) if day >= today)
    return {
        "group": schedule.group,
        "schedule": schedule.id,
        "number": str(schedule.number),
        "channel": schedule.channel,
        "time": f"{schedule.plan.time:%H:%M}",
        "zone": schedule.plan.zone,
        "days": typed.days_key(schedule.plan.days),
        "source": schedule.source,
        "kind": schedule.kind or "any",
        "threaded": "yes" if schedule.threaded else "no",
        "reveal": f"{schedule.reveal:%H:%M}" if schedule.reveal else NEVER,
        "ping": schedule.ping or "nobody",
        "country": schedule.country,
        "skips": typed.dates_key(skips),
        "when_empty": schedule.when_empty,
        "grace": _hours(schedule.grace),
    }


def new_values(ctx: Context, place: Place) -> dict[str, str]:
    """A schedule that most would be content with. The zone is the person's, where it is known."""
    return {
        "group": place.group,
        "schedule": "",
        "number": "",
        "channel": "" if place.direct else place.channel,
        "time": "09:00",
        "zone": reader_zone(ctx),
        "days": "mon,tue,wed,thu,fri",
        "source": "",
        "kind": "any",
        "threaded": "yes",
        "reveal": "17:00",
        "ping": "nobody",
        "country": "",
        "skips": "",
        "when_empty": WhenEmpty.AGAIN,
        "grace": _hours(GRACE),
    }


def _hours(span: timedelta) -> str:
    return str(span // timedelta(hours=1))


def _load(ctx: Context, of: Values) -> Values:
    """Of a new one nothing is in force: it stays as it is in the draft."""
    if not of:
        return new_values(ctx, ctx.place)
    in_turn(ctx.db, of["group"])
    schedule = _in_force(ctx, of)
    return values_of(ctx, schedule) if schedule else of


def _in_force(ctx: Context, values: Values) -> Schedule | None:
    """The schedule that the values are of; None where they are of a new one. Raises `Refusal` where it is gone."""
    if not values["schedule"]:
        return None
    found = store.load(ctx.db, values["group"], values["schedule"])
    if found is None:
        raise Refusal(screens.gone_meanwhile(ctx.words, values))
    return found


def put_in_force(ctx: Context, values: Values) -> View:
    """Make or change the schedule that the values describe. Raises `Refusal` where it could not work as it stands."""
    _ = ctx.words
    group, channel = values["group"], values["channel"]
    if group != ctx.person.alone:
        require(ctx, Action.GOVERN)
    if group not in (ctx.person.alone, ctx.group) or (group == ctx.person.alone) != (not channel):
        raise Refusal(_("That question of the day belongs elsewhere. Change it there."))
    if not values["zone"]:
        raise Refusal(no_zone(_, values["time"]))
    require_zone(ctx, values["zone"])
    if channel:
        require_standing(ctx, Place(group, channel), values["ping"], threaded=values["threaded"] == "yes")
    in_turn(ctx.db, group)
    before = _in_force(ctx, values)
    was = values_of(ctx, before) if before else _taken_for_granted(ctx, group)
    schedule = _described(ctx, values, before)
    if not candidates(ctx.bank, schedule.source, schedule.kind):
        raise Refusal(
            _("There are no questions of that kind in those topics. Choose others, or leave one of them out.")
        )
    if before is None or before.running is not Running.PAUSED or before.until is not None:
        schedule = started(ctx.db, schedule, ctx.now, _still_until(ctx, before, schedule))
    store.save(ctx.db, schedule)
    moved = retime(ctx.db, schedule, ctx.now, ctx.new_id) if before and _reveals_otherwise(before, schedule) else []
    store.set_skips(ctx.db, group, schedule.id, typed.dates_from_key(values["skips"]))
    coming = until_next(ctx, schedule)
    if coming and schedule.when_empty is WhenEmpty.STOP:
        next_question(ctx, schedule, coming[-1].day.isoformat())
    held = before is not None and before.running is Running.STOPPED and send_held(occasion(ctx), schedule)
    if before is not None and schedule.running is Running.ON:
        note_rest(ctx.db, before, ctx.now)
    changed = " ".join(f"{name}={values[name] or '-'}" for name in _NOTED if values[name] != was.get(name, ""))
    audit.note(ctx, "daily set", f"{schedule.number}: {changed}".strip(), group=group)
    return screens.settled(
        _,
        schedule,
        stock(ctx, schedule),
        coming,
        reader_zone(ctx),
        here=group == ctx.group,
        changed=before is not None,
        held=held,
        moved=moved,
    )


def _still_until(ctx: Context, before: Schedule | None, schedule: Schedule) -> date | None:
    """The end of its pause, if that is to come: what was stopped in a pause may have been so for longer."""
    until = before.until if before else None
    return until if until is not None and until > local_date(ctx.now, schedule.plan.zone) else None


def _reveals_otherwise(before: Schedule, schedule: Schedule) -> bool:
    return (before.reveal, before.plan.zone) != (schedule.reveal, schedule.plan.zone)


def _taken_for_granted(ctx: Context, group: str) -> dict[str, str]:
    """What the audit need not tell of a new schedule."""
    here = Place(group, "" if group == ctx.person.alone else ctx.place.channel)
    return {**new_values(ctx, here), "time": "", "zone": ""}


def no_zone(_: Words, time: str) -> str:
    return _("I need a time zone to know when {time} is. Press “Time zone”, then “Save”.", time=time)


def require_zone(ctx: Context, zone: str) -> None:
    """Raises `Refusal` for one that is not known any more."""
    if not known(zone):
        _ = ctx.words
        another = _.command("daily set", "09:00 Europe/Berlin").text
        raise Refusal(_("I no longer know the time zone {zone}. Choose another: {command}", zone=zone, command=another))


def reader_zone(ctx: Context) -> str:
    """The reader's zone, as they told askq or the platform does; empty where nobody knows."""
    zones = (preferences.likes(ctx.db, ctx.group, ctx.person)["zone"], ctx.incoming.zone)
    return next(filter(known, zones), "")


def occasion(ctx: Context) -> Occasion:
    """For what an organiser's press has sent at once."""
    return Occasion(ctx.db, ctx.now, ctx.bank, ctx.words, ctx.new_id, ctx.rng)


def require_standing(ctx: Context, place: Place, ping: str = "nobody", *, threaded: bool = False) -> None:
    """Raises `Refusal` with what to do where askq could not post."""
    beside_the_point = set()
    if ping == "nobody":
        beside_the_point.add(Lack.PING)
    if not threaded:
        beside_the_point.add(Lack.THREADS)
    fixes = {lack: fix for lack, fix in ctx.standing(place).fixes.items() if lack not in beside_the_point}
    if fixes:
        raise Refusal(lacking(ctx.words, fixes))


def _described(ctx: Context, values: Values, before: Schedule | None) -> Schedule:
    if before is None:
        every = store.of_group(ctx.db, values["group"])
        if len(every) >= MOST:
            _ = ctx.words
            example = _.command("daily remove", str(every[0].number)).text
            raise Refusal(_("There are {most} already. Remove one first: {example}", most=MOST, example=example))
        number = free_number({each.number for each in every}, audit.numbers(ctx.db, values["group"], "daily"))
    plan = Plan(
        reading.time_of_day(ctx, values["time"]),
        values["zone"],
        typed.days_from_key(values["days"]),
    )
    return Schedule(
        group=values["group"],
        id=before.id if before else ctx.new_id(),
        number=before.number if before else number,
        channel=values["channel"],
        owner=before.owner if before else ctx.person,
        locale=before.locale if before else ctx.incoming.locale[:16],
        plan=plan,
        source=values["source"],
        kind=None if values["kind"] == "any" else cast(Kind, values["kind"]),
        threaded=values["threaded"] == "yes",
        reveal=None if values["reveal"] == NEVER else reading.time_of_day(ctx, values["reveal"]),
        ping="" if values["ping"] == "nobody" else values["ping"],
        country=values["country"],
        when_empty=WhenEmpty(values["when_empty"]),
        grace=timedelta(hours=int(values["grace"])),
        running=before.running if before else Running.ON,
        until=before.until if before else None,
        since=before.since if before else None,
        next_on=before.next_on if before else None,
        next_at=before.next_at if before else None,
    )


PANEL = panels.add(
    Panel(
        "daily",
        lambda _: _("Question of the day"),
        "daily set",
        FIELDS,
        _load,
        put_in_force,
        panel_screens.heading,
        panel_screens.roles,
    )
)
