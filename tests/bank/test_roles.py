"""People to play: read from `roles.yaml`, checked like everything else, and enough of them shipped."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.bank import loader
from bot.bank.content import content_folder
from bot.bank.roles import Role
from tests.bank.packs import Problems, write

ROLE = {
    "id": "baker",
    "who": "a baker, looking for another",
    "situation": "The second oven stands idle.",
    "facts": ["It is warm.", "It is early.", "It pays.", "It smells."],
    "rather_not": "The first one burnt down.",
}

SHIPPED = loader.load(content_folder(None)).roles
roles = pytest.mark.parametrize("role", SHIPPED.values(), ids=SHIPPED)


def file_of(*changes: dict[str, object]) -> dict[str, str | bytes]:
    written = (yaml.safe_dump([ROLE | change], sort_keys=False) for change in changes)  # one by one, without aliases
    return {"roles.yaml": "roles:\n" + "".join(written)}


def test_a_pack_may_have_people_to_play(tmp_path: Path) -> None:
    write(tmp_path, file_of({}, {"id": "miller"}))
    assert list(loader.load(tmp_path).roles) == ["trial:baker", "trial:miller"]


def test_a_pack_needs_none(tmp_path: Path) -> None:
    write(tmp_path, {})
    assert loader.load(tmp_path).roles == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([{"facts": ["It is warm."]}], "trial/roles.yaml:6:3: too few entries (1): at least 4 (field)"),
        ([{"secret": "The fire"}], "trial/roles.yaml:11:11: there is no field called 'secret' (field)"),
        ([{"rather_not": " "}], "trial/roles.yaml:10:15: nothing stands here (field)"),
        ([{}, {}], "trial/roles.yaml:11:7: two roles are called 'baker' (reused-id)"),
    ],
)
def test_mistakes_are_named_with_their_lines(problems: Problems, changes: list[dict[str, object]], said: str) -> None:
    assert problems(file_of(*changes)) == [said]


def test_there_are_enough_to_meet_somebody_new_for_a_season() -> None:
    assert len(SHIPPED) >= 12
    assert len({role.who for role in SHIPPED.values()}) == len(SHIPPED)


@roles
def test_somebody_to_play_is_said_calmly_and_follows_on_you_are(role: Role) -> None:
    texts = (role.who, role.situation, role.rather_not, *role.facts)
    assert all("!" not in text for text in texts)
    assert role.who.startswith(("a ", "an ", "the "))
    assert not role.who.endswith(".")
    assert all(text.endswith(".") for text in texts[1:])


@roles
def test_what_one_would_rather_not_say_can_be_found_out(role: Role) -> None:
    assert any(word in role.rather_not for word in ("ask", "asks", "asked"))
