"""Settings -> App. The only place that builds the graph of objects, and the only one that knows every feature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random, SystemRandom

from bot.ambient import new_id, utc_now
from bot.app import App
from bot.ask import commands as ask
from bot.bank import loader
from bot.bank.bank import Bank
from bot.bank.content import content_folder
from bot.challenge import commands as challenge
from bot.challenge import kinds as challenge_kinds
from bot.challenge import store as challenge_store
from bot.chat.command import Catalogue
from bot.daily import answers as daily_answers
from bot.daily import commands as daily
from bot.daily import planning, posting, revealing
from bot.daily import store as daily_store
from bot.delivery import jobs
from bot.delivery import store as ledger
from bot.guide import commands as guide
from bot.kit import commands as kit
from bot.members import audit
from bot.panels import commands as panels
from bot.panels import store as drafts
from bot.practice import match_commands as practice
from bot.practice import match_notices as practice_match
from bot.practice import matching as practice_matching
from bot.practice import notices as practice_notices
from bot.practice import planning as practice_planning
from bot.practice import store as practice_store
from bot.preferences import commands as preferences
from bot.quiz import answers as quiz_answers
from bot.quiz import commands as quiz
from bot.quiz import planning as quiz_planning
from bot.quiz import posting as quiz_posting
from bot.settings import Settings
from bot.storage import presence, receipts
from bot.storage.engine import Database
from bot.welcome import commands as welcome

HOUSEKEEPING = (
    receipts.forget_old,
    drafts.forget_old,
    ledger.put_right,
    ledger.give_up,
    ledger.forget_old,
    jobs.forget_old,
    audit.forget_old,
    daily_store.forget_old,
    daily_answers.forget_old,
    planning.put_right,
    revealing.put_right,
    quiz_answers.forget_old,
    challenge_store.forget_old,
    practice_store.forget_old,
    practice_matching.put_right,
    presence.forget_old,
)
"""What goes after its time: receipts, drafts that nobody saved, messages long sent, the queue's own log, changes,
days, quizzes, challenges, practices, answers and absences of long ago; and what a clock that ran ahead has put into
the future."""


KINDS = {
    kind.name: kind
    for kind in (
        welcome.HELLO,
        *posting.KINDS,
        *quiz_posting.KINDS,
        *challenge_kinds.KINDS,
        *practice_notices.KINDS,
        *practice_match.KINDS,
    )
}
"""What askq sends unasked, by the names in the ledger."""

PLANNERS = (*posting.PLANNERS, *quiz_planning.PLANNERS, *challenge_kinds.PLANNERS, *practice_planning.PLANNERS)


def build(
    settings: Settings,
    *,
    clock: Callable[[], datetime] | None = None,
    rng: Random | None = None,
    bank: Bank | None = None,
) -> App:
    """The running bot's core. Raises `ContentError` when the bank has problems. Does not upgrade the database."""
    return App(
        database=Database(settings.database_url),
        bank=bank or loader.load(content_folder(settings.content)),
        catalogue=catalogue(),
        joined=welcome.hello,
        addressed=welcome.pointer,
        housekeeping=HOUSEKEEPING,
        kinds=KINDS,
        planners=PLANNERS,
        clock=clock or utc_now,
        rng=rng or SystemRandom(),
        new_id=new_id,
    )


def catalogue() -> Catalogue:
    """Every command, in the order in which `help` lists them."""
    return Catalogue(
        (
            ask.feature,
            kit.feature,
            guide.feature,
            daily.feature,
            quiz.feature,
            challenge.feature,
            practice.feature,
            preferences.feature,
            panels.feature,
            welcome.feature,
        )
    )
