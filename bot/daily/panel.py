"""Setting a question of the day up: the panel, and what saving it does. A typed line goes the same way."""

from __future__ import annotations

from datetime import timedelta
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
from bot.daily import screens, store, value_screens
from bot.daily.model import GRACE, NEVER, Running, Schedule, WhenEmpty
from bot.daily.planning import note_rest, started
from bot.daily.posting import send_held
from bot.daily.revealing import retime
from bot.delivery.kinds import Occasion
from bot.errors import Refusal
from bot.members import audit
from bot.members.model import Action
from bot.members.permits import require
from bot.panels.model import Channel, Choice, Panel, Values, Writing, panels
from bot.preferences import store as preferences
from bot.rounds.source import source
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
        "skips": reading.dates_text(skips),
        "when_empty": schedule.when_empty,
        "grace": _hours(schedule.grace),
    }


def new_values(ctx: Context, place: Place) -> dict[str, str]:
    """A schedule that most would be content with. The zone is the person's, where it is known."""
    return {
        "group": place.group,
        "schedule": "",
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


def _load(ctx: Context) -> Values:
    return new_values(ctx, ctx.place)


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
    before = store.load(ctx.db, group, values["schedule"]) if values["schedule"] else None
    was = values_of(ctx, before) if before else _taken_for_granted(ctx, group)
    schedule = _described(ctx, values, before)
    if not candidates(ctx.bank, schedule.source, schedule.kind):
        raise Refusal(
            _("There are no questions of that kind in those topics. Choose others, or leave one of them out.")
        )
    if before is None or before.running is not Running.PAUSED or before.until is not None:
        schedule = started(ctx.db, schedule, ctx.now, before.until if before else None)
    store.save(ctx.db, schedule)
    store.set_skips(ctx.db, group, schedule.id, reading.dates(ctx, values["skips"], schedule.plan.zone))
    moved = retime(ctx.db, schedule, ctx.now, ctx.new_id) if before and _reveals_otherwise(before, schedule) else []
    held = before is not None and before.running is Running.STOPPED and send_held(occasion(ctx), schedule)
    if before is not None and schedule.running is Running.ON:
        note_rest(ctx.db, before, ctx.now)
    changed = " ".join(f"{name}={values[name] or '-'}" for name in _NOTED if values[name] != was.get(name, ""))
    audit.note(ctx, "daily set", f"{schedule.number}: {changed}".strip(), group=group)
    return screens.settled(
        _,
        ctx.bank,
        schedule,
        reader_zone(ctx),
        here=group == ctx.group,
        changed=before is not None,
        held=held,
        moved=moved,
    )


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
        number = max((each.number for each in every), default=0) + 1
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


def _read_time(ctx: Context, text: str) -> str:
    return f"{reading.time_of_day(ctx, text):%H:%M}"


def _read_days(ctx: Context, text: str) -> str:
    return typed.days_key(reading.days(ctx, text))


def _read_reveal(ctx: Context, text: str) -> str:
    return NEVER if text.lower() in ("", NEVER) else _read_time(ctx, text)


def _read_zone(ctx: Context, text: str) -> str:
    return reading.zone(ctx, text) if text else ""


def _read_country(ctx: Context, text: str) -> str:
    return reading.country(ctx, text) if text else ""


def _read_skips(ctx: Context, text: str) -> str:
    return reading.dates_text(reading.dates(ctx, text, reader_zone(ctx) or "UTC"))


def _in_channel(values: Values) -> bool:
    """Whether others are there, who can be woken and can talk in a thread."""
    return bool(values["channel"])


PANEL = panels.add(
    Panel(
        "daily",
        lambda _: _("Question of the day"),
        "daily set",
        (
            Channel("channel", lambda _: _("Where")),
            Writing("time", lambda _: _("Time"), lambda _: _("09:00"), read=_read_time),
            Writing("zone", lambda _: _("Time zone"), lambda _: _("Europe/Berlin, or just Berlin"), read=_read_zone),
            Writing(
                "days", lambda _: _("Days"), lambda _: _("mon-fri, every day, or mon, wed, fri"), read=_read_days,
                shown=value_screens.days,
            ),
            Writing(
                "source", lambda _: _("Topics"), lambda _: _("Topics or packs, with commas. Empty: everything."), 300,
                read=source, shown=value_screens.source, empty=lambda _: _("all"),
            ),
            Choice("kind", lambda _: _("Kind of question"), value_screens.kinds),
            Writing(
                "reveal", lambda _: _("Answers come out"), lambda _: _("17:00, or never: then an organiser says when"),
                read=_read_reveal, shown=value_screens.reveal_time,
            ),
            Choice("threaded", lambda _: _("Answers go"), value_screens.threads, applies=_in_channel),
            Choice(
                "ping", lambda _: _("Wake up"), value_screens.pings, other=value_screens.ping_of, applies=_in_channel
            ),
            Writing(
                "country", lambda _: _("Holidays off"), lambda _: _("Germany, DE-BY, US … Empty: none are left out."),
                read=_read_country, shown=value_screens.country, empty=lambda _: _("none"),
            ),
            Writing(
                "skips", lambda _: _("Days off"), lambda _: _("24 Dec to 2 Jan, 2032-05-17"), 400,
                read=_read_skips, shown=value_screens.days_off, empty=lambda _: _("none"),
            ),
            Choice("when_empty", lambda _: _("When all were asked"), value_screens.when_empty),
            Choice("grace", lambda _: _("If I was away"), value_screens.graces),
        ),
        _load,
        put_in_force,
    )
)  # fmt: skip
