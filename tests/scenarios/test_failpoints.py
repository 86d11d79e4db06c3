"""The real process, killed at every named point of a delivery: of a question, of its answers, and of a change of the
post, on Slack and on Discord.

Each time another schedule has its message at the point. The next process begins at once and dies at the next point,
while what the last ones left is still in doubt: the ten seconds of doubt are the real ones.
"""

from __future__ import annotations

import ast
import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from shutil import copy
from typing import get_args

import pytest

from bot.daily.counting import COUNT
from bot.daily.model import Fate, Schedule
from bot.daily.planning import QUESTION
from bot.daily.revealing import REVEAL
from bot.delivery.failpoints import POINTS, OfTheAttempt, OfThePlan, Point
from tests.support import dying, parts, warm
from tests.support.dying import Fatal
from tests.support.postgres import Postgres
from tests.support.stands import Stand, in_discord, in_slack, until, write_content

LOOKING, IN_PARTS = "after looking", "between two parts"
COUNTED: Point = "after the attempt is counted"

Deaths = Mapping[str, tuple[Point, ...]]
"""For each kind of message the points at which a process dies of it."""

ON_SQLITE: Deaths = {
    QUESTION: (*get_args(OfThePlan), *get_args(OfTheAttempt), LOOKING),
    REVEAL: (*get_args(OfTheAttempt), IN_PARTS, LOOKING),
    COUNT: get_args(OfTheAttempt),
}
ON_POSTGRESQL: Deaths = {
    QUESTION: ("after the plan", COUNTED, "after the send", "before the job ends", LOOKING),
    REVEAL: ("before the job ends",),
    COUNT: ("before the job ends",),
}
IN_A_THREAD: Deaths = {REVEAL: ("after the thread is opened",)}
"""On Discord besides: below a message of Slack's no thread need be opened."""

ANSWERS = 2


@asynccontextmanager
async def askq(there: Stand, fatal: Collection[Fatal] = ()) -> AsyncIterator[ForkServerProcess]:
    """The process, gone at the end, one way or another. Where it is to look, Discord has forgotten all nonces."""
    looks = any(each.point == LOOKING for each in fatal)
    there.begin(forgetful=looks)
    environment = {"ASKQ_DATABASE_URL": there.url, "ASKQ_HTTP_PORT": "0", "ASKQ_CONTENT": str(there.content)}
    process = await asyncio.to_thread(
        warm.start, dying.run, environment | there.tokens, there.folder, tuple(fatal), looks
    )
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
        await until(lambda: there.gone)


async def dies(there: Stand, *fatal: Fatal) -> Fatal:
    """A process begins, comes to one of these and is killed there."""
    try:
        async with askq(there, fatal) as process:
            await until(lambda: not process.is_alive())
            assert process.exitcode == -signal.SIGKILL
    except BaseException as error:
        error.add_note(f"killed {fatal}")
        raise
    return dying.died_at(there.folder)


async def recovers(there: Stand, planned: int) -> None:
    """A process begins and does all that is left, for so many questions."""
    async with askq(there) as process:
        await until(lambda: there.nothing_is_left(planned) or not process.is_alive())
        assert process.is_alive()


async def die_and_come_back(deaths: Deaths, there: Stand) -> None:
    """Killed at each of these points, it posts everything once all the same."""
    numbers = count(1)
    # What others are about is posted in peace.
    posted = {Fatal(point, kind): there.plan(next(numbers)) for kind in (REVEAL, COUNT) for point in deaths[kind]}
    await recovers(there, len(posted))
    looked_for: list[Fatal] = []
    dying_of = [Fatal(point, kind) for kind in (REVEAL, COUNT, QUESTION) for point in deaths[kind]]
    for fatal in sorted(dying_of, key=lambda each: each.point == LOOKING):  # or it was over before somebody looks
        if fatal.kind == QUESTION:
            posted[fatal] = there.plan(next(numbers))
        schedule = posted[fatal]
        if fatal.kind == COUNT:
            there.answer(schedule, ANSWERS)
        if fatal.kind == REVEAL:
            if fatal.point == IN_PARTS:
                there.answer(schedule, parts.ANSWERS)
            there.bring_out(schedule)
        if fatal.point == LOOKING:
            looked_for.append(Fatal(LOOKING, fatal.kind, schedule.id))
        at = COUNTED if fatal.point == LOOKING else fatal.point
        await dies(there, Fatal(at) if at in get_args(OfThePlan) else Fatal(at, fatal.kind, schedule.id))
    while looked_for:
        looked_for.remove(await dies(there, *looked_for))
    await recovers(there, len(posted))

    for fatal, schedule in posted.items():
        assert there.day_of(schedule).fate is Fate.POSTED
        if fatal.kind == COUNT:
            assert f"{ANSWERS} answers so far" in the_post(there, schedule).said
        if fatal.kind != REVEAL:
            there.bring_out(schedule)
    await recovers(there, len(posted))
    for fatal, schedule in posted.items():
        assert "The answers are out, in the thread." in the_post(there, schedule).said
        assert_answers_are_there_once(there, schedule, parts.ANSWERS if fatal.point == IN_PARTS else 0)
    told = [id for schedule in posted.values() for kind in (QUESTION, REVEAL) for id in there.ids_of(schedule, kind)]
    assert {id for id, _ in there.messages} == set(told)


def the_post(there: Stand, schedule: Schedule) -> parts.There:
    """The question, of which there is one, where the day has it."""
    (id,) = there.ids_of(schedule, QUESTION)
    (post,) = there.messages[id, 0]
    assert (post.id, post.below) == (there.day_of(schedule).message, "")
    return post


def assert_answers_are_there_once(there: Stand, schedule: Schedule, shown: int) -> None:
    """Every part of them, in the thread of the question and nowhere else."""
    ids = there.ids_of(schedule, REVEAL)
    found = {key: standing for key, standing in there.messages.items() if key[0] in ids}
    assert sorted(key for key in found if key[1] == 0) == sorted((id, 0) for id in ids)
    assert {len(standing) for standing in found.values()} == {1}
    assert {each.below for standing in found.values() for each in standing} == {there.day_of(schedule).message}
    said = "".join(each.said for standing in found.values() for each in standing)
    assert [said.count(parts.mark(schedule.id, number)) for number in range(shown)] == [1] * shown
    assert (len(found) > len(ids)) == bool(shown), "so many take one message more than there are deliveries"


Open = Callable[[str, Path], AbstractAsyncContextManager[Stand]]


async def at_all(deaths: Deaths, tmp_path: Path, slack_url: str, discord_url: str) -> None:
    """The two platforms side by side, each with an askq of its own."""

    async def on(opened: Open, url: str, deaths: Deaths, folder: Path) -> None:
        write_content(folder / "content")
        async with opened(url, folder) as there:
            await die_and_come_back(deaths, there)

    and_thread = {kind: (*points, *IN_A_THREAD.get(kind, ())) for kind, points in deaths.items()}
    async with asyncio.TaskGroup() as side_by_side:
        side_by_side.create_task(on(in_slack, slack_url, deaths, tmp_path / "slack"))
        side_by_side.create_task(on(in_discord, discord_url, and_thread, tmp_path / "discord"))


@pytest.mark.timeout(300)
async def test_killed_at_any_point_of_a_delivery_everything_comes_once(tmp_path: Path, migrated_file: Path) -> None:
    files = [tmp_path / f"{platform}.db" for platform in ("slack", "discord")]
    for file in files:
        copy(migrated_file, file)
    await at_all(ON_SQLITE, tmp_path, *(f"sqlite:///{file}" for file in files))


@pytest.mark.timeout(300)
async def test_killed_on_postgresql_everything_comes_once(tmp_path: Path, postgres: Postgres) -> None:
    with postgres.database() as first, postgres.database() as second:
        await at_all(ON_POSTGRESQL, tmp_path, first, second)


def test_there_is_no_point_that_nobody_comes_by_and_none_that_nobody_dies_at() -> None:
    """That a process does come there, and dies, is for the others to show."""
    root = Path(__file__).parents[2]
    sources = [file.read_text() for folder in ("bot", "adapters") for file in (root / folder).rglob("*.py")]
    nodes = [node for source in sources if "reach(" in source for node in ast.walk(ast.parse(source))]
    assert {ast.literal_eval(node.args[0]) for node in nodes if is_reach(node)} == set(POINTS)
    every = (ON_SQLITE, ON_POSTGRESQL, IN_A_THREAD)
    assert {point for deaths in every for points in deaths.values() for point in points} == set(POINTS)


def is_reach(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reach"
