"""What an answer to an interaction does: acknowledgements with a payload, and response URLs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support.slack.blocks import message_problems, view_problems
from tests.support.slack.payloads import with_block_ids
from tests.support.slack.records import Records
from tests.support.slack.tickets import ResponseUrl
from tests.support.slack.world import Channel, Message, User, View, World

MOST_STACKED_VIEWS = 3
_MESSAGE_KEYS = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
    "metadata",
}


@dataclass(frozen=True, slots=True)
class Interaction:
    """What a user did: the side of an envelope that an answer refers to."""

    user: User
    kind: str
    """`command`, `block_actions`, `view_submission`, `view_closed` or `event`."""
    channel: Channel | None = None
    view: View | None = None
    response_url: ResponseUrl | None = None


class Responding:
    def __init__(self, world: World, records: Records) -> None:
        self._world = world
        self._records = records

    def acknowledged(self, interaction: Interaction, payload: dict[str, Any] | None, cause: str) -> None:
        if interaction.kind == "view_submission" and interaction.view is not None:
            self._submitted(interaction.user, interaction.view, payload or {}, cause)
        elif not payload:
            return
        elif interaction.kind == "command" and interaction.channel is not None:
            self._check_message("acknowledgement", payload)
            self._say(interaction.user, interaction.channel, payload, cause)
        else:
            self._records.complain(
                f"{interaction.kind} was acknowledged with a payload, which Slack ignores: {payload}"
            )

    def responded(self, url: ResponseUrl, body: dict[str, Any]) -> None:
        """Carry out a POST to a response URL."""
        original = url.original and self._world.messages.get((url.original.channel_id, url.original.ts))
        if body.get("delete_original"):
            if original:
                self._world.delete(original, url.envelope_id)
            return
        self._check_message("response_url", body)
        if body.get("replace_original") and original:
            blocks = with_block_ids(body.get("blocks") or (), self._world)
            self._world.edit(original, url.envelope_id, text=body.get("text", ""), blocks=blocks)
        else:
            self._say(url.user, url.channel, body, url.envelope_id)

    def _say(self, user: User, channel: Channel, body: dict[str, Any], cause: str) -> None:
        public = body.get("response_type") == "in_channel"
        self._world.post(
            Message(
                self._world.clock.next_ts(),
                channel.id,
                channel.team_id,
                self._world.workspaces[channel.team_id].bot_user_id,
                body.get("text", ""),
                with_block_ids(body.get("blocks") or (), self._world),
                only_for=None if public else user.id,
                thread_ts=body.get("thread_ts"),
                metadata=body.get("metadata"),
            ),
            cause,
        )

    def _check_message(self, where: str, body: dict[str, Any]) -> None:
        for key in sorted(set(body) - _MESSAGE_KEYS):
            self._records.complain(f"{where}: unknown key {key!r}")
        if body.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
            self._records.complain(f"{where}: response_type {body['response_type']!r} is not one of Slack's")
        for problem in message_problems(body):
            self._records.complain(f"{where}: {problem}")

    def _submitted(self, user: User, view: View, payload: dict[str, Any], cause: str) -> None:
        action = payload.get("response_action")
        if action is None:
            if payload:
                self._records.complain(f"view_submission was acknowledged without response_action: {payload}")
            self._world.close_views(user, cause)
        elif action == "clear":
            self._world.close_views(user, cause, everything=True)
        elif action == "errors":
            self._check_errors(view, payload.get("errors"))
        elif action in ("update", "push"):
            self._next_view(user, view, action, payload, cause)
        else:
            self._records.complain(f"unknown response_action {action!r}")

    def _check_errors(self, view: View, errors: Any) -> None:
        fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            self._records.complain("response_action errors needs errors by block_id")
            return
        for block_id in errors:
            if block_id not in fields:
                self._records.complain(
                    f"response_action errors names {block_id!r}, which is no input block of the view"
                )

    def _next_view(self, user: User, view: View, action: str, payload: dict[str, Any], cause: str) -> None:
        definition = payload.get("view") or {}
        for problem in view_problems(definition):
            self._records.complain(f"response_action {action}: {problem}")
        definition = {**definition, "blocks": list(with_block_ids(definition.get("blocks", ()), self._world))}
        if action == "update":
            self._world.replace_view(view, definition, cause)
        elif len(self._world.stacks[user.id]) >= MOST_STACKED_VIEWS:
            self._records.complain(f"more than {MOST_STACKED_VIEWS} views on top of each other")
        else:
            self._world.show_view(user, definition, cause, push=True)
