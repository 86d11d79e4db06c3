"""A small real Bolt app for the tests of the server itself, and what those tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.server import SlackServer


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": plain(text)}


def button(label: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(label), "action_id": action_id, **more}


def modal(**changes: Any) -> dict[str, Any]:
    note = {"type": "plain_text_input", "action_id": "text"}
    return {
        "type": "modal",
        "callback_id": "note",
        "title": plain("A note"),
        "submit": plain("Save"),
        "blocks": [{"type": "input", "block_id": "note", "label": plain("Your note"), "element": note}],
        **changes,
    }


TOPICS = {
    "type": "static_select",
    "action_id": "topic",
    "placeholder": plain("Topic"),
    "options": [{"text": plain("Culture"), "value": "culture"}, {"text": plain("Hiring"), "value": "hiring"}],
}
QUESTION: dict[str, Any] = {
    "text": "Why do people stay?",
    "blocks": [
        {"type": "header", "text": plain("Culture")},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Why* do people stay? A &lt; B"}},
        {"type": "actions", "elements": [button("Why", "why", value="q1"), button("Note", "note"), TOPICS]},
    ],
}


def small_bot(slack: SlackServer, **options: Any) -> AsyncApp:
    """A bot with a command, actions, a modal and an event: enough to speak every part of the protocol."""
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    app = AsyncApp(client=client, **options)

    @app.command("/askq")
    async def asked(ack: Any, command: Any, client: Any, respond: Any) -> None:
        match command["text"].split():
            case ["later"]:
                await ack()
                await respond(**QUESTION)
            case ["note"]:
                await ack()
                with suppress(SlackApiError):  # Bolt forgets the acknowledgement when a listener fails soon after it
                    await client.views_open(trigger_id=command["trigger_id"], view=modal())
            case ["here"]:
                await ack(response_type="in_channel", **QUESTION)
            case ["post"]:
                await ack()
                await client.chat_postMessage(channel=command["channel_id"], text="posted")
            case ["bad"]:
                await ack(blocks=[{"type": "sectoin"}])
            case words:
                await ack(text=f"{command['user_name']} said {' '.join(words)}", blocks=QUESTION["blocks"])

    @app.action("why")
    async def why(ack: Any, respond: Any, action: Any) -> None:
        await ack()
        await respond(text=f"because {action['value']}", replace_original=True)

    @app.action("topic")
    async def topic(ack: Any, respond: Any, action: Any) -> None:
        await ack()
        await respond(text=f"chosen: {action['selected_option']['value']}", replace_original=False)

    @app.action("note")
    async def write_note(ack: Any, client: Any, body: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal())

    @app.view("note")
    async def noted(ack: Any, view: Any, body: Any, client: Any) -> None:
        text = view["state"]["values"]["note"]["text"]["value"]
        if text == "no":
            await ack(response_action="errors", errors={"note": "too short"})
        elif text == "more":
            await ack(response_action="update", view=modal(title=plain("More")))
        elif text == "wrong":
            await ack(response_action="errors", errors={"elsewhere": "?"})
        else:
            await ack()
            await client.chat_postMessage(channel=body["user"]["id"], text=f"noted: {text}")

    @app.event("app_mention")
    async def mentioned(event: Any, say: Any) -> None:
        await say(text=f"you said {event['text']}")

    @app.event("message")
    async def written(event: Any, say: Any) -> None:
        await say(text="hello yourself")

    @app.event("member_joined_channel")
    async def joined(event: Any, client: Any) -> None:
        await client.chat_postMessage(channel=event["channel"], text="Hello everyone")

    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Welcome")]})

    @app.event("app_uninstalled")
    async def gone() -> None: ...

    return app


@asynccontextmanager
async def running(slack: SlackServer, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await slack.connected()
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def by_hand(slack: SlackServer) -> AsyncIterator[aiohttp.ClientSession]:
    """A bot of one link that answers nothing by itself."""
    opened = await AsyncWebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)
    async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]):
        await slack.connected()
        yield session


def channel_id(slack: SlackServer, name: str = "general") -> str:
    return slack.world.channel(name, slack.workspace.id).id


async def refused(call: Awaitable[Any]) -> str:
    """The error that a call of the Web API is refused with."""
    with pytest.raises(SlackApiError) as problem:
        await call
    return str(problem.value.response["error"])
