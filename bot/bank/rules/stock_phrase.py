"""A phrase that everybody uses and nobody hears any more.

Where such a phrase comes to mind, the thought has not yet been had. Say what happens instead. What others say may be
quoted in quotation marks, and `weak_form` and wrong options are free to be bad.

Good::

    benefit: You leave with a date, and they remember who asked for one.

Bad::

    benefit: It shows your interest and that you are passionate about being a team player.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.bank.phrasing import spoken
from bot.bank.rule import Rule, Severity, each_text

PHRASES = (
    r"shows? (?:them )?(?:that )?you(?:r|'re| are)? (?:genuine |real )?interest(?:ed)?",
    r"passionate(?: about)?",
    r"cultur(?:e|al) fit",
    r"team players?",
    r"go(?:es|ing)? the extra mile",
    r"wears? many hats",
    r"hits? the ground running",
    r"think(?:s|ing)? outside (?:of )?the box",
    r"out of the box thinking",
    r"work hard,? play hard",
    r"low[- ]hanging fruit",
    r"move the needle",
    r"(?:take|get|bring)\w* (?:\w+ ){0,3}to the next level",
    r"at the end of the day,",
    r"circle back",
    r"touch base",
    r"win[- ]win",
    r"game[- ]chang(?:er|ing)",
    r"deep dive",
    r"synerg(?:y|ies)",
    r"best of breed",
    r"fast[- ]paced",
    r"dynamic environment",
    r"self[- ]starters?",
    r"results?[- ](?:driven|oriented)",
    r"detail[- ]oriented",
    r"proactive(?:ly)?",
    r"leverag(?:e|es|ing)",
    r"rock ?stars?",
    r"ninjas?",
    r"valuable insights?",
    r"gain(?:s|ing)? insights?",
    r"it is important to (?:note|know|remember)",
    r"needless to say",
    r"in today's (?:world|market|workplace)",
    r"(?:first|good|lasting) impressions? (?:is|are) everything",
    r"there (?:is|are) no (?:stupid|dumb|bad) questions?",
    r"when all is said and done",
    r"dream job",
    r"perfect candidate",
    r"stand(?:s|ing)? out from the crowd",
    r"a wealth of",
    r"treasure trove",
    r"delv(?:e|es|ing)",
)

_ANY = re.compile(rf"\b(?:{'|'.join(PHRASES)})(?!\w)")
"""For text in lower case: ignoring case would take five times as long."""

SPARED = frozenset(("weak_form", "weak_because", "warning_signs", "options", "prompt"))
"""Where phrases of others are shown: how a question is spoilt, what a bad sign sounds like, what tempts."""


def check(text: str) -> Iterator[str]:
    for found in dict.fromkeys(match[0] for match in _ANY.finditer(spoken(text.replace("’", "'")).lower())):
        yield f"“{' '.join(found.split())}” is a stock phrase: say what happens instead"


rule = Rule("stock-phrase", Severity.WARNING, each_text(check, english=True, spared=SPARED))
