"""Slack's numbers, each with its source. Lengths are in characters, times in seconds.

"Block Kit" is docs.slack.dev/reference/block-kit, "manifest" docs.slack.dev/reference/app-manifest.
"""

from __future__ import annotations

# -- messages --------------------------------------------------------------------------------------

MESSAGE_BLOCKS = 50
"""Blocks in a message (Block Kit, blocks)."""

MESSAGE_CHARACTERS = 12_000
"""Characters over all blocks of one message. The one number Slack gives for a whole message is this, for all
`markdown` blocks together (Block Kit, markdown block); `msg_blocks_too_long` names none, so we keep to it."""

FALLBACK = 4_000
"""The `text` beside the blocks: 4,000 recommended, cut at 40,000 (docs: chat.postMessage, truncating content)."""

# -- blocks and elements ---------------------------------------------------------------------------

PROSE = 3_000
"""Text in a section or context block (Block Kit, text object). Rich text names no limit; we split at the same place."""

HEADER = 150
"""A header's text (Block Kit, header block)."""

ACTIONS = 25
"""Elements in an actions block (Block Kit, actions block)."""

LABEL = 75
"""A button's text and an option's text and description (Block Kit, button element and option object)."""

PLACEHOLDER = 150
"""A menu's placeholder (Block Kit, select menu element)."""

OPTIONS = 100
"""Options in a menu (Block Kit, select menu element)."""

VALUE = 75
"""An option's value: 75 in slack_sdk's constants, 150 in the newer reference; the smaller works in both."""

IDENTIFIER = 255
"""`action_id`, `block_id` and `callback_id` (Block Kit, blocks; docs: views)."""

URL = 3_000
"""A link button's address (Block Kit, button element)."""

# -- modals ----------------------------------------------------------------------------------------

TITLE = 24
"""A modal's title and its submit button (docs: views)."""

FIELD_LABEL = 2_000
"""An input's label and hint (Block Kit, input block)."""

INPUT = 3_000
"""`max_length` of a text input (Block Kit, plain text input element)."""

PRIVATE_METADATA = 3_000
"""What a modal carries for us (docs: views)."""

# -- time ------------------------------------------------------------------------------------------

ACKNOWLEDGE = 3.0
"""Until when an interaction must be acknowledged and its trigger opens a modal (docs: handling user interaction)."""

RESPONSE_URL_USES = 5
"""Answers through one `response_url`, within 30 minutes (docs: handling user interaction, response URLs)."""

# -- sending ---------------------------------------------------------------------------------------

POST_EACH = 1.0
"""Between two posts to one channel. Slack allows short bursts beyond, and names no size (docs: rate limits, posting
messages)."""

POSTS_A_SECOND = 4
"""Over a whole workspace. Slack says "several hundred messages per minute"; this makes 240 (docs: rate limits,
posting messages)."""

HISTORY_PAGE = 15
"""Messages a call, which every app gets; some get no more (docs: conversations.history, rate limits)."""

HISTORY_PAGES = 40
"""Calls that the search for one message may take. Slack takes 50 a minute (docs: rate limits, tier 3)."""

CHANNELS_PAGE = 200
"""Channels a call, as recommended (docs: users.conversations, pagination)."""

# -- manifest --------------------------------------------------------------------------------------

APP_NAME = 35
"""`display_information.name` (manifest)."""

APP_DESCRIPTION = 140
"""`display_information.description` (manifest)."""

BOT_NAME = 80
"""`features.bot_user.display_name` (manifest)."""

COMMAND_DESCRIPTION = 2_000
"""`features.slash_commands[].description` (manifest)."""

USAGE_HINT = 1_000
"""`features.slash_commands[].usage_hint` (manifest)."""
