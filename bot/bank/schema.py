"""content/schema.json: what editors know of the files, generated from the models that check them.

Not every rule fits a schema. What one of our own checks says (options, Markdown, lengths together) an editor does not.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from bot.bank.kinds import AskTopic, ChoiceTopic, OpenTopic, RecallTopic
from bot.bank.model import Guide, PackFile
from bot.bank.roles import Roles
from bot.bank.synonyms import Synonyms

_TOPICS = {"ask": AskTopic, "choice": ChoiceTopic, "recall": RecallTopic, "open": OpenTopic}


def schema() -> str:
    """The schema as it stands in content/schema.json: a topic of one of the kinds, a pack, roles, synonyms, or
    a guide."""
    made = TypeAdapter(
        AskTopic | ChoiceTopic | RecallTopic | OpenTopic | PackFile | Roles | Synonyms | Guide
    ).json_schema()
    definitions = made["$defs"]
    for kind, model in _TOPICS.items():
        # An editor tells the four apart by the word itself, so that its advice is about the right one.
        definitions[model.__name__]["properties"]["kind"] = {"const": kind, "title": "Kind"}
    written = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a question pack",
        "description": "Written by `askq content schema` from the models; change them there.",
        **_tidy(_chosen(made)),
    }
    return json.dumps(written, indent=2, ensure_ascii=False) + "\n"


def _chosen(made: dict[str, Any]) -> dict[str, Any]:
    """One branch for each file, chosen by a field that only it has: a mistake in a field is then shown where it
    stands, and not as "matches none of eight schemas"."""
    wanted: dict[str, Any] = {"$ref": "#/$defs/Guide"}
    wanted = {"if": {"required": ["topics"]}, "then": {"$ref": "#/$defs/PackFile"}, "else": wanted}
    wanted = {"if": {"required": ["roles"]}, "then": {"$ref": "#/$defs/Roles"}, "else": wanted}
    other = {"anyOf": [{"required": ["words"]}, {"required": ["found_by"]}]}
    wanted = {"if": other, "then": {"$ref": "#/$defs/Synonyms"}, "else": wanted}
    for kind, model in reversed(_TOPICS.items()):
        this = {"required": ["kind"], "properties": {"kind": {"const": kind}}}
        wanted = {"if": this, "then": {"$ref": f"#/$defs/{model.__name__}"}, "else": wanted}
    return {**wanted, "$defs": made["$defs"]}


def _tidy(node: Any) -> Any:
    """Without what editors would show as noise: generated titles, and docstrings that speak of code."""
    if isinstance(node, dict):
        noise = ("title", "description") if "type" in node or "$ref" in node or "anyOf" in node else ()
        return {name: _tidy(inner) for name, inner in node.items() if name not in noise or not isinstance(inner, str)}
    return [_tidy(inner) for inner in node] if isinstance(node, list) else node
