"""A link that leads nowhere, or nowhere safe.

Looked at without a network: the address has a scheme and a host that can exist, no blanks, no name and password, and it
is one for everybody, not one of this machine. Plain `http` is left over from old times and can be changed on the way.

Good::

    prompt: What does [the style guide](https://peps.python.org/pep-0008/) say about names?

Bad::

    prompt: What does [the style guide](http://localhost/guide) say about names?

Bad::

    source: https://style-guide/names
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.bank.phrasing import without_code
from bot.bank.rule import Rule, Severity, each_text

_ADDRESS = re.compile(r"\]\(\s*<?([^)\s>]*)|\b((?:https?|ftp|file):/[^\s)>\]]*|www\.[^\s)>\]]+)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)", re.IGNORECASE)

NOBODYS = ("localhost", "example.com", "example.org", "example.net")
NO_DOMAINS = frozenset(("test", "example", "invalid", "localhost", "local", "internal"))
"""Endings that belong to nobody, or to one network (RFC 2606, RFC 6761, RFC 6762)."""


def check(text: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(without_code(text)):
        address = (match[1] if match[1] is not None else match[2]).rstrip(".,;:?!'\"")
        wrong = _wrong(address)
        if wrong:
            yield f"{address!r} {wrong}"


def _wrong(address: str) -> str:
    """What is wrong with it, or nothing."""
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except ValueError:  # of a port, of brackets, of a label that is too long
        return "is no address"
    if parts.scheme == "http":
        return "is not encrypted: write https://"
    if parts.scheme != "https":
        return "does not begin with https://"
    if parts.username is not None:
        return "has a name or password in it"
    if host in NOBODYS or _local(host) or host.rpartition(".")[2] in NO_DOMAINS:
        return "leads to no place that readers can reach"
    return "" if _HOST.fullmatch(host) else "has no host"


def _local(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


rule = Rule("link", Severity.ERROR, each_text(check))
