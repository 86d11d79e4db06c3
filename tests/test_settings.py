"""What an operator sets: every mistake at once, in words, and no secret ever printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import ConfigError
from bot.settings import Settings, load


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No `.env` but the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mistakes(monkeypatch: pytest.MonkeyPatch, **variables: str) -> tuple[str, ...]:
    for name, value in variables.items():
        monkeypatch.setenv(f"ASKQ_{name}", value)
    with pytest.raises(ConfigError) as caught:
        load()
    return caught.value.mistakes


def test_nothing_has_to_be_set() -> None:
    settings = load()
    assert settings.database_url == "sqlite:///askq.db"
    assert settings.http_port == 8080
    assert settings.discord_token is None


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKQ_DISCORD_TOKEN", "abc")
    monkeypatch.setenv("ASKQ_LOG_LEVEL", "DEBUG")
    assert load().discord_token == SecretStr("abc")
    assert load().log_level == "DEBUG"


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKQ_SLACK_BOT_TOKEN", "")
    assert load().slack_bot_token is None


def test_a_file_is_read_and_the_environment_wins(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / ".env").write_text("ASKQ_HTTP_PORT=1234\nASKQ_LOG_LEVEL=ERROR\nPATH_OF_SOMETHING_ELSE=x\n")
    monkeypatch.setenv("ASKQ_LOG_LEVEL", "WARNING")
    assert (load().http_port, load().log_level) == (1234, "WARNING")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://ana@host/askq", "use sqlite:///askq.db or postgresql://"),
        ("DATABASE_URL", "askq.db", "use sqlite:///askq.db or postgresql://"),
        ("DATABASE_URL", "sqlite://", "use sqlite:///askq.db or postgresql://"),
        ("DATABASE_URL", "sqlite:///:memory:", "use sqlite:///askq.db or postgresql://"),
        ("CONTENT", "no/such/folder", "there is no folder no/such/folder"),
        ("LOG_LEVEL", "LOUD", "write one of DEBUG, INFO, WARNING, ERROR"),
        ("HTTP_PORT", "70000", "write a whole number from 0 to 65535"),
        ("HTTP_PORT", "http", "write a whole number from 0 to 65535"),
        ("SLACK_API_URL", "ftp://slack.test/api/", "begins with https:// or http://"),
        ("DISCORD_API_URL", "discord.com", "begins with https:// or http://"),
        ("DISCORD_API_URL", "http://[::1", "begins with https:// or http://"),
    ],
)
def test_a_mistake_says_which_variable_and_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    (mistake,) = mistakes(monkeypatch, **{name: value})
    assert mistake.startswith(f"ASKQ_{name}: ")
    assert said in mistake


@pytest.mark.parametrize("url", ["sqlite:///askq.db", "sqlite:////srv/askq.db", "postgresql://u:p@h/n"])
def test_databases_that_work(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ASKQ_DATABASE_URL", url)
    assert load().database_url == url


def test_a_missing_driver_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.modules", {**__import__("sys").modules, "psycopg": None})
    (mistake,) = mistakes(monkeypatch, DATABASE_URL="postgresql://u:p@h/n")
    assert 'pip install "askq[postgres]"' in mistake


def test_tokens_that_changed_places_are_told_how_each_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    bot, app = mistakes(monkeypatch, SLACK_BOT_TOKEN="xapp-1", SLACK_APP_TOKEN="xoxb-1")
    assert bot.startswith("ASKQ_SLACK_BOT_TOKEN: it begins with xoxb-")
    assert app.startswith("ASKQ_SLACK_APP_TOKEN: it begins with xapp-")


@pytest.mark.parametrize(("given", "lacking"), [("BOT", "APP"), ("APP", "BOT")])
def test_slack_needs_both_its_tokens(monkeypatch: pytest.MonkeyPatch, given: str, lacking: str) -> None:
    token = {"BOT": "xoxb-1", "APP": "xapp-1"}[given]
    (mistake,) = mistakes(monkeypatch, **{f"SLACK_{given}_TOKEN": token})
    assert mistake == f"ASKQ_SLACK_{lacking}_TOKEN: it is missing; Slack needs it beside ASKQ_SLACK_{given}_TOKEN"


def test_every_mistake_is_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = mistakes(
        monkeypatch,
        DATABASE_URL="x",
        SLACK_BOT_TOKEN="x",
        SLACK_APP_TOKEN="x",
        CONTENT="x",
        LOG_LEVEL="x",
        HTTP_PORT="x",
    )
    assert {mistake.partition(":")[0] for mistake in found} == {
        f"ASKQ_{name}"
        for name in ("DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CONTENT", "LOG_LEVEL", "HTTP_PORT")
    }


def test_a_missing_token_is_reported_beside_other_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    found = mistakes(monkeypatch, SLACK_BOT_TOKEN="x", HTTP_PORT="x", DISCORD_TOKN="x")
    assert {mistake.partition(":")[0] for mistake in found} == {
        f"ASKQ_{name}" for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "HTTP_PORT", "DISCORD_TOKN")
    }


def test_an_unknown_variable_is_a_mistake_and_the_nearest_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mistakes(monkeypatch, DISCORD_TOKN="s3cr3t") == (
        "ASKQ_DISCORD_TOKN: there is no such setting; did you mean ASKQ_DISCORD_TOKEN?",
    )


def test_where_nothing_is_near_all_settings_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (mistake,) = mistakes(monkeypatch, ZEPPELIN="1")
    assert mistake.startswith("ASKQ_ZEPPELIN: there is no such setting; there are ASKQ_DATABASE_URL, ")


def test_an_unknown_variable_in_the_file_is_a_mistake_as_well(elsewhere: Path) -> None:
    (elsewhere / ".env").write_text("ASKQ_PORT=1\nOTHER_PORT=2\nASKQ_EMPTY=\n")
    with pytest.raises(ConfigError) as caught:
        load()
    assert caught.value.mistakes == ("ASKQ_PORT: there is no such setting; did you mean ASKQ_HTTP_PORT?",)


def test_what_kubernetes_sets_for_a_service_called_askq_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "SERVICE_HOST": "10.0.0.7",
        "SERVICE_PORT": "80",
        "PORT": "tcp://10.0.0.7:80",
        "PORT_80_TCP_ADDR": "10.0.0.7",
    }.items():
        monkeypatch.setenv(f"ASKQ_{name}", value)
    assert load().http_port == 8080


def test_a_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKQ_LOG_LEVEL", "warning")
    assert load().log_level == "WARNING"


def test_a_file_that_is_not_utf_8_is_a_mistake(elsewhere: Path) -> None:
    (elsewhere / ".env").write_bytes("ASKQ_LOG_LEVEL=INFO # für alle".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"^\.env: it is not UTF-8"):
        load()


def test_a_byte_order_mark_is_no_part_of_the_first_name(elsewhere: Path) -> None:
    (elsewhere / ".env").write_text("ASKQ_LOG_LEVEL=ERROR\n", encoding="utf-8-sig")
    assert load().log_level == "ERROR"


def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    secret = "s3cr3t"
    for name, value in {
        "SLACK_BOT_TOKEN": f"xoxb-{secret}",
        "SLACK_APP_TOKEN": f"xapp-{secret}",
        "DISCORD_TOKEN": secret,
        "DATABASE_URL": f"postgresql://ana:{secret}@host/askq",
    }.items():
        monkeypatch.setenv(f"ASKQ_{name}", value)
    settings = load()
    assert secret not in f"{settings!r} {settings}"
    assert secret not in caplog.text


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL"])
def test_a_mistake_does_not_repeat_the_secret(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert "s3cr3t" not in "".join(mistakes(monkeypatch, **{name: "mysql://ana:s3cr3t@host/x"}))


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().http_port = 1  # type: ignore[misc]
