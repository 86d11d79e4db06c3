"""Every rule's manual is true: its good samples pass all rules, its bad ones are found by it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.bank import wording
from bot.bank.checking import check
from bot.bank.loader import STRUCTURE
from bot.bank.rulebook import Chapter, Sample, rulebook
from bot.errors import ContentError
from tests.bank.packs import PACK, Files, write

LOREM = "Hens that run free lay where they like, so somebody has to look for eggs behind sheds and hedges. "

ASK: dict[str, Any] = {
    "ask": "What would a friend of yours find strange here?",
    "reveals": "What strikes a newcomer",
    "why": "People warn friends, whereas they court candidates. Imagined surprise brings out customs that insiders "
    "have stopped seeing, from silent lunches to doors that stay shut.",
    "benefit": "It turns the talk personal.",
    "use_it": "Say where you worked best.",
    "listen_for": ["A scene", "A cost"],
    "warning_signs": ["A slogan, which may be all that was allowed", "A long pause, perhaps out of tact"],
    "follow_ups": ["When did you see that last?"],
    "tailor": "I read that {fact}. How does it show?",
    "weak_form": "What is the culture like?",
    "weak_because": "Three adjectives say it all.",
    "stages": ["team", "recruiter"],
    "minutes": 3,
    "level": "any",
}
SECOND = {
    "ask": "Who decides what is dropped when time runs out?",
    "why": "Deadlines slip everywhere. Whether a manager, a customer or the loudest voice picks the victim tells you "
    "whose evenings pay for it, and how honestly delays are announced.",
}
"""What the second question of a sample differs in, unless the sample says otherwise."""

WHY = (
    "Farmers have argued about this over breakfast for generations. Knowing where dinosaurs come in settles the "
    "dispute and tells biology from proverbs."
)
CHOICE: dict[str, Any] = {
    "prompt": "What comes first?",
    "options": [
        {"text": "The egg", "right": True, "because": "Dinosaurs laid eggs before there were hens."},
        {"text": "The hen", "because": "Tempting, as eggs in shops come from hens."},
    ],
    "why": WHY,
    "level": "any",
}
RECALL: dict[str, Any] = {
    "prompt": "What is a baby hen called?",
    "accepts": ["chick"],
    "explanation": "It is short for chicken.",
    "why": WHY,
    "level": "any",
}
KINDS = {"choice": CHOICE, "recall": RECALL, "ask": ASK}


def kind_of(text: str) -> str:
    """Which kind of question the sample's fields belong to."""
    fields = set(re.findall(r"^(?:- |  )?(\w+):", text, re.MULTILINE))
    if fields & {"accepts", "explanation"}:
        return "recall"
    return "choice" if fields & {"options", "select", "prompt"} else "ask"


def complete(text: str, base: dict[str, Any], number: int) -> str:
    """The sample's fields, as they are written, then those of a good question that it leaves out."""
    named = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    missing = {
        "id": f"culture.{'one two three four'.split()[number]}",
        **base,
        **(SECOND if number and base is ASK else {}),
    }
    rest = {name: value for name, value in missing.items() if name not in named}
    dumped = yaml.safe_dump(rest, sort_keys=False, allow_unicode=True, width=1000) if rest else ""
    lines = f"{text.rstrip()}\n{dumped}".strip().splitlines()
    return "\n".join(("  - " if at == 0 else "    ") + line if line else "" for at, line in enumerate(lines)) + "\n"


def files(sample: Sample) -> Files:
    text = re.sub(r"\{(\d+) characters\}", lambda match: (LOREM * 20)[: int(match[1])].strip(), sample.text)
    if sample.of_pack:
        named = re.findall(r"^(\w+):", text, re.MULTILINE)
        about = {name: value for name, value in yaml.safe_load(PACK).items() if name not in named}
        return {"pack.yaml": yaml.safe_dump(about) + text, "culture.yaml": topic([""], "ask")}
    if sample.note == "synonyms.yaml":
        return {"synonyms.yaml": text, "culture.yaml": topic([""], "ask")}
    questions = [""] if not text.strip() else [text]
    if text.startswith("- "):
        questions = [
            re.sub(r"^  ", "", part, flags=re.MULTILINE) for part in re.split(r"^- ", text, flags=re.MULTILINE)[1:]
        ]
    return {"culture.yaml": topic(questions, kind_of(text))}


def topic(questions: list[str], kind: str) -> str:
    written = (complete(text, KINDS[kind], number) for number, text in enumerate(questions))
    return f"topic: culture\nkind: {kind}\nquestions:\n" + "".join(written)


def found(folder: Path, sample: Sample) -> list[str]:
    checked = check([write(folder, files(sample))], run=True)
    return [f"{problem.message} ({problem.rule})" for problem in checked.problems]


def samples(which: str) -> list[Any]:
    return [
        pytest.param(name, sample, id=f"{name}-{number}")
        for name, chapter in rulebook().items()
        for number, sample in enumerate(getattr(chapter, which))
    ]


@pytest.mark.parametrize(("name", "sample"), samples("good"))
def test_a_good_sample_is_clean_under_every_rule(tmp_path: Path, name: str, sample: Sample) -> None:
    assert found(tmp_path, sample) == []


@pytest.mark.parametrize(("name", "sample"), samples("bad"))
def test_a_bad_sample_is_found_by_its_rule_and_by_no_other(tmp_path: Path, name: str, sample: Sample) -> None:
    problems = found(tmp_path, sample)
    assert problems
    assert {problem.rpartition("(")[2].rstrip(")") for problem in problems} == {name}


@pytest.mark.parametrize("chapter", rulebook().values(), ids=rulebook())
def test_a_rule_has_a_manual_with_a_reason_and_samples_of_both_sorts(chapter: Chapter) -> None:
    assert chapter.summary.endswith(".")
    assert chapter.good
    assert chapter.bad
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", chapter.rule.name)


def test_a_rule_is_called_like_its_module() -> None:
    folder = Path(wording.__file__).parent / "rules"
    modules = {path.stem.replace("_", "-") for path in folder.glob("*.py") if path.stem != "__init__"}
    assert modules == set(rulebook())


def test_every_mistake_that_reading_finds_has_a_manual() -> None:
    assert set(rulebook()) >= {*wording.RULES, "field", "yaml", "yaml-alias", "duplicate-key"}
    assert set(rulebook()) >= {rule.name for rule in STRUCTURE}


def test_the_bot_starts_with_the_structure_alone(tmp_path: Path) -> None:
    """A thin reason is for authors to hear of; it keeps no bot from starting."""
    from bot.bank import loader

    thin = next(sample for sample in rulebook()["thin-rationale"].bad)
    write(tmp_path, files(thin))
    assert len(loader.load(tmp_path).questions) == 1
    write(tmp_path, files(rulebook()["reused-id"].bad[1]))
    with pytest.raises(ContentError):
        loader.load(tmp_path)
