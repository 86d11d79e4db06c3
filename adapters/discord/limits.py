"""Discord's numbers, each with its source. Lengths are in characters, times in seconds.

"Components" is discord-api-docs *components reference*, "commands" *application commands*, "interactions"
*receiving and responding*.
"""

from __future__ import annotations

from typing import Final

# -- messages --------------------------------------------------------------------------------------

COMPONENTS = 40
"""Components in a message, nested ones included (Components)."""

MESSAGE_CHARACTERS = 4_000
"""Characters over all text displays of a message (Components, text display)."""

MESSAGE_BYTES = 10_000
"""UTF-8 bytes of all strings of a message, `COMPONENT_BYTES` for each component added. Not documented: above about
10,170 Discord answers with a bare 500 (discord-api-docs, issue 8554). Counting every string errs on the safe side."""

COMPONENT_BYTES = 12
"""What a component adds to those bytes besides its strings (as above)."""

PROSE = 2_000
"""Text in one text display. Our own number: at four bytes a character, it still leaves room for other components."""

NONCE = 25
"""`nonce` of a message (discord-api-docs, *create message*)."""

NONCE_SECONDS = 120.0
"""For how long to rely on a nonce. Discord remembers it for "the past few minutes" (*create message*); ours is less."""

HISTORY = 100
"""Messages that are given at once (discord-api-docs, *get channel messages*)."""

THREAD_NAME = 100
"""A thread's name (discord-api-docs, *start thread from message*)."""

ARCHIVE_MINUTES: Final = 4_320
"""After so long without a message a thread leaves the list: 60, 1,440, 4,320 or 10,080 (*channel*). Any message brings
it back."""

# -- pace ------------------------------------------------------------------------------------------

CHANNEL_SECONDS = 1.0
"""Between two posts to one channel. The limit of each route comes in headers and may change (discord-api-docs, *rate
limits*); for messages it is commonly 5 in 5 seconds."""

POSTS_A_SECOND = 45.0
"""Over all channels. A bot has 50 requests a second (discord-api-docs, *rate limits*, global); some are left for
threads and for looking things up. Answers to interactions do not count."""

# -- components ------------------------------------------------------------------------------------

ROW = 5
"""Buttons in an action row, or one select instead (Components, action row)."""

LABEL = 80
"""A button's label (Components, button)."""

URL = 512
"""A link button's address (Components, button)."""

IDENTIFIER = 100
"""`custom_id`, unique in its message (Components)."""

OPTIONS = 25
"""Options in a string select (Components, string select)."""

OPTIONS_BYTES = 6_000
"""UTF-8 bytes of one select's options. Our own number: a select has to fit a message beside its text."""

OPTION = 100
"""An option's label, value and description (Components, string select)."""

PLACEHOLDER = 150
"""A select's placeholder (Components, string select)."""

# -- modals ----------------------------------------------------------------------------------------

TITLE = 45
"""A modal's title (interactions, modal)."""

FIELD_LABEL = 45
"""The label around a field (Components, label)."""

FIELD_DESCRIPTION = 100
"""The description below that label (Components, label)."""

INPUT = 4_000
"""`max_length` of a text input (Components, text input)."""

# -- answering -------------------------------------------------------------------------------------

FIRST_ANSWER = 3.0
"""Until when an interaction takes its first answer; then its token is void (interactions)."""

CHOICES = 25
"""Suggestions in one completion, and choices of an option (commands)."""

CHOICE = 100
"""A choice's name and value (commands)."""

# -- commands --------------------------------------------------------------------------------------

COMMANDS = 100
"""Slash commands of an application (commands, registering)."""

COMMAND_OPTIONS = 25
"""Options of a command, and subcommands of a group (commands)."""

COMMAND_DESCRIPTION = 100
"""A command's and an option's description (commands)."""

COMMAND_CHARACTERS = 8_000
"""Names, descriptions and values of one command together (commands, limits)."""
