"""Request bodies held against Discord's own OpenAPI description.

The description lies beside the project (`../shared/discord-openapi.json`); without it nothing is checked here and
our own checks remain. Two places are loosened because Discord is looser than it says: ids may come as numbers, and
unions are settled by their `type` before an error is worded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

FILE = Path(__file__).resolve().parents[4] / "shared" / "discord-openapi.json"
_LOOSE_ID = {"anyOf": [{"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}, {"type": "integer", "minimum": 0}]}


def available() -> bool:
    return FILE.exists()


def body_problems(method: str, path: str, body: Any) -> Iterator[str]:
    """What the description has against this request body; `path` without the `/api/v10` before it."""
    yield from _problems(method.lower(), _template(path), None, json.dumps(body)) if available() else ()


def answer_problems(method: str, path: str, status: int, body: Any) -> Iterator[str]:
    """What the description has against an answer, to keep the fake itself true."""
    yield from _problems(method.lower(), _template(path), str(status), json.dumps(body)) if available() else ()


@lru_cache(maxsize=200)
def _problems(method: str, template: str | None, status: str | None, body: str) -> tuple[str, ...]:
    """Kept, because every start of askq sends the same long list of commands."""
    found = []
    validator = _validator(method, template, status)
    for error in validator.iter_errors(json.loads(body)) if validator is not None else ():
        innermost = _innermost(error)
        where = ".".join(str(part) for part in innermost.absolute_path) or "the body"
        found.append(f"OpenAPI: {where}: {innermost.message[:300]}")
    return tuple(found)


@cache
def _description() -> dict[str, Any]:
    description: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    description["components"]["schemas"]["SnowflakeType"] = _LOOSE_ID
    return description


@cache
def _templates() -> list[tuple[str, re.Pattern[str]]]:
    # A fixed word such as @original comes before a placeholder in the same position.
    templates = sorted(_description()["paths"], key=lambda template: template.count("{"))
    return [(t, re.compile(re.sub(r"\{\w+\}", "[^/]+", t) + "$")) for t in templates]


def _template(path: str) -> str | None:
    return next((template for template, pattern in _templates() if pattern.match(path)), None)


@cache
def _validator(method: str, template: str | None, status: str | None) -> Draft202012Validator | None:
    """For the request body, or with `status` for that answer; None where nothing is described."""
    operation = _description()["paths"].get(template, {}).get(method, {})
    side = operation.get("requestBody", {}) if status is None else operation.get("responses", {}).get(status, {})
    schema = side.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return None
    # The references are "#/components/schemas/…", so the schema is given the components to point into.
    return Draft202012Validator({**schema, "components": _description()["components"]})


def _innermost(error: ValidationError) -> ValidationError:
    """Follow a union into the branch that was meant: the one whose `type` fits, else the one that got deepest."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        meant = [
            errors
            for errors in branches.values()
            if not any(e.path and e.path[-1] == "type" and len(e.path) == 1 for e in errors)
            and not any(e.validator == "type" and not e.path for e in errors)
        ]
        candidates = [e for errors in (meant or list(branches.values())) for e in errors]
        error = max(candidates, key=lambda e: len(e.absolute_path))
    return error
