"""A question beside which too few others of the pack are clearly wrong, so that no quiz can be made of it.

In a quiz people are asked what a question reveals, or which question would tell them a thing, and the other options
come from the same pack. Where one `reveals` speaks of several things at once, whatever else is about one of them would
be right too. Say the one thing that only this question tells. Packs with fewer than four such questions are left alone.

Words are compared for that, so two questions may be held apart that mean nearly the same. `alike` in `pack.yaml` names
them, in groups; an id there that no question has is found as well.

Good::

    - ask: How does notice work here in practice, whichever side ends the contract?
      reveals: How either side may end the contract
      why: Weeks of notice bind both, and a farm that lets people go in spring treats them otherwise than a bank.
    - ask: How is overtime recorded and made good?
      reveals: What overtime is worth
      why: Evenings that nobody counts are a gift, and gifts that are expected make the wage smaller than it looks.
    - ask: Where do people have their lunch?
      reveals: Whether colleagues eat in company
      why: Tables tell who talks to whom. Sandwiches at the screen are quick, and they are lonely in the long run.
    - ask: Which forms do you still need from me?
      reveals: What is missing in the file
      why: Papers that turn up late hold back the first salary, which is a nuisance to a family and easily avoided.

Bad (pack.yaml)::

    alike:
      - [culture.one, culture.gone]

Bad::

    - ask: What applies to notice, overtime and lunch?
      reveals: The rules on notice, overtime and lunch
    - ask: How long is the notice that both sides have to give?
      reveals: How long the notice is
      why: Weeks of notice bind both, and a farm that lets people go in spring treats them otherwise than a bank.
    - ask: How is overtime recorded and made good?
      reveals: What overtime is worth
      why: Evenings that nobody counts are a gift, and gifts that are expected make the wage smaller than it looks.
    - ask: Where do people have their lunch?
      reveals: What lunch is like
      why: Tables tell who talks to whom. Sandwiches at the screen are quick, and they are lonely in the long run.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bot.bank.bank import Question
from bot.bank.distractors import profiles_of, told_apart
from bot.bank.rule import Finding, PackFiles, Rule, Severity, each_pack, entries

ENOUGH = 3
"""Wrong options beside the right one."""


def check(pack: PackFiles) -> Iterator[Finding]:
    yield from _unknown(pack)
    if not pack.english:
        return
    asks = [entry for entry in entries([pack]) if entry.question.kind == "ask"]
    topics = {id(source): file.topic for file, source in pack.topics}
    questions = [Question(each.id, pack.about.id, topics[id(each.source)], each.question) for each in asks]
    known = profiles_of(questions, pack.about.alike)
    if len(known) <= ENOUGH:
        return
    for entry in asks:
        own = known[entry.id]
        wrong = islice((other for other in known.values() if told_apart(own, other)), ENOUGH)
        if (found := sum(1 for _other in wrong)) < ENOUGH:
            message = f"{found} other questions are clearly wrong beside this one, a quiz needs {ENOUGH}"
            yield entry.finding(("reveals",), f"{message}: say what only this question tells")


def _unknown(pack: PackFiles) -> Iterator[Finding]:
    """Ids in `alike` that lead nowhere."""
    there = {entry.question.id for entry in entries([pack])}
    for at, group in enumerate(pack.about.alike):
        for index, id in enumerate(group):
            if pack.whole and id not in there:
                yield Finding(pack.source, ("alike", at, index), f"no question of this pack is called {id!r}")


rule = Rule("distractors", Severity.WARNING, each_pack(check))
