"""What people read of a challenge: the offer, how it stands, why it is over."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bank.bank import Bank
from bot.challenge.model import Answers, Challenge, Side, State, finished
from bot.challenge.refs import What
from bot.challenge.result_screens import result
from bot.challenge.wording import at, do, length, mention, progress
from bot.chat.elements import Controls, Divider, Element, Heading, Text, View, note, text, view
from bot.chat.markup import Bold, Mention, MentionChannel, Plain, Span
from bot.chat.words import Words
from bot.rounds.source import named


def _play(_: Words, challenge: Challenge) -> Controls:
    return Controls((do(_("Play"), challenge, What.PLAY, primary=True),))


def offer(_: Words, bank: Bank, challenge: Challenge) -> View:
    """To the one who is challenged."""
    return view(
        Heading(_("A challenge")),
        Text(_.spans("{by} challenges you to answer better.", by=mention(challenge.by))),
        text(*_terms(_, bank, challenge)),
        Text(_.spans("The offer stands until {until}.", until=at(challenge.until))),
        Controls(
            (
                do(_("Accept"), challenge, What.ACCEPT, primary=True),
                do(_("Decline"), challenge, What.DECLINE),
            )
        ),
    )


def _terms(_: Words, bank: Bank, challenge: Challenge) -> Sequence[str | Span]:
    count, about = len(challenge.questions), named(_, bank, challenge.source)
    same = _.many("One question", "{count} questions, the same for both of you", count)
    if about:
        same = _("{questions}, from {topics}", questions=same, topics=about)
    window = _(
        "Each of you plays alone, whenever it suits, within {window} of saying yes.",
        window=length(_, challenge.window),
    )
    return (f"{same}. {window} ", *where(_, challenge))


def where(_: Words, challenge: Challenge) -> Sequence[Span]:
    """Who gets to see the result."""
    if challenge.privately or not challenge.channel:
        return (Plain(_("Only the two of you see the result.")),)
    return _.spans("The result is posted in {channel}.", channel=MentionChannel(challenge.channel, ""))


def issued(_: Words, bank: Bank, challenge: Challenge, *, later: bool) -> View:
    """To the one who challenges. `later`: the other does not want to be written to just now."""
    to = mention(challenge.to)
    asked = (
        _.spans("{to} hears of it later, when it does not disturb.", to=to)
        if later
        else _.spans("{to} is being asked.", to=to)
    )
    return view(
        Text(tuple(asked)),
        text(*_terms(_, bank, challenge)),
        note(_("I write to you once there is an answer. See how things stand: {command}", command=_own(_))),
        Controls((do(_("Take it back"), challenge, What.WITHDRAW),)),
    )


def nudge(_: Words, challenge: Challenge, side: Side) -> View:
    """In the channel, where direct messages do not reach somebody: never what it is about."""
    said = _.spans("{person}, there is something for you that only you should read.", person=mention(side))
    return view(Text(said), Controls((do(_("Show me"), challenge, What.SHOW),)))


def standing(_: Words, bank: Bank, challenge: Challenge, side: Side, answers: Answers) -> View:
    """How things are, for one of the two, with what they can do about it."""
    match challenge.state:
        case State.OFFERED if side == challenge.to:
            return offer(_, bank, challenge)
        case State.OFFERED:
            return view(
                Text(_.spans("You have challenged {to}, who has not answered yet.", to=mention(challenge.to))),
                Text(_.spans("The offer stands until {until}.", until=at(challenge.until))),
                Controls((do(_("Take it back"), challenge, What.WITHDRAW),)),
            )
        case State.PLAYING:
            return playing(_, challenge, side, answers)
        case State.DONE:
            return result(_, challenge, answers)
        case _ended:
            return ended(_, challenge, side)


def playing(_: Words, challenge: Challenge, side: Side, answers: Answers, said: str = "") -> View:
    own = answers.get(side.person.key, {})
    other = challenge.other(side)
    if finished(challenge, own):
        return waiting(_, challenge, side, answers)
    return view(
        text(Bold(said)) if said else None,
        Text(_.spans("You play against {other} until {until}.", other=mention(other), until=at(challenge.until))),
        note(progress(_, challenge, own)),
        _play(_, challenge),
    )


def was_accepted(_: Words, challenge: Challenge) -> View:
    """To the one who challenged."""
    return view(
        text(Bold(_("Your challenge is on"))),
        Text(
            _.spans(
                "{to} has said yes. You both have until {until}.", to=mention(challenge.to), until=at(challenge.until)
            )
        ),
        note(_("An answer is final; right answers come with the result.")),
        _play(_, challenge),
    )


def accepted(_: Words, challenge: Challenge, answers: Answers) -> View:
    """To the one who has just said yes."""
    return playing(_, challenge, challenge.to, answers, _("You are in."))


def reminder(_: Words, challenge: Challenge, side: Side, answers: Answers) -> View:
    return playing(_, challenge, side, answers, _("Your challenge ends soon"))


def waiting(_: Words, challenge: Challenge, side: Side, answers: Answers) -> View:
    """All is answered by one of them, and not yet by the other."""
    count, right = len(challenge.questions), sum(each.right for each in answers.get(side.person.key, {}).values())
    said = _("That was all. You have {right} of {count} right.", right=right, count=count)
    later = _.spans(
        "{other} is still at it. The result comes when both are done, at {until} at the latest.",
        other=mention(challenge.other(side)),
        until=at(challenge.until),
    )
    return view(text(Bold(said)), Text(later), Text(tuple(where(_, challenge))))


def ended(_: Words, challenge: Challenge, side: Side) -> View:
    """Why there is no game; for each of the two in kind words."""
    own, other = side == challenge.by, mention(challenge.other(side))
    match challenge.state:
        case State.DECLINED if own:
            said = _.spans("{other} would rather not play this time.", other=other)
        case State.DECLINED:
            said = _.spans("You have declined the challenge of {other}. That is fine.", other=other)
        case State.WITHDRAWN if own:
            said = _.spans("You have taken the challenge to {other} back.", other=other)
        case State.WITHDRAWN:
            said = _.spans("{other} has taken the challenge back.", other=other)
        case State.UNREACHED if own:
            hint = _("You could ask them to type {command} to you.", command=_.command("challenge").text)
            said = (
                *_.spans("I could not reach {other}, so your challenge is off.", other=other),
                Plain(" " + hint),
            )
        case _expired if own:
            said = _.spans("{other} has not found the time to answer, so your challenge is over.", other=other)
        case _expired:
            said = _.spans("The challenge of {other} has run out.", other=other)
    return view(Text(tuple(said)))


def there_is_one(_: Words, other: Mention, shown: View) -> View:
    """Instead of a second one between the same two."""
    said = Text(_.spans("There is a challenge between you and {other} already:", other=other))
    return View((said, Divider(), *shown.elements))


def listing(_: Words, blocks: Sequence[View]) -> View:
    """How all of somebody's challenges stand."""
    if not blocks:
        how = _("Challenge somebody: {example}", example=_.command("challenge", "@ben").text)
        return view(text(_("You have no challenge open here.")), note(how))
    elements: list[Element] = []
    for block in blocks:
        elements += [*([Divider()] if elements else []), *block.elements]
    return View(tuple(elements))


def _own(_: Words) -> str:
    return _.command("challenge").text
