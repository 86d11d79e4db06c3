"""Addresses at which nobody answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


def unused() -> int:
    """A port of this machine at which nobody listens: connections to it are refused."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def packets_dropped() -> Iterator[str]:
    """An address at which a connection is never made, as where a network drops packets: its line is full, and Linux
    lets whoever comes then wait without a word."""
    with ExitStack() as line:
        listening = line.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        host, port = listening.getsockname()
        while True:
            waits = line.enter_context(socket.socket())
            waits.settimeout(0.2)
            try:
                waits.connect((host, port))
            except TimeoutError:
                break
        yield f"{host}:{port}"
