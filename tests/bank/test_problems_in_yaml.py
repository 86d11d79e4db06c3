"""What is no YAML, or more YAML than a pack needs, is said in words that an author understands."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.bank.packs import Files, Problems, reveals, spoilt, topic

CASES: dict[str, tuple[Files, list[str]]] = {
    "an empty file": (
        {"culture.yaml": ""},
        [
            "trial/culture.yaml:1:1: the file is empty (field)",
        ],
    ),
    "a file of comments": (
        {"culture.yaml": "# soon\n"},
        [
            "trial/culture.yaml:1:1: the file is empty (field)",
        ],
    ),
    "an empty file with a byte order mark": (
        {"culture.yaml": b"\xef\xbb\xbf"},
        [
            "trial/culture.yaml:1:1: the file is empty (field)",
        ],
    ),
    "a list at the top": (
        {"culture.yaml": "- a\n- b\n"},
        [
            "trial/culture.yaml:1:1: fields (`name: value`) are wanted here, not a list (field)",
        ],
    ),
    "text at the top": (
        {"culture.yaml": "culture\n"},
        [
            "trial/culture.yaml:1:1: fields (`name: value`) are wanted here, not text (field)",
        ],
    ),
    "a tab": (
        {"culture.yaml": spoilt("    ask:", "\task:")},
        [
            "trial/culture.yaml:5:1: a tab stands here: indent with blanks (yaml)",
        ],
    ),
    "a tab behind a blank": (
        {"culture.yaml": spoilt("    ask:", "    \task:")},
        [
            "trial/culture.yaml:5:5: a tab stands here: indent with blanks (yaml)",
        ],
    ),
    "a colon in text": (
        {"culture.yaml": reveals("Note: what strikes")},
        [
            (
                "trial/culture.yaml:6:18: a colon makes a field of this: put text with a colon in quotes, or "
                "check the indentation (yaml)"
            ),
        ],
    ),
    "an open quote": (
        {"culture.yaml": reveals('"What strikes')},
        [
            "trial/culture.yaml:6:14: the quote that opens here is never closed (yaml)",
        ],
    ),
    "text behind a quote": (
        {"culture.yaml": reveals('"What" strikes')},
        [
            "trial/culture.yaml:6:21: this does not fit what stands above: check indentation and quotes (yaml)",
        ],
    ),
    "text behind a slot": (
        {"culture.yaml": reveals("{fact} strikes")},
        [
            "trial/culture.yaml:6:21: this does not fit what stands above: check indentation and quotes (yaml)",
        ],
    ),
    "an open bracket": (
        {"culture.yaml": reveals("[What strikes")},
        [
            "trial/culture.yaml:6:14: the bracket that opens here is never closed (yaml)",
        ],
    ),
    "an indentation that fits nothing": (
        {"culture.yaml": spoilt("    reveals", "   reveals")},
        [
            "trial/culture.yaml:6:4: this does not fit what stands above: check indentation and quotes (yaml)",
        ],
    ),
    "an at sign": (
        {"culture.yaml": reveals("@newcomers")},
        [
            "trial/culture.yaml:6:14: text that begins with @ needs quotes (yaml)",
        ],
    ),
    "a backtick": (
        {"culture.yaml": reveals("`askq`")},
        [
            "trial/culture.yaml:6:14: text that begins with ` needs quotes (yaml)",
        ],
    ),
    "a star": (
        {"culture.yaml": reveals("*What*")},
        [
            "trial/culture.yaml:6:14: text that begins with * or & needs quotes (yaml)",
        ],
    ),
    "two stars": (
        {"culture.yaml": reveals("**What**")},
        [
            "trial/culture.yaml:6:14: text that begins with * or & needs quotes (yaml)",
        ],
    ),
    "an ampersand": (
        {"culture.yaml": reveals("& more")},
        [
            "trial/culture.yaml:6:14: text that begins with * or & needs quotes (yaml)",
        ],
    ),
    "an exclamation mark": (
        {"culture.yaml": reveals("!What")},
        [
            "trial/culture.yaml:6:14: text that begins with ! needs quotes (yaml)",
        ],
    ),
    "a backslash in double quotes": (
        {"culture.yaml": reveals(r'"a \q"')},
        [
            "trial/culture.yaml:6:14: a backslash in double quotes has a meaning of its own: use single quotes (yaml)",
        ],
    ),
    "a name without a colon": (
        {"culture.yaml": spoilt("minutes: 3", "minutes 3")},
        [
            "trial/culture.yaml:24:5: a field's name needs a colon behind it, text goes into the field above (yaml)",
        ],
    ),
    "text on the line of a folding mark": (
        {"culture.yaml": reveals("> What")},
        [
            "trial/culture.yaml:6:16: text begins on the line below > or |, or it needs quotes (yaml)",
        ],
    ),
    "a second document": (
        {"culture.yaml": topic() + "---\na: b\n"},
        [
            "trial/culture.yaml:26:1: a second document begins here: a file holds one (yaml)",
        ],
    ),
    "a document after the end": (
        {"culture.yaml": topic() + "...\na: b\n"},
        [
            "trial/culture.yaml:27:1: a second document begins here: a file holds one (yaml)",
        ],
    ),
    "a field twice": (
        {"culture.yaml": spoilt("minutes: 3", "minutes: 3\n    minutes: 4")},
        [
            "trial/culture.yaml:25:5: 'minutes' stands here twice (duplicate-key)",
        ],
    ),
    "an alias": (
        {"culture.yaml": "a: &a [x]\nb: *a\n"},
        [
            "trial/culture.yaml:2:4: aliases are not allowed: put text that begins with * in quotes (yaml-alias)",
        ],
    ),
    "a billion laughs": (
        {"culture.yaml": "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghijkl"))},
        [
            "trial/culture.yaml:2:8: aliases are not allowed: put text that begins with * in quotes (yaml-alias)",
        ],
    ),
    "an alias of itself": (
        {"culture.yaml": "&a [*a]\n"},
        [
            "trial/culture.yaml:1:5: aliases are not allowed: put text that begins with * in quotes (yaml-alias)",
        ],
    ),
    "a merge key": (
        {"culture.yaml": spoilt("minutes: 3", "<<: {minutes: 3}")},
        [
            "trial/culture.yaml:24:5: merge keys are not allowed: write the fields out (yaml)",
        ],
    ),
    "thirteen brackets": (
        {"culture.yaml": "a: " + "[" * 13 + "]" * 13},
        [
            "trial/culture.yaml:1:15: nested deeper than 12 levels (depth)",
        ],
    ),
    "100,000 brackets": (
        {"culture.yaml": "[" * 100_000},
        [
            "trial/culture.yaml:1:13: nested deeper than 12 levels (depth)",
        ],
    ),
    "100,000 braces": (
        {"culture.yaml": "{" * 100_000},
        [
            "trial/culture.yaml:1:13: nested deeper than 12 levels (depth)",
        ],
    ),
    "100,000 dashes": (
        {"culture.yaml": "- " * 100_000},
        [
            "trial/culture.yaml:1:25: nested deeper than 12 levels (depth)",
        ],
    ),
    "100,000 question marks": (
        {"culture.yaml": "? " * 100_000},
        [
            "trial/culture.yaml:1:25: nested deeper than 12 levels (depth)",
        ],
    ),
    "a date as a name": (
        {"culture.yaml": topic() + "2024-05-01: x\n"},
        [
            "trial/culture.yaml:26:1: a field's name is plain text: a date, a number, yes or no need quotes (yaml)",
        ],
    ),
    "an impossible date as a name": (
        {"culture.yaml": topic() + "2024-13-45: x\n"},
        [
            "trial/culture.yaml:26:1: '2024-13-45' is not read as text by YAML: put it in quotes (yaml)",
        ],
    ),
    "a number as a name": (
        {"culture.yaml": topic() + "7: x\n"},
        [
            "trial/culture.yaml:26:1: a field's name is plain text: a date, a number, yes or no need quotes (yaml)",
        ],
    ),
    "yes as a name": (
        {"culture.yaml": topic() + "yes: x\n"},
        [
            "trial/culture.yaml:26:1: a field's name is plain text: a date, a number, yes or no need quotes (yaml)",
        ],
    ),
    "nothing as a name": (
        {"culture.yaml": topic() + ": x\n"},
        [
            "trial/culture.yaml:26:1: this does not fit what stands above: check indentation and quotes (yaml)",
        ],
    ),
    "a list as a name": (
        {"culture.yaml": topic() + "? [a]\n: x\n"},
        [
            "trial/culture.yaml:26:3: a field's name is plain text: a date, a number, yes or no need quotes (yaml)",
        ],
    ),
    "a Python object": (
        {"culture.yaml": reveals("!!python/object/apply:os.getcwd []")},
        [
            "trial/culture.yaml:6:14: text is wanted here, not a list (field)",
        ],
    ),
    "a Python name": (
        {"culture.yaml": reveals("!!python/name:os.getcwd")},
        [
            "trial/culture.yaml:6:14: '' is not read as text by YAML: put it in quotes (yaml)",
        ],
    ),
    "a tag that does not fit": (
        {"culture.yaml": reveals("!!int seven")},
        [
            "trial/culture.yaml:6:14: 'seven' is not read as text by YAML: put it in quotes (yaml)",
        ],
    ),
    "a truth that is none": (
        {"culture.yaml": reveals("!!bool perhaps")},
        [
            "trial/culture.yaml:6:14: 'perhaps' is not read as text by YAML: put it in quotes (yaml)",
        ],
    ),
    "a moment that is none": (
        {"culture.yaml": reveals("!!timestamp noon")},
        [
            "trial/culture.yaml:6:14: 'noon' is not read as text by YAML: put it in quotes (yaml)",
        ],
    ),
    "a lone equals sign": (
        {"culture.yaml": reveals("=")},
        [
            "trial/culture.yaml:6:14: '=' is not read as text by YAML: put it in quotes (yaml)",
        ],
    ),
    "another encoding": (
        {"culture.yaml": topic().encode("utf-16")},
        [
            "trial/culture.yaml:1:1: the file is not UTF-8: save it in that encoding (encoding)",
        ],
    ),
    "one byte of another encoding": (
        {"culture.yaml": reveals("é wünschen").encode().replace("ü".encode(), b"\xfc")},
        [
            "trial/culture.yaml:6:17: the file is not UTF-8: save it in that encoding (encoding)",
        ],
    ),
    "one behind a byte order mark": (
        {"culture.yaml": b"\xef\xbb\xbf" + reveals("é wünschen").encode().replace("ü".encode(), b"\xfc")},
        [
            "trial/culture.yaml:6:17: the file is not UTF-8: save it in that encoding (encoding)",
        ],
    ),
    "an invisible character": (
        {"culture.yaml": spoilt("strikes", "str\x00ikes")},
        [
            "trial/culture.yaml:6:22: U+0000 is an invisible character that YAML forbids: delete it (yaml)",
        ],
    ),
    "a file too large": (
        {"culture.yaml": topic() + "#" * 1_000_000},
        [
            "trial/culture.yaml:1:1: the file is larger than 1,000 kB: split it (size)",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_reported_where_it_stands(name: str, problems: Problems) -> None:
    files, expected = CASES[name]
    assert problems(files) == expected
