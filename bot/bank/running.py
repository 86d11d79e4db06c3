"""Python out of a question: whether it can be compiled, and what it does when it is run, in a process of its own.

Whoever runs it trusts whoever wrote it. The process is kept from the packages installed here, the environment and
endless loops, not from the machine: that takes a container.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import warnings
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

from bot.bank.kinds import Prompted
from bot.chat.elements import Code
from bot.chat.markdown import elements

SECONDS = 10
"""How long a program may take. Those that we ship take hundredths of one."""

MOST_PRINTED = 10_000
"""Characters of output that are read; who prints more is not asking what it prints."""

MEMORY = 512 * 1024 * 1024
"""Bytes of address space, where the system lets that be bounded."""

TOO_LONG = "(it did not end)"

_DRIVER = f"""
import sys
try:
    import resource
    for bound, most in ((resource.RLIMIT_AS, {MEMORY}), (resource.RLIMIT_FSIZE, {MOST_PRINTED * 4})):
        resource.setrlimit(bound, (most, most))
except (ImportError, ValueError, OSError):
    pass
program = sys.stdin.read()
try:
    exec(compile(program, "<question>", "exec"), {{"__name__": "__main__"}})
except Exception as error:
    print(type(error).__name__)
"""


def blocks(markdown: str) -> list[str]:
    """The blocks of code that say `python` above them."""
    return [each.text for each in elements(markdown) if isinstance(each, Code) and each.language == "python"]


def programs(question: Prompted) -> list[str]:
    """The blocks of Python in the prompt that show something: they are complete, so they can be run."""
    return [block for block in blocks(question.prompt) if "print(" in block]


def mistake(program: str) -> str:
    """Why Python cannot read it, with the line, or nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # code about a doubtful habit may have it
            compile(program, "<question>", "exec", PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return f"{error.msg} in line {error.lineno}" if error.lineno else str(error.msg)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return str(error) or type(error).__name__
    return ""


def outcomes(programs: Sequence[str]) -> Iterable[str]:
    """What each prints, blanks and line ends as single blanks, then the name of the exception that ends it, if any."""
    with ThreadPoolExecutor(cpu_count() or 1) as pool:
        return list(pool.map(_outcome, programs))


def _outcome(program: str) -> str:
    with tempfile.TemporaryDirectory(prefix="askq-code-") as folder, tempfile.TemporaryFile() as printed:
        try:
            subprocess.run(  # noqa: S603 - this interpreter, and a program that is meant to be run
                [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _DRIVER],
                input=program.encode(),
                stdout=printed,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return TOO_LONG
        printed.seek(0)
        return " ".join(printed.read(MOST_PRINTED).decode(errors="replace").split())
