"""The failures askq knows by name. Each says what a person, an author or an operator reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AskqError(Exception):
    """The root of every failure askq raises on purpose."""


class Refusal(AskqError):
    """Shown, privately, to the person who asked: what was wrong and what to do instead. Nothing was changed."""


class NotAnArgument(AskqError):
    """What stands behind a command's name is not an argument of that command.

    In one line of text this makes the line a search ("why do people leave"); where the platform
    hands over named arguments it is a refusal.
    """


class DeclarationError(AskqError):
    """A command, an argument or a button's meaning was declared in a way that cannot work. Raised at import."""


class ConfigError(AskqError):
    """The settings cannot work. Carries every mistake at once, a line each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


class ContentError(AskqError):
    """The bank has problems. Carries all of them, each already written as `path:line:column: message (rule)`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class StorageError(AskqError):
    """The database cannot be used. Says so in its own words, which never hold the password."""


class ThreadEnd(StrEnum):
    """Why nothing can be posted below a message any more, though the channel takes messages."""

    POST_DELETED = "post deleted"
    CLOSED = "closed"
    """The thread was deleted, locked or put away, or no more threads are allowed."""


@dataclass(eq=False)
class Undeliverable(AskqError):
    """A platform did not take a message.

    `reason` is the platform's own word for it, for the log. `retry_after` (seconds) says when another try makes sense,
    None that none does; `gone` that the channel no longer exists; `forbidden` that askq may not write there until a
    person changes something, or, with a `retry_after`, only where a few more tries fare no better; `everywhere` that
    the same holds for all channels of the same connection (a global rate limit, a dead token). `fix` is what puts a
    forbidden thing right, as `bot.chat.messages.Standing` has it. `thread` says that only the thread takes nothing any
    more, `in_part` that the first of several messages stand there already: the next try has to find them.
    """

    reason: str
    retry_after: float | None = None
    gone: bool = False
    forbidden: bool = False
    everywhere: bool = False
    fix: str = ""
    thread: ThreadEnd | None = None
    in_part: bool = False

    def __str__(self) -> str:
        return self.reason


class Doubtful(Undeliverable):
    """The call broke in a way that leaves open whether the platform carried it out."""


class Unknowable(Undeliverable):
    """An earlier try may have arrived, and the platform does not let askq look whether it did."""


class NotThere(Undeliverable):
    """An earlier try did not arrive, and it is too late to send it now."""
