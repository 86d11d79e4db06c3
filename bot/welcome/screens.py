"""Hello, and the pointer for people who talk to askq without a command."""

from __future__ import annotations

from bot.ask.model import AskOne, ShowTopics
from bot.chat.elements import Bullets, Button, Controls, Heading, View, button, text, view
from bot.chat.markup import Span
from bot.chat.words import Words
from bot.guide.model import ShowGuide
from bot.welcome.model import WhatIsThis


def hello(_: Words) -> View:
    return view(
        text(
            _("Hello, I am askq. I keep the questions worth asking your interviewer, each with the reason to ask it.")
        ),
        text(*_.spans("Type {askq}, or a topic: {culture}. What I answer, only you see.", **_examples(_))),
        Controls((_ask_me(_), button(_("What is this?"), WhatIsThis()))),
    )


def pointer(_: Words) -> View:
    return view(
        text(*_.spans("I answer to commands: type {askq}, or a topic: {culture}.", **_examples(_))),
        Controls((_ask_me(_), button(_("What is this?"), WhatIsThis()))),
    )


def what_is_this(_: Words) -> View:
    return view(
        Heading(_("What is askq?")),
        text(
            _(
                "At the end of an interview someone says: “Do you have questions for us?” The good ones tell you"
                " whether you want the job, and show that you thought about it. I keep such questions for you."
            )
        ),
        Bullets(
            (
                _.spans(
                    "{command} gives you one; its buttons say why to ask it, what to listen for, how to use the answer",
                    command=_.command(),
                ),
                _.spans("{command} finds one on a topic, or about whatever you type", command=_.command("", "culture")),
                _.spans("{command} packs four for the interview ahead", command=_.command("four")),
                _.spans("{command} keeps the ones you want to take along", command=_.command("saved")),
                _.spans("{command} tells how to go about it", command=_.command("guide")),
            )
        ),
        text(_("I answer privately. Nobody sees what you ask for, unless you press “Share”.")),
        Controls((_ask_me(_), button(_("See the topics"), ShowTopics()), button(_("How to ask"), ShowGuide()))),
    )


def _ask_me(_: Words) -> Button:
    return button(_("Ask me one"), AskOne(), "primary")


def _examples(_: Words) -> dict[str, Span]:
    return {"askq": _.command(), "culture": _.command("", "culture")}
