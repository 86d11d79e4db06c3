"""What the doctor looks at: both tokens, the scopes, the clock. Calls that change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.links import APP_TOKEN_ADVICE
from adapters.slack.register import FOR_LOOKING, SCOPES
from adapters.slack.sender import undeliverable
from bot.fronts import Finding, clock

BOT_TOKEN_ADVICE = "install the Slack app again under OAuth & Permissions and set the bot token it shows"  # noqa: S105


async def findings(client: AsyncWebClient, app_token: str, now: Callable[[], datetime]) -> list[Finding]:
    """`client` carries the bot token."""
    return [*await _bot_token(client, now), await _app_token(client, app_token)]


async def _bot_token(client: AsyncWebClient, now: Callable[[], datetime]) -> list[Finding]:
    try:
        answer: Any = await client.auth_test()
    except SlackApiError as error:
        advice = f"Slack says {undeliverable(error)}: {BOT_TOKEN_ADVICE}"
        return [Finding("Slack accepts the bot token", False, advice)]
    except (aiohttp.ClientError, TimeoutError) as error:
        advice = f"{type(error).__name__}: check the network, a proxy, and ASKQ_SLACK_API_URL"
        return [Finding("Slack can be reached", False, advice)]
    return [
        Finding(f"Slack accepts the bot token, for the workspace {answer['team']}", True),
        *_scopes(answer.headers.get("x-oauth-scopes", "")),
        clock(answer.headers.get("Date", ""), now()),
    ]


def _scopes(header: str) -> list[Finding]:
    missing = set(SCOPES) - {scope.strip() for scope in header.split(",")}
    needed, for_looking = missing - FOR_LOOKING, missing & FOR_LOOKING
    findings = [Finding("the bot token has every scope it needs", not needed, _add(needed) if needed else "")]
    if for_looking:
        cost = "a message whose sending broke off is then left, or sent again, as ASKQ_WHEN_IN_DOUBT says"
        what = "askq may not look everywhere whether a message arrived"
        findings.append(Finding(what, True, f"{cost}; to let it look, {_add(for_looking)}"))
    return findings


def _add(scopes: Iterable[str]) -> str:
    return f"add {', '.join(sorted(scopes))} under OAuth & Permissions, then install the app again"


async def _app_token(client: AsyncWebClient, app_token: str) -> Finding:
    what = "Slack accepts the app token for Socket Mode"
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return Finding(what, False, f"Slack says {undeliverable(error)}: {APP_TOKEN_ADVICE}")
    except (aiohttp.ClientError, TimeoutError) as error:
        return Finding(what, False, f"{type(error).__name__}: check the network, a proxy, and ASKQ_SLACK_API_URL")
    return Finding(what, True)
