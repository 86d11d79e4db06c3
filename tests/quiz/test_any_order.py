"""Whatever happens in whatever order, a quiz ends in a score that is what was answered: over a real database, through
the one door, with restarts, absences, broken sends and channels that refuse."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.bank.grading import options_in
from bot.bank.kinds import ChoiceQuestion
from bot.chat.plain import plain
from bot.delivery.sender import Post
from bot.errors import Doubtful, Undeliverable
from bot.quiz import answers, store
from bot.quiz.model import Phase
from bot.quiz.refs import Choose, Do, What
from bot.quiz.scoring import points_of, standing
from bot.storage.engine import Database
from tests.quiz.nights import BANK, quiz
from tests.support.rooms import Room, RoomSender, Seen

NAMES = st.sampled_from(["ana", "ben", "cy", "dee"])
REFUSED = (
    "You are not in this quiz yet", "Time is up", "The quiz is paused", "That quiz is over", "In a race the first",
    "There is no such quiz here", "No letter is left",
)  # fmt: skip


class Flaky(RoomSender):
    """Loses the answer to the next post after carrying it out, when it is told to."""

    breaks = False

    async def send(self, post: Post, doubtful_since: object) -> str:
        message = await super().send(post, None)
        if self.breaks and doubtful_since is None:
            self.breaks = False
            raise Doubtful("cut off")
        return message


class Night(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        copy = shutil.copy(self.template, self.folder.name)
        self.database = Database(f"sqlite:///{copy}")
        self.room = Room(self.database, bank=BANK)
        self.room.sender = Flaky(self.room)
        self.seed = 10
        self.kept: dict[tuple[int, str], str] = {}

    @initialize(
        line=st.sampled_from(["", " race", " teams", " race teams"]), kind=st.sampled_from(["culture", "several"])
    )
    def somebody_begins(self, line: str, kind: str) -> None:
        self.race = "race" in line
        topic = "culture" if self.race else kind
        self.room.person("ana").types(f"quiz start{line} 3 10s {topic}")
        self.room.delivers()
        for name in ("ben", "cy"):
            self.room.person(name).types("quiz join")
        self.room.person("ana").presses_ref(Do(self.id, What.START))
        self.room.delivers()

    @property
    def id(self) -> str:
        return quiz(self.room).id

    @rule(name=NAMES, number=st.integers(1, 3), option=st.integers(0, 3))
    def somebody_presses_a_letter(self, name: str, number: int, option: int) -> None:
        before = self._text(number, name)
        seen = self.room.person(name).presses_ref(Choose(self.id, number, option), private=False)
        self._understood(seen)
        after = self._text(number, name)
        if seen.text.startswith("Kept") or seen.text.startswith("No letter"):
            self.kept[number, name] = after
        else:
            assert seen.text.startswith(REFUSED), seen.text
            assert after == before

    @rule(name=NAMES, number=st.just(0), option=st.integers(0, 3))
    def somebody_answers_the_open_question(self, name: str, number: int, option: int) -> None:
        self.somebody_presses_a_letter(name, max(quiz(self.room).number, 1), option)

    @rule(name=NAMES, line=st.sampled_from(["join", "leave", "pause", "resume", "skip", "scores"]))
    def somebody_types(self, name: str, line: str) -> None:
        self._understood(self.room.person(name).types(f"quiz {line}"))

    @rule(line=st.sampled_from(["pause", "resume", "skip"]))
    def an_organiser_types(self, line: str) -> None:
        self._understood(self.room.person("boss", admin=True).types(f"quiz {line}"))

    @rule(name=NAMES)
    def the_platform_delivers_again(self, name: str) -> None:
        person = self.room.person(name)
        self._understood(person.types("quiz join"))
        assert person.again().text is not None

    @rule(seconds=st.sampled_from([0, 1, 5, 10, 12, 25, 90]))
    def time_passes(self, seconds: int) -> None:
        self.room.forward(seconds=seconds)

    @rule(seconds=st.sampled_from([1, 9, 11, 30, 3600]))
    def nobody_is_there_for_a_while(self, seconds: int) -> None:
        self.room.clock.forward(seconds=seconds)

    @rule(seconds=st.sampled_from([0, 2, 60]))
    def it_is_killed_and_started(self, seconds: int) -> None:
        self.room.clock.forward(seconds=seconds)
        old, self.seed = self.room.sender, self.seed + 1
        self.room = self.room.restarted(seed=self.seed)
        flaky = Flaky(self.room)
        flaky.refuses, flaky.sent, flaky._by_id = old.refuses, old.sent, old._by_id
        self.room.sender = flaky

    @rule()
    def a_send_breaks(self) -> None:
        self.room.sender.breaks = True  # type: ignore[attr-defined]

    @precondition(lambda self: not self.room.sender.refuses)
    @rule(forbidden=st.booleans())
    def the_channel_refuses(self, forbidden: bool) -> None:
        self.room.sender.refuses["general"] = Undeliverable("no", forbidden=forbidden)

    @precondition(lambda self: self.room.sender.refuses)
    @rule()
    def the_channel_takes_messages_again(self) -> None:
        self.room.sender.refuses.clear()

    @invariant()
    def no_kept_answer_is_lost(self) -> None:
        for (number, name), text in self.kept.items():
            assert self._text(number, name) == text

    @invariant()
    def never_two_questions_are_open(self) -> None:
        now = quiz(self.room)
        with self.database.read() as db:
            closed = [each.number for each in store.closed_rounds(db, now)]
        told = now.number if now.phase is Phase.TOLD else now.number - 1
        if now.phase is not Phase.OVER:
            assert closed == list(range(1, max(told, 0) + 1))
        assert len({now.host.id} & {"ana", "ben", "cy", "dee"}) == 1

    @invariant()
    def the_score_is_what_was_answered(self) -> None:
        now = quiz(self.room)
        with self.database.read() as db:
            played, everyone = answers.played(db, now), store.players_of(db, now)
        for each in played:
            text = each.round.question.text
            assert isinstance(text, ChoiceQuestion)
            points = points_of(each, race=now.race)
            for (number, name), answer in self.kept.items():
                if number == each.round.number and answer:
                    person = self.room.person(name).person
                    assert (points[person] or 0) >= (100 if options_in(answer, text) == text.right else 0)
                    assert bool(points[person]) is (options_in(answer, text) == text.right)
        scores = standing(everyone, played, race=now.race)
        assert sum(each.points for each in scores) == sum(
            points or 0 for each in played for points in points_of(each, race=now.race).values()
        )

    def teardown(self) -> None:
        try:
            if hasattr(self, "race"):
                self.room.sender.refuses.clear()
                self.room.forward(hours=26)
                assert quiz(self.room).over
                self.each_message_came_once()
        finally:
            self.database.close()
            self.folder.cleanup()

    def each_message_came_once(self) -> None:
        """But for what had failed for good before somebody resumed it: that is posted anew."""
        texts = [plain(message.view) for message in self.room.messages if message.owner is None]
        for number in (1, 2, 3):
            for begin in (f"Question {number} of 3", f"The answer to question {number}"):
                assert sum(text.startswith(begin) for text in texts) <= 1, texts
        assert sum(text.startswith("The quiz is over") for text in texts) <= 1

    def _understood(self, seen: Seen) -> None:
        assert seen.text and "went wrong" not in seen.text and "older version" not in seen.text

    def _text(self, number: int, name: str) -> str:
        with self.database.read() as db:
            given = answers.of_person(db, quiz(self.room), number, self.room.person(name).person)
        return given.text if given else ""


def test_any_order_of_presses_timers_and_crashes_ends_in_a_consistent_score(migrated_file: Path) -> None:
    machine = type("Night", (Night,), {"template": migrated_file})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
