"""Markdown that not every platform can show.

Paragraphs, lists, **bold**, *italic*, `code`, links, and blocks of code between lines of three backticks look right in
Slack, in Discord and in a terminal. Tables, headings, pictures, HTML and lists inside lists do not, so nothing of them
is guessed at.

Good::

    prompt: |
      Which of these is a *good* sign?

      - A date
      - A name

Bad::

    prompt: |
      # A good sign

      | which | why |
      |-------|-----|
      | date  | one can check it |
"""

from __future__ import annotations

from bot.bank.rule import Rule, Severity

rule = Rule("markdown", Severity.ERROR)
