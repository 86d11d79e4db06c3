"""The log of discord.py, fit to be kept.

Below INFO it writes whole payloads and addresses: what people typed, and the tokens of interactions. So it stays at
INFO, whatever the operator sets.
"""

from __future__ import annotations

import logging


def quiet() -> None:
    log = logging.getLogger("discord")
    log.setLevel(max(logging.INFO, logging.getLogger().level))
