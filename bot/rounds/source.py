"""Where a game's questions are to come from, as it is typed, with a sentence for what names nothing."""

from __future__ import annotations

from collections.abc import Collection

from bot.bank import sources
from bot.bank.bank import Bank, Question
from bot.bank.kinds import Kind
from bot.chat.fitting import clip
from bot.chat.words import Words
from bot.context import Context
from bot.errors import Refusal


def source(ctx: Context, text: str) -> str:
    """Names of topics and packs -> their ids, apart by blanks; nothing is all packs. Raises `Refusal`."""
    found, left = sources.read(ctx.bank, text)
    if left:
        raise Refusal(no_such(ctx.words, ctx.bank, left))
    return found


def questions(bank: Bank, source: str, *, without: Collection[Kind] = ()) -> list[Question]:
    """The questions of a source, as `source` gave it."""
    return [question for question in sources.candidates(bank, source, None) if question.kind not in without]


def named(_: Words, bank: Bank, source: str) -> str:
    """A source as people read it; nothing where it is all packs."""
    titles = []
    for name in source.split():
        pack = bank.pack(name.removeprefix(sources.PACK)) if name.startswith(sources.PACK) else None
        topic = bank.topics.get(name)
        titles.append(pack.about.title if pack else topic.title if topic else name)
    return _.listing(titles) if titles else ""


def no_such(_: Words, bank: Bank, text: str) -> str:
    """That no topic or pack is called so, and what may have been meant."""
    said = _("“{text}” is no topic or pack that I know.", text=clip(text, 40))
    close = sources.close(bank, text)
    if close:
        return f"{said} {_('Did you mean {names}?', names=_.listing(close, 'or'))}"
    return f"{said} {_('See all topics with {command}.', command=_.command('topics').text)}"
