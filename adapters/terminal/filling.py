"""A form, filled in line by line. Pure state: it takes lines and says what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.terminal import screens
from bot.chat.elements import Field, Form, Paragraph, Pick
from bot.chat.words import Words

KEEP = ""
EMPTY = "-"
GO_ON = "\\"
LITERALLY = "\\"
"""At the end of a line the one, at its beginning the other; a line of nothing else goes on."""


@dataclass(slots=True)
class Filling:
    """An open form. `message` is the number of the message it was opened from; `private` says whether only the
    person sees that message."""

    form: Form
    message: int
    private: bool
    values: dict[str, str] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)

    @property
    def current(self) -> Field:
        """The field being asked for. Only while the form is not complete."""
        return self.form.fields[len(self.values)]

    @property
    def complete(self) -> bool:
        return len(self.values) == len(self.form.fields)

    def take(self, line: str, _: Words, *, literal: bool = False) -> str | None:
        """Take an answer to the current field. What is wrong with it, in a sentence, or None.

        `literal`: `KEEP` and `EMPTY` are but text.
        """
        asked = self.current
        if isinstance(asked, Pick):
            return self._pick(asked, line.strip(), _)
        if isinstance(asked, Paragraph) and line.endswith(GO_ON):
            self.begun.append(line.removesuffix(GO_ON).rstrip())
            return None
        written = "\n".join([*self.begun, line]).strip()
        self.begun.clear()
        text = written
        if not literal:
            text = asked.value if written == KEEP else "" if written == EMPTY and not asked.required else written
        if len(text) > asked.max_length:
            return screens.too_long(_, asked.label, len(text), asked.max_length)
        if asked.required and not text.strip():
            return screens.needed(_, asked.label)
        self.values[asked.name] = text
        return None

    def _pick(self, asked: Pick, text: str, _: Words) -> str | None:
        """An option is meant by its number or its label."""
        if text == EMPTY and not asked.required:
            self.values[asked.name] = ""
            return None
        meant = [
            option
            for number, option in enumerate(asked.options, 1)
            if (
                option.value == asked.value
                if text == KEEP
                else text.casefold() in (str(number), option.label.casefold())
            )
        ]
        if not meant and not (text == KEEP and not asked.required):
            return screens.no_option(_, asked.label, len(asked.options))
        self.values[asked.name] = meant[0].value if meant else ""
        return None
