"""Quiz nights at the level of askq's one door, with a clock in the test's hand."""

from __future__ import annotations

from bot.bank.kinds import ChoiceQuestion
from bot.chat.plain import control_label, controls, plain
from bot.quiz import answers, store
from bot.quiz.model import Player, Quiz, Round
from bot.quiz.scoring import Score, standing, team_standing
from bot.storage.engine import Database
from tests.support.rooms import Message, Room, Someone, asks, bank, choice_of, open_of, recall_of

CHOICES = [choice_of(f"culture.c{number}", "Tea", "Coffee", "Water", "Milk") for number in range(24)]
SEVERAL = [choice_of(f"several.s{number}", "Tea", "Coffee", "Water", "Milk", right="AC") for number in range(3)]
RECALLS = [recall_of(f"names.r{number}", "PostgreSQL", "Postgres") for number in range(3)]
OPEN = [open_of(f"talk.o{number}") for number in range(3)]
BANK = bank(*CHOICES, *SEVERAL, *RECALLS, *OPEN, asks("pay.only"))


def lobby(database: Database, line: str = "quiz start 3 culture", others: tuple[str, ...] = ("ben",)) -> Room:
    """ana has opened it, the others have joined, nobody has started it."""
    room = Room(database, bank=BANK)
    room.person("ana").types(line)
    room.delivers()
    for name in others:
        room.person(name).presses("Join")
    return room


def begun(database: Database, line: str = "quiz start 3 culture", others: tuple[str, ...] = ("ben",)) -> Room:
    """The first question is there, and its clock runs."""
    room = lobby(database, line, others)
    room.person("ana").presses("Start")
    room.delivers()
    return room


def quiz(room: Room, channel: str = "general") -> Quiz:
    with room.app.database.read() as db:
        found = store.latest(db, "play:one", channel)
    assert found is not None
    return found


def current(room: Room) -> Round:
    """The question that is asked, or was last."""
    with room.app.database.read() as db:
        found = store.round_of(db, quiz(room), max(quiz(room).number, 1))
    assert found is not None
    return found


def players(room: Room) -> dict[str, Player]:
    with room.app.database.read() as db:
        return {player.name: player for player in store.players_of(db, quiz(room))}


def scores(room: Room) -> dict[str, int]:
    """In tenths of points."""
    return {score.player.name: score.points for score in ranks(room)}


def ranks(room: Room) -> list[Score]:
    with room.app.database.read() as db:
        played, everyone = answers.played(db, quiz(room)), store.players_of(db, quiz(room))
    return standing(everyone, played, race=quiz(room).race)


def team_scores(room: Room) -> dict[int, int]:
    with room.app.database.read() as db:
        played, everyone = answers.played(db, quiz(room)), store.players_of(db, quiz(room))
    return {each.team: each.points for each in team_standing(everyone, played, race=quiz(room).race)}


def right(room: Room) -> str:
    """The letter of the right answer to the question that is asked."""
    text = current(room).question.text
    assert isinstance(text, ChoiceQuestion)
    return "ABCDEF"[min(text.right)]


def wrong(room: Room) -> str:
    return next(letter for letter in "ABCD" if letter != right(room))


def public(room: Room) -> list[Message]:
    """What everybody in the channel sees, oldest first."""
    return [message for message in room.messages if message.owner is None]


def said(room: Room) -> list[str]:
    return [plain(message.view) for message in public(room)]


def about(room: Room, words: str) -> list[str]:
    """What everybody sees that says this."""
    return [text for text in said(room) if words in text]


def question(room: Room, nth: int = -1) -> Message:
    """A question as it is asked, the newest by default."""
    return [message for message in public(room) if plain(message.view).startswith("Question ")][nth]


def labels(message: Message) -> list[str]:
    return [control_label(each) for each in controls(message.view)]


def people(room: Room, *names: str) -> list[Someone]:
    return [room.person(name) for name in names]


def play_on(room: Room, seconds: float = 42) -> None:
    """Until the next question has been asked: thirty seconds for one, twelve to read its answer."""
    room.forward(seconds=seconds)


def to_the_end(room: Room) -> None:
    while not quiz(room).over:
        room.forward(minutes=1)
