"""The `askq` command. Imports what a subcommand needs only when it runs: `askq ask` should feel instant."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from bot import cli_content
from bot.errors import AskqError, ConfigError, ContentError

if TYPE_CHECKING:
    from bot.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand. Exit codes: 0 well, 1 something is wrong, 2 the command line or the settings are."""
    arguments = _parser().parse_args(argv)
    try:
        code = int(arguments.run(arguments))
        sys.stdout.flush()  # here, where a reader that went away is still noticed
        return code
    except ConfigError as error:
        print(
            "askq cannot start with these settings:",
            *(f"  {each}" for each in error.mistakes),
            sep="\n",
            file=sys.stderr,
        )
        return 2
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    except AskqError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away, as `head` does. What is still unwritten goes nowhere, so that leaving is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="askq", description="Questions worth asking, in Slack, Discord and the terminal."
    )
    parser.set_defaults(run=partial(_help, parser))
    commands = parser.add_subparsers(metavar="COMMAND")

    play = commands.add_parser("play", help="open the study room in this terminal; needs no token")
    play.add_argument("--keep", type=Path, metavar="FILE", help="keep the room's database in FILE")
    play.set_defaults(run=_play)

    ask = commands.add_parser("ask", help="print one question with its reasons")
    ask.add_argument("topic", nargs="*", help="a topic, or words to search for")
    ask.set_defaults(run=_ask)

    run = commands.add_parser("run", help="start every front that has tokens")
    run.set_defaults(run=_run)

    doctor = commands.add_parser("doctor", help="check tokens, permissions, database, bank and clock")
    doctor.set_defaults(run=_doctor)

    manifest = commands.add_parser("manifest", help="print what installs askq on a platform")
    manifest.add_argument("front", help="slack or discord")
    manifest.set_defaults(run=_manifest)

    bank = cli_content.add(commands)
    bank.set_defaults(run=partial(_help, bank))

    db = commands.add_parser("db", help="work on the database")
    db.set_defaults(run=partial(_help, db))
    database = db.add_subparsers(metavar="WHAT")
    database.add_parser("upgrade", help="bring its tables to this version").set_defaults(run=_db_upgrade)
    database.add_parser("status", help="say which version its tables have").set_defaults(run=_db_status)

    reference = commands.add_parser("reference", help="print docs/commands.md")
    reference.set_defaults(run=_reference)
    return parser


def _help(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """The command line ends too early: say what can follow."""
    parser.print_help(sys.stderr)
    return 2


def _settings(**given: object) -> Settings:
    from bot import settings

    return settings.load(**given)


def _play(arguments: argparse.Namespace) -> int:
    from bot import play

    return play.play(_settings(), keep=arguments.keep)


def _ask(arguments: argparse.Namespace) -> int:
    from bot import once

    wanted = " ".join(arguments.topic).strip()
    found = once.question(_settings(), wanted, SystemRandom())
    if found.searched:
        print(f"closest to “{wanted}”", file=sys.stderr)
    print(found.text)
    return 0


def _run(arguments: argparse.Namespace) -> int:
    from bot import run

    return run.run(_settings())


def _doctor(arguments: argparse.Namespace) -> int:
    from bot import doctor

    return doctor.examine(_settings())


def _manifest(arguments: argparse.Namespace) -> int:
    from bot import bootstrap, fronts

    try:
        front = fronts.find(arguments.front)
    except KeyError:
        names = ", ".join(name for name in fronts.names() if name != "terminal")
        print(f"There is no front called {arguments.front!r}. There are: {names}.", file=sys.stderr)
        return 2
    print(front.manifest(bootstrap.catalogue(), _settings()))
    return 0


def _db_upgrade(arguments: argparse.Namespace) -> int:
    from bot.storage.engine import Database
    from bot.storage.upgrade import newest_revision, upgrade

    with closing(Database(_settings().database_url)) as database:
        upgrade(database)
    print(f"The database is at version {newest_revision()}.")
    return 0


def _db_status(arguments: argparse.Namespace) -> int:
    from bot.storage.engine import Database
    from bot.storage.upgrade import NEWER, current_revision, file_to_come, is_newer, newest_revision

    with closing(Database(_settings().database_url)) as database:
        missing = file_to_come(database)
        if missing is not None:
            print(f"There is no database yet at {missing}; askq run makes it.")
            return 0
        current, newest = current_revision(database), newest_revision()
    print(f"The database is at version {current or 'none'}; this askq needs {newest}.")
    if is_newer(current):
        print(NEWER)
    return 0 if current == newest else 1


def _reference(arguments: argparse.Namespace) -> int:
    from bot import bootstrap
    from bot.chat.reference import markdown

    print(markdown(bootstrap.catalogue()), end="")
    return 0
