"""What `practice` contributes; its handlers are spread over modules."""

from __future__ import annotations

from bot.chat.command import Feature

feature = Feature("practice")
