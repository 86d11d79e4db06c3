"""What the first buttons mean."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.refs import Ref, ref


@ref("what")
@dataclass(frozen=True)
class WhatIsThis(Ref):
    pass
