"""The loader reads every pack below a folder, or says everything that is wrong, and never fails in another way."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import loader, source
from bot.bank.bank import Bank
from bot.bank.content import content_folder
from bot.bank.model import Level, Stage
from bot.errors import ContentError
from tests.bank.packs import GUIDE, PACK, Problems, question, spoilt, topic, write


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        loader.load(folder)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return list(caught.value.problems)


def test_a_good_pack_is_read_as_it_was_written(tmp_path: Path, yaml_loader: str) -> None:
    write(tmp_path, {"guide.yaml": GUIDE})
    bank = loader.load(tmp_path)
    (only,) = bank.questions.values()
    assert (only.id, only.pack, only.topic) == ("trial:culture.one", "trial", "culture")
    assert only.text.ask == "What would a friend of yours find strange here?"
    assert only.text.stages == (Stage.TEAM, Stage.RECRUITER)
    assert (only.text.minutes, only.text.level, only.text.source) == (3, Level.ANY, None)
    assert only.text.listen_for == ("A scene", "A cost")
    assert bank.guide is not None
    assert bank.guide.sections[0].text == "You choose too."
    assert [pack.id for pack in bank.packs] == ["trial"]


def test_a_pack_needs_no_guide(tmp_path: Path) -> None:
    write(tmp_path, {})
    assert loader.load(tmp_path).guide is None


def test_a_folder_that_is_itself_a_pack_is_read_too(tmp_path: Path) -> None:
    assert set(loader.load(write(tmp_path, {})).questions) == {"trial:culture.one"}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path, yaml_loader: str) -> None:
    write(tmp_path, {"culture.yaml": b"\xef\xbb\xbf" + topic().replace("\n", "\r\n").encode()})
    assert len(loader.load(tmp_path).questions) == 1


def test_text_keeps_its_letters_and_loses_blanks_around_it(tmp_path: Path, yaml_loader: str) -> None:
    write(tmp_path, {"culture.yaml": spoilt("reveals: What strikes a newcomer", "reveals: '  Würde, 文化 🙂 '")})
    assert loader.load(tmp_path).questions["trial:culture.one"].text.reveals == "Würde, 文化 🙂"


def test_every_problem_is_told_at_once_sorted_by_its_place(problems: Problems) -> None:
    wrong = problems(
        {
            "pack.yaml": spoilt("title: Trial\n", "", PACK),
            "culture.yaml": topic(question(ask=None, minutes=0), question(id="culture.two", follow_ups=[])),
            "guide.yaml": spoilt("intro: Two people decide.\n", "", GUIDE),
            "pay.yaml": "a: [",
            "team.yml": "",
        }
    )
    assert wrong == [
        "trial/culture.yaml:4:5: 'ask' is missing (field)",
        "trial/culture.yaml:23:14: 0 is too small: at least 1 (field)",
        "trial/culture.yaml:37:17: too few entries (0): at least 1 (field)",
        "trial/guide.yaml:1:1: 'intro' is missing (field)",
        "trial/pack.yaml:1:1: 'title' is missing (field)",
        wrong[5],
        "trial/team.yml:1:1: call it team.yaml, else it is not read (file)",
    ]
    assert wrong[5].startswith("trial/pay.yaml:")


def test_lines_are_sorted_as_numbers(problems: Problems) -> None:
    wrong = problems({"culture.yaml": topic(question(level="x", ask="x" * 151, id="x"))})
    assert [line.split(":")[1] for line in wrong] == ["4", "5", "25"]


def test_problems_of_all_packs_are_told(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text("id: x\n")
    assert {line.split(":")[0] for line in said(tmp_path)} == {"one/pack.yaml", "two/pack.yaml"}


def test_a_file_that_cannot_be_read_does_not_make_its_topic_missing(problems: Problems) -> None:
    assert problems({"culture.yaml": ""}) == ["trial/culture.yaml:1:1: the file is empty (field)"]


def test_two_packs_of_one_id_clash_where_the_second_says_it(tmp_path: Path) -> None:
    first = write(tmp_path, {})
    second = tmp_path / "zwei"
    second.mkdir()
    for file in first.iterdir():
        (second / file.name).write_bytes(file.read_bytes())
    assert said(tmp_path) == ["zwei/pack.yaml:1:5: two packs are called 'trial' (reused-id)"]


@pytest.mark.parametrize("path", [".", "nowhere", "file.txt"])
def test_a_folder_without_a_pack_says_what_a_pack_is(tmp_path: Path, path: str) -> None:
    (tmp_path / "file.txt").write_text("text")
    (tmp_path / "empty").mkdir()
    assert said(tmp_path / path) == [f"{path}:1:1: there is no pack here: a pack is a folder with a pack.yaml (pack)"]


def test_a_folder_of_topics_without_pack_yaml_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "pay.yaml").write_text(topic(question(id="pay.one"), name="pay"))
    assert said(tmp_path) == ["other/pack.yaml:1:1: this is not a file that can be read (file)"]


def test_a_folder_named_like_a_file_is_no_file(tmp_path: Path) -> None:
    (write(tmp_path, {}) / "pay.yaml").mkdir()
    assert said(tmp_path) == ["trial/pay.yaml:1:1: this is not a file that can be read (file)"]


@pytest.mark.parametrize("target", ["nowhere", "pay.yaml", "/dev/zero"])
def test_a_link_to_nothing_to_itself_or_to_a_device_is_no_file(tmp_path: Path, target: str) -> None:
    (write(tmp_path, {}) / "pay.yaml").symlink_to(target)
    assert said(tmp_path) == ["trial/pay.yaml:1:1: this is not a file that can be read (file)"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(write(tmp_path, {}) / "pay.yaml")
    assert said(tmp_path) == ["trial/pay.yaml:1:1: this is not a file that can be read (file)"]


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    file = write(tmp_path, {}) / "culture.yaml"
    file.chmod(0)
    try:
        file.read_bytes()
    except PermissionError:
        assert said(tmp_path) == ["trial/culture.yaml:1:1: the file cannot be read: Permission denied (file)"]
    else:
        pytest.skip("this user may read everything")


def test_a_path_outside_the_working_folder_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = write(tmp_path, {"culture.yaml": ""})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert said(tmp_path) == [f"{pack / 'culture.yaml'}:1:1: the file is empty (field)"]


@pytest.mark.parametrize("kind", ["SafeLoader", "CSafeLoader"])
def test_half_a_character_is_refused_by_either_reader(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "Loader", getattr(yaml, kind, yaml.SafeLoader))
    for value in ('reveals: "\\ud83d"', '"\\ud83d": x'):
        write(tmp_path, {"culture.yaml": spoilt("reveals: What strikes a newcomer", value)})
        (problem,) = said(tmp_path)
        assert problem.startswith("trial/culture.yaml:6:")
        assert problem.encode()


scraps = st.sampled_from(
    [
        *("topic: culture\n", "kind: ask\n", "questions:\n", "  - id: culture.one\n", "    ask: ", "a: ", "- ", "? "),
        *("{", "}", "[", "]", "'", '"', "|\n", ">\n", "&a ", "*a ", "!x ", "!!int ", "!!timestamp ", "!!binary "),
        *("\t", "\n", "  ", "#", "---\n", "...\n", "%YAML 1.1\n", "<<: "),
        *("yes", "2024-02-31", "1:60", "0x", "~", "=", ".inf"),
        *('"\\ud800"', "9" * 5000, "\x00", "\x85", "\u2028", "\ufeff", "ü"),
    ]
)
contents = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(str.encode),
    st.lists(scraps, max_size=25).map(lambda parts: "".join(parts).encode()),
    st.tuples(scraps, st.integers(0, 600)).map(
        lambda change: (topic()[: change[1]] + change[0] + topic()[change[1] :]).encode()
    ),
)


@pytest.mark.parametrize("kind", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("name", ["pack.yaml", "culture.yaml", "guide.yaml"])
@settings(deadline=None, max_examples=150)
@given(content=contents)
def test_whatever_stands_in_a_file_it_is_a_bank_or_a_list_of_problems(kind: str, name: str, content: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(source, "Loader", getattr(yaml, kind, yaml.SafeLoader))
        write(Path(folder), {name: content})
        try:
            assert isinstance(loader.load(Path(folder)), Bank)
        except ContentError as error:
            assert error.problems
            for problem in error.problems:
                assert problem.startswith(folder)
                assert len(problem.splitlines()) == 1
                assert len(problem.removeprefix(folder).encode()) < 500


def test_the_folder_chosen_in_the_settings_comes_before_our_own(tmp_path: Path) -> None:
    assert content_folder(tmp_path) == tmp_path
    assert (content_folder(None) / "ask-the-interviewer" / "pack.yaml").is_file()
