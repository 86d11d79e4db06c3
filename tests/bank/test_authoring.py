"""The tools for those who write: templates, the schema, counting and comparing, previews, and the pages about it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.bank import loader
from bot.bank.content import content_folder
from bot.bank.rulebook import markdown
from bot.bank.schema import schema
from bot.bank.templates import topic_file
from bot.cli import main
from tests.bank.packs import CHOICE, OPEN, PACK, RECALL, question, topic, write

ROOT = Path(__file__).parents[2]
KINDS = ("ask", "choice", "recall", "open")
FILES = sorted(content_folder(None).glob("*/*.yaml"))
SCHEMA = jsonschema.Draft202012Validator(json.loads(schema()))


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(["content", *argv])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def filled(text: str) -> str:
    """A template with something in every gap; no two gaps get the same."""
    numbers = iter(range(1000))
    text = re.sub(r'"([a-z]+\.)"', r"\1first", text)
    return re.sub(r'""', lambda _: f"Something {next(numbers)}", text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_topic_is_a_pack_once_it_is_filled_in(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = said(capsys, "new", "packs/mine/weather", "--kind", kind)
    assert code == 0
    assert "weather.yaml" in out
    for name in ("pack.yaml", "weather.yaml"):
        file = tmp_path / "packs" / "mine" / name
        file.write_text(filled(file.read_text()))
    (only,) = loader.load(tmp_path / "packs").questions.values()
    assert (only.id, only.kind) == ("mine:weather.first", kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_empty_in_a_new_topic_is_named_by_the_check(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "new", "packs/mine/weather", "--kind", kind)
    code, out, _ = said(capsys, "check", "packs")
    assert code == 1
    assert out.count("nothing stands here") >= 4


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = write(tmp_path, {})
    before = {file.name: file.read_text() for file in pack.iterdir()}
    code, _, err = said(capsys, "new", "trial/culture", "--kind", "ask")
    assert (code, err) == (1, "trial/culture.yaml is there already, and stays as it is.\n")
    code, out, _ = said(capsys, "new", "trial/weather", "--kind", "ask")
    assert code == 0
    assert "- id: weather" in out
    assert {name: (pack / name).read_text() for name in before} == before


def test_a_template_can_be_printed_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "new", "mine/weather", "--kind", "open", "--print")[:2] == (0, topic_file("weather", "open"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["weather", "mine/The Weather", "mine/daily", "mine/../x"])
def test_a_name_that_cannot_work_is_refused_before_anything_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "new", name, "--kind", "ask")[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_the_schema_beside_the_packs_is_the_models() -> None:
    assert (content_folder(None) / "schema.json").read_text() == schema(), "run make docs"


def test_the_page_of_rules_is_the_rules() -> None:
    assert (ROOT / "docs" / "rules.md").read_text() == markdown(), "run make docs"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_shipped_file_fits_the_schema(file: Path) -> None:
    assert [error.message for error in SCHEMA.iter_errors(yaml.safe_load(file.read_text()))] == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (topic(question(minutes=99)), ["questions", 0, "minutes"]),
        (topic(question(CHOICE, level="boss"), kind="choice"), ["questions", 0, "level"]),
        (topic(question(RECALL, accepts="chick"), kind="recall"), ["questions", 0, "accepts"]),
        (topic(question(OPEN, rubric=["one"]), kind="open"), ["questions", 0, "rubric"]),
        (PACK.replace("language: en", "language: English"), ["language"]),
    ],
)
def test_an_editor_shows_a_mistake_where_it_stands(text: str, path: list[str | int]) -> None:
    assert [list(error.absolute_path) for error in SCHEMA.iter_errors(yaml.safe_load(text))] == [path]


def test_the_pages_name_commands_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["content", "--help"])
    known = set(re.findall(r"^    ([a-z]+)", capsys.readouterr().out, re.MULTILINE))
    named = set(re.findall(r"askq content ([a-z]+)", (ROOT / "docs" / "authoring.md").read_text()))
    assert known == named


def test_a_difference_says_what_came_what_changed_and_what_went(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    old = write(tmp_path / "before", {"culture.yaml": topic(question(), question(id="culture.two"))})
    new = Path(shutil.copytree(old, tmp_path / "after" / "trial"))
    assert said(capsys, "diff", "before", "after")[:2] == (0, "0 added, 0 changed, 0 retired.\n")

    changed = topic(question(minutes=4), question(id="culture.three"))
    (new / "culture.yaml").write_text(changed)
    code, out, _ = said(capsys, "diff", "before", "after")
    assert code == 1
    assert out.splitlines() == [
        "+ trial:culture.three",
        "~ trial:culture.one: minutes",
        "! trial:culture.two vanished: add it to `retired` in pack.yaml",
        "1 added, 1 changed, 0 retired.",
    ]
    (new / "pack.yaml").write_text(PACK + "retired: [culture.two]\n")
    code, out, _ = said(capsys, "diff", "before", "after")
    assert (code, "- trial:culture.two" in out) == (0, True)
    assert "was retired before" in said(capsys, "diff", "after", "before")[1]
    assert said(capsys, "diff", "before", "nowhere")[0] == 2


def test_numbers_of_a_pack_say_where_it_is_thin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"culture.yaml": topic(question(), question(id="culture.two"))})
    code, out, _ = said(capsys, "stats", ".")
    assert code == 0
    assert "trial: 2 questions (ask 2)" in out
    assert "stage: recruiter 2, team 2" in out
    assert "thin: topics with fewer than 3 questions: culture (2)" in out
    assert said(capsys, "stats", "nowhere")[0] == 2


def test_letters_that_are_right_too_often_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = [question(CHOICE, id=f"culture.no-{n}") for n in range(8)]
    write(tmp_path, {"culture.yaml": topic(*questions, kind="choice")})
    assert "thin: B is the right answer 8 times of 8" in said(capsys, "stats", ".")[1]


@pytest.mark.parametrize("platform", ["slack", "discord", "terminal"])
@pytest.mark.parametrize("fields", [None, CHOICE, RECALL, OPEN], ids=KINDS)
def test_every_platform_previews_every_kind_with_all_its_parts(
    platform: str, fields: dict[str, object] | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = KINDS[[None, CHOICE, RECALL, OPEN].index(fields)]
    written = question() if fields is None else question(fields)
    write(tmp_path, {"culture.yaml": topic(written, kind=kind)})
    code, out, _ = said(capsys, "preview", "trial/culture.yaml", "--as", platform)
    assert code == 0
    assert out.startswith(f"=== trial:culture.one, {platform}: asked ===")
    for text in yaml.safe_load(written)[0].values():
        for part in text if isinstance(text, list) else [text]:
            if isinstance(part, str) and " " in part:
                assert " ".join(part.split()) in " ".join(out.split())


def test_a_preview_says_how_much_of_the_limits_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "preview", "culture.describe-it")[1]
    assert "of 50 blocks" in out
    assert "of 4,000 characters" in out
    assert "[1] Why ask it" in out


def test_a_preview_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "preview", "culture.nonesuch")[0] == 1
    code, _, err = said(capsys, "preview", "culture.describe-it", "--as", "fax")
    assert (code, "discord, slack, terminal" in err) == (2, True)
