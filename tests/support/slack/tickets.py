"""What Slack hands out with an interaction and takes back within limits: trigger ids and response URLs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from tests.support.slack.world import Channel, Clock, Message, User

TRIGGER_SECONDS = 3
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5


@dataclass
class Trigger:
    id: str
    user: User
    issued: float
    envelope_id: str = ""
    deliveries: int = 1
    """More than one when Slack delivered the same payload again."""
    used: bool = False


@dataclass
class ResponseUrl:
    path: str
    user: User
    channel: Channel
    original: Message | None
    """The message that the pressed button stands in; a command has none."""
    issued: float
    envelope_id: str = ""
    uses: int = 0


@dataclass
class Tickets:
    clock: Clock
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)

    def new_trigger(self, user: User) -> Trigger:
        number = len(self.triggers) + 1
        trigger = Trigger(f"{number}.{user.team_id[1:]}.{secrets.token_hex(8)}", user, self.clock.passed)
        self.triggers[trigger.id] = trigger
        return trigger

    def new_response_url(self, user: User, channel: Channel, original: Message | None) -> ResponseUrl:
        path = f"/response/{user.team_id}/{len(self.response_urls) + 1}/{secrets.token_hex(8)}"
        response_url = ResponseUrl(path, user, channel, original, self.clock.passed)
        self.response_urls[path] = response_url
        return response_url

    def why_no_trigger(self, trigger_id: str) -> str | None:
        """The error that `views.open` and `views.push` give for this trigger id; `None` when it is good."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        if self.clock.passed - trigger.issued > TRIGGER_SECONDS:
            return "expired_trigger_id"
        return None

    def why_no_response(self, response_url: ResponseUrl) -> str | None:
        if response_url.uses >= RESPONSE_URL_USES:
            return "used_url"
        if self.clock.passed - response_url.issued > RESPONSE_URL_SECONDS:
            return "expired_url"
        return None
