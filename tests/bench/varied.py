"""Many questions, made by varying the bank's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from math import sqrt
from random import Random

from bot.bank.searchable import WEIGHTS, Document

EXCHANGED = 0.2
"""The share of words that another of the bank's words takes the place of, frequent ones more often."""

COINED = 0.03
"""The share of words in whose place a new one stands. There are the more of those, the more questions there are: a
vocabulary grows with about the square root of the text (Heaps' law)."""


def varied(bank: Mapping[str, Document], size: int, seed: int) -> dict[str, Document]:
    """As many documents as wanted, the bank's own first, and the same for the same seed."""
    rng = Random(seed)
    made = dict(islice(bank.items(), size))
    spoken = [word for document in bank.values() for word in re.findall(r"\w+", " ".join(document.asked))]
    written = (text for document in bank.values() for name in WEIGHTS for text in getattr(document, name))
    vocabulary = sorted({word.lower() for text in written for word in re.findall(r"\w{6,}", text)})
    coinable = int(len(vocabulary) * sqrt(size / len(bank)))

    def coin() -> str:
        number = int(coinable * rng.random() ** 2)  # the first ones are used most
        head, tail = divmod(number * 7919, len(vocabulary))
        return vocabulary[tail][:4] + vocabulary[(head * 31 + number) % len(vocabulary)][-4:]

    def exchanged(word: re.Match[str]) -> str:
        chance = rng.random()
        return coin() if chance < COINED else rng.choice(spoken) if chance < COINED + EXCHANGED else word[0]

    models = list(bank.values())
    for number in range(len(made), size):
        model = rng.choice(models)
        fields = {name: tuple(re.sub(r"\w+", exchanged, text) for text in getattr(model, name)) for name in WEIGHTS}
        made[f"varied:{number}"] = replace(model, **fields)
    return made
