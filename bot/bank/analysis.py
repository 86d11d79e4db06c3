"""Text -> the words by which it is found."""

from __future__ import annotations

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

STOP = frozenset(
    """a about am an and any are aren as at be been but by can could did didn do does doesn doing don for from get had
    has have haven he her him his how i if in into is isn it its ll me must my not of on or our re s she should so t
    than that the their them then there they this to us ve was we were what when where whether which who why will
    with would you your""".split()
)
"""Words that say nothing about a question. An apostrophe divides words, so some are the halves of others."""


def analyzer(*, stop: bool, stem: bool) -> TextAnalyzer:
    """What makes words of a text, in lower case and without accents. `stop`: without those that say nothing.
    `stem`: what "promoted", "promote" and "promotion" share in place of them."""
    built = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    built = built.filter(Filter.custom_stopword(sorted(STOP))) if stop else built
    return (built.filter(Filter.stemmer("english")) if stem else built).build()


def encodable(text: str) -> str:
    """Without halves of surrogate pairs, which are no text outside Python."""
    return text.encode("utf-8", "ignore").decode()
