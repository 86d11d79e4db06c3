"""The terminal's numbers. No platform sets them: they are what reads well, and what keeps input harmless."""

from __future__ import annotations

from datetime import timedelta

CHECK_SECONDS = 2.0
"""While the prompt waits, so often is looked whether something has fallen due."""

UNKNOWN_WIDTH = 80
"""Columns where nobody says how wide the terminal is: a pipe, a file."""

NARROWEST = 24
"""Columns below which nothing is squeezed further."""

WIDEST = 100
"""Columns beyond which lines of prose become hard to follow."""

INDENT = 3
"""Columns by which a message stands in from its number."""

LABEL_COLUMN = 30
"""The widest column of labels beside which values are set; longer labels stand above their value."""

NAME_LENGTH = 24
"""The most characters of a person's name: enough for any name, short enough for a prompt."""

LONGEST_TICK = timedelta(days=3650)
"""How far one `/tick` goes."""

TICK_MESSAGES = 100
"""After so many messages one `/tick` stops where it is: more than that nobody reads in one go."""

TICK_MOMENTS = 1000
"""At so many moments one `/tick` lets things happen, whether they show or not: a few seconds' work."""

LAST_YEAR = 2999
"""How far all of them go together: Python's dates end in 9999, and what is planned lies ahead of the clock."""
