"""What the buttons of a challenge do. Pressed in direct messages, they are about a group that is another one."""

from __future__ import annotations

from bot.bank.grading import grade
from bot.bank.kinds import AnyQuestion, ChoiceQuestion, RecallQuestion
from bot.challenge import course, playing_screens, result_screens, screens, store
from bot.challenge.feature import feature
from bot.challenge.issuing import Terms, issue
from bot.challenge.model import RECALL_LENGTH, Challenge, Given, Side, State, finished, missed, next_number
from bot.challenge.refs import Choose, Do, Mark, Missed, What, Write
from bot.chat.elements import View
from bot.chat.fitting import one_line
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.context import Context
from bot.errors import Refusal
from bot.storage.engine import in_turn

Event = Pressed | Submitted


@feature.pressed(Do)
def on_do(ctx: Context, ref: Do, pressed: Pressed) -> Answer:
    challenge, side = _own(ctx, ref.group, ref.challenge)
    match ref.what:
        case What.ACCEPT:
            return _answer(pressed, _accept(ctx, challenge, side))
        case What.DECLINE:
            return _answer(pressed, _decline(ctx, challenge, side))
        case What.WITHDRAW:
            return _answer(pressed, _withdraw(ctx, challenge, side))
        case What.PLAY:
            return _answer(pressed, _play(ctx, challenge, side))
        case What.SHOW:
            return Reply(_standing(ctx, challenge, side))
        case What.REMATCH:
            return Reply(_rematch(ctx, challenge, side))


@feature.pressed(Choose)
def on_choose(ctx: Context, ref: Choose, pressed: Pressed) -> Answer:
    challenge, side = _own(ctx, ref.group, ref.challenge)
    asked = _question(ctx, challenge, ref.number)
    chosen = _options(asked, ref.options)
    if not isinstance(asked, ChoiceQuestion) or not chosen:
        raise Refusal(ctx.words("That is no answer to this question."))
    text = "".join(map(str, sorted(chosen)))
    return _answer(pressed, _give(ctx, challenge, side, ref.number, text, right=grade(asked, chosen)))


@feature.pressed(Mark)
def on_mark(ctx: Context, ref: Mark, pressed: Pressed) -> Answer:
    challenge, side = _own(ctx, ref.group, ref.challenge)
    marked = _options(_question(ctx, challenge, ref.number), ref.marked)
    written = "".join(map(str, sorted(marked)))
    return _answer(pressed, _play(ctx, challenge, side, number=ref.number, marked=written))


@feature.pressed(Write)
def on_write(ctx: Context, ref: Write, pressed: Pressed) -> Answer:
    challenge, side = _own(ctx, ref.group, ref.challenge)
    asked = _question(ctx, challenge, ref.number)
    own = store.answers_of(ctx.db, challenge).get(side.person.key, {})
    open_one = challenge.state is State.PLAYING and ctx.now < challenge.until and ref.number not in own
    if not isinstance(asked, RecallQuestion) or not open_one:
        return _answer(pressed, _play(ctx, challenge, side, number=ref.number))
    return Ask(playing_screens.form(ctx.words, challenge, ref.number))


@feature.submitted(Write)
def on_written(ctx: Context, ref: Write, submitted: Submitted) -> Answer:
    challenge, side = _own(ctx, ref.group, ref.challenge)
    asked = _question(ctx, challenge, ref.number)
    typed = one_line(submitted.fields.get("answer", ""), RECALL_LENGTH)
    if not isinstance(asked, RecallQuestion) or not typed:
        raise Refusal(ctx.words("There was nothing in it. Press “Answer” again and write a line."))
    return _answer(submitted, _give(ctx, challenge, side, ref.number, typed, right=grade(asked, typed)))


@feature.pressed(Missed)
def on_missed(ctx: Context, ref: Missed, pressed: Pressed) -> Answer:
    challenge, side = _own(ctx, ref.group, ref.challenge)
    if challenge.state is not State.DONE:
        raise Refusal(ctx.words("The right answers come with the result."))
    own = store.answers_of(ctx.db, challenge).get(side.person.key, {})
    wrong = missed(challenge, own)
    if not wrong:
        return Reply(result_screens.none_missed(ctx.words))
    page = min(max(ref.page, 1), len(wrong))
    shown = result_screens.missed_one(ctx.words, challenge, wrong, page, own)
    # Turning pages changes the page; the result itself stays, wherever it stands.
    return Replace(shown) if pressed.private and ref.turned else Reply(shown)


def _own(ctx: Context, group: str, id: str) -> tuple[Challenge, Side]:
    """The challenge that a button names, and which of the two pressed it. Raises `Refusal` for anybody else."""
    known = (group + id).isprintable()  # PostgreSQL does not even look for what holds a NUL
    if known and group != ctx.group:
        in_turn(ctx.db, group)
    challenge = store.load(ctx.db, group, id) if known else None
    if challenge is None:
        raise Refusal(ctx.words("That challenge is gone. Its buttons no longer work."))
    side = challenge.side(ctx.person)
    if side is None:
        _ = ctx.words
        example = _.command("challenge", "@ben").text
        raise Refusal(_("That is between two others. Challenge somebody yourself: {example}", example=example))
    return challenge, side


def _question(ctx: Context, challenge: Challenge, number: int) -> AnyQuestion:
    if not 1 <= number <= len(challenge.questions):
        raise Refusal(ctx.words("That challenge has no such question."))
    return challenge.questions[number - 1].text


def _options(asked: AnyQuestion, written: str) -> frozenset[int]:
    """The options that a button names, of those that there are."""
    count = len(asked.options) if isinstance(asked, ChoiceQuestion) else 0
    return frozenset(n for n in range(count) if str(n) in written)


def _answer(event: Event, view: View) -> Answer:
    return Replace(view) if event.private else Reply(view)


def _accept(ctx: Context, challenge: Challenge, side: Side) -> View:
    if side == challenge.by and challenge.state is State.OFFERED:
        raise Refusal(ctx.words("It is for the other one to say yes."))
    if challenge.state is State.OFFERED and ctx.now < challenge.until:
        challenge = course.accept(ctx, challenge, ctx.incoming.name, ctx.incoming.locale)
        return screens.accepted(ctx.words, challenge, {})
    return _standing(ctx, challenge, side)


def _decline(ctx: Context, challenge: Challenge, side: Side) -> View:
    if side == challenge.to and challenge.state is State.OFFERED:
        challenge = course.decline(ctx, challenge)
    return _standing(ctx, challenge, side)


def _withdraw(ctx: Context, challenge: Challenge, side: Side) -> View:
    if side == challenge.by and challenge.state is State.OFFERED:
        challenge = course.withdraw(ctx, challenge)
    return _standing(ctx, challenge, side)


def _give(ctx: Context, challenge: Challenge, side: Side, number: int, text: str, *, right: bool) -> View:
    """Keep an answer and go on to the next question. What is answered already stays as it was."""
    if challenge.state is not State.PLAYING or ctx.now >= challenge.until:
        return _play(ctx, challenge, side)
    own = store.answers_of(ctx.db, challenge).get(side.person.key, {})
    if number in own and own[number].text != text:
        return _play(ctx, challenge, side, number=number)
    if number not in own:
        challenge = course.answer(ctx, challenge, side, Given(number, text, right, ctx.now))
    return _play(ctx, challenge, side)


def _play(ctx: Context, challenge: Challenge, side: Side, *, number: int = 0, marked: str = "") -> View:
    """The next question, or how things stand where there is none. `number` is the one that was pressed on: where it
    is answered already, that is said."""
    _ = ctx.words
    if challenge.state is State.PLAYING and ctx.now >= challenge.until:
        challenge = course.go_on(ctx, challenge)
    answers = store.answers_of(ctx.db, challenge)
    own = answers.get(side.person.key, {})
    turn = next_number(challenge, own)
    if challenge.state is not State.PLAYING or turn is None or finished(challenge, own):
        return _standing(ctx, challenge, side)
    said = ""
    if number in own:
        said = _("Question {number} is answered already, and an answer is final.", number=number)
        marked = ""
    return playing_screens.question(_, challenge, turn, own, marked=marked, said=said)


def _standing(ctx: Context, challenge: Challenge, side: Side) -> View:
    answers = store.answers_of(ctx.db, challenge)
    return screens.standing(ctx.words, ctx.bank, challenge, side, answers)


def _rematch(ctx: Context, challenge: Challenge, side: Side) -> View:
    """Whoever presses challenges the other one."""
    if challenge.open:
        return _standing(ctx, challenge, side)
    other = challenge.other(side)
    terms = Terms(
        challenge.group, challenge.home, challenge.channel, challenge.privately, challenge.window, challenge.source
    )
    played = {question.id for question in challenge.questions}
    return issue(ctx, other.person, terms, name=other.name, not_ids=played)
