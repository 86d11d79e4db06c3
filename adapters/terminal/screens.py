"""What the room itself says, as distinct from askq. Every sentence of it stands here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from babel.dates import format_datetime

from bot.chat.elements import Field, Fields, Heading, Paragraph, Pick, View, text, view
from bot.chat.markup import Bold, spans
from bot.chat.words import Words


def welcome(_: Words, name: str, others: Sequence[str], *, kept: bool) -> str:
    here = _.many("{others} is here too.", "{others} are here too.", len(others), others=_.listing(list(others)))
    return " ".join(
        (
            _("This is a study room. You are {name}.", name=name),
            *((here,) if others else ()),
            _("/help tells what you can do, /quit leaves."),
            _("The room is kept.") if kept else _("The room is forgotten when you leave."),
        )
    )


def help(_: Words) -> View:
    rows = (
        ("/askq culture", _("a command for askq; culture alone does as well, and help lists them all")),
        ("2", _("press [2] of the message shown last")),
        ("#7.2", _("press [2] of message #7; #7 shows it again")),
        ("3.2", _("pick option 2 of the list [3]; 3 alone shows the options")),
        ("@askq hello", _("mention askq")),
        ("/dm hello", _("write to askq directly; /dm /askq culture gives a command there")),
        ("/as ben", _("go on as ben; a new name brings somebody in")),
        ("ben> 2", _("do one thing as ben")),
        ("/who", _("who is here")),
        ("/screen", _("everything you can see")),
        ("/tick 24h", _("let time pass: s, m, h or d. What askq sends meanwhile is shown")),
        ("/lock", _("askq may not post to the room any more; /unlock lets it again")),
        ("/join", _("askq is added to the room once more")),
        ("/quit", _("leave; so does Ctrl-D. Ctrl-C clears the line, or leaves a form")),
    )
    return view(Heading(_("In this room")), Fields(tuple((label, spans(says)) for label, says in rows)))


def only(_: Words, name: str, *, direct: bool) -> str:
    if direct:
        return _("(only {name} sees, direct message)", name=name)
    return _("(only {name} sees)", name=name)


def below(_: Words, number: int) -> str:
    return _("(below #{number})", number=number)


def changed(_: Words) -> str:
    return _("(changed)")


def who(_: Words, people: Sequence[tuple[str, bool]], present: str) -> str:
    named = [_("{name} (organiser)", name=name) if admin else name for name, admin in people]
    return _("Here are {people}. You are {name}.", people=_.listing(named), name=present)


def arrived(_: Words, name: str) -> str:
    return _("{name} comes in.", name=name)


def no_name(_: Words, name: str) -> str:
    if not name:
        return _("As whom? For example /as ben.")
    return _("“{name}” is no name for somebody here: take one word of letters, at most 24.", name=name[:40])


def stranger(_: Words, name: str) -> str:
    return _("Nobody called {name} is here. /as {name} brings them in.", name=name)


def unknown(_: Words, word: str) -> str:
    return _(
        "There is no /{word} in this room: /help lists what there is. For askq, leave out the slash.", word=word[:40]
    )


def nothing_to_press(_: Words) -> str:
    return _("There is nothing to press yet. Type a topic, for example culture.")


def no_message(_: Words, number: int) -> str:
    return _("You see no message #{number}.", number=number)


def no_control(_: Words, number: int, most: int) -> str:
    if most == 0:
        return _("Message #{number} has nothing to press.", number=number)
    return _.many("Message #{number} has only [1].", "Message #{number} has [1] to [{count}].", most, number=number)


def no_list(_: Words, control: int) -> str:
    return _("[{control}] is no list, so it has no options: press {control}.", control=control)


def no_such_option(_: Words, control: str, most: int) -> str:
    return _("The list [{control}] has the options 1 to {most}.", control=control, most=most)


def address(_: Words, url: str) -> str:
    return _("Open this in a browser: {url}", url=url)


def silence(_: Words) -> str:
    return _("askq has nothing new to say to that.")


def clock(_: Words, now: datetime) -> str:
    return _("It is now {when}.", when=_moment(_, now))


def stopped(_: Words, now: datetime) -> str:
    return _(
        "That is a lot for one /tick: the clock stops at {when}. The next /tick goes on from there.",
        when=_moment(_, now),
    )


def posted(_: Words, moment: datetime) -> str:
    """What stands above messages that came at different times."""
    return format_datetime(moment, "EEE d MMM, HH:mm", locale=_.locale)


def _moment(_: Words, moment: datetime) -> str:
    """`moment` is in the room's own time zone, which is named."""
    return f"{format_datetime(moment, 'EEEE d MMMM y, HH:mm', locale=_.locale)} {moment:%Z}"


def locked(_: Words) -> str:
    return _("The room is locked: askq may not post to it. Private answers still come. /unlock lets it again.")


def unlocked(_: Words) -> str:
    return _("The room is open: askq may post to it.")


def no_span(_: Words) -> str:
    return _("How far? For example /tick 30m, /tick 24h or /tick 7d; at most ten years at a time, and not beyond 2999.")


def bye(_: Words) -> str:
    return _("You leave the room.")


def form_head(_: Words, title: str) -> View:
    return view(
        Heading(title),
        text(
            _("An empty line keeps what stands in brackets, cancel leaves the form."),
            "\n",
            _("The room's commands work here as well; \\ at the beginning takes a line literally."),
        ),
    )


def field(_: Words, asked: Field) -> View:
    """What is asked for, its hint or its options, and what stands there now."""
    remarks = [] if asked.required else [_("may stay empty")]
    if isinstance(asked, Pick):
        below = [f"{number}  {option.label}" for number, option in enumerate(asked.options, 1)]
        now = next((option.label for option in asked.options if option.value == asked.value), "")
    else:
        remarks += [_("at most {count} characters", count=_.number(asked.max_length))]
        remarks += [_("\\ at the end adds a line")] if isinstance(asked, Paragraph) else []
        below = [asked.hint] if asked.hint else []
        now = asked.value
    if now:
        below.append(f"[{now}]" if asked.required else _("[{now}]   - empties it", now=now))
    head = spans(Bold(asked.label), f" ({', '.join(remarks)})" if remarks else "")
    return view(text(*head, *(f"\n{line}" for line in below)))


def needed(_: Words, label: str) -> str:
    return _("“{label}” is needed. Write something, or cancel.", label=label)


def too_long(_: Words, label: str, length: int, most: int) -> str:
    return _(
        "“{label}” takes at most {most} characters, and that is {length}. Write it shorter, or cancel.",
        label=label,
        length=_.number(length),
        most=_.number(most),
    )


def no_option(_: Words, label: str, most: int) -> str:
    return _("“{label}” is one of the options 1 to {most}.", label=label, most=most)


def left_form(_: Words) -> str:
    return _("You leave the form. Nothing was changed.")
