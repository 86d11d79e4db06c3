"""What was said in a channel or a thread, page by page, as `conversations.history` and `.replies` answer it."""

from __future__ import annotations

from tests.support.slack import payloads
from tests.support.slack.world import Channel, Json, Message, World

_TRUE = (True, 1, "1", "true", "True")


def history(world: World, channel: Channel, args: Json) -> Json:
    """The newest first; what was said in threads is left out."""
    there = [each for each in _within(world, channel, args) if each.thread_ts in (None, each.ts)]
    before = float(args.get("cursor") or "inf")
    there = sorted((each for each in there if float(each.ts) < before), key=lambda each: each.ts, reverse=True)
    return {**_page(world, there, args), "pin_count": 0}


def replies(world: World, channel: Channel, args: Json) -> Json | None:
    """The message that the thread is below, then its replies, the oldest first. None where there is no such message."""
    root = world.messages.get((channel.id, args["ts"]))
    if root is None or root.only_for is not None:
        return None
    below = [each for each in _within(world, channel, args) if each.thread_ts == root.ts and each.ts != root.ts]
    after = float(args.get("cursor") or "-inf")
    below = sorted((each for each in below if float(each.ts) > after), key=lambda each: each.ts)
    return _page(world, [root, *below] if not args.get("cursor") else below, args)


def _within(world: World, channel: Channel, args: Json) -> list[Message]:
    """What all in the channel can see of the time asked for."""
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    inclusive = args.get("inclusive") in _TRUE
    return [
        message
        for message in world.messages.values()
        if message.channel_id == channel.id
        and message.only_for is None
        and (oldest < float(message.ts) < latest or (inclusive and float(message.ts) in (oldest, latest)))
    ]


def _page(world: World, there: list[Message], args: Json) -> Json:
    limit, metadata = int(args.get("limit") or 100), args.get("include_all_metadata") in _TRUE
    page = [payloads.message_object(world, message, metadata=metadata) for message in there[:limit]]
    answer: Json = {"messages": page, "has_more": len(there) > limit}
    if len(there) > limit:
        answer["response_metadata"] = {"next_cursor": page[-1]["ts"]}
    return answer
