"""What the values of a schedule are called, where they are set and where they are shown."""

from __future__ import annotations

from bot.bank.sources import PACK
from bot.calendar.plan import WEEK
from bot.calendar.typed import dates_from_key, days_from_key, runs
from bot.chat.elements import Option
from bot.chat.words import Words
from bot.daily.model import NEVER, WhenEmpty

GRACES = (1, 3, 6, 12)
"""Hours to choose from."""


def kind_names(_: Words) -> dict[str, str]:
    return {
        "any": _("Any kind"),
        "ask": _("Questions to ask an interviewer"),
        "choice": _("Multiple choice"),
        "recall": _("A word or a line to know"),
        "open": _("Questions to answer in your own words"),
    }


def kinds(_: Words) -> tuple[Option, ...]:
    return tuple(Option(name, value) for value, name in kind_names(_).items())


def threads(_: Words) -> tuple[Option, ...]:
    return (Option(_("Into a thread below the question"), "yes"), Option(_("Into the channel"), "no"))


def pings(_: Words) -> tuple[Option, ...]:
    return (
        Option(_("Nobody"), "nobody"),
        Option(_("Everyone who is there"), "here"),
        Option(_("Everyone"), "everyone"),
    )


def ping_of(_: Words, role: str) -> str:
    """The value that only a command gives: a role or user group."""
    return _("the role or group named with {command}", command=_.command("daily ping").text)


def when_empty(_: Words) -> tuple[Option, ...]:
    return (
        Option(_("Start again, the oldest first"), WhenEmpty.AGAIN),
        Option(_("Go on with the rest of the pack"), WhenEmpty.WIDEN),
        Option(_("Stop and tell me"), WhenEmpty.STOP),
    )


def graces(_: Words) -> tuple[Option, ...]:
    return tuple(
        Option(_.many("Post up to an hour late", "Post up to {count} hours late", hours), str(hours))
        for hours in GRACES
    )


def days(_: Words, key: str) -> str:
    """`mon,tue,wed` -> `Mon–Wed`."""
    chosen = days_from_key(key)
    if chosen == WEEK:
        return _("every day")
    numbers = sorted(chosen)
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{_.weekday(numbers[0])}–{_.weekday(numbers[-1])}"
    return _.listing([_.weekday(number) for number in numbers])


def source(_: Words, ids: str) -> str:
    return ", ".join(id.removeprefix(PACK) for id in ids.split())


def reveal_time(_: Words, value: str) -> str:
    return _("when an organiser says so") if value == NEVER else value


def days_off(_: Words, kept: str) -> str:
    """Dates and runs of dates, as `bot.calendar.typed.dates_key` keeps them."""
    return "; ".join(
        _.whole_date(first) if first == last else f"{_.whole_date(first)} – {_.whole_date(last)}"
        for first, last in runs(dates_from_key(kept))
    )


def country(_: Words, code: str) -> str:
    name = _.locale.territories.get(code.partition("-")[0], "")
    return f"{name} ({code})" if name else code
