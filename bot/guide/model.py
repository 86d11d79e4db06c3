"""What the guide's buttons mean."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.refs import Ref, ref


@ref("guide")
@dataclass(frozen=True)
class ShowGuide(Ref):
    """One section of the guide, or its beginning."""

    section: str = ""
