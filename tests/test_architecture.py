"""What holds for the source as a whole, and what import-linter cannot say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for top in ("bot", "adapters") for path in (ROOT / top).rglob("*.py"))
MODULES = [path for path in SOURCES if path.name != "__init__.py"]
ADAPTER_FILES = {
    *("app.py", "inbound.py", "render.py", "markup.py", "limits.py", "register.py"),
    *("sender.py", "outbox.py", "standings.py"),
}

MOST_LINES = 400

READS_THE_CLOCK = {"bot/ambient.py"}
"""The only modules that may ask what time it is: everything else is told."""

DRAWS_BY_CHANCE = {
    *("bot/ambient.py", "bot/bootstrap.py", "bot/cli.py", "bot/run.py", "adapters/terminal/app.py"),
    "bot/daily/choosing.py",  # seeded by schedule and date, so that a repeat draws the same
}
"""The only ones that may make a source of chance: everything else is handed one."""

READS_THE_ENVIRONMENT = {"bot/settings.py", "adapters/terminal/app.py"}
"""The terminal for what every program in one heeds, TERM and NO_COLOR; the settings for all that is askq's own."""

CLOCKS = {"now", "utcnow", "today", "time", "time_ns"}
CHANCE = {
    "Random",
    "SystemRandom",
    "choice",
    "randint",
    "random",
    "sample",
    "shuffle",
    "randbits",
    "token_hex",
    "uuid4",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


modules = pytest.mark.parametrize("path", MODULES, ids=named)


def calls(path: Path) -> Iterator[tuple[str, str]]:
    """Each call in the module, as (what it is called on, its name): `datetime.now()` is ("datetime", "now")."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                on = node.func.value
                yield getattr(on, "id", getattr(on, "attr", "")), node.func.attr
            elif isinstance(node.func, ast.Name):
                yield ("", node.func.id)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: imports are written in full"
            yield node.module or ""


def test_there_is_something_to_check() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "__init__.py"], ids=named)
def test_packages_are_folders_and_nothing_else(path: Path) -> None:
    assert path.read_text() == ""


@modules
def test_a_file_is_of_a_length_to_be_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


@modules
def test_a_module_says_what_it_holds(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


@modules
def test_nothing_imports_a_whole_top_folder(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not {alias.name for alias in node.names} & {"bot", "adapters"}


@modules
def test_the_clock_is_read_in_one_place(path: Path) -> None:
    if named(path) not in READS_THE_CLOCK:
        read = [call for call in calls(path) if call[0] in ("datetime", "date", "time") and call[1] in CLOCKS]
        assert read == []


@modules
def test_chance_is_handed_over(path: Path) -> None:
    if named(path) not in DRAWS_BY_CHANCE:
        made = [call for call in calls(path) if call[0] in ("", "random", "secrets", "uuid") and call[1] in CHANCE]
        assert made == []


@modules
def test_only_the_settings_read_the_environment(path: Path) -> None:
    source = path.read_text()
    assert "getenv" not in source
    assert ("os.environ" in source) is (named(path) in READS_THE_ENVIRONMENT)


@modules
def test_nothing_is_printed_but_by_commands_and_in_the_terminal(path: Path) -> None:
    allowed = {"bot/cli.py", "bot/cli_content.py", "bot/doctor.py", "bot/run.py"}
    if named(path) not in allowed and not named(path).startswith("adapters/terminal/"):
        assert ("", "print") not in set(calls(path))


SCREENS = [path for path in MODULES if path.name.endswith("screens.py") or path.name in ("cards.py", "parts.py")]
MODELS = [path for path in MODULES if path.name == "model.py"]


@pytest.mark.parametrize("path", [*SCREENS, *MODELS], ids=named)
def test_screens_and_models_touch_no_database(path: Path) -> None:
    assert not [name for name in imports(path) if name.startswith(("sqlalchemy", "bot.storage"))]


@pytest.mark.parametrize("path", SCREENS, ids=named)
def test_every_sentence_of_a_screen_can_be_translated(path: Path) -> None:
    """What is given to `text()`, `note()` or `Heading()` as a literal would stay English for ever."""
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("text", "note", "Heading")
        ):
            literal = [each.value for each in node.args if isinstance(each, ast.Constant)]
            assert not [each for each in literal if isinstance(each, str) and any(map(str.isalpha, each))]


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_both_platforms_have_the_same_files(platform: str) -> None:
    """Whoever knows one adapter finds their way in the other."""
    assert {path.name for path in (ROOT / "adapters" / platform).glob("*.py")} >= ADAPTER_FILES


@pytest.mark.parametrize("path", [path for path in MODULES if "/adapters/" in path.as_posix()], ids=named)
def test_what_adapters_decide_they_decide_without_their_sdk(path: Path) -> None:
    """Reading and rendering are pure: only `app.py` and `sender.py` meet the platform's SDK."""
    if path.name in ADAPTER_FILES - {"app.py", "sender.py"}:
        assert not [name for name in imports(path) if name.split(".")[0] in ("slack_bolt", "slack_sdk", "aiohttp")]


def test_every_test_folder_is_a_package() -> None:
    """Else `tests/adapters/discord` would hide the library of that name."""
    for folder in {path.parent for path in (ROOT / "tests").rglob("*.py")}:
        assert (folder / "__init__.py").read_text() == ""
