"""Loading the bank and searching it."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.bank import loader
from bot.bank.content import content_folder
from bot.bank.source import Loader
from tests.bench.timing import once_each, table

QUERIES = (
    "culture",
    "how do they promote people",
    "hesitatons",
    "remote work",
    "zzzz",
    "what will my first week be like",
)


def loading(rounds: int) -> None:
    folder = content_folder(None)
    files = sorted(folder.glob("*/*.yaml"))

    def bare() -> object:
        return [yaml.load(Path(file).read_text(encoding="utf-8"), Loader) for file in files]

    contenders = {
        "yaml.load of the same files, checking nothing": bare,
        "the bank: read, checked, built": lambda: loader.load(folder),
        "the bank, and its search index": lambda: loader.load(folder).search("culture"),
    }
    table("Loading the shipped packs", once_each(contenders, rounds=rounds))


def searching(rounds: int) -> None:
    bank = loader.load(content_folder(None))
    bank.search("warm up")
    contenders = {f"search {query!r}": lambda query=query: bank.search(query) for query in QUERIES}
    table(f"Searching {len(bank.questions)} questions", once_each(contenders, rounds=rounds))
