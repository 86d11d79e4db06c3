"""What an operator sets, from the environment or a `.env` file, checked all at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigError

PREFIX = "ASKQ_"
ENV_FILE = ".env"
ENCODING = "utf-8-sig"
"""UTF-8, and where an editor put a byte order mark before it, that is no part of the first name."""

HIGHEST_PORT = 65_535
Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
Doubt = Literal["leave", "again"]
"""What to do about a message that may have been posted when nobody can look: leave it at that, or post it again."""


def _database_url(url: str) -> str:
    # SQLAlchemy could parse it, but importing it takes longer than everything else `askq ask` does.
    scheme, _, rest = url.partition("://")
    backend = scheme.partition("+")[0]
    in_memory = backend == "sqlite" and rest.partition("?")[0] in ("", "/", "/:memory:")  # each thread has its own
    if backend not in ("sqlite", "postgresql") or not rest or in_memory:
        raise ValueError("use sqlite:///askq.db or postgresql://user:password@host/name")
    if backend == "postgresql" and (find_spec("psycopg") is None or find_spec("pgqueuer") is None):
        raise ValueError('PostgreSQL needs its driver and its queue: pip install "askq[postgres]"')
    return url


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        well = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        well = False
    if not well:
        raise ValueError("use an address that begins with https:// or http://")
    return url


def _token(prefix: str, where: str) -> AfterValidator:
    def check(token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().startswith(prefix):
            raise ValueError(f"it begins with {prefix}: {where}")
        return token

    return AfterValidator(check)


def _content(folder: Path) -> Path:
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}")
    return folder


def _lower(word: object) -> object:
    return word.lower() if isinstance(word, str) else word


def _upper(level: object) -> object:
    return level.upper() if isinstance(level, str) else level


class Settings(BaseSettings):
    """Every variable begins with `ASKQ_`. Secrets never print."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding=ENCODING,
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
    )

    database_url: Annotated[str, AfterValidator(_database_url), Field(repr=False)] = "sqlite:///askq.db"
    slack_bot_token: Annotated[SecretStr | None, _token("xoxb-", "Slack: OAuth & Permissions, bot token")] = None
    slack_app_token: Annotated[SecretStr | None, _token("xapp-", "Slack: Basic Information, app-level tokens")] = None
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api/"
    discord_token: SecretStr | None = None
    discord_api_url: Annotated[str, AfterValidator(_web_address)] = "https://discord.com/api/v10"
    when_in_doubt: Annotated[Doubt, BeforeValidator(_lower)] = "leave"
    content: Annotated[Path, AfterValidator(_content)] | None = None
    log_level: Annotated[Level, BeforeValidator(_upper)] = "INFO"
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=HIGHEST_PORT)] = 8080


_KIND = {
    "http_port": f"write a whole number from 0 to {HIGHEST_PORT}",
    "when_in_doubt": f"write one of {', '.join(get_args(Doubt))}",
    "log_level": f"write one of {', '.join(get_args(Level))}",
}
"""What to write where the value is not even of the right kind."""


def load(**given: Any) -> Settings:
    """The settings. Raises `ConfigError` naming every variable that is wrong and what to write instead."""
    written = _written(given.get("_env_file", ENV_FILE))
    mistakes = _unknown(written)
    mistakes += _half_set({*written, *(f"{PREFIX}{name.upper()}" for name, value in given.items() if value)})
    settings = None
    try:
        settings = Settings(**given)
    except ValidationError as error:
        mistakes = [*(_sentence(mistake) for mistake in error.errors(include_input=False)), *mistakes]
    if settings is None or mistakes:
        raise ConfigError(mistakes)
    return settings


def _written(file: Path | str | None) -> dict[str, str]:
    """Every variable of ours that is set, known or not, as the environment and the file have it.

    Raises `ConfigError` where the file cannot be read.
    """
    lines: Mapping[str, str | None] = {}
    try:
        if file is not None and Path(file).is_file():
            lines = dotenv_values(file, encoding=ENCODING)
    except UnicodeDecodeError:
        raise ConfigError([f"{file}: it is not UTF-8 text; save it again with that encoding"]) from None
    except OSError as error:
        raise ConfigError([f"{file}: it cannot be read ({error.strerror})"]) from None
    both = (*lines.items(), *os.environ.items())
    return {name.upper(): value for name, value in both if value and name.upper().startswith(PREFIX)}


def _unknown(written: Mapping[str, str]) -> list[str]:
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    mistakes = []
    for name in sorted(written.keys() - set(known)):
        if f"{PREFIX}SERVICE_HOST" in written and name.startswith((f"{PREFIX}SERVICE_", f"{PREFIX}PORT")):
            continue  # Kubernetes sets these for a service that is called askq
        close = get_close_matches(name.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in known], 1)
        advice = f"did you mean {PREFIX}{close[0]}?" if close else f"there are {', '.join(known)}"
        mistakes.append(f"{name}: there is no such setting; {advice}")
    return mistakes


def _half_set(names: set[str]) -> list[str]:
    bot, app = (f"{PREFIX}SLACK_{which}_TOKEN" for which in ("BOT", "APP"))
    if (bot in names) == (app in names):
        return []
    lacking, given = (app, bot) if bot in names else (bot, app)
    return [f"{lacking}: it is missing; Slack needs it beside {given}"]


def _sentence(mistake: Any) -> str:
    field = str(mistake["loc"][0])
    ours = mistake["type"] == "value_error"
    says = mistake["msg"].removeprefix("Value error, ") if ours else _KIND.get(field, mistake["msg"])
    return f"{PREFIX}{field.upper()}: {says}"
