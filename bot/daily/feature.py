"""The feature that every module of this room declares its commands and buttons in."""

from __future__ import annotations

from bot.chat.command import Feature

feature = Feature("daily")
