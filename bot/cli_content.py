"""`askq content …`: the commands for those who write questions. As in `bot.cli`, imports happen when one runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.errors import Refusal

KINDS = ("ask", "choice", "recall", "open")
FORMATS = ("text", "json", "github")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Declare `askq content` and what follows it; gives its parser."""
    bank = commands.add_parser("content", help="work on the question bank")
    content = bank.add_subparsers(metavar="WHAT")

    check = content.add_parser("check", help="report everything that is wrong in packs")
    _paths(check, "a pack, a folder of packs, or one of a pack's files")
    check.add_argument("--strict", action="store_true", help="warnings count as errors")
    check.add_argument("--format", choices=FORMATS, default="text", help="for people, programs, or GitHub Actions")
    check.add_argument(
        "--run", action="store_true", dest="run_code", help="run the code in questions too; only for packs you trust"
    )
    check.set_defaults(run=_check)

    new = content.add_parser("new", help="begin a topic: a file with a word on every field")
    new.add_argument("topic", metavar="PACK/TOPIC", help="a pack's folder, or a name among the packs, and the topic")
    new.add_argument("--kind", choices=KINDS, required=True, help="what its questions are like")
    new.add_argument("--print", action="store_true", dest="only_print", help="print the file instead of writing it")
    new.set_defaults(run=_new)

    preview = content.add_parser("preview", help="show questions as each platform does")
    preview.add_argument("wanted", metavar="ID|PATH", help="a question's id, a topic's file, a pack, a folder of packs")
    preview.add_argument("--as", default="all", dest="platform", metavar="PLATFORM", help="slack, discord or terminal")
    preview.set_defaults(run=_preview)

    stats = content.add_parser("stats", help="count questions, and say where a pack is thin")
    _paths(stats, "a pack, or a folder of packs")
    stats.set_defaults(run=_stats)

    diff = content.add_parser("diff", help="say what was added, changed and taken out between two folders")
    diff.add_argument("before", type=Path, metavar="A")
    diff.add_argument("after", type=Path, metavar="B")
    diff.set_defaults(run=_diff)

    content.add_parser("schema", help="print content/schema.json, for editors").set_defaults(run=_schema)
    content.add_parser("rules", help="print docs/rules.md, what check looks for").set_defaults(run=_rules)
    return bank


def _paths(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help=f"{what}; unless given, the bot's own packs"
    )


def _own() -> Path:
    """The packs that the bot would start with."""
    from bot import settings
    from bot.bank.content import content_folder

    return content_folder(settings.load().content)


def _missing(path: Path) -> int:
    print(f"There is nothing at {path}.", file=sys.stderr)
    return 2


def _check(arguments: argparse.Namespace) -> int:
    from bot.bank import checking

    try:
        checked = checking.check(arguments.paths or [_own()], run=arguments.run_code)
    except FileNotFoundError as missing:
        return _missing(missing.args[0])
    if checked.problems or arguments.format == "json":
        print(checking.FORMATS[arguments.format](checked))
    # What is well is the answer; beside problems the sum is a remark, and programs that read them need not know it.
    if arguments.format != "json":
        print(checking.summary(checked), file=sys.stderr if checked.problems else sys.stdout)
    return 1 if checked.failed(strict=arguments.strict) else 0


def _new(arguments: argparse.Namespace) -> int:
    import re

    from bot.bank.bank import normal
    from bot.bank.model import TOPIC_ID
    from bot.bank.templates import pack_file, topic_file, topic_lines
    from bot.chat.command import RESERVED

    folder, _, topic = arguments.topic.rpartition("/")
    if not folder or not all(re.match(TOPIC_ID, name) for name in (Path(folder).name, topic)):
        print("Name a pack and a topic, such as my-pack/weather: at most 24 of a-z, 0-9 and - each.", file=sys.stderr)
        return 2
    if normal(topic) in RESERVED:
        print(f"{topic!r} is a command's name: call the topic something else.", file=sys.stderr)
        return 2
    text = topic_file(topic, arguments.kind)
    if arguments.only_print:
        print(text, end="")
        return 0
    pack = Path(folder) if Path(folder).is_dir() or "/" in folder else _own() / folder
    file = pack / f"{topic}.yaml"
    if file.exists():
        raise Refusal(f"{file} is there already, and stays as it is.")
    pack.mkdir(parents=True, exist_ok=True)
    about = pack / "pack.yaml"
    if about.exists():
        print(f"Written: {file}. Add the topic to {about}:\n\n{topic_lines(topic)}", end="")
    else:
        about.write_text(pack_file(pack.name, topic), encoding="utf-8")
        print(f"Written: {about} and {file}.")
    file.write_text(text, encoding="utf-8")
    return 0


def _preview(arguments: argparse.Namespace) -> int:
    from bot import fronts, preview, settings

    names = fronts.names() if arguments.platform == "all" else [arguments.platform]
    if not set(names) <= set(fronts.names()):
        print(
            f"There is no front called {arguments.platform!r}. There are: {', '.join(fronts.names())}.", file=sys.stderr
        )
        return 2
    print(preview.shown(preview.choose(arguments.wanted, settings.load().content), names))
    return 0


def _stats(arguments: argparse.Namespace) -> int:
    from bot.bank.loader import read_packs
    from bot.bank.stats import stats

    paths = arguments.paths or [_own()]
    for path in paths:
        if not path.exists():
            return _missing(path)
    found = read_packs(paths)
    print(stats(found.packs))
    for problem in sorted(found.problems):
        print(problem, file=sys.stderr)
    return 1 if found.problems else 0


def _diff(arguments: argparse.Namespace) -> int:
    from bot.bank.comparing import compare

    for path in (arguments.before, arguments.after):
        if not path.exists():
            return _missing(path)
    found = compare(arguments.before, arguments.after)
    print(found)
    return 1 if found.breaks else 0


def _schema(arguments: argparse.Namespace) -> int:
    from bot.bank.schema import schema

    print(schema(), end="")
    return 0


def _rules(arguments: argparse.Namespace) -> int:
    from bot.bank.rulebook import markdown

    print(markdown(), end="")
    return 0
