"""The Web API methods: what each one does to the world, what it answers, what it refuses.

Every method takes the workspace of its token and the arguments, and returns the answer without `ok`. Nothing
here knows HTTP.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.support.slack import histories, payloads
from tests.support.slack.blocks import message_problems, view_problems
from tests.support.slack.methods import METHODS
from tests.support.slack.rates import Rates
from tests.support.slack.records import Records
from tests.support.slack.responding import MOST_STACKED_VIEWS
from tests.support.slack.tickets import Tickets, Trigger
from tests.support.slack.world import Channel, File, Json, Message, Workspace, World

_TRUE = (True, 1, "1", "true", "True")


class ApiError(Exception):
    """`{"ok": false, "error": ...}` with the other fields of the answer."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


class WebApi:
    def __init__(
        self, world: World, tickets: Tickets, records: Records, rates: Rates, base_url: Callable[[], str]
    ) -> None:
        self._world = world
        self._rates = rates
        self._tickets = tickets
        self._records = records
        self._base_url = base_url

    def call(self, method: str, team: Workspace, args: Json) -> Json:
        """Carry out one method. Raises ApiError as Slack would refuse it."""
        if method not in METHODS:
            self._records.complain(f"{method} is not a method this server knows")
            raise ApiError("unknown_method", req_method=method)
        spec = METHODS[method]
        for name in sorted(set(args) - spec.arguments):
            self._records.complain(f"{method}: undocumented argument {name!r}")
        if missing := sorted(spec.required - set(args)):
            self._records.complain(f"{method}: {', '.join(missing)} is missing")
            raise ApiError(
                "invalid_arguments", response_metadata={"messages": [f"missing: {name}" for name in missing]}
            )
        if team.token_error:
            raise ApiError(team.token_error)
        if spec.scopes and not team.scopes.intersection(spec.scopes):
            raise self._missing(team, spec.scopes[0])
        handler: Callable[[Workspace, Json], Json] = getattr(self, "_" + method.replace(".", "_"))
        return handler(team, args)

    # -- auth, users -------------------------------------------------------------------------------

    def _auth_test(self, team: Workspace, _: Json) -> Json:
        return {
            "url": f"https://{team.domain}.slack.com/",
            "team": team.domain.title(),
            "team_id": team.id,
            "user": "askq",
            "user_id": team.bot_user_id,
            "bot_id": team.bot_id,
            "is_enterprise_install": False,
        }

    def _users_info(self, team: Workspace, args: Json) -> Json:
        user = self._world.users.get(args["user"])
        if user is None or user.team_id != team.id:
            raise ApiError("user_not_found")
        return {"user": payloads.user_object(user, locale=args.get("include_locale") in _TRUE)}

    # -- chat --------------------------------------------------------------------------------------

    def _chat_postMessage(self, team: Workspace, args: Json) -> Json:
        channel = self._writable(team, args["channel"])
        self._check_message("chat.postMessage", args)
        if args.get("thread_ts") and (channel.id, args["thread_ts"]) not in self._world.messages:
            self._records.complain(f"chat.postMessage: no message {args['thread_ts']} to reply to in {channel.name}")
        if not self._rates.allows(channel.id):
            raise ApiError("ratelimited")
        message = self._world.post(self._message(team, channel, args, metadata=args.get("metadata")))
        body = payloads.message_object(self._world, message, metadata=True)
        return {"channel": channel.id, "ts": message.ts, "message": body}

    def _chat_postEphemeral(self, team: Workspace, args: Json) -> Json:
        channel = self._writable(team, args["channel"])
        if args["user"] not in channel.members:
            raise ApiError("user_not_in_channel")
        self._check_message("chat.postEphemeral", args)
        message = self._world.post(self._message(team, channel, args, only_for=args["user"]))
        return {"message_ts": message.ts}

    def _chat_update(self, team: Workspace, args: Json) -> Json:
        channel = self._writable(team, args["channel"], ids_only=True)
        message = self._own_message(team, channel, args["ts"], "cant_update_message")
        self._check_message("chat.update", args)
        changes: dict[str, Any] = {}
        if "blocks" in args:
            changes["blocks"] = payloads.with_block_ids(args["blocks"] or (), self._world)
        if "text" in args:
            # A text without blocks takes the blocks away, and only then the message is marked as edited.
            changes |= {"text": args["text"], "edited": message.edited or "blocks" not in args}
            changes.setdefault("blocks", ())
        if "metadata" in args:
            changes["metadata"] = args["metadata"] or None
        message = self._world.edit(message, **changes)
        body = payloads.message_object(self._world, message, metadata=True)
        return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": body}

    def _chat_delete(self, team: Workspace, args: Json) -> Json:
        channel = self._readable(team, args["channel"])
        self._world.delete(self._own_message(team, channel, args["ts"], "cant_delete_message"))
        return {"channel": channel.id, "ts": args["ts"]}

    def _chat_getPermalink(self, team: Workspace, args: Json) -> Json:
        channel = self._readable(team, args["channel"])
        if (channel.id, args["message_ts"]) not in self._world.messages:
            raise ApiError("message_not_found")
        stamp = args["message_ts"].replace(".", "")
        return {
            "channel": channel.id,
            "permalink": f"https://{team.domain}.slack.com/archives/{channel.id}/p{stamp}",
        }

    # -- views -------------------------------------------------------------------------------------

    def _views_open(self, team: Workspace, args: Json, *, push: bool = False) -> Json:
        trigger = self._exchange(args["trigger_id"])
        if push and len(self._world.stacks.get(trigger.user.id, ())) >= MOST_STACKED_VIEWS:
            self._records.complain(f"more than {MOST_STACKED_VIEWS} views on top of each other")
            raise ApiError("push_limit_reached")
        definition = self._checked_view("views.push" if push else "views.open", args["view"])
        trigger.used = True
        view = self._world.show_view(trigger.user, definition, trigger.envelope_id, push=push)
        return {"view": payloads.view_object(self._world, view)}

    def _views_push(self, team: Workspace, args: Json) -> Json:
        return self._views_open(team, args, push=True)

    def _views_update(self, team: Workspace, args: Json) -> Json:
        view = self._world.find_view(args.get("view_id") or args.get("external_id") or "")
        if view is None or view.team_id != team.id:
            raise ApiError("not_found")
        if args.get("hash", view.hash) != view.hash:
            raise ApiError("hash_conflict")
        view = self._world.replace_view(view, self._checked_view("views.update", args["view"]), None)
        return {"view": payloads.view_object(self._world, view)}

    def _views_publish(self, team: Workspace, args: Json) -> Json:
        user = self._world.users.get(args["user_id"])
        if user is None or user.team_id != team.id:
            raise ApiError("user_not_found")
        view = self._world.publish_home(user, self._checked_view("views.publish", args["view"]), None)
        return {"view": payloads.view_object(self._world, view)}

    # -- conversations -----------------------------------------------------------------------------

    def _conversations_info(self, team: Workspace, args: Json) -> Json:
        channel = self._known(team, args["channel"])
        body = payloads.channel_object(channel, team.bot_user_id)
        if args.get("include_num_members") in _TRUE:
            body["num_members"] = len(channel.members)
        return {"channel": body}

    def _conversations_members(self, team: Workspace, args: Json) -> Json:
        channel = self._known(team, args["channel"])
        return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}

    def _conversations_open(self, team: Workspace, args: Json) -> Json:
        wanted = [name for name in str(args.get("users") or "").split(",") if name]
        if not wanted:
            return {
                "channel": {"id": self._known(team, args.get("channel", "")).id},
                "no_op": True,
                "already_open": True,
            }
        user = self._world.users.get(wanted[0])
        if len(wanted) > 1 or user is None or user.team_id != team.id or user.is_bot:
            raise ApiError("user_not_found" if len(wanted) == 1 else "not_enough_users")
        channel = self._world.open_im(user)
        full = args.get("return_im") in _TRUE
        return {"channel": payloads.channel_object(channel, team.bot_user_id) if full else {"id": channel.id}}

    def _conversations_history(self, team: Workspace, args: Json) -> Json:
        return histories.history(self._world, self._open_history(team, args["channel"]), args)

    def _conversations_replies(self, team: Workspace, args: Json) -> Json:
        found = histories.replies(self._world, self._open_history(team, args["channel"]), args)
        if found is None:
            raise ApiError("thread_not_found")
        return found

    def _users_conversations(self, team: Workspace, args: Json) -> Json:
        """The bot's own channels, all on one page."""
        wanted = str(args.get("types") or "public_channel").split(",")
        for kind, needed in {"public_channel": "channels:read", "private_channel": "groups:read"}.items():
            if kind in wanted and needed not in team.scopes:
                raise self._missing(team, needed)
        listed = [
            payloads.channel_object(channel, team.bot_user_id)
            for channel in self._world.channels.values()
            if team.bot_user_id in channel.members
            and f"{channel.kind}_channel" in wanted
            and not (channel.archived and args.get("exclude_archived") in _TRUE)
        ]
        return {"channels": listed, "response_metadata": {"next_cursor": ""}}

    # -- files -------------------------------------------------------------------------------------

    def _files_getUploadURLExternal(self, team: Workspace, args: Json) -> Json:
        file = File(self._world.new_id("F"), args["filename"], team.id)
        self._world.files[file.id] = file
        return {
            "upload_url": f"{self._base_url()}/upload/{file.id}/{secrets.token_hex(4)}",
            "file_id": file.id,
        }

    def _files_completeUploadExternal(self, team: Workspace, args: Json) -> Json:
        done = []
        for entry in args["files"]:
            if entry.get("id") not in self._world.files:
                raise ApiError("file_not_found")
            file = self._world.files[entry["id"]]
            file = self._world.files[file.id] = replace(file, name=entry.get("title", file.name))
            done.append(payloads.file_object(file, self._base_url()))
        if args.get("channel_id"):
            channel = self._writable(team, args["channel_id"])
            content = {"text": args.get("initial_comment", ""), "thread_ts": args.get("thread_ts")}
            self._world.post(self._message(team, channel, content, files=tuple(done)))
        return {"files": done}

    # -- what several need -------------------------------------------------------------------------

    @staticmethod
    def _missing(team: Workspace, needed: str) -> ApiError:
        return ApiError("missing_scope", needed=needed, provided=",".join(sorted(team.scopes)))

    def _known(self, team: Workspace, channel_id: str) -> Channel:
        channel = self._world.channels.get(channel_id)
        hidden = channel is not None and channel.kind != "public" and team.bot_user_id not in channel.members
        if channel is None or channel.team_id != team.id or hidden:
            raise ApiError("channel_not_found")
        return channel

    def _readable(self, team: Workspace, channel_id: str) -> Channel:
        channel = self._known(team, channel_id)
        if team.bot_user_id not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def _open_history(self, team: Workspace, channel_id: str) -> Channel:
        """A channel whose history the bot may read."""
        channel = self._readable(team, channel_id)
        needed = {"public": "channels:history", "private": "groups:history", "im": "im:history"}[channel.kind]
        if needed not in team.scopes:
            raise self._missing(team, needed)
        return channel

    def _writable(self, team: Workspace, channel_id: str, *, ids_only: bool = False) -> Channel:
        user = self._world.users.get(channel_id)
        if user is not None and user.team_id == team.id and not user.is_bot and not ids_only:
            return self._world.open_im(user)
        channel = self._known(team, channel_id)
        if channel.archived:
            raise ApiError("is_archived")
        return self._readable(team, channel_id)

    def _own_message(self, team: Workspace, channel: Channel, ts: str, error: str) -> Message:
        message = self._world.messages.get((channel.id, ts))
        if message is None or message.only_for is not None:
            raise ApiError("message_not_found")
        if message.author != team.bot_user_id:
            raise ApiError(error)
        return message

    def _message(self, team: Workspace, channel: Channel, args: Json, **details: Any) -> Message:
        return Message(
            self._world.clock.next_ts(),
            channel.id,
            team.id,
            team.bot_user_id,
            args.get("text") or "",
            payloads.with_block_ids(args.get("blocks") or (), self._world),
            thread_ts=args.get("thread_ts"),
            **details,
        )

    def _check_message(self, method: str, args: Json) -> None:
        problems = message_problems(args)
        for problem in problems:
            self._records.complain(f"{method}: {problem}")
        if not args.get("text") and not args.get("blocks") and not args.get("attachments"):
            raise ApiError("no_text")
        if any("block" in problem and "blocks without text" not in problem for problem in problems):
            raise ApiError("invalid_blocks", response_metadata={"messages": problems})

    def _checked_view(self, method: str, view: Json) -> Json:
        problems = view_problems(view)
        for problem in problems:
            self._records.complain(f"{method}: {problem}")
        if problems:
            raise ApiError("invalid_arguments", response_metadata={"messages": problems})
        return {**view, "blocks": list(payloads.with_block_ids(view["blocks"], self._world))}

    def _exchange(self, trigger_id: str) -> Trigger:
        error = self._tickets.why_no_trigger(trigger_id)
        if error is None:
            return self._tickets.triggers[trigger_id]
        trigger = self._tickets.triggers.get(trigger_id)
        if trigger is None or trigger.deliveries == 1:
            # A payload that Slack delivered twice is the one way to meet a used trigger id honestly.
            self._records.complain(f"trigger_id {trigger_id}: {error}")
        raise ApiError(error)
