import type { JSX } from "preact";
import type { ChannelView } from "../../slack/types/workspace.ts";
import { channelTitle } from "../names.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useWorld } from "../world.tsx";
import { ChannelSign } from "./channel-pane.tsx";
import { useDesk } from "./desk.tsx";
import { type Badge, channelBadge, threadsBadge } from "./unread.ts";

/** Channels, direct messages and the app, with what is unread for whoever acts. */
export function Sidebar(): JSX.Element {
  const { slack, app } = useWorld();
  const { me, place } = useDesk();
  const mine = (channel: ChannelView) => channel.members.includes(me.id);
  const channels = slack.channels.filter(
    (channel) =>
      (channel.kind === "group" && mine(channel)) || (channel.kind === "channel" && !channel.isArchived),
  );
  const direct = slack.channels.find((channel) => channel.kind === "im" && mine(channel));
  const groups = slack.channels.filter((channel) => channel.kind === "mpim" && mine(channel));
  return (
    <nav class="sidebar" aria-label="Slack">
      <SidebarItem to="threads" sign="thread" name="Threads" badge={threadsBadge(slack, me.id)} />
      <h3>Channels</h3>
      {channels.map((channel) => (
        <ChannelItem key={channel.id} channel={channel} name={channel.name} />
      ))}
      {channels.length === 0 && <p>None yet</p>}
      <h3>Direct messages</h3>
      {direct === undefined ? (
        <SidebarItem to="app" sign="app" name={app.name} badge={NOTHING} />
      ) : (
        <ChannelItem channel={direct} name={app.name} isCurrent={place === "app" || place === direct.id} />
      )}
      {groups.map((channel) => (
        <ChannelItem
          key={channel.id}
          channel={channel}
          name={channelTitle(slack, channel, me.id, app.name)}
        />
      ))}
      {app.hasHome && (
        <>
          <h3>Apps</h3>
          <SidebarItem to="home" sign="home" name="Home" badge={NOTHING} />
        </>
      )}
    </nav>
  );
}

const NOTHING: Badge = { count: 0, hasNews: false };

function ChannelItem(props: { channel: ChannelView; name: string; isCurrent?: boolean }): JSX.Element {
  const { slack } = useWorld();
  const { me } = useDesk();
  const { channel, name, isCurrent } = props;
  return (
    <SidebarItem
      to={channel.id}
      sign={<ChannelSign channel={channel} />}
      name={name}
      badge={channelBadge(slack, me.id, channel)}
      {...(isCurrent === undefined ? {} : { isCurrent })}
    />
  );
}

interface ItemProps {
  readonly to: string;
  readonly sign: JSX.Element | IconName;
  readonly name: string;
  readonly badge: Badge;
  readonly isCurrent?: boolean;
}

function SidebarItem({ to, sign, name, badge, isCurrent }: ItemProps): JSX.Element {
  const { place, go } = useDesk();
  const current = isCurrent ?? place === to;
  const unread = badge.hasNews || badge.count > 0;
  return (
    <button
      type="button"
      class={`sidebar-item${current ? " sidebar-current" : ""}${unread ? " sidebar-unread" : ""}`}
      aria-current={current ? "page" : undefined}
      onClick={() => go(to)}
    >
      {typeof sign === "string" ? <Icon name={sign} /> : sign}
      <span class="ellipsis">{name}</span>
      {badge.count > 0 && <BadgeCount count={badge.count} />}
      {unread && badge.count === 0 && <span class="visually-hidden">, unread</span>}
    </button>
  );
}

export function BadgeCount({ count }: { count: number }): JSX.Element {
  return (
    <span class="badge">
      {count > 99 ? "99+" : count}
      <span class="visually-hidden"> {count === 1 ? "mention" : "mentions"}</span>
    </span>
  );
}
