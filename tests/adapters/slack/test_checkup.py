"""What the doctor finds on Slack's side, and what it advises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from adapters.slack.app import SlackFront
from bot.bootstrap import catalogue
from bot.fronts import Finding
from bot.settings import load
from tests.support.slack.faults import LostConnection, Refusal
from tests.support.slack.server import SlackServer
from tests.support.slack_front import settings_for, without_scopes

URL = "sqlite:///unused.db"


async def look(slack: SlackServer, **options: object) -> list[Finding]:
    return await SlackFront(**options).checkup(catalogue(), settings_for(slack, URL))  # type: ignore[arg-type]


def wrong(findings: list[Finding]) -> list[str]:
    return [finding.advice for finding in findings if not finding.well]


async def test_all_is_well(slack: SlackServer) -> None:
    findings = await look(slack)
    assert wrong(findings) == []
    assert len(findings) == 4


async def test_a_dead_bot_token_is_named(slack: SlackServer) -> None:
    slack.revoke_token()
    (advice,) = wrong(await look(slack))
    assert advice.startswith("Slack says token_revoked: install")


async def test_missing_scopes_are_named(slack: SlackServer) -> None:
    without_scopes(slack, "im:history", "users:read", "channels:history")
    (advice,) = wrong(await look(slack))
    assert advice.startswith("add im:history, users:read under OAuth & Permissions")


async def test_what_askq_can_do_without_is_a_note_that_says_what_that_costs(slack: SlackServer) -> None:
    without_scopes(slack, "channels:history", "im:write")
    findings = await look(slack)
    assert wrong(findings) == []
    (note,) = [finding.advice for finding in findings if finding.advice]
    assert "as ASKQ_WHEN_IN_DOUBT says; to let it look, add channels:history, im:write under OAuth" in note


async def test_a_wrong_clock_is_noticed(slack: SlackServer) -> None:
    (advice,) = wrong(await look(slack, now=lambda: datetime.now(UTC) + timedelta(hours=1)))
    assert "ahead" in advice


async def test_a_dead_app_token_is_named(slack: SlackServer) -> None:
    slack.trouble("apps.connections.open", Refusal("invalid_auth"))
    (advice,) = wrong(await look(slack))
    assert advice.startswith("Slack says invalid_auth: make an app-level token")


async def test_an_unreachable_slack_is_no_crash(slack: SlackServer) -> None:
    slack.trouble("auth.test", LostConnection())
    slack.trouble("apps.connections.open", LostConnection())
    assert len(wrong(await look(slack))) == 2


def test_a_front_without_tokens_is_not_configured() -> None:
    assert not SlackFront().configured(load(_env_file=None))
