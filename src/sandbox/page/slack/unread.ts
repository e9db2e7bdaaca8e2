/** Who has something unread, as Slack counts: bold for news, red for mentions and direct messages, threads by themselves. */
import type { SlackSide } from "../../page-api.ts";
import type { MessageView, NotificationView } from "../../slack/types/messages.ts";
import type { ChannelView } from "../../slack/types/workspace.ts";

const LOUD = new Set(["mention", "group", "here", "channel", "direct"]);
/** Slack's own lines make nothing bold. */
const SILENT = /^(channel|group)_|^(tombstone|bot_add)$/;

export function threadPlace(channel: string, thread: string): string {
  return `${channel}/${thread}`;
}

export function seenUntil(slack: SlackSide, user: string, place: string): string {
  return slack.seen[user]?.[place] ?? "";
}

export function isTopLevel(message: MessageView): boolean {
  return !message.isReply || message.isBroadcast;
}

function hasNews(slack: SlackSide, user: string, channel: ChannelView): boolean {
  const seen = seenUntil(slack, user, channel.id);
  const last = channel.messages.findLast(
    (message) => isTopLevel(message) && message.user !== user && !SILENT.test(message.subtype ?? ""),
  );
  return last !== undefined && last.ts > seen;
}

/** What this person was notified of and has not seen. */
export function unreadOf(slack: SlackSide, user: string): NotificationView[] {
  return slack.notifications.filter((notification) => {
    if (notification.user !== user) return false;
    const { channel, threadTs, ts } = notification;
    const place = threadTs === null ? channel : threadPlace(channel, threadTs);
    return ts > seenUntil(slack, user, place);
  });
}

export interface Badge {
  /** The red number. */
  readonly count: number;
  readonly hasNews: boolean;
}

export function channelBadge(slack: SlackSide, user: string, channel: ChannelView): Badge {
  const loud = unreadOf(slack, user).filter(
    (notification) =>
      notification.channel === channel.id && notification.threadTs === null && LOUD.has(notification.reason),
  );
  return { count: loud.length, hasNews: hasNews(slack, user, channel) };
}

/** Replies in threads that this person follows, or is mentioned in. */
export function threadsBadge(slack: SlackSide, user: string): Badge {
  const replies = unreadOf(slack, user).filter(({ threadTs }) => threadTs !== null);
  return { count: replies.filter(({ reason }) => LOUD.has(reason)).length, hasNews: replies.length > 0 };
}

/** Everything together, for the switcher. */
export function personBadge(slack: SlackSide, user: string): Badge {
  const places = slack.channels.filter(({ members }) => members.includes(user));
  const badges = [threadsBadge(slack, user), ...places.map((channel) => channelBadge(slack, user, channel))];
  return {
    count: badges.reduce((sum, badge) => sum + badge.count, 0),
    hasNews: badges.some((badge) => badge.hasNews),
  };
}
