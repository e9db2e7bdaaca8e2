import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { MessageView } from "../../slack/types/messages.ts";
import type { ChannelView } from "../../slack/types/workspace.ts";
import { channelTitle, placeName } from "../names.ts";
import { Icon } from "../parts/icon.tsx";
import { useWorld } from "../world.tsx";
import { AppTabs } from "./app-tabs.tsx";
import { useDesk } from "./desk.tsx";
import { MessageList } from "./message-list.tsx";
import { useSeeing } from "./seeing.tsx";
import { isTopLevel, seenUntil } from "./unread.ts";
import { Writing } from "./writing.tsx";

/** A channel or a direct conversation. */
export function ChannelPane({ channel }: { channel: ChannelView }): JSX.Element {
  const { slack, app } = useWorld();
  const { me } = useDesk();
  const [seen] = useState(() => seenUntil(slack, me.id, channel.id));
  const { top, replies } = useMemo(() => sortOut(channel.messages), [channel.messages]);
  useSeeing(channel.id, top.at(-1)?.ts);
  const title = channelTitle(slack, channel, me.id, app.name);
  const name = placeName(slack, channel, me.id, app.name);
  const ephemerals = slack.ephemerals.filter(
    ({ user, channel: place, threadTs }) => user === me.id && place === channel.id && threadTs === null,
  );
  return (
    <section class="channel-pane" aria-label={name}>
      <PaneHead channel={channel} title={title} />
      <MessageList
        label={`Messages in ${name}`}
        messages={top}
        ephemerals={ephemerals}
        replies={replies}
        inThread={false}
        seen={seen}
        me={me.id}
        head={<Beginning channel={channel} name={name} />}
        tail={<NextStep channel={channel} replies={replies} />}
      />
      <Writing channel={channel} thread={null} label={`Message ${name}`} />
    </section>
  );
}

function sortOut(messages: readonly MessageView[]): {
  top: MessageView[];
  replies: Map<string, MessageView[]>;
} {
  const replies = new Map<string, MessageView[]>();
  for (const message of messages) {
    if (!message.isReply || message.threadTs === null) continue;
    const known = replies.get(message.threadTs);
    if (known === undefined) replies.set(message.threadTs, [message]);
    else known.push(message);
  }
  // A tombstone goes with its last reply.
  const stays = ({ subtype, ts }: MessageView) => subtype !== "tombstone" || replies.has(ts);
  return { top: messages.filter((message) => isTopLevel(message) && stays(message)), replies };
}

function PaneHead({ channel, title }: { channel: ChannelView; title: string }): JSX.Element {
  const people = channel.members.length;
  return (
    <header class="pane-head">
      <h2>
        <ChannelSign channel={channel} />
        <span class="ellipsis">{title}</span>
      </h2>
      {channel.kind === "im" && <AppTabs current="app" />}
      {channel.topic !== "" && <span class="topic ellipsis">{channel.topic}</span>}
      {channel.isArchived && <span class="tag">archived</span>}
      {channel.isExtShared && <span class="tag">shared</span>}
      {channel.kind !== "im" && <span class="members">{people} members</span>}
    </header>
  );
}

export function ChannelSign({ channel }: { channel: ChannelView }): JSX.Element {
  const icon = { group: "lock", im: "app", mpim: "people" } as const;
  return (
    <span class="sign" aria-hidden="true">
      {channel.kind === "channel" ? "#" : <Icon name={icon[channel.kind]} />}
    </span>
  );
}

function Beginning({ channel, name }: { channel: ChannelView; name: string }): JSX.Element {
  const quiet = channel.messages.length === 0;
  if (channel.kind === "im")
    return (
      <div class="beginning">
        <h3>{name}</h3>
        <p>
          {quiet
            ? `${name} has not written to you yet. What it tells you alone, and texts to a line of your own, will stand here.`
            : `What ${name} tells you alone, and texts to a line of your own, stand here.`}
        </p>
      </div>
    );
  if (channel.kind === "mpim")
    return (
      <div class="beginning">
        <h3>{name}</h3>
        <p>What the people here write to each other stands here. It reaches no customer.</p>
      </div>
    );
  return (
    <div class="beginning">
      <h3>{name}</h3>
      <p>This is the very beginning of the {name} channel.</p>
      {quiet && <p class="hint">Text the line from a phone on the left: the conversation appears here.</p>}
    </div>
  );
}

/** How the first answer is given: nothing else on the page says that it belongs into the thread. */
function NextStep(props: {
  channel: ChannelView;
  replies: ReadonlyMap<string, readonly MessageView[]>;
}): JSX.Element | null {
  const { channel, replies } = props;
  const { thread } = useDesk();
  const card = channel.messages.findLast(({ ts, botId }) => botId !== null && replies.has(ts));
  const isAnswered = channel.messages.some(({ isReply, botId }) => isReply && botId === null);
  if (card === undefined || isAnswered) return null;
  const count = replies.get(card.ts)?.length ?? 0;
  return (
    <p class="hint hint-next">
      {thread === ""
        ? `To answer, click “${count} ${count === 1 ? "reply" : "replies"}” and write in the thread.`
        : "Answer in the thread on the right."}{" "}
      {channel.kind === "im"
        ? "What you write here, beside a thread, reaches no customer."
        : "What you write here, in the channel, stays with the team."}
    </p>
  );
}
