import type { JSX } from "preact";
import type { ChannelView } from "../../slack/types/workspace.ts";
import { useWorld } from "../world.tsx";
import { Composer } from "./composer.tsx";
import { useDesk } from "./desk.tsx";

/** Stands for a direct conversation that is only just opened. */
export const NOT_YET = "app";

interface WritingProps {
  readonly channel: ChannelView;
  /** The root's timestamp; null for the channel itself. */
  readonly thread: string | null;
  readonly label: string;
  readonly autoFocus?: boolean;
}

/** The composer, or why there is none. */
export function Writing(props: WritingProps): JSX.Element | null {
  const { channel, thread } = props;
  const { app } = useWorld();
  const { me } = useDesk();
  if (channel.kind === "im" && app.readOnlyMessages)
    return <p class="no-writing">Sending messages to this app has been turned off.</p>;
  if (channel.id === NOT_YET) return null;
  if (channel.isArchived) return <p class="no-writing">This channel is archived.</p>;
  if (!channel.members.includes(me.id))
    return <p class="no-writing">You are not a member of this channel.</p>;
  return <Composer key={`${me.id}${thread ?? ""}`} {...props} />;
}
