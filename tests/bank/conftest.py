"""Loading a small pack, with libyaml and without."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.bank import loader, source
from bot.errors import ContentError
from tests.bank.packs import Files, Problems, write


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def yaml_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which of PyYAML's two loaders reads: libyaml's, where PyYAML was built with it, or its own."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(source, "Loader", getattr(yaml, request.param))
    return str(request.param)


@pytest.fixture
def problems(yaml_loader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Problems:
    """What is wrong with the good pack after these files were put into it."""
    monkeypatch.chdir(tmp_path)

    def load(files: Files) -> list[str]:
        write(tmp_path, files)
        try:
            loader.load(tmp_path)
        except ContentError as error:
            return list(error.problems)
        return []

    return load
