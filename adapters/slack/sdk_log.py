"""The log of slack_bolt and slack_sdk, fit to be kept.

Below INFO they write whole payloads: what people typed, response URLs, tickets of connections. So their
logger stays at INFO, whatever the operator sets, and what still looks like a secret is taken out.
"""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[\w-]+|https?://hooks\.slack\.com/\S+|(?<=/response/)\S+"
)


def redact(text: str) -> str:
    return _SECRET.sub("…", text)


class _Redacting(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def logger() -> logging.Logger:
    """Given to every object of the SDK; the loggers that Bolt makes take over its level and its filter."""
    log = logging.getLogger("adapters.slack.sdk")
    log.setLevel(max(logging.INFO, logging.getLogger().level))
    if not log.filters:
        log.addFilter(_Redacting())
    return log
