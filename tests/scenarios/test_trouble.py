"""What people fear: nonsense, repeats, restarts, and text that pretends to be more than text."""

from __future__ import annotations

import pytest

from tests.scenarios.test_a_newcomer import first_line
from tests.support.fronts import Stage

NONSENSE = (
    "zzzz qqqq",
    "!!!",
    "culture culture culture culture",
    "why why why",
    "four weddings",
    "help me please",
    "x" * 600,
    "😀😀",
    "' OR 1=1 --",
    "$(reboot) `id`",
)

INJECTIONS = (
    "<!channel> wake up",
    "@everyone @here look",
    "*bold* _it_ ~no~ `code`",
    "[link](https://example.org) <https://example.org|x>",
    "&lt;!here&gt; <@U1> <#C1>",
    "# heading\n> quote\n- list",
)


async def test_nonsense_gets_a_clear_private_answer(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    for line in NONSENSE:
        before = len(ana.screen())
        await ana.types(line)
        assert len(ana.screen()) == before + 1, line
        assert "went wrong" not in ana.reads(), line
    assert ben.screen() == []


async def test_a_misspelt_command_is_recognised(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("topisc")
    assert "Did you mean" in ana.reads()
    assert "topics" in ana.reads()


@pytest.mark.parametrize("text", INJECTIONS)
async def test_what_people_type_is_shown_literally(stage: Stage, text: str) -> None:
    ana = await stage.seat("ana")
    await ana.types("success")
    await ana.presses("Save")
    await ana.presses("Make it yours")
    await ana.fills(wording=text)
    assert " ".join(text.split()) in ana.reads()


async def test_a_button_works_after_the_bot_was_killed_and_started_again(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("culture")
    question = first_line(ana)
    await stage.restart()
    await ana.presses("Why ask it")
    assert first_line(ana) == question
    await stage.restart()
    await ana.presses("Save")
    assert "Saved" in ana.reads()


async def test_the_same_event_delivered_twice_changes_nothing(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ana.types("success")
    await ana.presses("Share")
    shared = ben.screen()
    await stage.repeat_last()
    assert ben.screen() == shared
    await ana.presses("Save")
    await stage.repeat_last()
    await ana.types("saved")
    assert "one question" in ana.reads()


async def test_two_groups_see_nothing_of_each_other(stage: Stage) -> None:
    here, there = await stage.seat("ana"), await stage.seat("ana", group="two")
    await here.types("success")
    await here.presses("Save")
    await there.types("saved")
    assert "Your list is empty" in there.reads()
    await here.types("saved")
    assert "one question" in here.reads()


async def test_a_mention_gets_a_pointer(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.says("hello, who are you?")
    assert "I answer to commands" in ana.reads()
    await ana.presses("Ask me one")
    assert "[Why ask it]" in ana.reads()


async def test_a_direct_message_gets_a_pointer(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.writes_privately("hello")
    assert any("I answer to commands" in message for message in ana.screen()), ana.screen()
