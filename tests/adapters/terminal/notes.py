"""Something that askq sends unasked, of which a test says when and what."""

from __future__ import annotations

from datetime import datetime

from bot.app import App
from bot.chat.elements import text, view
from bot.chat.keys import Person, Place
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery
from bot.delivery.sender import Post

HERE = Place("play:study", "general")


def _compose(occasion: Occasion, delivery: Delivery) -> Post:
    intent = delivery.intent
    return Post(
        delivery.id,
        delivery.to,
        view(text(intent["says"])),
        title=intent["says"],
        ping=intent.get("ping", ""),
        edits=intent.get("edits", ""),
    )


NOTE = Kind("note", _compose)


def send(app: App, says: str, due: datetime, to: Place | Person = HERE, **intent: str) -> None:
    """Have it sent then. `intent`: ping, edits."""
    id = app.new_id()
    home = to.home if isinstance(to, Person) else HERE.group
    group = to.alone if isinstance(to, Person) else to.group
    with app.database.write() as db:
        ledger.write(
            db, id=id, group=group, key=id, kind=NOTE.name, home=home, to=to, due=due, now=app.clock(),
            intent={"says": says, **intent},
        )  # fmt: skip


def message(app: App, says: str) -> str:
    """The id of the message that says this, as the ledger has it."""
    with app.database.read() as db:
        rows = db.execute(ledger.deliveries.select()).all()
    return next(row.message for row in rows if row.intent.get("says") == says)
