"""Every way to ask, and what happens when a topic is used up."""

from __future__ import annotations

from tests.scenarios.test_a_newcomer import first_line
from tests.support.fronts import Stage
from tests.support.rooms import shipped

QUESTIONS_ON_SUCCESS = len(shipped().of_topic("success"))


async def test_no_question_repeats_until_the_topic_is_used_up(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("success")
    seen = [first_line(ana)]
    for _ in range(QUESTIONS_ON_SUCCESS - 1):
        await ana.presses("Another")
        seen.append(first_line(ana))
    assert len(set(seen)) == QUESTIONS_ON_SUCCESS
    await ana.presses("Another")
    assert "we start over" in ana.reads()
    assert first_line(ana) != seen[-1]


async def test_what_was_asked_is_remembered_after_a_restart(stage: Stage) -> None:
    ana = await stage.seat("ana")
    seen = []
    for _ in range(4):
        await ana.types("success")
        seen.append(first_line(ana))
        await stage.restart()
    assert len(set(seen)) == 4


async def test_the_bare_command_asks_and_says_what_else_there_is(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("")
    assert "[Why ask it]" in ana.reads()
    assert "four" in ana.reads()
    assert "help" in ana.reads()


async def test_an_alias_or_an_unambiguous_beginning_does_for_a_topic(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("salary")
    assert "Pay and benefits" in ana.reads()
    await ana.types("hesit")
    assert "Doubts about you" in ana.reads()


async def test_an_ambiguous_beginning_asks_which_topic(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("te")
    assert "Which one?" in ana.reads()
    await ana.presses("The team")
    assert "[Why ask it]" in ana.reads()


async def test_words_that_are_no_topic_are_searched_best_first(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("how do they promote people")
    assert "Closest to" in ana.reads()
    first = next(line for line in ana.reads().splitlines() if line.startswith("1."))
    assert "promoted" in first
    await ana.presses("1")
    assert "promoted" in first_line(ana)


async def test_topics_lists_them_and_asks_about_the_one_picked(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("topics")
    for title in ("Success in the role", "A typical day", "Culture and values", "Doubts about you"):
        assert title in ana.reads()
    await ana.picks("Ask the interviewer: ask me one about", "A typical day")
    assert "A typical day" in ana.reads()
    assert "[Why ask it]" in ana.reads()


async def test_why_explains_the_question_seen_last_or_the_one_named(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("why")
    assert "not asked for a question yet" in ana.reads()
    await ana.types("culture")
    question = first_line(ana)
    await ana.types("why")
    assert first_line(ana) == question
    assert "What asking does for you" in ana.reads()
    await ana.types("why success.how-judged")
    assert "What asking does for you" in ana.reads()
    assert first_line(ana) != question


async def test_four_gives_four_over_four_topics_for_a_stage(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("four team")
    shown = ana.reads()
    assert "Four for the team" in shown
    rows = [line for line in shown.splitlines() if line[:2] in ("1.", "2.", "3.", "4.")]
    assert len({row.rpartition("—")[2].strip() for row in rows}) == 4
    await ana.presses("3")
    assert "[Why ask it]" in ana.reads()


async def test_four_for_another_stage_is_a_pick_away(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("four")
    assert "Four to take with you" in ana.reads()
    await ana.picks("Whom do you meet?", "For the recruiter")
    assert "Four for the recruiter" in ana.reads()


async def test_the_guide_tells_how_to_go_about_it(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("guide")
    assert "When time runs out" in ana.reads()
    await ana.presses("When time runs out")
    assert first_line(ana) == "When time runs out"
    await ana.presses("How many to prepare")
    assert first_line(ana) == "How many to prepare"


async def test_help_tells_what_to_type_on_this_front(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("help")
    command = "/bank four" if stage.name == "discord" else "/askq four"
    assert command in ana.reads()
    await ana.types("help four")
    assert "hiring-manager" in ana.reads()


async def test_settings_me_is_edited_in_a_panel_and_kept(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("settings me")
    await ana.picks("Whom you meet next", "the recruiter")
    assert "Not saved yet" in ana.reads()
    await stage.restart()
    await ana.presses("Company")
    await ana.fills(company="Acme & <Sons>")
    assert "Acme & <Sons>" in ana.reads()
    await ana.presses("Save")
    assert "Saved" in ana.reads()
    await ana.types("four")
    assert "Four for the recruiter" in ana.reads()


async def test_organisers_decide_who_shares(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    await ben.types("settings group")
    assert "Only organisers can change that" in ben.reads()
    await ana.types("settings group")
    await ana.picks("Who may share", "Organisers only")
    await ana.presses("Save")
    await ben.types("here culture")
    assert "only organisers share" in ben.reads()
    await ben.types("culture")
    assert "[Share]" not in ben.reads()
