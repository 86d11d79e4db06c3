"""The room's commands and buttons, gathered from its modules."""

from __future__ import annotations

from bot.chat.command import Feature

feature = Feature("quiz")
