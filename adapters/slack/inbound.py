"""Slack's payloads -> Incoming. Pure.

Whose data it is: the workspace where askq is installed, which Slack names in every payload; a direct message
(a channel id with D) is a group of its own. A person is keyed by their own workspace, so that a guest over
Slack Connect is never taken for a member with the same id, nor for an admin.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits, render
from bot.chat.identifiers import reference
from bot.chat.keys import Person, Place
from bot.chat.messages import Addressed, Joined, Pressed, Said, Spelling, Submitted

PLATFORM = "slack"

_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Profile:
    """What payloads don't say of a person. `name` is how they want to be called; "" leaves the payload's.
    `zone` is the IANA key of their time zone, or empty."""

    admin: bool = False
    locale: str = "en"
    name: str = ""
    zone: str = ""


UNKNOWN = Profile()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was opened: it travels in the modal's `private_metadata`, so that its answer finds back."""

    channel: str
    thread: str | None = None
    private: bool = True
    pressed: bool = False
    response_url: str = ""

    def write(self) -> str:
        """At most 3,000 characters: a response URL too long for that is left out, and a channel does instead."""
        text = json.dumps([self.channel, self.thread, self.private, self.pressed, self.response_url])
        if len(text) <= limits.PRIVATE_METADATA:
            return text
        return json.dumps([self.channel, self.thread, self.private, self.pressed, ""])

    @classmethod
    def read(cls, text: str) -> Origin:
        """Anything that `write` did not write gives an origin without a channel."""
        try:
            channel, thread, private, pressed, response_url = json.loads(text)
        except (ValueError, TypeError):
            return cls("")
        return cls(channel, thread, private, pressed, response_url)


def person(body: Payload) -> Person:
    """Who did it, of any payload."""
    if "event" in body:
        event = body["event"]
        acting = event.get("inviter") or event.get("user", "")
        return Person(PLATFORM, event.get("user_team") or event.get("team") or _team(body), acting)
    if "user" in body:
        return Person(PLATFORM, body["user"].get("team_id") or _team(body), body["user"]["id"])
    return Person(PLATFORM, body["team_id"], body["user_id"])


def is_guest(body: Payload) -> bool:
    """Whether the person belongs to another workspace than the group."""
    return person(body).scope != _team(body)


def origin(body: Payload) -> Origin:
    """Where an interaction happened, and how to answer there. A modal says where it was opened."""
    response_url = body.get("response_url", "")
    container = body.get("container", {})
    if "channel_id" in container:
        thread = container.get("thread_ts") or body.get("message", {}).get("thread_ts")
        return Origin(container["channel_id"], thread, bool(container.get("is_ephemeral")), True, response_url)
    if "event" in body:
        return Origin(body["event"].get("channel", ""), body["event"].get("thread_ts"), False)
    if "channel_id" in body:
        return Origin(body["channel_id"], response_url=response_url)
    return Origin.read(body.get("view", {}).get("private_metadata", ""))


def unread(body: Payload) -> tuple[Said, Origin] | None:
    """Whoever waits for an answer to a payload that makes no sense, and where: as much as it says. None for an
    event, to which nobody waits for an answer."""
    user, url = body.get("user"), body.get("response_url")
    who = user.get("id") if isinstance(user, Mapping) else body.get("user_id")
    if not isinstance(who, str) or not who:
        return None
    try:
        where = origin(body)
    except (LookupError, TypeError, AttributeError):
        where = Origin("", response_url=url if isinstance(url, str) else "")
    place = Place(f"{PLATFORM}:?", where.channel, where.thread)
    return Said(
        line="", receipt="", place=place, person=Person(PLATFORM, "", who), name=who, spelling=Spelling.LINE
    ), where


def command(body: Payload, profile: Profile = UNKNOWN) -> Said:
    return Said(line=typed(body.get("text", "")), **_event(body, body["trigger_id"], profile))


def press(body: Payload, profile: Profile = UNKNOWN) -> Pressed | None:
    """None for a link, which means nothing to the core."""
    (action, *_) = body["actions"]
    ref = reference(action["action_id"])
    if ref == render.LINK:
        return None
    private = origin(body).private
    return Pressed(ref=ref, values=_picked(action), private=private, **_event(body, body["trigger_id"], profile))


def submission(body: Payload, profile: Profile = UNKNOWN) -> Submitted:
    view = body["view"]
    fields = {name: _held(inputs[name]) for name, inputs in view["state"]["values"].items() if name in inputs}
    private = origin(body).private
    return Submitted(
        ref=view["callback_id"], fields=fields, private=private, **_event(body, body["trigger_id"], profile)
    )


def event(body: Payload, profile: Profile = UNKNOWN) -> Joined | Addressed | None:
    """What an event of the Events API means to the core; None for nothing."""
    said = body["event"]
    match said.get("type"):
        case "member_joined_channel" if said.get("user") == _bot_user(body):
            return Joined(**_event(body, body["event_id"], profile))
        case "app_home_opened" if said.get("tab") == "messages":
            return Joined(**_event(body, body["event_id"], profile))
        case "app_mention" | "message" if _spoken(said):
            return Addressed(**_event(body, body["event_id"], profile))
    return None


def typed(text: str) -> str:
    """What a person typed: entities undone, references to people, user groups and channels without their label."""
    bare = re.sub(r"<([@#][A-Z0-9]+)\|[^<>]*>", r"<\1>", text)
    bare = re.sub(r"<!subteam\^([A-Z0-9]+)(?:\|[^<>]*)?>", r"<@&\1>", bare)
    linked = re.sub(r"<(https?://[^<>|]+|mailto:[^<>|]+)(?:\|([^<>]*))?>", lambda found: found[2] or found[1], bare)
    return re.sub("&(amp|lt|gt);", lambda found: _ENTITIES[found[1]], linked)


def _spoken(said: Payload) -> bool:
    """A person's own new words: no bot's, no edit, no join notice; of plain messages only those to askq itself."""
    if said.get("bot_id") or said.get("subtype") or not said.get("user") or said.get("edited"):
        return False
    return said["type"] == "app_mention" or said.get("channel_type") == "im"


def _picked(action: Payload) -> tuple[str, ...]:
    """What was picked in a menu: an option's value, or a channel's id."""
    option, channel = action.get("selected_option"), action.get("selected_conversation")
    return tuple(filter(None, (option and option["value"], channel)))


def _held(element: Payload) -> str:
    option = element.get("selected_option")
    return option["value"] if option else element.get("value") or ""


def _event(body: Payload, receipt: str, profile: Profile) -> dict[str, Any]:
    who = person(body)
    where = origin(body)
    direct = where.channel.startswith("D")
    group = f"{PLATFORM}:dm:{_team(body)}:{who.id}" if direct else f"{PLATFORM}:{_team(body)}"
    return {
        "receipt": receipt,
        "place": Place(group, where.channel, where.thread),
        "person": who,
        "name": profile.name or _name(body) or who.id,
        "spelling": Spelling.LINE,
        "admin": profile.admin and not is_guest(body),
        "locale": profile.locale,
        "zone": profile.zone,
    }


def _team(body: Payload) -> str:
    """The workspace where askq is installed and this happened. An organisation-wide installation has no `team`
    in interactions: a modal names its own, otherwise it is the person's."""
    if "event" in body:
        granted: Payload = next(iter(body.get("authorizations") or ()), {})
        return str(body.get("context_team_id") or granted.get("team_id") or body["team_id"])
    if "user" in body:
        team = body.get("team") or {}
        return str(team.get("id") or body.get("view", {}).get("app_installed_team_id") or body["user"]["team_id"])
    return str(body["team_id"])


def _bot_user(body: Payload) -> str | None:
    return next((granted["user_id"] for granted in body.get("authorizations") or () if granted.get("is_bot")), None)


def _name(body: Payload) -> str:
    user = body.get("user")
    return user.get("name") or user.get("username") or "" if isinstance(user, Mapping) else body.get("user_name") or ""
