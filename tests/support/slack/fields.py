"""What buttons, menus and form fields send: from a person's choice to Slack's action and state objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.support.slack.blocks import interactive
from tests.support.slack.reading import label_of
from tests.support.slack.world import Json, World

TYPED = 3_000
"""The most characters of a text input that names no `max_length`."""

_TEXT = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_SINGLE_ID = {
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_MANY_IDS = {"multi_users_select": "selected_users", "multi_channels_select": "selected_channels"}
_ONE_OPTION = {"static_select", "radio_buttons", "overflow", "external_select"}
_MANY_OPTIONS = {"multi_static_select", "checkboxes"}


def find(blocks: Iterable[Json], wanted: str) -> Json:
    """The element that a person means by its action id, or by what is written on it.

    Raises LookupError when there is none, or more than one.
    """
    elements = interactive(blocks)
    found = [element for element in elements if element["action_id"] == wanted]
    found = found or [element for element in elements if label_of(element) == wanted]
    if len(found) != 1:
        there = ", ".join(f"{element['action_id']} [{label_of(element)}]" for element in elements) or "nothing"
        raise LookupError(f"{len(found)} elements are {wanted!r}; there is {there}")
    return found[0]


def chosen(element: Json, value: Any, world: World, team_id: str, keep_file: Callable[[str, bytes], Json]) -> Json:
    """What this element holds once a person chose or typed `value`; `None` clears it."""
    kind = element["type"]
    if kind == "button":
        return {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    if kind in _TEXT:
        return {"value": value}
    if kind in _ONE_OPTION:
        return {"selected_option": None if value is None else _option(element, value)}
    if kind in _MANY_OPTIONS:
        return {"selected_options": [_option(element, one) for one in value or ()]}
    if kind in _MANY_IDS:
        return {_MANY_IDS[kind]: [_id(element, one, world, team_id) for one in value or ()]}
    if kind in _SINGLE_ID:
        return {_SINGLE_ID[kind]: None if value is None else _id(element, value, world, team_id)}
    if kind == "file_input":
        return {"files": [keep_file(name, content) for name, content in value or ()]}
    raise LookupError(f"nobody can choose anything in a {kind}")


def initial(element: Json) -> Json:
    """What the element holds before anybody touched it."""
    kind = element["type"]
    if kind in _TEXT:
        return {"value": element.get("initial_value")}
    if kind in _ONE_OPTION:
        return {"selected_option": element.get("initial_option")}
    if kind in _MANY_OPTIONS:
        return {"selected_options": element.get("initial_options", [])}
    if kind == "file_input":
        return {"files": []}
    key = {**_MANY_IDS, **_SINGLE_ID}[kind]
    return {key: element.get(key.replace("selected_", "initial_"), [] if kind in _MANY_IDS else None)}


def is_empty(held: Json) -> bool:
    return not any(held.values())


def refused(element: Json, held: Json) -> str | None:
    """Why Slack would not let this be sent, if so (docs.slack.dev/reference/block-kit, the element's fields)."""
    kind = element["type"]
    if kind == "plain_text_input":
        length, least, most = len(held["value"]), element.get("min_length", 0), element.get("max_length", TYPED)
        if not least <= length <= most:
            return f"holds {length} characters, {least} to {most} are taken"
    if kind == "number_input":
        try:
            number = float(held["value"])
        except ValueError:
            return f"takes a number, not {held['value']!r}"
        least, most = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
        if not least <= number <= most:
            return f"holds {number:g}, {least:g} to {most:g} are taken"
    if "max_selected_items" in element and len(next(iter(held.values()))) > element["max_selected_items"]:
        return f"takes at most {element['max_selected_items']}"
    picked = [*held.get("selected_options", ()), *filter(None, [held.get("selected_option")])]
    known = [option["value"] for option in _options(element)]
    return next((f"has no option {one['value']!r}" for one in picked if one["value"] not in known), None)


def state(blocks: Iterable[Json], holds: dict[tuple[str, str], Json]) -> Json:
    """`state.values`: every field by block and action, with what it holds now."""
    values: Json = {}
    for element in interactive(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        key = element["block_id"], element["action_id"]
        held = holds.get(key, initial(element))
        values.setdefault(key[0], {})[key[1]] = {"type": element["type"], **held}
    return values


def _option(element: Json, wanted: str) -> Json:
    options = _options(element)
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return dict(option)
    raise LookupError(f"no option {wanted!r}; there is {', '.join(option['text']['text'] for option in options)}")


def _options(element: Json) -> list[Json]:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    return [option for group in groups for option in group["options"]]


def _id(element: Json, value: Any, world: World, team_id: str) -> Any:
    kind = element["type"]
    if "users" in kind:
        return world.user(value).id
    if "channels" in kind:
        return world.channel(value, team_id).id
    if kind == "conversations_select":
        channel = world.channel(value, team_id)
        if channel.kind not in element.get("filter", {}).get("include", (channel.kind,)):
            raise LookupError(f"the menu does not offer {channel.name}, which is {channel.kind}")
        return channel.id
    return value
