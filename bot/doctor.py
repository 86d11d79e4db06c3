"""`askq doctor`: look at everything askq depends on, and say what to do about what is not well."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot import fronts
from bot.bank import loader
from bot.bank.content import content_folder
from bot.bootstrap import catalogue
from bot.chat.command import Catalogue
from bot.errors import StorageError
from bot.fronts import Finding, Front
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.upgrade import NEWER, current_revision, file_to_come, is_newer, newest_revision


def examine(settings: Settings, known: Sequence[Front] | None = None) -> int:
    """Print every finding; 1 when one of them is not well. `known` fronts are, unless given, the installed ones."""
    known = fronts.every() if known is None else known
    findings = [_bank(settings), _database(settings), *asyncio.run(_fronts(settings, known))]
    for finding in findings:
        print(f"{'well' if finding.well else 'NOT WELL'}  {finding.what}")
        if finding.advice:
            print(f"          {finding.advice}")
    return 0 if all(finding.well for finding in findings) else 1


def _bank(settings: Settings) -> Finding:
    folder = content_folder(settings.content)
    packs, problems = loader.check(folder)
    if problems:
        return Finding(
            f"bank: {_counted(len(problems), 'problem')}, the first: {problems[0]}",
            False,
            f"Run: askq content check {folder}",
        )
    count = sum(len(pack.questions) for pack in packs)
    return Finding(f"bank: {_counted(count, 'question')} in {_counted(len(packs), 'pack')}", True)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _database(settings: Settings) -> Finding:
    database = Database(settings.database_url)
    try:
        missing = file_to_come(database)
        if missing is not None:
            return Finding(f"database: there is no database yet at {missing}; askq run makes it", True)
        current = current_revision(database)
    except StorageError as error:
        return Finding(f"database: {error}", False, "Check ASKQ_DATABASE_URL, and that the server runs.")
    finally:
        database.close()
    if is_newer(current):
        return Finding(f"database: its tables are at version {current}, unknown to this askq", False, NEWER)
    if current != newest_revision():
        return Finding(
            f"database: its tables are at version {current or 'none'}", True, "askq run upgrades them when it starts."
        )
    return Finding("database: it answers, its tables are up to date", True)


async def _fronts(settings: Settings, known: Sequence[Front]) -> list[Finding]:
    findings: list[Finding] = []
    configured = [front for front in known if front.configured(settings)]
    for front in configured:
        findings += await _checkup(front, catalogue(), settings)
    if not configured:
        advice = "Set Slack's or Discord's tokens as docs/operating.md says, or try without: askq play"
        findings.append(Finding("fronts: no token is set", False, advice))
    return findings


async def _checkup(front: Front, catalogue: Catalogue, settings: Settings) -> list[Finding]:
    try:
        found = await front.checkup(catalogue, settings)
        return [Finding(f"{front.name}: {each.what}", each.well, each.advice) for each in found]
    except Exception as error:  # noqa: BLE001 - whatever a platform's SDK raises, the other findings still count
        what = f"{front.name}: the platform could not be asked ({type(error).__name__})"
        return [Finding(what, False, "Check this machine's connection to the internet.")]
