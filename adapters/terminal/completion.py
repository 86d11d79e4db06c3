"""What a line could go on with: the room's commands, people, askq's commands, and the arguments askq suggests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.terminal.inbound import ROOM_COMMANDS, Origin, speaker
from adapters.terminal.room import BOT, Room
from bot.app import App
from bot.chat.command import Command
from bot.chat.messages import Suggest

TICKS = ("1h", "24h", "7d")


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` takes the place of the last `length` characters typed; `note` says what it is."""

    text: str
    length: int
    note: str = ""


def completions(app: App, room: Room, typed: str) -> Iterator[Completion]:
    """`typed` is the line up to the cursor."""
    name, rest = speaker(typed)
    member = room.member(name) if name else room.present
    if member is None or member.person in room.forms:
        return
    rest = typed.lstrip() if name is None else typed.partition(">")[2].lstrip()
    word, blank, argument = rest.partition(" ")
    if blank and word.lower() in (f"/{BOT}", BOT):
        yield from _of_askq(app, Origin("", room.place, member), argument.lstrip())
    elif blank and word in ("/as", "/tick"):
        choices = TICKS if word == "/tick" else tuple(each.name for each in room.members)
        yield from _beginning(choices, argument)
    elif word.startswith("/"):
        if not blank:
            yield from _beginning((f"/{BOT}", *(f"/{each}" for each in ROOM_COMMANDS)), word)
    elif rest.startswith("@") and not blank:
        yield from _beginning((f"@{BOT}", *(f"@{each.name}" for each in room.members)), word)
    elif rest and not rest[0].isdigit() and not rest.startswith("#"):
        yield from _of_askq(app, Origin("", room.place, member), rest)


def _of_askq(app: App, origin: Origin, typed: str) -> Iterator[Completion]:
    commands = app.catalogue.commands
    for name, command in commands.items():
        if name and name != typed and name.startswith(typed.lower()):
            yield Completion(name, len(typed), command.summary)
    words = typed.split(" ")
    if len(words) > 1 and app.catalogue.below([words[0].lower()]) and words[0].lower() not in commands:
        return  # the beginning of commands and nothing else: no topic can follow
    for length in range(len(words) - 1, 0, -1):
        named = commands.get(" ".join(words[:length]).lower())
        if named is not None:
            yield from _of_argument(app, origin, named, " ".join(words[length:]))
            return
    yield from _of_argument(app, origin, commands[""], typed)


def _of_argument(app: App, origin: Origin, command: Command, typed: str) -> Iterator[Completion]:
    for param in command.params:
        if param.kind == "flag":
            flag, blank, rest = typed.partition(" ")
            if blank and flag.lower() == param.name:
                typed = rest
            elif typed:
                yield from _beginning((param.name,), typed, param.help)
        elif param.choices:
            yield from _beginning(param.choices, typed, param.help)
        elif param.complete is not None:
            answer = app.handle(origin.typing(command.name, param.name, typed))
            for option in answer.options if isinstance(answer, Suggest) else ():
                question = app.bank.find(option.value)
                if question is None:
                    yield Completion(option.value, len(typed), option.label)
                elif command.name:  # a bare line is for topics: among whole questions they would drown
                    yield Completion(_shortest(app, question.id), len(typed), option.label)


def _shortest(app: App, id: str) -> str:
    """The id without its pack, where that is enough to find the question."""
    short = id.partition(":")[2]
    return short if app.bank.find(short) else id


def _beginning(choices: tuple[str, ...], typed: str, note: str = "") -> Iterator[Completion]:
    found = [choice for choice in choices if choice.casefold().startswith(typed.casefold())]
    yield from (Completion(choice, len(typed), note) for choice in found)
