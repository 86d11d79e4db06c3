"""The manifest that makes the Slack app."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from adapters.slack import limits, register
from adapters.slack.app import front
from bot.bootstrap import catalogue
from bot.chat.command import Catalogue
from bot.settings import load


def test_the_manifest_is_ready_to_paste() -> None:
    manifest = json.loads(front.manifest(catalogue(), load(_env_file=None)))
    assert manifest["display_information"]["name"] == "askq"
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"] == {"is_enabled": True}
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert set(manifest) == {"_metadata", "display_information", "features", "oauth_config", "settings"}


def test_there_is_one_command_which_escapes_names() -> None:
    (command,) = register.manifest(catalogue())["features"]["slash_commands"]
    assert command["command"] == "/askq"
    assert command["should_escape"] is True
    assert command["description"] == catalogue().commands[""].summary


def test_the_usage_hint_names_every_first_word_once() -> None:
    shown = register.usage_hint(catalogue()).split(" | ")
    assert shown[0] == catalogue().commands[""].usage
    assert sorted(shown[1:]) == sorted({name.split()[0] for name in catalogue().commands if name})


def test_nothing_is_longer_than_slack_takes() -> None:
    manifest = register.manifest(catalogue())
    (command,) = manifest["features"]["slash_commands"]
    assert len(manifest["display_information"]["name"]) <= limits.APP_NAME
    assert len(manifest["display_information"]["description"]) <= limits.APP_DESCRIPTION
    assert len(manifest["features"]["bot_user"]["display_name"]) <= limits.BOT_NAME
    assert len(command["description"]) <= limits.COMMAND_DESCRIPTION
    assert len(command["usage_hint"]) <= limits.USAGE_HINT


def test_a_description_too_long_is_refused() -> None:
    long = Catalogue(())
    long.commands[""] = replace(catalogue().commands[""], summary="x" * 2_001)
    with pytest.raises(ValueError, match="2001 characters"):
        register.manifest(long)


def test_the_scopes_that_only_let_askq_look_are_asked_for_too() -> None:
    scopes = register.manifest(catalogue())["oauth_config"]["scopes"]["bot"]
    assert set(scopes) > register.FOR_LOOKING


def test_scopes_and_events_are_sorted_and_named_once() -> None:
    assert list(register.SCOPES) == sorted(set(register.SCOPES))
    assert list(register.EVENTS) == sorted(set(register.EVENTS))
