"""The code of a question does something else than its answer says.

Where the prompt of a `choice` or `recall` question has one block of Python that prints, the block is run, in a process
of its own and for ten seconds at most. What it prints, followed by the name of the exception that ends it, has to be
what the right option says in `code` and no wrong one does, or the first accepted answer. A block that is not to be run
stands between lines of three backticks without the word python.

Good::

    prompt: |
      What does this print?

      ```python
      print("a" * 3)
      ```
    accepts: [aaa]

Bad::

    prompt: |
      What does this print?

      ```python
      print("a" * 3)
      ```
    accepts: [a3]

Bad::

    prompt: |
      What does this print?

      ```python
      print([1, 2][2])
      ```
    options:
      - text: It prints `2`
        right: true
        because: It is the second item.
      - text: It raises `IndexError`
        because: There is no third item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.bank.grading import grade
from bot.bank.kinds import ChoiceQuestion, RecallQuestion
from bot.bank.rule import Finding, Found, PackFiles, Rule, Severity, entries
from bot.bank.running import mistake, outcomes, programs


def check(packs: Sequence[PackFiles]) -> Iterator[Finding]:
    asked = []
    for entry in entries(packs):
        if isinstance(entry.question, ChoiceQuestion | RecallQuestion):
            found = programs(entry.question)
            if len(found) == 1 and not mistake(found[0]):
                asked.append((entry, entry.question, found[0]))
    for (entry, question, _), shown in zip(asked, outcomes([each[2] for each in asked]), strict=True):
        for at, message in _compared(question, shown):
            yield entry.finding(at, message)


def stated(option: str) -> str:
    """The outcome that an option states: `6`, then `None`; It raises `TypeError`."""
    return " ".join(" ".join(re.findall(r"`([^`]*)`", option)).split())


def _compared(question: ChoiceQuestion | RecallQuestion, shown: str) -> Found:
    match question:
        case RecallQuestion(accepts=accepts):
            if not grade(question, shown) or accepts[0] != shown:
                yield ("accepts", 0), f"the code gives {shown!r}, not {accepts[0]!r}"
        case ChoiceQuestion(options=options):
            for index, option in enumerate(options):
                if option.right and stated(option.text) != shown:
                    yield ("options", index, "text"), f"the code gives {shown!r}, this option {stated(option.text)!r}"
                elif not option.right and stated(option.text) == shown:
                    yield ("options", index, "text"), f"the code gives {shown!r}, so this option is right"


rule = Rule("code-result", Severity.ERROR, check, executes=True)
