"""Commands, declared once as typed functions and read once at import.

    @feature.command("why", tree="bank why", summary="Why to ask a question")
    def why(ctx: Context, question: Annotated[str, Arg("Which question", complete=questions)] = "") -> Answer: ...

The one spec feeds the text grammar (`bot.chat.grammar`), Slack's manifest, Discord's options and
completion, the terminal, `help`, "did you mean" and docs/commands.md. Whatever is unclear in a
declaration is a `DeclarationError` at import, never a surprise at run time.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from bot.chat.elements import Option
from bot.chat.messages import Spelling
from bot.chat.refs import Ref
from bot.errors import DeclarationError

Handler = Callable[..., Any]
Completer = Callable[[Any, str], list[Option]]
Fits = Callable[[str], bool]

LONGEST_WORD = 7
"""The most words of a line that together may be what one argument fits: "mon tue wed thu fri sat sun"."""


@dataclass(frozen=True, slots=True)
class Arg:
    """What an annotation says of an argument beyond its type. `ge` and `le` bound a number, both included;
    `public` means that whoever gives the argument wants everyone in the place to see the answer. `fits` makes a
    text one that takes only what fits, as many words of the line as it can: so several of them may stand in a line,
    in any order, and each may be left out."""

    help: str
    ge: int | None = None
    le: int | None = None
    complete: Completer | None = None
    public: bool = False
    fits: Fits | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A person named as an argument: `<@id>` in a line, or the platform's own option. `id` is the platform's."""

    id: str


@dataclass(frozen=True, slots=True)
class NamedRole:
    """A role or user group named as an argument: `<@&id>` in a line, or the platform's own option."""

    id: str


@dataclass(frozen=True, slots=True)
class Param:
    """One argument, as read from the signature. A `text` takes the rest of the line, so it comes last; a `word` is
    one that takes only what `fits`."""

    name: str
    kind: Literal["text", "word", "number", "flag", "choice", "person", "role"]
    help: str
    required: bool
    choices: tuple[str, ...] = ()
    ge: int | None = None
    le: int | None = None
    complete: Completer | None = None
    public: bool = False
    fits: Fits | None = None
    convert: Callable[[str], Any] = str


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is how it is typed in one line ("daily set"; "" is the bare command); `tree` its place in a tree of
    commands ("bank why"). `public` says whether everyone in the place sees the answer. `also` are other words that
    people type for the last one of the name, and `unsaid` that they leave it out before what the arguments fit: both
    lead to the offer of the command, and never run it."""

    name: str
    tree: str
    summary: str
    params: tuple[Param, ...]
    handler: Handler
    public: bool = False
    examples: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    unsaid: bool = False

    def param(self, name: str) -> Param | None:
        return next((param for param in self.params if param.name == name), None)

    @property
    def above(self) -> str:
        """The words of its name but the last: "daily"."""
        return self.name.rpartition(" ")[0]

    @property
    def other_names(self) -> tuple[str, ...]:
        """What people may type for its name: "daily delete"."""
        return tuple(f"{self.above} {word}".strip() for word in self.also)

    def public_with(self, values: Mapping[str, object]) -> bool:
        """Whether the answer is for everyone when the command is given these values."""
        return self.public or any(param.public and values.get(param.name) for param in self.params)

    @property
    def options(self) -> tuple[Param, ...]:
        """The arguments as a form of named options lists them: what is required first, yes or no last."""
        return tuple(sorted(self.params, key=lambda param: (not param.required, param.kind == "flag")))

    @property
    def usage(self) -> str:
        """The arguments as `help` shows them: `<stage>` is needed, `[stage]` is not."""
        shown = []
        for param in self.params:
            name = param.name if param.kind == "flag" else "|".join(param.choices) or param.name
            shown.append(f"<{name}>" if param.required else f"[{name}]")
        return " ".join(shown)


_F = TypeVar("_F", bound=Handler)
_R = TypeVar("_R", bound=Ref)


@dataclass(slots=True)
class Feature:
    """What one room contributes: its commands, and what its buttons and forms mean."""

    name: str
    commands: list[Command] = field(default_factory=list)
    presses: dict[type[Ref], Handler] = field(default_factory=dict)
    submits: dict[type[Ref], Handler] = field(default_factory=dict)

    def command(
        self,
        name: str,
        *,
        tree: str,
        summary: str,
        public: bool = False,
        examples: tuple[str, ...] = (),
        also: tuple[str, ...] = (),
        unsaid: bool = False,
    ) -> Callable[[_F], _F]:
        def declare(handler: _F) -> _F:
            params = _params(handler)
            self.commands.append(Command(name, tree, summary, params, handler, public, examples, also, unsaid))
            return handler

        return declare

    def pressed(self, meaning: type[_R]) -> Callable[[_F], _F]:
        """The handler takes `(ctx, ref, pressed)`: the event says which values were picked and whether in private."""
        return self._answer(self.presses, meaning)

    def submitted(self, meaning: type[_R]) -> Callable[[_F], _F]:
        """The handler takes `(ctx, ref, submitted)`."""
        return self._answer(self.submits, meaning)

    @staticmethod
    def _answer(handlers: dict[type[Ref], Handler], meaning: type[Ref]) -> Callable[[_F], _F]:
        def declare(handler: _F) -> _F:
            if meaning in handlers:
                raise DeclarationError(f"{meaning.__name__} already has a handler")
            handlers[meaning] = handler
            return handler

        return declare


class Catalogue:
    """Every command and every meaning of the running bot, by name.

    Raises `DeclarationError` where two features claim the same name, place in the tree or meaning.
    """

    def __init__(self, features: Iterable[Feature]) -> None:
        self.commands: dict[str, Command] = {}
        self.presses: dict[type[Ref], Handler] = {}
        self.submits: dict[type[Ref], Handler] = {}
        for feature in features:
            for command in feature.commands:
                if command.name in self.commands:
                    raise DeclarationError(f"two commands are called {command.name!r}")
                _check_names(command)
                self.commands[command.name] = command
            for mine, theirs in ((self.presses, feature.presses), (self.submits, feature.submits)):
                for meaning in mine.keys() & theirs.keys():
                    raise DeclarationError(f"{meaning.__name__} has a handler in two features")
                mine |= theirs
        self.other_names: dict[str, tuple[Command, ...]] = {}
        """What people type for names that there are: "daily stop" may be one command or another."""
        for command in self.commands.values():
            for name in command.other_names:
                if name in self.commands:
                    raise DeclarationError(f"{name!r} is a command, so it is no other word for {command.name!r}")
                self.other_names[name] = (*self.other_names.get(name, ()), command)
        _check_tree(sorted(command.tree for command in self.commands.values()))

    def below(self, words: list[str]) -> tuple[Command, ...]:
        """The commands whose names begin with these words and go on: "settings" has "settings me" below it."""
        return tuple(
            command
            for name, command in self.commands.items()
            if words and name.split()[: len(words)] == words and len(name.split()) > len(words)
        )

    def meant(self, words: list[str]) -> tuple[tuple[Command, ...], list[str]]:
        """The commands that these words, which name none, may be meant for, and the words behind their name."""
        for length in range(min(len(words), 3), 1, -1):
            found = self.other_names.get(" ".join(words[:length]).lower(), ())
            if found:
                return found, words[length:]
        for command in self.commands.values():
            above = command.above.split()
            begun = command.unsaid and [word.lower() for word in words[: len(above)]] == above
            if begun and any(fitting(param.fits, words[len(above) :]) for param in command.params if param.fits):
                return (command,), words[len(above) :]
        return (), []

    def spell(self, spelling: Spelling, name: str, argument: str = "") -> str:
        """A command as a person types it: `/askq why culture` in one line, `/bank why question:culture` in a tree."""
        if spelling is Spelling.LINE:
            return " ".join(part for part in ("/askq", name, argument) if part)
        command = self.commands[name]
        return " ".join((f"/{command.tree}", *_named(command, argument.split())))


RESERVED = frozenset(
    "topics why guide four saved help daily quiz kit packs practice challenge review suggest mydata me group"
    " settings bank progress askq here".split()
)
"""Words that no topic and no alias may equal, because they name a command now or will."""


def _named(command: Command, words: list[str]) -> Iterator[str]:
    """The words of an argument under the names of the parameters that take them."""
    for param in command.params:
        if param.kind == "flag":
            if words[:1] == [param.name]:
                yield f"{param.name}:True"
                words = words[1:]
        elif words:
            taken = len(words) if param.kind in ("text", "choice") else 1
            if param.fits is not None:
                taken = fitting(param.fits, words)
            if taken:
                yield f"{param.name}:{' '.join(words[:taken])}"
            words = words[taken:]


def fitting(fits: Fits, words: list[str], *, last: bool = False) -> int:
    """How many words of the beginning fit together, or of the end if `last`: as many as possible, none where nothing
    does."""
    for count in range(min(len(words), LONGEST_WORD), 0, -1):
        if fits(" ".join(words[-count:] if last else words[:count])):
            return count
    return 0


def _check_names(command: Command) -> None:
    first = command.name.split(" ")[0]
    if command.name and first not in RESERVED:
        raise DeclarationError(f"{first!r} is not a reserved word: a topic could take it away")
    if (command.also or command.unsaid) and not command.above:
        raise DeclarationError(f"{command.name!r} stands alone, so nothing says what another word for it is about")
    params = (param.name for param in command.params)
    for word in [*command.name.split(), *command.tree.split(), *command.also, *params]:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}", word):
            raise DeclarationError(f"{command.name!r}: {word!r} does not work as a name on every platform")
    if not 1 <= len(command.tree.split()) <= 3 or len(command.summary) > 100:
        raise DeclarationError(f"{command.name!r}: a tree has 1 to 3 words and a summary at most 100 characters")


def _check_tree(trees: list[str]) -> None:
    for one, other in pairwise(trees):
        if f"{other} ".startswith(f"{one} "):
            raise DeclarationError(f"{one!r} and {other!r} cannot both be commands in one tree")


def _params(handler: Handler) -> tuple[Param, ...]:
    hints = get_type_hints(handler, include_extras=True)
    params = []
    for name, parameter in list(inspect.signature(handler).parameters.items())[1:]:
        required = parameter.default is inspect.Parameter.empty
        params.append(_param(handler.__name__, name, hints.get(name), required))
    for earlier, later in pairwise(params):
        if earlier.kind == "text":
            raise DeclarationError(f"{handler.__name__}: {earlier.name} takes the rest of the line, so it comes last")
        if later.required and not earlier.required:
            raise DeclarationError(f"{handler.__name__}: {later.name} is required, so it comes first")
    return tuple(params)


def _param(where: str, name: str, hint: Any, required: bool) -> Param:
    if get_origin(hint) is not Annotated:
        raise DeclarationError(f"{where}: annotate {name} as Annotated[type, Arg('what it is')]")
    base, *extras = get_args(hint)
    arg = next((extra for extra in extras if isinstance(extra, Arg)), None)
    if arg is None or not 1 <= len(arg.help) <= 100:
        raise DeclarationError(f"{where}: {name} needs an Arg with a help text of at most 100 characters")
    optional = [inner for inner in get_args(base) if inner is not type(None)]
    if len(optional) == 1 and type(None) in get_args(base):
        base = optional[0]
    if base is bool and not required:
        return Param(name, "flag", arg.help, False, public=arg.public)
    if base is not int and (arg.ge, arg.le) != (None, None):
        raise DeclarationError(f"{where}: {name} is no number, so it has no bounds")
    if base is int:
        return Param(name, "number", arg.help, required, ge=arg.ge, le=arg.le, convert=int)
    if base is Named:
        return Param(name, "person", arg.help, required, convert=Named)
    if base is NamedRole:
        return Param(name, "role", arg.help, required, convert=NamedRole)
    if base is str and arg.fits is not None:
        return Param(name, "word", arg.help, required, complete=arg.complete, fits=arg.fits)
    if base is str:
        return Param(name, "text", arg.help, required, complete=arg.complete)
    if isinstance(base, type) and issubclass(base, StrEnum):
        return Param(name, "choice", arg.help, required, tuple(member.value for member in base), convert=base)
    raise DeclarationError(
        f"{where}: {name} must be str, int, Named, NamedRole, a bool with a default, or a StrEnum, not {base!r}"
    )
