"""`askq content check`: what is told, how it is written, and what counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.bank import checking
from bot.bank.checking import FORMATS, check
from bot.bank.content import content_folder
from bot.cli import main
from tests.bank.packs import FIELDS, OPEN, PACK, question, topic, write


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, list[str], str]:
    code = main(["content", "check", *argv])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err


THIN = {"culture.yaml": topic(question(why="It tells you a lot."))}
BOTH = {"culture.yaml": topic(question(why="It tells you a lot.", minutes=99), question(id="culture.two", minutes=0))}


def test_the_shipped_packs_are_clean_under_every_rule_and_their_code_does_what_they_say() -> None:
    checked = check([content_folder(None)], run=True)
    assert [str(problem) for problem in checked.problems] == []
    assert checked.questions > 100


def test_a_warning_is_well_unless_the_check_is_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, THIN)
    line = "trial/culture.yaml:7:10: warning: 5 words are no reason"
    for argv, expected in (((".",), 0), ((".", "--strict"), 1)):
        code, out, err = said(capsys, *argv)
        assert (code, len(out)) == (expected, 1)
        assert out[0].startswith(line)
        assert out[0].endswith("(thin-rationale)")
        assert err == "1 warning in 1 question.\n"


def test_an_error_counts_in_any_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, BOTH)
    code, out, err = said(capsys, ".")
    assert (code, err) == (1, "2 errors in 0 questions.\n")
    assert out[0] == "trial/culture.yaml:24:14: 99 is too large: at most 10 (field)"


def test_a_path_that_is_not_there_is_no_problem_of_a_pack(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "nowhere") == (2, [], "There is nothing at nowhere.\n")


def test_a_file_is_checked_with_its_pack_and_alone_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = write(tmp_path, THIN)
    (pack / "guide.yaml").write_text("title: Half\n")
    assert len(said(capsys, ".")[1]) == 3
    code, out, _ = said(capsys, "trial/culture.yaml", "--strict")
    assert (code, len(out)) == (1, 1)
    assert "thin-rationale" in out[0]


def test_a_file_outside_of_any_pack_says_what_a_pack_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lonely.yaml").write_text(topic())
    code, out, _ = said(capsys, "lonely.yaml")
    assert code == 1
    assert "there is no pack here" in out[0]


def test_a_pack_that_is_named_twice_is_read_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, THIN)
    assert said(capsys, ".", "trial", str(tmp_path))[2] == "1 warning in 1 question.\n"


def test_likeness_is_found_across_packs_and_names_the_other_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {})
    other = tmp_path / "zwei"
    other.mkdir()
    (other / "pack.yaml").write_text(PACK.replace("id: trial", "id: zwei"))
    (other / "culture.yaml").write_text(topic())
    _, out, _ = said(capsys, "trial", "zwei")
    (line,) = (line for line in out if "similar-question" in line)
    assert line.startswith("zwei/culture.yaml:5:10: warning: this asks nearly the same as 'trial:culture.one'")
    assert "trial/culture.yaml:5" in line


def test_programs_read_the_problems_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, THIN)
    code, out, _ = said(capsys, ".", "--format", "json")
    told = json.loads("\n".join(out))
    assert (code, told["questions"], len(told["problems"])) == (0, 1, 1)
    problem = told["problems"][0]
    assert (problem["path"], problem["line"], problem["column"]) == ("trial/culture.yaml", 7, 10)
    assert (problem["severity"], problem["rule"]) == ("warning", "thin-rationale")


def test_github_reads_them_as_commands_with_nothing_that_could_end_one(tmp_path: Path) -> None:
    write(tmp_path, THIN)
    problem = checking.Problem("a,b:c.yaml", 3, 4, "100% of\nthis", "field")
    written = FORMATS["github"](checking.Checked((problem, *check([tmp_path]).problems), 1)).splitlines()
    assert written[0] == "::error file=a%2Cb%3Ac.yaml,line=3,col=4,title=field::100%25 of%0Athis"
    assert written[1].startswith("::warning file=trial/culture.yaml,line=7,col=10,title=thin-rationale::")


def test_code_runs_only_where_that_is_asked_for(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    prompt = f'What is printed?\n\n```python\nopen({str(trace)!r}, "w").close()\nprint(1)\n```\n'
    fields = {"id": "culture.one", "prompt": prompt, "accepts": ["2"], "explanation": "x", "why": "y", "level": "any"}
    write(tmp_path, {"culture.yaml": topic(question(fields), kind="recall")})
    assert "code-result" not in {problem.rule for problem in check([tmp_path]).problems}
    assert not trace.exists()
    assert "code-result" in {problem.rule for problem in check([tmp_path], run=True).problems}
    assert trace.exists()


def test_rules_for_english_leave_other_languages_alone(tmp_path: Path) -> None:
    write(tmp_path, {**THIN, "pack.yaml": PACK.replace("language: en", "language: de")})
    assert check([tmp_path]).problems == ()


def test_what_one_asks_may_mirror_what_one_is_asked(tmp_path: Path) -> None:
    write(tmp_path, {})
    other = tmp_path / "zwei"
    other.mkdir()
    (other / "pack.yaml").write_text(PACK.replace("id: trial", "id: zwei"))
    (other / "culture.yaml").write_text(topic(question(OPEN, prompt=FIELDS["ask"]), kind="open"))
    assert "similar-question" not in {problem.rule for problem in check([tmp_path]).problems}
