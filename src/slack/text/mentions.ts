/** Who and what a message in Slack points at, and how a phone reads it. */

export interface SlackNames {
  /** What a person calls them; `null` when not known. */
  user(id: string): string | null;
  channel(id: string): string | null;
  group(id: string): string | null;
}

export interface Mentions {
  /** Ids, each once, in the order of the message. */
  readonly users: readonly string[];
  readonly channels: readonly string[];
  readonly groups: readonly string[];
  /** Whether `@here`, `@channel` or `@everyone` is in it. */
  readonly broadcast: boolean;
  /** Whether it points at a message of the workspace. */
  readonly messages: boolean;
}

/** Turns mentions into words while keeping a list of them. */
export interface MentionReader {
  user(id: string, label?: string): string;
  channel(id: string, label?: string): string;
  group(id: string, label?: string): string;
  broadcast(range: string): string;
  message(label: string): string;
  found(): Mentions;
}

/** An id never reaches a phone: without a name, the label that Slack sent, else a neutral word. */
export function createMentionReader(names: SlackNames): MentionReader {
  const users = new Set<string>();
  const channels = new Set<string>();
  const groups = new Set<string>();
  let broadcast = false;
  let messages = false;
  return {
    user(id, label) {
      users.add(id);
      return named(names.user(id), label, "@") ?? "someone";
    },
    channel(id, label) {
      channels.add(id);
      const name = named(names.channel(id), label, "#");
      return name === null ? "a channel" : `#${name}`;
    },
    group(id, label) {
      groups.add(id);
      return named(names.group(id), label, "@") ?? "the team";
    },
    broadcast(range) {
      broadcast = true;
      return `@${range}`;
    },
    message(label) {
      messages = true;
      return label.trim() === "" ? "a message" : label;
    },
    found: () => ({ users: [...users], channels: [...channels], groups: [...groups], broadcast, messages }),
  };
}

/** Whether a message points at anybody or anything. */
export function hasMentions(mentions: Mentions): boolean {
  const { users, channels, groups, broadcast, messages } = mentions;
  return broadcast || messages || users.length + channels.length + groups.length > 0;
}

function named(known: string | null, label: string | undefined, sign: string): string | null {
  const name = (known ?? label ?? "").trim();
  const bare = name.startsWith(sign) ? name.slice(1) : name;
  return bare === "" ? null : bare;
}
