"""What holds between the files of a pack: ids, topics, names and the guide."""

from __future__ import annotations

import pytest

from tests.bank.packs import GUIDE, PACK, Files, Problems, question, spoilt, topic

PAY = "  - id: pay\n    title: What pays\n    aliases: [salary]\n    about: What it is worth.\n"
PAY_FILE = topic(question(id="pay.one"), name="pay")

CASES: dict[str, tuple[Files, list[str]]] = {
    "an id of another topic": (
        {"culture.yaml": topic(question(id="pay.one"))},
        [
            "trial/culture.yaml:4:9: the id must begin with 'culture' and a dot (id)",
        ],
    ),
    "an id twice in a file": (
        {"culture.yaml": topic(question(), question())},
        [
            "trial/culture.yaml:26:9: 'culture.one' stands at trial/culture.yaml:4 too (reused-id)",
        ],
    ),
    "an id in two files": (
        {"pack.yaml": PACK + PAY, "pay.yaml": topic(question(), name="pay")},
        [
            "trial/pay.yaml:4:9: 'culture.one' stands at trial/culture.yaml:4 too (reused-id)",
            "trial/pay.yaml:4:9: the id must begin with 'pay' and a dot (id)",
        ],
    ),
    "a retired id still in use": (
        {"pack.yaml": PACK + "retired: [culture.zero, culture.one]\n"},
        [
            "trial/pack.yaml:12:25: 'culture.one' is still in use (reused-id)",
        ],
    ),
    "a topic without a file": (
        {"pack.yaml": PACK + PAY},
        [
            "trial/pack.yaml:12:9: 'pay' has no file (topic)",
        ],
    ),
    "a file without a topic": (
        {"pay.yaml": PAY_FILE},
        [
            "trial/pay.yaml:1:8: pack.yaml lists no topic 'pay' (topic)",
        ],
    ),
    "a file with another name": (
        {"pack.yaml": PACK + PAY, "salary.yaml": PAY_FILE},
        [
            "trial/salary.yaml:1:8: the file of 'pay' is pay.yaml (topic)",
        ],
    ),
    "a topic in two files": (
        {"more.yaml": topic(question(id="culture.two"))},
        [
            "trial/more.yaml:1:8: the file of 'culture' is culture.yaml (topic)",
        ],
    ),
    "a file that ends in yml": (
        {"pay.yml": PAY_FILE},
        [
            "trial/pay.yml:1:1: call it pay.yaml, else it is not read (file)",
        ],
    ),
    "a topic named like a command": (
        {"pack.yaml": PACK + PAY.replace("pay", "quiz"), "quiz.yaml": PAY_FILE.replace("pay", "quiz")},
        [
            "trial/pack.yaml:12:9: 'quiz' is a command's name (reserved-word)",
        ],
    ),
    "an alias named like a command": (
        {"pack.yaml": spoilt("atmosphere", "daily", PACK)},
        [
            "trial/pack.yaml:10:23: 'daily' is a command's name (reserved-word)",
        ],
    ),
    "an alias twice": (
        {"pack.yaml": spoilt("atmosphere", "values", PACK)},
        [
            "trial/pack.yaml:10:23: 'values' already names 'culture' (alias)",
        ],
    ),
    "an alias twice but for a hyphen": (
        {"pack.yaml": spoilt("values, atmosphere", "on-call, on call", PACK)},
        [
            "trial/pack.yaml:10:24: 'on call' already names 'culture' (alias)",
        ],
    ),
    "an alias that is the topic's own id": (
        {"pack.yaml": spoilt("atmosphere", "culture", PACK)},
        [
            "trial/pack.yaml:10:23: 'culture' already names 'culture' (alias)",
        ],
    ),
    "an alias of another topic": (
        {"pack.yaml": PACK + PAY.replace("salary", "values"), "pay.yaml": PAY_FILE},
        [
            "trial/pack.yaml:14:15: 'values' already names 'culture' (alias)",
        ],
    ),
    "an alias that is another's id": (
        {"pack.yaml": spoilt("atmosphere", "pay", PACK) + PAY, "pay.yaml": PAY_FILE},
        [
            "trial/pack.yaml:10:23: 'pay' already names 'pay' (alias)",
        ],
    ),
    "an alias that is another's title": (
        {"pack.yaml": spoilt("atmosphere", "what pays", PACK) + PAY, "pay.yaml": PAY_FILE},
        [
            "trial/pack.yaml:10:23: 'what pays' already names 'pay' (alias)",
        ],
    ),
    "an alias in capitals": (
        {"pack.yaml": spoilt("atmosphere", "Atmosphere", PACK)},
        [
            "trial/pack.yaml:10:23: 'Atmosphere': write it in lower case (alias)",
        ],
    ),
    "a topic twice": (
        {"pack.yaml": PACK + PAY.replace("pay", "culture")},
        [
            "trial/pack.yaml:12:9: 'culture' already names 'culture' (alias)",
        ],
    ),
    "a guide with a heading": (
        {"guide.yaml": GUIDE + "      # A heading\n"},
        [
            "trial/guide.yaml:6:11: Markdown that is not shown everywhere: a heading (markdown)",
        ],
    ),
    "a guide with a table": (
        {"guide.yaml": GUIDE + "\n      | a | b |\n      |---|---|\n"},
        [
            "trial/guide.yaml:6:11: Markdown that is not shown everywhere: a table (markdown)",
        ],
    ),
    "a guide with HTML": (
        {"guide.yaml": GUIDE + "      Choose<br>well.\n"},
        [
            (
                "trial/guide.yaml:6:11: Markdown that is not shown everywhere: HTML (<…> in a text needs `…` "
                "around it) (markdown)"
            ),
        ],
    ),
    "a guide with an image": (
        {"guide.yaml": GUIDE + "      ![a](https://example.org/a.png)\n"},
        [
            "trial/guide.yaml:6:11: Markdown that is not shown everywhere: an image (markdown)",
        ],
    ),
    "a guide that begins with a list": (
        {"guide.yaml": spoilt("Two people decide.", "'- Two'", GUIDE)},
        [
            (
                "trial/guide.yaml:2:8: Markdown that is not shown everywhere: more than one paragraph where one "
                "is wanted (markdown)"
            ),
        ],
    ),
    "a guide with a field misspelt": (
        {"guide.yaml": spoilt("title: How", "titel: How", GUIDE)},
        [
            "trial/guide.yaml:1:1: 'title' is missing (field)",
            "trial/guide.yaml:1:8: there is no field called 'titel' (field)",
        ],
    ),
    "an empty guide": (
        {"guide.yaml": ""},
        [
            "trial/guide.yaml:1:1: the file is empty (field)",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_reported_where_it_stands(name: str, problems: Problems) -> None:
    files, expected = CASES[name]
    assert problems(files) == expected
