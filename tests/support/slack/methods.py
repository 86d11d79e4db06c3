"""The Web API methods the server knows: their arguments and the scope each needs.

Arguments from docs.slack.dev/reference/methods. `token` is allowed everywhere, and so is `team_id`, which the
client that Bolt hands to listeners adds to every call.
"""

from __future__ import annotations

from dataclasses import dataclass

_CONTENT = "text blocks attachments markdown_text link_names parse as_user"


@dataclass(frozen=True, slots=True)
class Method:
    required: frozenset[str]
    optional: frozenset[str]
    scopes: tuple[str, ...] = ()
    """Any one of them will do."""
    reads: bool = False
    """It only reads, and takes no JSON (docs.slack.dev/apis/web-api)."""

    @property
    def arguments(self) -> frozenset[str]:
        return self.required | self.optional | {"token", "team_id"}


def _method(required: str = "", optional: str = "", scopes: str = "", *, reads: bool = False) -> Method:
    return Method(frozenset(required.split()), frozenset(optional.split()), tuple(scopes.split()), reads)


_READ = "channels:read groups:read im:read mpim:read"
_HISTORY = "channels:history groups:history im:history mpim:history"
_WINDOW = "oldest latest inclusive limit cursor include_all_metadata"
_POST = f"{_CONTENT} icon_emoji icon_url username thread_ts"

METHODS = {
    "auth.test": _method(),
    "apps.connections.open": _method(),
    "chat.postMessage": _method(
        "channel", f"{_POST} metadata reply_broadcast mrkdwn unfurl_links unfurl_media", "chat:write"
    ),
    "chat.postEphemeral": _method("channel user", _POST, "chat:write"),
    "chat.update": _method("channel ts", f"{_CONTENT} metadata reply_broadcast file_ids", "chat:write"),
    "chat.delete": _method("channel ts", "as_user", "chat:write"),
    "chat.getPermalink": _method("channel message_ts", reads=True),
    "views.open": _method("view trigger_id", "interactivity_pointer"),
    "views.push": _method("view trigger_id", "interactivity_pointer"),
    "views.update": _method("view", "view_id external_id hash"),
    "views.publish": _method("view user_id", "hash"),
    "users.info": _method("user", "include_locale", "users:read", reads=True),
    "users.conversations": _method("", "cursor exclude_archived limit types user", _READ, reads=True),
    "conversations.info": _method("channel", "include_locale include_num_members", _READ, reads=True),
    "conversations.members": _method("channel", "cursor limit", _READ, reads=True),
    "conversations.open": _method("", "users channel return_im prevent_creation", "im:write"),
    "conversations.history": _method("channel", _WINDOW, _HISTORY, reads=True),
    "conversations.replies": _method("channel ts", _WINDOW, _HISTORY, reads=True),
    "files.getUploadURLExternal": _method("filename length", "alt_txt snippet_type", "files:write"),
    "files.completeUploadExternal": _method(
        "files", "channel_id channels initial_comment thread_ts blocks", "files:write"
    ),
}
