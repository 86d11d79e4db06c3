"""A streak as a member reads it."""

from __future__ import annotations

from bot.chat.elements import View, note, text, view
from bot.chat.markup import Bold
from bot.chat.words import Words
from bot.daily.streaks import Streak


def streak(_: Words, streak: Streak) -> View:
    if not streak.days:
        said = _("No streak at the moment. Answer the next question, and one begins.")
    else:
        said = _.many("One day in a row.", "{count} days in a row.", streak.days)
    saved = _("One missed day a week is forgiven; this week's is left.")
    used = _("One missed day a week is forgiven; this week's is used up.")
    return view(
        text(Bold(said)),
        text(_.many("Your longest was a day.", "Your longest was {count} days.", streak.longest))
        if streak.longest > streak.days
        else None,
        note(saved if streak.freeze_left else used),
        note(_("Days without a question, holidays and my own outages do not count against you.")),
    )


def no_streak(_: Words) -> View:
    command = _.command("settings me")
    said = "You chose not to have a streak. Change that with {command}, here or in our direct messages."
    return view(text(*_.spans(said, command=command)))
