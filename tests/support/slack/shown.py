"""What came of something that a person did: a live value that keeps up with the bot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tests.support.slack.socket_mode import Envelope
from tests.support.slack.world import Change, Json, Message, User, View

if TYPE_CHECKING:
    from tests.support.slack.people import People

Found = TypeVar("Found")


class Shown:
    """Everything that changed on screens since the person acted, other people's interactions left out.

    Plain Web API calls name no cause: they are counted here when they came after the act.
    """

    def __init__(self, slack: People, user: User, envelope: Envelope) -> None:
        self._slack = slack
        self._since = len(slack.world.journal)
        self.user = user
        self.envelope = envelope

    @property
    def acknowledged(self) -> bool:
        return self.envelope.acknowledged

    @property
    def ack(self) -> Json | None:
        """The payload of the acknowledgement; `None` when it had none or has not come."""
        return self.envelope.acks[0].payload if self.envelope.acks else None

    @property
    def errors(self) -> dict[str, str]:
        """What the form said about its fields, by block id."""
        return dict((self.ack or {}).get("errors", {}))

    @property
    def changes(self) -> list[Change]:
        return [
            change for change in self._slack.world.journal[self._since :] if change.cause in (None, self.envelope.id)
        ]

    @property
    def messages(self) -> list[Message]:
        """The bot's messages that are new or changed, as they are now; deleted ones are gone here too."""
        current = self._slack.world.messages
        touched = dict.fromkeys(
            (change.subject.channel_id, change.subject.ts)
            for change in self.changes
            if isinstance(change.subject, Message) and self._slack.world.users[change.subject.author].is_bot
        )
        return [current[key] for key in touched if key in current]

    @property
    def message(self) -> Message:
        """The one message that came of it. Raises AssertionError when there is none, or more than one."""
        messages = self.messages
        assert len(messages) == 1, f"{len(messages)} messages came of it:\n{self._slack.seen()}"
        return messages[0]

    @property
    def view(self) -> View | None:
        """The modal that the person has in front of them now."""
        return self._slack.world.top_view(self.user)

    @property
    def text(self) -> str:
        """Its messages as people read them, one after the other."""
        return "\n".join(self._slack.as_text(message) for message in self.messages)

    async def until(self, condition: Callable[[Shown], Found]) -> Found:
        """Wait for more to come of it: `await shown.until(lambda shown: shown.messages)`."""
        return await self._slack.until(lambda: condition(self))
