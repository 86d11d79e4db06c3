"""Routes about interactions: the one first answer, and what may follow it through the webhook.

Source: discord-api-docs, *interactions/receiving-and-responding*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.discord.commands import choice_problems
from tests.support.discord.components import modal_problems
from tests.support.discord.model import (
    ANSWERS,
    EPHEMERAL,
    LOADING,
    Choice,
    Interaction,
    Json,
    Message,
    Modal,
    User,
)
from tests.support.discord.rest import (
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Answer,
    Call,
    Route,
    invalid,
    refusal,
)
from tests.support.discord.routes.writing import announce, as_json, delete, rewrite, write

if TYPE_CHECKING:
    from tests.support.discord.server import DiscordServer

COMMAND, PRESS, TYPING, SUBMISSION = 2, 3, 4, 5
MESSAGE, DEFERRED, KEPT, UPDATED, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ALREADY = refusal(400, 40060, "Interaction has already been acknowledged.")
TOKEN_EXPIRED = refusal(401, 50027, "Invalid Webhook Token")


def callback(server: DiscordServer, call: Call) -> Answer:
    interaction = call.interaction
    if interaction is None or interaction.expired or interaction.id != call.id("interaction_id"):
        return UNKNOWN_INTERACTION
    interaction.callbacks += 1
    kind, data = call.body.get("type"), call.body.get("data") or {}
    if interaction.answered is not None:
        # Each delivery may be answered, and a broken answer may be repeated; anything else is a mistake.
        if interaction.callbacks > interaction.deliveries + interaction.troubled:
            server.note(call, [f"{interaction!r} was answered again, with type {kind}"])
        return ALREADY
    problems = _wrong_kind(interaction, kind)
    if kind == CHOICES:
        problems += choice_problems("autocomplete", data.get("choices") or [])
    if kind == MODAL:
        problems += modal_problems(data)
    if kind == DEFERRED and (data.get("flags") or 0) & ~EPHEMERAL:
        problems.append("a deferral may carry no flag but ephemeral")
    server.blame(call, problems)
    # Messages are still to be looked at where they are written, so that all that is wrong is said.
    if problems or (call.problems and kind not in (MESSAGE, UPDATED)):
        return invalid(call.problems)
    if refused := _take_effect(server, call, interaction, kind, data):
        return invalid(refused)
    interaction.answered = ANSWERS[kind]
    return Answer(200, _callback_json(server, interaction, kind)) if call.query.get("with_response") else Answer(204)


def _wrong_kind(interaction: Interaction, kind: int | None) -> list[str]:
    if kind not in ANSWERS:
        return [f"an interaction cannot be answered with type {kind}"]
    if (interaction.kind == TYPING) != (kind == CHOICES):
        return [f"type {kind} does not answer {interaction!r}: type 8 answers autocomplete, and only that"]
    if kind == MODAL and interaction.kind == SUBMISSION:
        return ["a modal may not be answered with a modal"]
    if kind in (KEPT, UPDATED) and interaction.message is None:
        return [f"type {kind} changes the pressed message, but {interaction!r} has none"]
    return []


def _take_effect(server: DiscordServer, call: Call, interaction: Interaction, kind: int, data: Json) -> list[str]:
    match kind:
        case 4:
            only_for = _only_for(interaction, data)
            message = write(server, call, interaction.channel, data, interaction=interaction, ephemeral_to=only_for)
            if isinstance(message, list):
                return message
            interaction.original = message
        case 5:
            interaction.original = _loading(server, interaction, data)
        case 6:
            interaction.original = interaction.message
        case 7:
            assert interaction.message is not None
            if interaction.message.deleted:
                return []
            if problems := rewrite(server, call, interaction.message, data):
                return problems
            interaction.original = interaction.message
        case 8:
            interaction.choices = tuple(Choice(c["name"], c["value"]) for c in data.get("choices") or [])
        case 9:
            interaction.opened = Modal(server.world.new_id(), data, interaction)
            server.modals.append(interaction.opened)
    return []


def _loading(server: DiscordServer, interaction: Interaction, data: Json) -> Message:
    message = Message(
        server.world.new_id(), interaction.channel, server.world.bot, flags=LOADING | (data.get("flags") or 0),
        ephemeral_to=_only_for(interaction, data), interaction=interaction, created_at=server.world.clock(),
    )  # fmt: skip
    interaction.channel.messages.append(message)
    announce(server, "MESSAGE_CREATE", message)
    return message


def _only_for(interaction: Interaction, data: Json) -> User | None:
    return interaction.user if (data.get("flags") or 0) & EPHEMERAL else None


def _callback_json(server: DiscordServer, interaction: Interaction, kind: int) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    message = interaction.original
    if message is None:
        return {"interaction": about}
    about |= {
        "response_message_id": str(message.id), "response_message_loading": message.loading,
        "response_message_ephemeral": message.ephemeral,
    }  # fmt: skip
    body: Json = {"interaction": about}
    if kind in (MESSAGE, UPDATED):
        body["resource"] = {"type": kind, "message": as_json(server, message)}
    return body


# -- afterwards -----------------------------------------------------------------------------------------------


def follow_up(server: DiscordServer, call: Call) -> Answer:
    """A further message; the first one after a deferral takes the place of "is thinking…"."""
    interaction = _answered(server, call)
    if isinstance(interaction, Answer):
        return interaction
    if interaction.original is not None and interaction.original.loading and not interaction.original.deleted:
        problems = rewrite(server, call, interaction.original, call.body)
        return invalid(problems) if problems else Answer(200, as_json(server, interaction.original))
    message = write(
        server, call, interaction.channel, call.body, interaction=interaction,
        ephemeral_to=_only_for(interaction, call.body),
    )  # fmt: skip
    if isinstance(message, list):
        return invalid(message)
    interaction.followups.append(message)
    return Answer(200, as_json(server, message))


def read_answer(server: DiscordServer, call: Call) -> Answer:
    message = _own_message(server, call)
    return message if isinstance(message, Answer) else Answer(200, as_json(server, message))


def edit_answer(server: DiscordServer, call: Call) -> Answer:
    message = _own_message(server, call)
    if isinstance(message, Answer):
        return message
    problems = rewrite(server, call, message, call.body)
    return invalid(problems) if problems else Answer(200, as_json(server, message))


def delete_answer(server: DiscordServer, call: Call) -> Answer:
    message = _own_message(server, call)
    if isinstance(message, Answer):
        return message
    delete(server, message)
    return Answer(204)


def _answered(server: DiscordServer, call: Call) -> Interaction | Answer:
    interaction = call.interaction
    if interaction is None or call.id("application_id") != server.world.application_id:
        return UNKNOWN_WEBHOOK
    if interaction.expired:
        return TOKEN_EXPIRED
    if interaction.answered is None:
        server.note(call, [f"{interaction!r} got a follow-up before its first answer"])
        return UNKNOWN_WEBHOOK
    return interaction


def _own_message(server: DiscordServer, call: Call) -> Message | Answer:
    interaction = _answered(server, call)
    if isinstance(interaction, Answer):
        return interaction
    wanted = call.parts.get("message_id", "@original")
    mine = [m for m in (interaction.original, *interaction.followups) if m is not None and not m.deleted]
    if wanted == "@original":
        mine = [m for m in mine if m is interaction.original]
    else:
        mine = [m for m in mine if m.id == int(wanted)]
    return mine[0] if mine else UNKNOWN_MESSAGE


_WEBHOOK = "/webhooks/{application_id}/{interaction_token}"
ROUTES = [
    Route("callback", "POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback, open=True),
    Route("follow-up", "POST", _WEBHOOK, follow_up, open=True),
    Route("read answer", "GET", _WEBHOOK + "/messages/@original", read_answer, open=True),
    Route("edit answer", "PATCH", _WEBHOOK + "/messages/@original", edit_answer, open=True),
    Route("delete answer", "DELETE", _WEBHOOK + "/messages/@original", delete_answer, open=True),
    Route("read follow-up", "GET", _WEBHOOK + "/messages/{message_id}", read_answer, open=True),
    Route("edit follow-up", "PATCH", _WEBHOOK + "/messages/{message_id}", edit_answer, open=True),
    Route("delete follow-up", "DELETE", _WEBHOOK + "/messages/{message_id}", delete_answer, open=True),
]
