"""What Block Kit allows, as tables: the keys and sizes of blocks, elements and composition objects.

Sizes are characters, or entries where a list is meant. Sources: Block Kit reference
(docs.slack.dev/reference/block-kit), the constants of slack_sdk and @slack/types; where they disagree the
smaller number stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TEXT_RECOMMENDED = 4_000
IDENTIFIER = 255
PRIVATE_METADATA = 3_000
VIEW_TITLE = 24
VIEW_BYTES = 250_000
OPTIONS = 100


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of object: which keys it must and may carry, and how large each may be."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    plain: dict[str, int] = field(default_factory=dict)
    """Keys that hold a `plain_text` object, with the most characters."""
    rich: dict[str, int] = field(default_factory=dict)
    """Keys that hold a `plain_text` or `mrkdwn` object, with the most characters."""
    strings: dict[str, int] = field(default_factory=dict)
    """Keys that hold a string, with the most characters."""
    lists: dict[str, int] = field(default_factory=dict)
    """Keys that hold a list that may not be empty, with the most entries."""

    @property
    def keys(self) -> frozenset[str]:
        return self.required | self.optional


def _shape(required: str = "", optional: str = "", **sizes: dict[str, int]) -> Shape:
    return Shape(frozenset(required.split()), frozenset(optional.split()), **sizes)


BLOCKS = {
    "section": _shape("", "text fields accessory expand", rich={"text": 3_000}, lists={"fields": 10}),
    "header": _shape("text", "", plain={"text": 150}),
    "divider": _shape(),
    "image": _shape(
        "alt_text",
        "image_url slack_file title",
        plain={"title": 2_000},
        strings={"alt_text": 2_000, "image_url": 3_000},
    ),
    "context": _shape("elements", "", lists={"elements": 10}),
    "actions": _shape("elements", "", lists={"elements": 25}),
    "input": _shape("label element", "dispatch_action hint optional", plain={"label": 2_000, "hint": 2_000}),
    "rich_text": _shape("elements", "", lists={"elements": 1_000}),
    "markdown": _shape("text", "", strings={"text": 12_000}),
    "table": _shape("rows", "column_settings", lists={"rows": 100, "column_settings": 20}),
}
MESSAGE_ONLY = {"markdown", "table"}
VIEW_ONLY = {"input"}
"""Slack accepts input blocks in messages too; we use them in views only."""

_INPUT = "placeholder focus_on_load"
_SELECT = f"{_INPUT} confirm"
_MULTI = f"{_SELECT} max_selected_items"
_HINT = {"placeholder": 150}
_OPTIONS = {"options": OPTIONS, "option_groups": OPTIONS}

ELEMENTS = {
    "button": _shape(
        "text action_id",
        "url value style confirm accessibility_label",
        plain={"text": 75},
        strings={"value": 2_000, "url": 3_000, "accessibility_label": 75},
    ),
    "static_select": _shape(
        "action_id", f"{_SELECT} options option_groups initial_option", plain=_HINT, lists=_OPTIONS
    ),
    "multi_static_select": _shape(
        "action_id", f"{_MULTI} options option_groups initial_options", plain=_HINT, lists=_OPTIONS
    ),
    "external_select": _shape("action_id", f"{_SELECT} min_query_length initial_option", plain=_HINT),
    "users_select": _shape("action_id", f"{_SELECT} initial_user", plain=_HINT),
    "multi_users_select": _shape("action_id", f"{_MULTI} initial_users", plain=_HINT),
    "channels_select": _shape("action_id", f"{_SELECT} initial_channel response_url_enabled", plain=_HINT),
    "multi_channels_select": _shape("action_id", f"{_MULTI} initial_channels", plain=_HINT),
    "conversations_select": _shape(
        "action_id",
        f"{_SELECT} initial_conversation default_to_current_conversation response_url_enabled filter",
        plain=_HINT,
    ),
    "overflow": _shape("action_id options", "confirm", lists={"options": 5}),
    "datepicker": _shape("action_id", f"{_SELECT} initial_date", plain=_HINT),
    "timepicker": _shape("action_id", f"{_SELECT} initial_time timezone", plain=_HINT),
    "datetimepicker": _shape("action_id", "focus_on_load confirm initial_date_time"),
    "checkboxes": _shape("action_id options", "focus_on_load confirm initial_options", lists={"options": 10}),
    "radio_buttons": _shape("action_id options", "focus_on_load confirm initial_option", lists={"options": 10}),
    "plain_text_input": _shape(
        "action_id",
        f"{_INPUT} initial_value multiline min_length max_length dispatch_action_config",
        plain=_HINT,
    ),
    "email_text_input": _shape("action_id", f"{_INPUT} initial_value dispatch_action_config", plain=_HINT),
    "url_text_input": _shape("action_id", f"{_INPUT} initial_value dispatch_action_config", plain=_HINT),
    "number_input": _shape(
        "action_id is_decimal_allowed",
        f"{_INPUT} initial_value min_value max_value dispatch_action_config",
        plain=_HINT,
    ),
    "file_input": _shape("action_id", "filetypes max_files", lists={"filetypes": 100}),
    "image": _shape("alt_text", "image_url slack_file", strings={"alt_text": 2_000, "image_url": 3_000}),
}

_CHOOSERS = {
    "static_select",
    "multi_static_select",
    "external_select",
    "users_select",
    "multi_users_select",
    "channels_select",
    "multi_channels_select",
    "conversations_select",
    "datepicker",
    "timepicker",
    "checkboxes",
    "radio_buttons",
}
IN_ACTIONS = (_CHOOSERS - {t for t in _CHOOSERS if t.startswith("multi_")}) | {
    "button",
    "overflow",
    "datetimepicker",
}
IN_SECTION = _CHOOSERS | {"button", "overflow", "image"}
IN_INPUT = (_CHOOSERS - {"external_select"}) | {
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "file_input",
}

RICH = {
    "rich_text_section": _shape("elements"),
    "rich_text_preformatted": _shape("elements", "border language"),
    "rich_text_quote": _shape("elements", "border"),
    "rich_text_list": _shape("style elements", "indent offset border"),
}
INLINE = {
    "text": _shape("text", "style"),
    "link": _shape("url", "text unsafe style"),
    "user": _shape("user_id", "style"),
    "usergroup": _shape("usergroup_id", "style"),
    "channel": _shape("channel_id", "style"),
    "broadcast": _shape("range", "style"),
    "date": _shape("timestamp format", "url fallback style"),
    "emoji": _shape("name", "unicode skin_tone style"),
}
"""What stands in rich text, in blocks of its own and within a line."""

FILTER = _shape("", "include exclude_bot_users exclude_external_shared_channels", lists={"include": 4})
OPTION = _shape("text value", "description url", rich={"text": 75}, plain={"description": 75}, strings={"value": 75})
OPTION_GROUP = _shape("label options", "", plain={"label": 75}, lists={"options": OPTIONS})
CONFIRM = _shape(
    "title text confirm deny", "style", plain={"title": 100, "confirm": 30, "deny": 30}, rich={"text": 300}
)
VIEW = _shape(
    "type blocks",
    "title submit close callback_id external_id private_metadata clear_on_close notify_on_close",
    plain={"title": VIEW_TITLE, "submit": VIEW_TITLE, "close": VIEW_TITLE},
    strings={"callback_id": IDENTIFIER, "external_id": IDENTIFIER, "private_metadata": PRIVATE_METADATA},
    lists={"blocks": VIEW_BLOCKS},
)
