"""Where the packs are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def content_folder(chosen: Path | None) -> Path:
    """The folder chosen in the settings, else the one in the source tree, else the one in the installed package."""
    if chosen is not None:
        return chosen
    beside = Path(__file__).parents[2] / "content"
    return beside if beside.is_dir() else Path(str(files("bot") / "_content"))
