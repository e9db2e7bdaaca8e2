/** The leaves of a text: mentions, links, emoji, times. */
import type { ComponentChildren, JSX } from "preact";
import { findChannel, personName, showEmoji } from "../names.ts";
import { useWorld } from "../world.tsx";
import { type Inline, parseMrkdwn, parsePlain } from "./mrkdwn.ts";
import { formatSlackDate } from "./slack-date.ts";
import { useSurface } from "./surface.tsx";

/** Opens only what can't run anything in the page; all else is words. */
export function SafeLink({ url, children }: { url: string; children: ComponentChildren }): JSX.Element {
  const { follow } = useSurface();
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return <span>{children}</span>;
  const click = (event: MouseEvent) => {
    if (follow(url)) event.preventDefault();
  };
  return (
    <a href={url} target="_blank" rel="noreferrer noopener" onClick={click}>
      {children}
    </a>
  );
}

export function UserMention({ id, label = "" }: { id: string; label?: string }): JSX.Element {
  const { slack, app } = useWorld();
  const { user } = useSurface();
  const known = personName(slack, id, app.name);
  return (
    <span class={`mention${id === user ? " mention-me" : ""}`}>@{known === id ? label || id : known}</span>
  );
}

export function ChannelMention({ id, label = "" }: { id: string; label?: string }): JSX.Element {
  const { slack } = useWorld();
  return <span class="mention">#{(findChannel(slack, id)?.name ?? label) || "private channel"}</span>;
}

export function GroupMention({ id, label = "" }: { id: string; label?: string }): JSX.Element {
  const { slack } = useWorld();
  const handle = slack.usergroups.find((group) => group.id === id)?.handle;
  return <span class="mention mention-me">{handle === undefined ? label || id : `@${handle}`}</span>;
}

export function Broadcast({ range }: { range: string }): JSX.Element {
  return <span class="mention mention-me">@{range}</span>;
}

export function Emoji({ name }: { name: string }): JSX.Element {
  return (
    <span class="emoji" title={`:${name}:`}>
      {showEmoji(name)}
    </span>
  );
}

export function SlackDate(given: { seconds: number; format: string; url?: string }): JSX.Element {
  const words = formatSlackDate(given.seconds, given.format, Date.now());
  const time = <time dateTime={new Date(given.seconds * 1000).toISOString()}>{words}</time>;
  return given.url === undefined ? time : <SafeLink url={given.url}>{time}</SafeLink>;
}

function Inlines({ nodes }: { nodes: readonly Inline[] }): JSX.Element {
  return (
    <>
      {nodes.map((node, index) => (
        <InlineNode key={index} node={node} />
      ))}
    </>
  );
}

function InlineNode({ node }: { node: Inline }): JSX.Element {
  switch (node.kind) {
    case "text":
      return <>{node.text}</>;
    case "break":
      return <br />;
    case "code":
      return <code>{node.text}</code>;
    case "emoji":
      return <Emoji name={node.text} />;
    case "bold":
      return (
        <b>
          <Inlines nodes={node.inside} />
        </b>
      );
    case "italic":
      return (
        <i>
          <Inlines nodes={node.inside} />
        </i>
      );
    case "strike":
      return (
        <s>
          <Inlines nodes={node.inside} />
        </s>
      );
    case "link":
      return <SafeLink url={node.url}>{node.label}</SafeLink>;
    case "user":
      return <UserMention id={node.id} label={node.label} />;
    case "channel":
      return <ChannelMention id={node.id} label={node.label} />;
    case "usergroup":
      return <GroupMention id={node.id} label={node.label} />;
    case "broadcast":
      return <Broadcast range={node.id} />;
    case "date":
      return <SlackDate seconds={node.seconds} format={node.format} />;
  }
}

/** Text in Slack's markup. */
export function Mrkdwn({ text }: { text: string }): JSX.Element {
  return (
    <>
      {parseMrkdwn(text).map((paragraph, index) => {
        if (paragraph.kind === "preformatted") return <pre key={index}>{paragraph.text}</pre>;
        const inside = <Inlines nodes={paragraph.inside} />;
        return paragraph.kind === "quote" ? (
          <blockquote key={index}>{inside}</blockquote>
        ) : (
          <span key={index}>{inside}</span>
        );
      })}
    </>
  );
}

/** A text object: mrkdwn or plain_text. */
export function TextObject({ type, text }: { type: string; text: string }): JSX.Element {
  return type === "mrkdwn" ? <Mrkdwn text={text} /> : <Inlines nodes={parsePlain(text)} />;
}
