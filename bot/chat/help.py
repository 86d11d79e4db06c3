"""Help, written from the commands' declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.chat.command import Catalogue, Command
from bot.chat.elements import Fields, Heading, View, note, text, view
from bot.chat.markup import Bold, Mono, Spans, spans
from bot.chat.words import Words


def overview(_: Words, catalogue: Catalogue) -> View:
    return view(
        Heading(_("What you can type")),
        Fields(_rows(_, catalogue.commands.values())),
        note(*_.spans("More about one: {help}", help=_.command("help", "four"))),
    )


def below(_: Words, commands: Sequence[Command]) -> View:
    """What can follow the beginning of a command's name."""
    return view(text(_("That is the beginning of a command. Go on with one of these:")), Fields(_rows(_, commands)))


def meant(_: Words, commands: Sequence[tuple[Command, str]]) -> View:
    """What somebody may have meant who used other words for it, each with what they typed behind them."""
    said = _("There is no such command. Did you mean this?")
    if len(commands) > 1:
        said = _("There is no such command. Did you mean one of these?")
    rows = tuple((_.command(each.name, rest).text, spans(_(each.summary))) for each, rest in commands)
    more = _.command("help", commands[0][0].above)
    return view(text(said), Fields(rows), note(*_.spans("All that begins so: {help}", help=more)))


def details(_: Words, command: Command) -> View:
    arguments = tuple((param.name, spans(_(param.help), _choices(_, param.choices))) for param in command.params)
    examples = [_.command(command.name, example) for example in command.examples]
    return view(
        Heading(_typed(_, command)),
        text(_(command.summary)),
        Fields(arguments) if arguments else None,
        text(Bold(_("For example:")), *_each(examples)) if examples else None,
    )


def _rows(_: Words, commands: Iterable[Command]) -> tuple[tuple[str, Spans], ...]:
    return tuple((_typed(_, command), spans(_(command.summary))) for command in commands)


def _typed(_: Words, command: Command) -> str:
    return " ".join(filter(None, (_.command(command.name).text, command.usage)))


def _choices(_: Words, choices: tuple[str, ...]) -> str:
    return f" ({_.listing(list(choices), 'or')})" if choices else ""


def _each(examples: list[Mono]) -> Iterator[str | Mono]:
    for example in examples:
        yield "  "
        yield example
