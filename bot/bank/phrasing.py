"""An author's sentences taken apart: words that carry meaning, sentences, text without code and quotations."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

COMMON = frozenset(
    """a about after again all also always am an and another any anything are around as ask asked asking at away back be
    because been before being best better between both but by can cannot could did do does doing done down each
    either else even ever every everyone everything few find first for from further gave get gets getting give
    given gives go goes going good got great had has have having he her here him his how i if in instead into is
    it its itself just keep know known knows large last later least less let like likely little long look made
    make makes making many may me mean means might mind more most much must my need needs never new next no
    nobody none not nothing now of off often on once one ones only onto or other others our out over own people
    person piece put rather real really right said same say saying says see seen set shall she should show shows
    since small so some somebody someone something soon still such take taken takes tell tells than that the
    their them themselves then there these they thing things think this those though through time to together too
    toward turn two under until up upon us use used uses usually very want wanted wants was way ways we well were
    what whatever when whenever where whether which while who whoever whole whom whose why will wish with within
    without word words would yet you your yours yourself answer answers candidate candidates company interview
    interviewer interviewers job matter matters place question questions role team work working works""".split()
)
"""Words that could stand in any reason for any question: they say nothing about this one."""

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)['‘](?:[^'’]|[’'](?=\w))*['’](?!\w)")

_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def words(text: str) -> list[str]:
    """All words in lower case, as they are written; "doesn't" is one."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower())


def telling(text: str) -> list[str]:
    """The stems of the words that are about something, in their order."""
    return [_stem(word) for word in words(text.replace("’", "'")) if word not in COMMON and "'" not in word]


def spoken(text: str) -> str:
    """The text in the author's own voice: code and quotations become blanks."""
    return _QUOTED.sub(" ", without_code(text))


def without_code(text: str) -> str:
    return _CODE.sub(" ", text)


def sentences(text: str) -> list[str]:
    """Split behind every full stop, question mark and the like that a blank follows."""
    return [part for part in re.split(r"(?<=[.?!…])[\"”’')]*\s+", text.strip()) if part]
