"""A question of a challenge, as it is put to one of the two."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ask.parts import LETTERS
from bot.bank.bank import Question
from bot.bank.kinds import ChoiceQuestion
from bot.challenge.model import RECALL_LENGTH, Challenge, Given
from bot.challenge.refs import Choose, Mark, Write
from bot.challenge.wording import progress
from bot.chat.elements import Controls, Form, Line, View, button, note, pressed, view
from bot.chat.fitting import clip
from bot.chat.refs import encode
from bot.chat.words import Words
from bot.rounds.screens import shown


def question(
    _: Words, challenge: Challenge, number: int, own: Mapping[int, Given], *, marked: str = "", said: str = ""
) -> View:
    """One question to answer. `marked` are the options ticked where several are right."""
    asked = challenge.questions[number - 1]
    return view(
        note(said) if said else None,
        *shown(_, asked, number, len(challenge.questions), {int(each) for each in marked}),
        note(progress(_, challenge, own)) if own else None,
        _answering(_, challenge, asked, number, marked),
    )


def _answering(_: Words, challenge: Challenge, asked: Question, number: int, marked: str) -> Controls:
    group, id = challenge.group, challenge.id
    match asked.text:
        case ChoiceQuestion(select="one", options=options):
            return Controls(tuple(button(LETTERS[n], Choose(group, id, number, str(n))) for n in range(len(options))))
        case ChoiceQuestion(options=options):
            toggles = []
            for n in range(len(options)):
                after = "".join(sorted({*marked} ^ {str(n)}))
                toggle = Mark(group, id, number, after)
                toggles.append(button(LETTERS[n], toggle, pressed(str(n) in marked)))
            done = [button(_("That is my answer"), Choose(group, id, number, marked))] if marked else []
            return Controls((*toggles, *done))
        case _written:
            return Controls((button(_("Answer"), Write(group, id, number), "primary"),))


def form(_: Words, challenge: Challenge, number: int) -> Form:
    asked = challenge.questions[number - 1]
    hint = clip(asked.headline, 100)
    line = Line("answer", _("Your answer"), hint=hint, max_length=RECALL_LENGTH)
    return Form(_("Your answer"), encode(Write(challenge.group, challenge.id, number)), (line,), _("Answer"))
