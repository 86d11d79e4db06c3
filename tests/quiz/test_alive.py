"""A quiz goes on where it was: after a restart, an absence, a channel that refuses, and a doubtful send."""

from __future__ import annotations

from bot.chat.plain import plain
from bot.delivery.sender import Post
from bot.errors import Doubtful, Undeliverable
from bot.quiz import answers
from bot.quiz.model import Phase
from bot.quiz.refs import GoOn
from bot.storage.engine import Database
from tests.quiz.nights import about, begun, labels, lobby, people, public, question, quiz, right, said, scores
from tests.support.rooms import Room, RoomSender


def kept(room: Room) -> dict[str, str]:
    with room.app.database.read() as db:
        return {each.person.id: each.text for each in answers.of_round(db, quiz(room), quiz(room).number)}


def test_after_a_restart_in_mid_round_everyone_has_the_whole_time_again_and_it_says_so(
    sqlite_database: Database,
) -> None:
    room = begun(sqlite_database)
    room.person("ana").presses(right(room))
    before = kept(room)
    room.forward(seconds=15)
    room.clock.forward(seconds=3)
    room = room.restarted()
    room.forward(seconds=7)
    assert "I was away for a moment." in plain(question(room).view)
    assert kept(room) == before
    room.forward(seconds=24)
    assert quiz(room).phase is Phase.ASKING
    assert "Kept" in room.person("ben").presses("A").text
    room.forward(seconds=1)
    assert quiz(room).phase is Phase.TOLD
    assert scores(room)["ana"] == 100


def test_an_absence_gives_the_time_once_more_and_not_for_ever(database: Database) -> None:
    room = begun(database)
    room.clock.forward(minutes=20)
    assert "Kept" in room.person("ana").presses("A").text
    room.forward(seconds=5)
    assert "I was away for a moment." in plain(question(room).view)
    room.forward(seconds=25)
    assert quiz(room).phase is Phase.TOLD


def test_a_close_a_little_late_is_a_close(database: Database) -> None:
    room = begun(database)
    room.clock.forward(seconds=20)
    room.delivers()
    room.clock.forward(seconds=19)
    room.delivers()
    assert quiz(room).phase is Phase.TOLD


def test_whatever_it_waited_for_comes_after_a_restart(database: Database) -> None:
    room = lobby(database)
    room.person("ana").presses("Start")
    for _ in range(12):
        room = room.restarted(seed=room.app.rng.randrange(10, 10**6))
        room.delivers()
        room.clock.forward(seconds=1)
        room.forward(seconds=45)
    assert quiz(room).number >= 2
    assert [text[:12] for text in said(room)].count("Question 1 o") == 1


def test_a_channel_that_refuses_pauses_it_and_the_host_hears_of_it(database: Database) -> None:
    room = begun(database)
    room.person("ana").presses(right(room))
    room.sender.refuses["general"] = Undeliverable("not_in_channel", forbidden=True, fix="/invite @askq")
    room.forward(seconds=40)
    assert quiz(room).paused is not None
    told = [plain(m.view) for m in room.messages if m.owner is not None and m.place.direct]
    assert len(told) == 1 and "I may not post in #general any more, so its quiz is paused." in told[0]
    assert "To put it right: /invite @askq" in told[0]
    assert "paused" in room.person("ben").presses("More").text
    room.forward(hours=2)
    ana = room.person("ana", group="play:dm:ana", channel="")
    del room.sender.refuses["general"]
    assert "It goes on." in ana.presses("Resume").text
    room.delivers()
    assert about(room, "Had it: ana")
    room.forward(seconds=12)
    assert quiz(room).number == 2


def test_a_stranger_cannot_resume_it_from_elsewhere(database: Database) -> None:
    room = begun(database)
    room.person("ana").types("quiz pause")
    eve = room.person("eve", group="play:two", admin=True)
    for group in ("play:one", "play:two", "\x00"):
        assert "There is no such quiz here" in eve.presses_ref(GoOn(group, quiz(room).id)).text
    assert quiz(room).paused is not None


def test_an_organiser_hears_of_it_where_the_host_wants_no_messages(database: Database) -> None:
    room = begun(database)
    ana, boss = room.person("ana"), room.person("boss", admin=True)
    boss.types("settings organisers <@cy>")
    ana.types("settings me")
    ana.picks("Direct messages", "Only what")
    ana.presses("Save")
    room.sender.refuses["general"] = Undeliverable("gone", gone=True)
    room.forward(seconds=31)
    assert [m.owner.id for m in room.messages if m.owner and m.place.direct] == ["cy"]


def test_a_message_that_failed_for_good_is_posted_anew_on_resume(database: Database) -> None:
    room = begun(database)
    room.sender.refuses["general"] = Undeliverable("invalid_blocks")
    room.forward(seconds=31)
    assert quiz(room).paused is not None
    room.sender.refuses.clear()
    room.person("ana").types("quiz resume")
    room.delivers()
    assert about(room, "The answer to question 1")
    assert len(about(room, "The answer to question 1")) == 1


def test_a_doubtful_send_is_looked_for_and_the_clock_runs_once(database: Database) -> None:
    class Breaking(RoomSender):
        async def send(self, post: Post, doubtful_since: object) -> str:
            message = await super().send(post, None)
            if doubtful_since is None and not post.edits:
                raise Doubtful("cut off")
            return message

    room = lobby(database)
    room.sender = Breaking(room)
    room.person("ana").presses("Start")
    room.delivers()
    assert "A" in labels(question(room)) and quiz(room).closes is None
    assert "Kept" in room.person("ben").presses("A").text  # quicker than the platform's answer to us
    room.forward(seconds=15)
    assert quiz(room).closes is not None
    assert len([m for m in public(room) if plain(m.view).startswith("Question 1")]) == 1
    room.forward(seconds=60)
    assert len(about(room, "The answer to question 1")) == 1


def test_the_clock_begins_when_the_message_has_arrived(database: Database) -> None:
    room = lobby(database)
    room.person("ana").presses("Start")
    room.clock.forward(minutes=5)  # a slow channel
    room.delivers()
    assert quiz(room).closes is not None
    room.forward(seconds=29)
    assert quiz(room).phase is Phase.ASKING


def test_a_message_that_arrives_while_it_is_paused_starts_no_clock(database: Database) -> None:
    room = lobby(database)
    ana, ben = people(room, "ana", "ben")
    ana.presses("Start")
    ana.types("quiz pause")
    room.delivers()
    room.forward(hours=1)
    assert quiz(room).phase is Phase.ASKING and quiz(room).closes is None
    ana.types("quiz resume")
    room.forward(seconds=29)
    assert "Kept" in ben.presses("A").text
    room.forward(seconds=1)
    assert quiz(room).phase is Phase.TOLD


def test_a_message_that_is_no_longer_waited_for_does_not_come_after_all(database: Database) -> None:
    class Losing(RoomSender):
        lost = False

        async def send(self, post: Post, doubtful_since: object) -> str:
            if not self.lost and not post.edits:
                self.lost = True
                raise Doubtful("cut off")
            return await super().send(post, None)

    room = lobby(database)
    losing = Losing(room)
    losing._by_id, room.sender = room.sender._by_id, losing
    ana = room.person("ana")
    ana.presses("Start")
    room.delivers()
    ana.types("quiz stop")
    room.forward(minutes=1)
    assert about(room, "called the quiz off") == ["ana has called the quiz off."]
    assert not about(room, "was called off")
    assert not about(room, "Question 1")
