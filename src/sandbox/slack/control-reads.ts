import { type DeliveryOffice, whenIdle } from "./delivery-office.ts";
import { ephemeralView } from "./ephemerals.ts";
import { filesIn } from "./files.ts";
import { fitsName } from "./misbehaviour.ts";
import { messageView } from "./render-message.ts";
import type { SocketHub } from "./socket-transport.ts";
import { workspaceView } from "./state.ts";
import type { SlackControl } from "./types/control.ts";
import type { BadgeView, MessageView } from "./types/messages.ts";
import { openView } from "./views.ts";
import type { World } from "./workspace.ts";

type ReadingControl = Pick<
  SlackControl,
  | "messages"
  | "thread"
  | "message"
  | "ephemerals"
  | "files"
  | "views"
  | "home"
  | "notifications"
  | "followers"
  | "badges"
  | "calls"
  | "deliveries"
  | "requestCount"
  | "sockets"
  | "state"
  | "clearLogs"
  | "idle"
  | "subscribe"
>;

function viewsOf(world: World, channelId: string, list: string[]): MessageView[] {
  const posts = world.channels.get(channelId)?.posts;
  return list.flatMap((ts) => {
    const post = posts?.get(ts);
    return post === undefined ? [] : [messageView(post)];
  });
}

function thread(world: World, channel: string, ts: string): MessageView[] {
  const post = world.channels.get(channel)?.posts.get(ts);
  return post === undefined ? [] : viewsOf(world, channel, [post.ts, ...post.replies]);
}

function badges(world: World, user: string): BadgeView {
  const channels = world.unread.get(user) ?? new Map<string, number>();
  const count = [...channels.values()].reduce((sum, red) => sum + red, 0);
  return { unread: [...channels.keys()], count, threads: world.unreadThreads.get(user)?.size ?? 0 };
}

function requestCount(world: World, method: string | undefined): number {
  let count = 0;
  for (const [name, calls] of world.callCounts)
    if (method === undefined || fitsName(method, name)) count += calls;
  return count;
}

function followers(world: World, channel: string, ts: string): string[] {
  const posts = world.channels.get(channel)?.posts;
  const post = posts?.get(ts);
  const root = post?.threadTs == null ? post : posts?.get(post.threadTs);
  return [...(root?.followers ?? [])];
}

function clearLogs(world: World): void {
  world.calls.length = 0;
  world.deliveries.length = 0;
  world.notifications.length = 0;
  world.callCounts.clear();
}

/** Looking: nothing here changes anything but the logs. */
export function createReadingControl(world: World, hub: SocketHub, office: DeliveryOffice): ReadingControl {
  const post = (channel: string, ts: string) => world.channels.get(channel)?.posts.get(ts);
  return {
    messages: (channel) => viewsOf(world, channel, world.channels.get(channel)?.timeline ?? []),
    thread: (channel, ts) => thread(world, channel, ts),
    message: (channel, ts) => {
      const found = post(channel, ts);
      return found === undefined ? null : messageView(found);
    },
    ephemerals: (user) => (world.ephemerals.get(user) ?? []).map(ephemeralView),
    files: (channel) => filesIn(world, channel),
    views: (user) => (world.views.get(user) ?? []).map((held) => openView(world, held)),
    home: (user) => {
      const held = world.homes.get(user);
      return held === undefined ? null : openView(world, held);
    },
    notifications: (user) =>
      world.notifications.filter((notification) => user === undefined || notification.user === user),
    followers: (channel, ts) => followers(world, channel, ts),
    badges: (user) => badges(world, user),
    calls: (method) => world.calls.filter((call) => method === undefined || fitsName(method, call.method)),
    deliveries: (type) =>
      world.deliveries.filter((delivery) => type === undefined || fitsName(type, delivery.type)),
    requestCount: (method) => requestCount(world, method),
    sockets: () => hub.sockets.length,
    state: () => workspaceView(world, hub),
    clearLogs: () => clearLogs(world),
    idle: () => whenIdle(office),
    subscribe: (listener) => {
      world.listeners.add(listener);
      return () => {
        world.listeners.delete(listener);
      };
    },
  };
}
