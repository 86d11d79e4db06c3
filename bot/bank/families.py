"""Words that mean nearly the same, for rules that compare what questions are about: a stemmer knows that "promoted"
belongs to "promotion", not that "boss" belongs to "manager"."""

from __future__ import annotations

from bot.bank.phrasing import telling

FAMILIES = (
    "pay pays paid money salary wage bonus raise earn earned price",
    "manager managers managed manage boss superior superiors leader leaders leadership lead leads",
    "customer customers user users client clients",
    "newcomer newcomers join joined joins joining newest onboarding",
    "leave leaves left leaving quit gone resign",
    "judge judged judges rate rated ratings raters success succeed assess measure standard performance",
    "learn learning learns learners teach taught teaching train trained training study studying skill skills",
    "decide decides decided decision decisions choose chosen chose choice choices",
    "promotion promoted promotions promote upwards advance career rise level ladder",
    "hours hour evening evenings night nights weekend weekends overtime shift shifts rota standby",
    "wrong mistake mistakes fault faults error errors failed failure fail broken breaking",
    "ill illness sick health",
    "argue argued argument conflict quarrel disagree disagreement object criticise criticised criticism",
    "hire hired hiring candidate candidates applicant applicants apply applied vacancy",
    "help helps helped support supported backs",
    "meeting meetings meet met",
    "rule rules unwritten",
    "plan plans planned planning goal goals target targets",
    "holiday holidays sabbatical vacation break breaks",
    "struggle struggled struggling hard harder hardest difficult difficulty tough tedious dull stretch longest bad",
    "enjoy enjoys proud love happy holds hold fun celebrate celebrated",
    "beside besides alongside closely together",
    "start starts started starting begin begins began first",
    "reason reasons cause causes",
    "heard hear hears told informed inform",
    "credit noticed recognised recognition praise well",
    "tool tools equipment device devices laptop",
)
"""Each counts as one word. Besides synonyms they hold what belongs to one matter, such as all that is a part of pay."""

FAMILY = {stem: name for words in FAMILIES for name in [words.split()[0]] for stem in telling(words)}
"""Stem -> the name of its family."""


def stems(*texts: str) -> list[str]:
    """The telling words of the texts, in their order: each as its family where it has one, else as its stem."""
    return [FAMILY.get(stem, stem) for text in texts for stem in telling(text)]
