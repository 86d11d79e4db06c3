"""Which words of a pack's synonyms a text says, and what else it is found by for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.bank.analysis import analyzer, encodable


class Thesaurus:
    """The words of one pack's synonyms, whatever their endings."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._stems = analyzer(stop=False, stem=True)
        self._others: dict[tuple[str, ...], tuple[str, ...]] = {}
        for said, others in words.items():
            key = self.key(said)
            self._others[key] = (*self._others.get(key, ()), *others)
        self._longest = max(map(len, self._others), default=0)

    def key(self, text: str) -> tuple[str, ...]:
        """The text as it is compared: its stems."""
        return tuple(self._stems.analyze(encodable(text)))

    def said(self, text: str) -> Iterator[tuple[str, ...]]:
        """The keys of the words that the text says, each as often as it says it."""
        stems = self.key(text)
        for start in range(len(stems)):
            for end in range(start + 1, min(start + self._longest, len(stems)) + 1):
                if stems[start:end] in self._others:
                    yield stems[start:end]

    def others(self, text: str) -> Iterator[str]:
        """Other words for what the text says, once for each time that it says it."""
        for key in self.said(text):
            yield from self._others[key]
