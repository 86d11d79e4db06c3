"""What is sent unasked arrives once, where it belongs, and wakes whom it is meant to wake."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import limits
from adapters.slack.background import Background
from adapters.slack.outbox import SLACKS_PACE, Outbox
from adapters.slack.profiles import Profiles
from adapters.slack.sender import Sender
from bot.chat.elements import bullets, note, text, view
from bot.chat.keys import Person, Place
from bot.chat.markup import Mention, spans
from bot.delivery.sender import Pace, Post
from bot.errors import Doubtful, NotThere, Undeliverable, Unknowable
from tests.adapters.slack.trial import LONG
from tests.support.slack.faults import BadGateway, Fault, HoldBack, LateCommit, LostConnection, RateLimit, Refusal
from tests.support.slack.reading import wakes
from tests.support.slack.server import SlackServer
from tests.support.slack.world import Message
from tests.support.slack_front import AT_ONCE, without_scopes

MORNING = view(text("Good morning"))
NASTY = "<!channel> <!here> @here @everyone <@U1> <!subteam^S1>"


@pytest.fixture
async def outbox(slack: SlackServer) -> AsyncIterator[Outbox]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])
        background = Background()
        profiles = Profiles(client, background, lambda: 0.0)
        yield Outbox(Sender(client, session, lambda _: None), profiles, slack.workspace.id, AT_ONCE)
        await background.finish(1)
    assert not slack.violations, "\n".join(slack.violations)


def place(slack: SlackServer, name: str = "#general", thread: str | None = None) -> Place:
    return Place(f"slack:{slack.workspace.id}", slack.world.channel(name, slack.workspace.id).id, thread)


def somebody(slack: SlackServer, name: str = "ben") -> Person:
    return Person("slack", slack.workspace.id, slack.world.user(name).id)


def since(slack: SlackServer) -> datetime:
    """Just now, by Slack's clock."""
    return datetime.fromtimestamp(slack.clock.now(), UTC)


def said(slack: SlackServer) -> list[Message]:
    """Everything that askq has posted."""
    return [message for message in slack.world.messages.values() if message.author == slack.workspace.bot_user_id]


def talk(slack: SlackServer, times: int, name: str = "#general") -> None:
    for number in range(times):
        slack._write(slack.world.user("ana"), slack.world.channel(name, slack.workspace.id), f"chatter {number}")


def everywhere(slack: SlackServer, root: str) -> dict[str, Place | Person]:
    direct = slack.world.open_im(slack.world.user("cleo"))
    return {
        "channel": place(slack),
        "private channel": place(slack, "#staff"),
        "thread": place(slack, thread=root),
        "person": somebody(slack),
        "direct messages": Place(f"slack:dm:{slack.workspace.id}:{slack.world.user('cleo').id}", direct.id),
    }


WHERE = ("channel", "private channel", "thread", "person", "direct messages")


@pytest.fixture
async def to(slack: SlackServer, outbox: Outbox, request: pytest.FixtureRequest) -> Place | Person:
    """Each of the places of `WHERE`; the thread is below a message that is there already."""
    root = await outbox.send(Post("root", place(slack), view(text("The question"))), None)
    return everywhere(slack, root)[request.param]


# -- once ------------------------------------------------------------------------------------------


async def test_a_post_carries_the_id_of_its_delivery_which_nobody_sees(slack: SlackServer, outbox: Outbox) -> None:
    ts = await outbox.send(Post("a1", place(slack), MORNING), None)
    (message,) = said(slack)
    assert message.ts == ts
    assert message.metadata == {"event_type": "askq_delivery", "event_payload": {"id": "a1", "part": 0}}
    assert slack.read("ben", "#general") == "Good morning"
    assert not slack.calls("conversations.history")


@pytest.mark.parametrize("to", WHERE, indirect=True)
async def test_what_arrived_although_the_answer_was_lost_is_not_sent_again(
    slack: SlackServer, outbox: Outbox, to: Place | Person
) -> None:
    begun, before = since(slack), len(said(slack))
    slack.trouble("chat.postMessage", LostConnection(committed=True))
    with pytest.raises(Doubtful):
        await outbox.send(Post("a1", to, MORNING), None)
    ts = await outbox.send(Post("a1", to, MORNING), begun)
    assert [message.ts for message in said(slack)[before:]] == [ts]


@pytest.mark.parametrize("to", WHERE, indirect=True)
@pytest.mark.parametrize("fault", [LostConnection(), BadGateway(), Refusal("fatal_error")], ids=str)
async def test_what_did_not_arrive_is_sent_when_nothing_is_found(
    slack: SlackServer, outbox: Outbox, to: Place | Person, fault: Fault
) -> None:
    begun, before = since(slack), len(said(slack))
    slack.trouble("chat.postMessage", fault)
    with pytest.raises(Doubtful):
        await outbox.send(Post("a1", to, MORNING), None)
    ts = await outbox.send(Post("a1", to, MORNING), begun)
    assert [message.ts for message in said(slack)[before:]] == [ts]


async def test_what_it_is_too_late_for_is_looked_for_and_not_sent(slack: SlackServer, outbox: Outbox) -> None:
    begun = since(slack)
    for id, committed in (("a1", True), ("a2", False)):
        slack.trouble("chat.postMessage", LostConnection(committed=committed))
        with pytest.raises(Doubtful):
            await outbox.send(Post(id, place(slack), MORNING), None)
    (there,) = said(slack)
    assert await outbox.send(Post("a1", place(slack), MORNING), begun, look_only=True) == there.ts
    with pytest.raises(NotThere):
        await outbox.send(Post("a2", place(slack), MORNING), begun, look_only=True)
    assert said(slack) == [there]


async def test_each_message_is_told_of_before_it_leaves(slack: SlackServer, outbox: Outbox) -> None:
    so_far: list[int] = []

    async def about_to_post() -> None:
        so_far.append(len(said(slack)))
        if len(so_far) == 2:
            raise LookupError

    with pytest.raises(LookupError):
        await outbox.send(Post("a1", place(slack), LONG), None, about_to_post=about_to_post)
    assert so_far == [0, 1]
    assert len(said(slack)) == 1


async def test_what_slack_carries_out_late_is_found(slack: SlackServer, outbox: Outbox) -> None:
    begun = since(slack)
    late = slack.trouble("chat.postMessage", LateCommit())
    with pytest.raises(Doubtful):
        await outbox.send(Post("a1", place(slack), MORNING), None)
    assert not said(slack)
    late.fault.commit()
    await slack.until(lambda: said(slack))
    assert await outbox.send(Post("a1", place(slack), MORNING), begun) == said(slack)[0].ts
    assert len(said(slack)) == 1


async def test_another_delivery_of_the_same_words_is_another_message(slack: SlackServer, outbox: Outbox) -> None:
    begun = since(slack)
    await outbox.send(Post("a1", place(slack), MORNING), None)
    await outbox.send(Post("a2", place(slack), MORNING), begun)
    assert len(said(slack)) == 2


@pytest.mark.parametrize(
    ("to", "scope"),
    [
        ("channel", "channels:history"),
        ("thread", "channels:history"),
        ("private channel", "groups:history"),
        ("person", "im:write"),
        ("direct messages", "im:history"),
    ],
    indirect=["to"],
)
async def test_without_the_scope_to_look_it_is_unknowable(
    slack: SlackServer, outbox: Outbox, to: Place | Person, scope: str
) -> None:
    without_scopes(slack, scope)
    await outbox.send(Post("a0", to, MORNING), None) if scope != "im:write" else None
    begun, before = since(slack), len(said(slack))
    slack.trouble("chat.postMessage", LostConnection(committed=True))
    with pytest.raises(Doubtful):
        await outbox.send(Post("a1", to, MORNING), None)
    with pytest.raises(Unknowable, match="missing_scope") as problem:
        await outbox.send(Post("a1", to, MORNING), begun)
    assert f"add {scope}" in problem.value.fix
    assert len(said(slack)) == before + 1


async def test_direct_messages_that_were_posted_to_before_are_looked_at_without_more_scopes(
    slack: SlackServer, outbox: Outbox
) -> None:
    without_scopes(slack, "im:write")
    await outbox.send(Post("a0", somebody(slack), MORNING), None)
    begun = since(slack)
    slack.trouble("chat.postMessage", LostConnection(committed=True))
    with pytest.raises(Doubtful):
        await outbox.send(Post("a1", somebody(slack), MORNING), None)
    await outbox.send(Post("a1", somebody(slack), MORNING), begun)
    assert len(said(slack)) == 2


async def test_where_askq_was_removed_meanwhile_nobody_can_look(slack: SlackServer, outbox: Outbox) -> None:
    slack.bot_leaves("#general")
    with pytest.raises(Unknowable, match="not_in_channel"):
        await outbox.send(Post("a1", place(slack), MORNING), since(slack))


async def test_a_look_that_fails_leaves_it_in_doubt(slack: SlackServer, outbox: Outbox) -> None:
    slack.trouble("conversations.history", LostConnection(), times=2)  # aiohttp reads once more by itself
    with pytest.raises(Doubtful):
        await outbox.send(Post("a1", place(slack), MORNING), since(slack))
    slack.trouble("conversations.history", RateLimit(retry_after=7))
    with pytest.raises(Undeliverable) as problem:
        await outbox.send(Post("a1", place(slack), MORNING), since(slack))
    assert problem.value.retry_after == 7
    assert not said(slack)


async def test_only_the_time_in_question_is_looked_at(slack: SlackServer, outbox: Outbox) -> None:
    begun = since(slack)
    await outbox.send(Post("a1", place(slack), MORNING), begun)
    (call,) = slack.calls("conversations.history")
    assert float(call.body["oldest"]) == pytest.approx((begun - timedelta(seconds=60)).timestamp(), abs=0.001)
    assert (call.body["limit"], call.body["include_all_metadata"]) == ("15", "1")


@pytest.mark.parametrize("name", ["#general", "thread"])
async def test_it_is_found_below_what_others_said_since(slack: SlackServer, outbox: Outbox, name: str) -> None:
    root = await outbox.send(Post("root", place(slack), MORNING), None)
    to = place(slack, thread=root if name == "thread" else None)
    if name == "thread":
        for number in range(20):
            slack._write(slack.world.user("ana"), slack.world.channels[to.channel], f"chatter {number}", root)
    begun = since(slack)
    ts = await outbox.send(Post("a1", to, MORNING), None)
    talk(slack, 40)
    assert await outbox.send(Post("a1", to, MORNING), begun) == ts
    assert len(slack.calls("conversations.history" if name == "#general" else "conversations.replies")) > 1


async def test_a_channel_where_too_much_was_said_since_cannot_be_looked_through(
    slack: SlackServer, outbox: Outbox
) -> None:
    begun = since(slack)
    talk(slack, limits.HISTORY_PAGE * limits.HISTORY_PAGES + 1)
    with pytest.raises(Unknowable, match="too much"):
        await outbox.send(Post("a1", place(slack), MORNING), begun)
    assert len(slack.calls("conversations.history")) == limits.HISTORY_PAGES


async def test_a_thread_whose_message_is_gone_holds_nothing(slack: SlackServer, outbox: Outbox) -> None:
    await outbox.send(Post("a1", place(slack, thread="1.000000"), MORNING), since(slack))
    assert len(said(slack)) == 1
    assert slack.violations == ["chat.postMessage: no message 1.000000 to reply to in general"]
    slack.violations.clear()


# -- several messages ------------------------------------------------------------------------------


def parts(slack: SlackServer) -> list[int]:
    return [message.metadata["event_payload"]["part"] for message in said(slack) if message.metadata]


async def test_what_is_too_long_for_one_message_is_several_and_the_first_is_its_id(
    slack: SlackServer, outbox: Outbox
) -> None:
    ts = await outbox.send(Post("a1", place(slack), LONG), None)
    assert parts(slack) == [0, 1, 2]
    assert said(slack)[0].ts == ts


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize(
    "fault", [LostConnection(), LostConnection(committed=True), RateLimit()], ids=["lost", "arrived", "rate limit"]
)
async def test_only_the_parts_that_are_missing_are_sent(
    slack: SlackServer, outbox: Outbox, part: int, fault: Fault
) -> None:
    begun = since(slack)
    slack.trouble("chat.postMessage", fault, when=lambda body: body["metadata"]["event_payload"]["part"] == part)
    with pytest.raises(Undeliverable) as problem:
        await outbox.send(Post("a1", place(slack), LONG), None)
    in_doubt = isinstance(fault, LostConnection)
    assert (isinstance(problem.value, Doubtful), problem.value.in_part) == (in_doubt, part > 0)
    ts = await outbox.send(Post("a1", place(slack), LONG), begun if in_doubt or part > 0 else None)
    assert parts(slack) == [0, 1, 2]
    assert said(slack)[0].ts == ts


async def test_a_part_that_will_never_be_taken_is_no_doubt(slack: SlackServer, outbox: Outbox) -> None:
    slack.trouble(
        "chat.postMessage",
        Refusal("is_archived"),
        when=lambda body: body["metadata"]["event_payload"]["part"] == 1,
    )
    with pytest.raises(Undeliverable, match="is_archived") as problem:
        await outbox.send(Post("a1", place(slack), LONG), None)
    assert not isinstance(problem.value, Doubtful)
    assert problem.value.forbidden


# -- where -----------------------------------------------------------------------------------------


async def test_a_reply_stands_below_its_message(slack: SlackServer, outbox: Outbox) -> None:
    root = await outbox.send(Post("a1", place(slack), MORNING), None)
    ts = await outbox.send(Post("a2", place(slack, thread=root), view(text("The answer"))), None)
    assert slack.world.messages[place(slack).channel, ts].thread_ts == root


async def test_a_direct_message_reaches_that_person_alone(slack: SlackServer, outbox: Outbox) -> None:
    await outbox.send(Post("a1", somebody(slack), MORNING), None)
    assert [slack.as_text(message) for message in slack.direct_messages("ben")] == ["Good morning"]
    assert not slack.direct_messages("ana")
    assert not slack.read("ben", "#general")


async def test_somebody_who_is_gone_need_not_be_invited(slack: SlackServer, outbox: Outbox) -> None:
    with pytest.raises(Undeliverable, match="channel_not_found") as problem:
        await outbox.send(Post("a1", Person("slack", slack.workspace.id, "U404"), MORNING), None)
    assert problem.value.gone
    assert problem.value.fix == ""


async def test_what_is_for_a_person_alone_without_a_channel_is_a_direct_message(
    slack: SlackServer, outbox: Outbox
) -> None:
    await outbox.send(Post("a1", Place(somebody(slack).alone, ""), MORNING), None)
    assert len(slack.direct_messages("ben")) == 1


async def test_news_for_all_are_posted_in_general(slack: SlackServer, outbox: Outbox) -> None:
    await outbox.send(Post("a1", Place(f"slack:{slack.workspace.id}", ""), MORNING), None)
    assert slack.read("ben", "#general") == "Good morning"


async def test_where_askq_is_not_in_general_news_go_to_a_channel_it_is_in(slack: SlackServer, outbox: Outbox) -> None:
    slack.bot_leaves("#general")
    await outbox.send(Post("a1", Place(f"slack:{slack.workspace.id}", ""), MORNING), None)
    assert slack.read("ben", "#staff") == "Good morning"
    slack.bot_leaves("#staff")
    with pytest.raises(Undeliverable) as problem:
        await outbox.send(Post("a2", Place(f"slack:{slack.workspace.id}", ""), MORNING), None)
    assert problem.value.forbidden
    assert problem.value.fix == "/invite @askq"


# -- edits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", WHERE, indirect=True)
async def test_an_edit_changes_the_message_in_its_place(slack: SlackServer, outbox: Outbox, to: Place | Person) -> None:
    ts = await outbox.send(Post("a1", to, MORNING), None)
    before = len(said(slack))
    assert await outbox.send(Post("a2", to, view(text("Good evening")), edits=ts), None) == ts
    (changed,) = [message for message in said(slack) if message.ts == ts]
    assert slack.as_text(changed) == "Good evening"
    assert len(said(slack)) == before


async def test_an_edit_in_doubt_is_simply_made_again(slack: SlackServer, outbox: Outbox) -> None:
    ts = await outbox.send(Post("a1", place(slack), MORNING), None)
    slack.trouble("chat.update", LostConnection(committed=True))
    edit = Post("a2", place(slack), view(text("Good evening")), edits=ts)
    with pytest.raises(Doubtful):
        await outbox.send(edit, None)
    assert await outbox.send(edit, since(slack)) == ts
    assert not slack.calls("conversations.history")
    assert slack.read("ben", "#general") == "Good evening"


async def test_an_edit_of_a_message_that_was_deleted_is_refused(slack: SlackServer, outbox: Outbox) -> None:
    with pytest.raises(Undeliverable, match="message_not_found") as problem:
        await outbox.send(Post("a2", place(slack), MORNING, edits="1.000000"), None)
    assert problem.value.retry_after is None


# -- whom it wakes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("ping", "token"), [("here", "<!here>"), ("everyone", "<!channel>")])
async def test_a_ping_wakes_exactly_those_it_names(slack: SlackServer, outbox: Outbox, ping: str, token: str) -> None:
    await outbox.send(Post("a1", place(slack), view(text(NASTY)), ping=ping), None)
    (message,) = said(slack)
    assert wakes(message) == {token}
    assert slack.as_text(message).startswith(token.strip("<!>").join(("@", "\n")))


async def test_a_ping_may_be_for_a_user_group(slack: SlackServer, outbox: Outbox) -> None:
    moderators = slack.world.group("@moderators", slack.workspace.id)
    await outbox.send(Post("a1", place(slack), view(text(NASTY)), ping=moderators.id), None)
    (message,) = said(slack)
    assert wakes(message) == {f"<!subteam^{moderators.id}>"}
    assert slack.as_text(message).startswith("@moderators\n")


@pytest.mark.parametrize(("ping", "said_as"), [("here", "@here"), ("everyone", "@channel")])
async def test_whom_a_post_woke_stays_in_it_as_text(
    slack: SlackServer, outbox: Outbox, ping: str, said_as: str
) -> None:
    id = await outbox.send(Post("a1", place(slack), MORNING, ping=ping), None)
    await outbox.send(Post("a2", place(slack), view(text(NASTY)), ping=ping, edits=id), None)
    (message,) = said(slack)
    assert wakes(message) == set()
    assert slack.as_text(message).startswith(f"{said_as}\n")


async def test_a_user_group_that_a_post_woke_stays_in_it_and_no_other(slack: SlackServer, outbox: Outbox) -> None:
    """Slack has no other name for a group than its mention."""
    moderators = slack.world.group("@moderators", slack.workspace.id)
    id = await outbox.send(Post("a1", place(slack), MORNING, ping=moderators.id), None)
    await outbox.send(Post("a2", place(slack), view(text(NASTY)), ping=moderators.id, edits=id), None)
    (message,) = said(slack)
    assert wakes(message) == {f"<!subteam^{moderators.id}>"}
    assert "subteam" not in message.text.replace("&lt;!subteam", "")
    assert slack.as_text(message).startswith("@moderators\n")


async def test_without_a_ping_nobody_is_woken(slack: SlackServer, outbox: Outbox) -> None:
    named, unnamed = Mention(somebody(slack), "ben"), Mention(somebody(slack), "")
    shown = view(text(NASTY, named, " and ", unnamed), note(NASTY, unnamed), bullets(spans("by ", unnamed)))
    await outbox.send(Post("a1", place(slack), shown), None)
    (message,) = said(slack)
    assert wakes(message) == set()
    assert "@ben and @ben" in slack.as_text(message)
    assert "- by @ben" in slack.as_text(message)


async def test_only_the_first_of_several_messages_wakes_anybody(slack: SlackServer, outbox: Outbox) -> None:
    await outbox.send(Post("a1", place(slack), LONG, ping="here"), None)
    assert [wakes(message) for message in said(slack)] == [{"<!here>"}, set(), set()]


# -- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fix"),
    [("#random", "/invite @askq"), ("#old", "unarchive the channel, then /invite @askq")],
)
async def test_where_askq_may_not_write_it_says_what_to_do(
    slack: SlackServer, outbox: Outbox, name: str, fix: str
) -> None:
    with pytest.raises(Undeliverable) as problem:
        await outbox.send(Post("a1", place(slack, name), MORNING), None)
    assert problem.value.forbidden
    assert problem.value.fix == fix


async def test_a_private_channel_that_it_was_removed_from_looks_gone(slack: SlackServer, outbox: Outbox) -> None:
    to = place(slack, "#staff")
    slack.bot_leaves("#staff")
    with pytest.raises(Undeliverable) as problem:
        await outbox.send(Post("a1", to, MORNING), None)
    assert problem.value.gone
    assert problem.value.fix == "/invite @askq"


async def test_a_post_too_early_says_when_to_come_back_and_concerns_its_channel_alone(
    slack: SlackServer, outbox: Outbox
) -> None:
    slack.enforce_rates()
    slack.clock._source = lambda: 1_800_000_000.0
    await outbox.send(Post("a1", place(slack), MORNING), None)
    with pytest.raises(Undeliverable, match="ratelimited") as problem:
        await outbox.send(Post("a2", place(slack), MORNING), None)
    assert problem.value.retry_after == 1
    assert not problem.value.everywhere
    await outbox.send(Post("a3", place(slack, "#staff"), MORNING), None)
    slack.pass_time(1)
    await outbox.send(Post("a2", place(slack), MORNING), None)
    assert slack.rates.refused == 1


def test_the_pace_is_slacks_unless_told_otherwise() -> None:
    assert Pace(each=1.0, all=4.0) == SLACKS_PACE


# -- the end ---------------------------------------------------------------------------------------


async def test_at_the_end_what_is_under_way_is_waited_for(slack: SlackServer, outbox: Outbox) -> None:
    held = slack.trouble("chat.postMessage", HoldBack())
    sending = asyncio.create_task(outbox.send(Post("a1", place(slack), MORNING), None))
    await held.met()
    finishing = asyncio.create_task(outbox.finish(10))
    await asyncio.sleep(0)
    with pytest.raises(Undeliverable, match="closing") as problem:
        await outbox.send(Post("a2", place(slack), MORNING), None)
    assert problem.value.retry_after is not None
    assert not finishing.done()
    held.fault.release()
    await finishing
    assert await sending == said(slack)[0].ts


async def test_at_the_end_where_nothing_is_under_way_nothing_is_waited_for(outbox: Outbox) -> None:
    async with asyncio.timeout(5):
        await outbox.finish(3_600)


async def test_what_hangs_is_given_up_in_the_end(slack: SlackServer, outbox: Outbox) -> None:
    held = slack.trouble("chat.postMessage", HoldBack())
    sending = asyncio.create_task(outbox.send(Post("a1", place(slack), MORNING), None))
    await held.met()
    await outbox.finish(0)
    assert not sending.done()
    held.fault.release()
    await sending
