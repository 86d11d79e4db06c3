"""What an author writes into a field is checked, and the answer says where and what to do."""

from __future__ import annotations

import pytest

from tests.bank.packs import PACK, Files, Problems, question, reveals, spoilt, topic

CASES: dict[str, tuple[Files, list[str]]] = {
    "a missing field": (
        {"culture.yaml": topic(question(ask=None))},
        [
            "trial/culture.yaml:4:5: 'ask' is missing (field)",
        ],
    ),
    "a missing field of the file": (
        {"culture.yaml": spoilt("kind: ask\n", "")},
        [
            "trial/culture.yaml:1:1: 'kind' is missing (field)",
        ],
    ),
    "an unknown field": (
        {"culture.yaml": topic(question(anwser="x"))},
        [
            "trial/culture.yaml:26:13: there is no field called 'anwser' (field)",
        ],
    ),
    "text too long": (
        {"culture.yaml": topic(question(ask="x" * 151))},
        [
            "trial/culture.yaml:5:10: 151 characters, at most 150 fit (field)",
        ],
    ),
    "text too long in a list": (
        {"culture.yaml": topic(question(listen_for=["A scene", "x" * 161]))},
        [
            "trial/culture.yaml:12:7: 161 characters, at most 160 fit (field)",
        ],
    ),
    "an id too long": (
        {"culture.yaml": topic(question(id="culture." + "x" * 41))},
        [
            "trial/culture.yaml:4:9: 49 characters, at most 48 fit (field)",
        ],
    ),
    "no text in quotes": (
        {"culture.yaml": reveals("''")},
        [
            "trial/culture.yaml:6:14: nothing stands here (field)",
        ],
    ),
    "only blanks": (
        {"culture.yaml": reveals("'  '")},
        [
            "trial/culture.yaml:6:14: nothing stands here (field)",
        ],
    ),
    "nothing behind the name": (
        {"culture.yaml": reveals("")},
        [
            "trial/culture.yaml:6:13: text is wanted here, not nothing (field)",
        ],
    ),
    "yes where text is wanted": (
        {"culture.yaml": reveals("yes")},
        [
            "trial/culture.yaml:6:14: text is wanted here, not a yes/no value: put it in quotes (field)",
        ],
    ),
    "a number where text is wanted": (
        {"culture.yaml": reveals("7")},
        [
            "trial/culture.yaml:6:14: text is wanted here, not a number: put it in quotes (field)",
        ],
    ),
    "a decimal number where text is wanted": (
        {"culture.yaml": reveals("7.5")},
        [
            "trial/culture.yaml:6:14: text is wanted here, not a decimal number: put it in quotes (field)",
        ],
    ),
    "a date where text is wanted": (
        {"culture.yaml": reveals("2024-05-01")},
        [
            "trial/culture.yaml:6:14: text is wanted here, not a date: put it in quotes (field)",
        ],
    ),
    "a date that never was": (
        {"culture.yaml": reveals("2024-13-45")},
        [
            "trial/culture.yaml:6:14: '2024-13-45' is not read as text by YAML: put it in quotes (yaml)",
        ],
    ),
    "bytes where text is wanted": (
        {"culture.yaml": reveals("!!binary aGk=")},
        [
            "trial/culture.yaml:6:14: text is wanted here, not something else: put it in quotes (field)",
        ],
    ),
    "a list where text is wanted": (
        {"culture.yaml": reveals("[a, b]")},
        [
            "trial/culture.yaml:6:14: text is wanted here, not a list (field)",
        ],
    ),
    "fields where text is wanted": (
        {"culture.yaml": reveals("{a: b}")},
        [
            "trial/culture.yaml:6:14: text is wanted here, not fields (field)",
        ],
    ),
    "text where a list is wanted": (
        {"culture.yaml": topic(question(listen_for="A scene"))},
        [
            "trial/culture.yaml:10:17: a list is wanted here, not text (field)",
        ],
    ),
    "nothing where a list is wanted": (
        {"culture.yaml": spoilt("stages:\n    - team\n    - recruiter\n", "stages:\n")},
        [
            "trial/culture.yaml:21:12: a list is wanted here, not nothing (field)",
        ],
    ),
    "text where fields are wanted": (
        {"culture.yaml": "topic: culture\nkind: ask\nquestions: [What]\n"},
        [
            "trial/culture.yaml:3:13: fields (`name: value`) are wanted here, not text (field)",
        ],
    ),
    "too few entries": (
        {"culture.yaml": topic(question(listen_for=["A scene"]))},
        [
            "trial/culture.yaml:11:5: too few entries (1): at least 2 (field)",
        ],
    ),
    "no entries": (
        {"culture.yaml": topic(question(stages=[]))},
        [
            "trial/culture.yaml:21:13: too few entries (0): at least 1 (field)",
        ],
    ),
    "no questions": (
        {"culture.yaml": "topic: culture\nkind: ask\nquestions: []\n"},
        [
            "trial/culture.yaml:3:12: too few entries (0): at least 1 (field)",
        ],
    ),
    "too many entries": (
        {"culture.yaml": topic(question(follow_ups=["One?", "Two?", "Three?", "Four?"]))},
        [
            "trial/culture.yaml:17:5: too many entries (4): at most 3 (field)",
        ],
    ),
    "a stage that there is not": (
        {"culture.yaml": topic(question(stages=["team", "chef"]))},
        [
            (
                "trial/culture.yaml:23:7: 'chef' is not possible here, only 'recruiter', 'hiring-manager', "
                "'team', 'executive' or 'offer' (field)"
            ),
        ],
    ),
    "a level that there is not": (
        {"culture.yaml": topic(question(level="expert"))},
        [
            (
                "trial/culture.yaml:25:12: 'expert' is not possible here, only 'any', 'first-job', 'senior' or "
                "'manager' (field)"
            ),
        ],
    ),
    "no level": (
        {"culture.yaml": spoilt("level: any", "level:")},
        [
            (
                "trial/culture.yaml:25:11: nothing is not possible here, only 'any', 'first-job', 'senior' or "
                "'manager' (field)"
            ),
        ],
    ),
    "a list for a level": (
        {"culture.yaml": spoilt("level: any", "level: [any]")},
        [
            (
                "trial/culture.yaml:25:12: a list is not possible here, only 'any', 'first-job', 'senior' or "
                "'manager' (field)"
            ),
        ],
    ),
    "a very long level": (
        {"culture.yaml": spoilt("level: any", "level: " + "x" * 999)},
        [
            (
                "trial/culture.yaml:25:12: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… is not possible here, only "
                "'any', 'first-job', 'senior' or 'manager' (field)"
            ),
        ],
    ),
    "a kind that there is not": (
        {"culture.yaml": spoilt("kind: ask", "kind: guess")},
        [
            "trial/culture.yaml:2:7: 'guess' is not possible here, only 'ask', 'choice', 'recall' or 'open' (field)",
        ],
    ),
    "a list for a kind": (
        {"culture.yaml": spoilt("kind: ask", "kind: [ask]")},
        [
            "trial/culture.yaml:2:7: a list is not possible here, only 'ask', 'choice', 'recall' or 'open' (field)",
        ],
    ),
    "a kind of its own on a question": (
        {"culture.yaml": topic(question(kind="open"))},
        [
            "trial/culture.yaml:26:11: 'open' is not possible here, only 'ask' (field)",
        ],
    ),
    "text for a number": (
        {"culture.yaml": topic(question(minutes="three"))},
        [
            "trial/culture.yaml:24:14: a whole number is wanted here, not text (field)",
        ],
    ),
    "a decimal number for a whole one": (
        {"culture.yaml": topic(question(minutes=2.5))},
        [
            "trial/culture.yaml:24:14: a whole number is wanted here, not a decimal number (field)",
        ],
    ),
    "yes for a number": (
        {"culture.yaml": topic(question(minutes=True))},
        [
            "trial/culture.yaml:24:14: a whole number is wanted here, not a yes/no value (field)",
        ],
    ),
    "a number too small": (
        {"culture.yaml": topic(question(minutes=0))},
        [
            "trial/culture.yaml:24:14: 0 is too small: at least 1 (field)",
        ],
    ),
    "a number too large": (
        {"culture.yaml": topic(question(minutes=11))},
        [
            "trial/culture.yaml:24:14: 11 is too large: at most 10 (field)",
        ],
    ),
    "a number of 5,000 digits": (
        {"culture.yaml": spoilt("minutes: 3", "minutes: " + "9" * 5000)},
        [
            (
                "trial/culture.yaml:24:14: '99999999999999999999999999999999999999… is not read as text by "
                "YAML: put it in quotes (yaml)"
            ),
        ],
    ),
    "no slot to fill in": (
        {"culture.yaml": topic(question(tailor="I read it."))},
        [
            (
                "trial/culture.yaml:18:13: a slot such as {fact} is missing: without it nothing can be made "
                "specific (field)"
            ),
        ],
    ),
    "an id in capitals": (
        {"culture.yaml": topic(question(id="Culture.one"))},
        [
            (
                "trial/culture.yaml:4:9: 'Culture.one' does not work as 'id': use a-z, 0-9 and - (a question's "
                "id is topic.slug) (field)"
            ),
        ],
    ),
    "an id without a topic": (
        {"culture.yaml": topic(question(id="one"))},
        [
            (
                "trial/culture.yaml:4:9: 'one' does not work as 'id': use a-z, 0-9 and - (a question's id is "
                "topic.slug) (field)"
            ),
        ],
    ),
    "an id with a line break": (
        {"culture.yaml": spoilt("id: culture.one", 'id: "culture.one\\n"')},
        [
            (
                "trial/culture.yaml:4:9: 'culture.one\\n' does not work as 'id': use a-z, 0-9 and - (a "
                "question's id is topic.slug) (field)"
            ),
        ],
    ),
    "a topic in capitals": (
        {"culture.yaml": topic(name="Culture")},
        [
            "trial/culture.yaml:1:8: 'Culture' does not work as a topic's id: at most 24 of a-z, 0-9 and - (field)",
        ],
    ),
    "a pack's id with a blank": (
        {"pack.yaml": spoilt("id: trial", "id: My Pack", PACK)},
        [
            (
                "trial/pack.yaml:1:5: 'My Pack' does not work as 'id': use a-z, 0-9 and - (a question's id is "
                "topic.slug) (field)"
            ),
        ],
    ),
    "a language in words": (
        {"pack.yaml": spoilt("language: en", "language: English", PACK)},
        [
            "trial/pack.yaml:3:11: 'English' is no language tag: write one such as en or pt-BR (field)",
        ],
    ),
    "Norwegian without quotes": (
        {"pack.yaml": spoilt("language: en", "language: no", PACK)},
        [
            "trial/pack.yaml:3:11: text is wanted here, not a yes/no value: put it in quotes (field)",
        ],
    ),
    "an alias without letters": (
        {"pack.yaml": spoilt("atmosphere", "''", PACK)},
        [
            "trial/pack.yaml:10:23: nothing stands here (field)",
        ],
    ),
    "a retired id without a topic": (
        {"pack.yaml": PACK + "retired: [culture]\n"},
        [
            (
                "trial/pack.yaml:12:11: 'culture' does not work as 'retired': use a-z, 0-9 and - (a question's "
                "id is topic.slug) (field)"
            ),
        ],
    ),
    "a pack without topics": (
        {"pack.yaml": PACK.split("topics:")[0] + "topics: []\n"},
        [
            "trial/pack.yaml:7:9: too few entries (0): at least 1 (field)",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_reported_where_it_stands(name: str, problems: Problems) -> None:
    files, expected = CASES[name]
    assert problems(files) == expected
