"""A question as JSON for a row: a game that runs, or a question that was posted, does not change when the bank does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from bot.bank.bank import Question
from bot.bank.kinds import AnyQuestion

_TEXT: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)


def dumped(question: Question) -> dict[str, Any]:
    text = question.text.model_dump(mode="json", exclude_defaults=False)
    return {"id": question.id, "pack": question.pack, "topic": question.topic, "text": text}


def loaded(data: Mapping[str, Any]) -> Question:
    """What `dumped` gave. Raises `ValueError` for anything else."""
    text = _TEXT.validate_json(json.dumps(data["text"]))
    return Question(data["id"], data["pack"], data["topic"], text)
