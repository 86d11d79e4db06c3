"""Every scenario runs on every front, and ends by asking the platform what it found wrong."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.discord_front import discord_stage
from tests.support.fronts import Stage
from tests.support.slack_front import slack_stage
from tests.support.terminal_front import terminal_stage

STAGES = {"slack": slack_stage, "discord": discord_stage, "terminal": terminal_stage}


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> AsyncIterator[Stage]:
    shutil.copy(migrated_file, tmp_path / "askq.db")
    async with STAGES[request.param](tmp_path) as stage:
        yield stage
        assert stage.complaints() == []
