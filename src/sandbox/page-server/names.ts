import type { AppFace } from "../page-api.ts";
import type { Sandbox } from "../sandbox.ts";
import type { MessageView } from "../slack/types/messages.ts";

/** Who is who, for sentences. Kept, because a whole workspace is costly to draw for one name. */
export interface Names {
  /** `Maria Lopez`, or the number of a phone without a name. */
  phone(number: string): string;
  /** The CRM: "HubSpot". */
  crm(): string;
  /** A first name. */
  person(id: unknown): string;
  /** `#front-desk`, or whose direct messages. */
  channel(id: unknown): string;
  /** Who is in a direct conversation with the app, by it or by themselves. */
  partner(id: unknown): string;
  isApp(id: unknown): boolean;
  /** What a shortcut of the app is called. */
  shortcut(callbackId: unknown): string;
  /** A message as it stands now; null when it is not there. */
  message(channel: unknown, ts: unknown): MessageView | null;
  /** They have changed. */
  forget(): void;
}

interface Known {
  readonly app: string;
  readonly crm: string;
  readonly phones: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
  /** Direct conversation -> who is in it with the app. */
  readonly partners: ReadonlyMap<string, string>;
}

export function createNames(sandbox: () => Sandbox, { shortcuts }: Pick<AppFace, "shortcuts">): Names {
  let known: Known | null = null;
  const read = () => {
    known ??= readNames(sandbox());
    return known;
  };
  const partner = (id: unknown): string => {
    const { people, partners } = read();
    return people.get(partners.get(String(id)) ?? String(id)) ?? "Someone";
  };
  return {
    phone: (number) => read().phones.get(number) ?? number,
    crm: () => read().crm,
    person: (id) => read().people.get(String(id)) ?? "Someone",
    channel: (id) => {
      const { channels, partners } = read();
      return (
        channels.get(String(id)) ??
        (partners.has(String(id)) ? `${partner(id)}'s direct messages` : "a direct message")
      );
    },
    partner,
    isApp: (id) => id === read().app,
    shortcut: (callbackId) =>
      shortcuts.find((known) => known.callbackId === callbackId)?.name ?? "a shortcut",
    message: (channel, ts) => sandbox().slack.control.message(String(channel), String(ts)),
    forget() {
      known = null;
    },
  };
}

function readNames({ slack, phones: control, crm }: Sandbox): Known {
  const workspace = slack.control.state();
  const { phones, numbers } = control.state();
  const people = new Map(workspace.users.map(({ id, realName }) => [id, realName.split(" ")[0] ?? realName]));
  const groups = workspace.channels.filter(({ kind }) => kind === "mpim");
  const groupName = (members: string[]) => {
    const others = members.filter((id) => id !== slack.botUserId).map((id) => people.get(id) ?? "Someone");
    return `the group messages of ${others.slice(0, -1).join(", ")} and ${others.at(-1)}`;
  };
  const named = workspace.channels.filter(({ kind }) => kind === "channel" || kind === "group");
  return {
    app: slack.botUserId,
    crm: crm?.control.state().title ?? "The CRM",
    phones: new Map([...phones, ...numbers].map(({ number, name }) => [number, name])),
    people,
    partners: new Map(
      workspace.channels.flatMap(({ id, kind, members }) => {
        const partner = members.find((member) => member !== slack.botUserId);
        return kind === "im" && partner !== undefined ? [[id, partner]] : [];
      }),
    ),
    channels: new Map([
      ...named.map(({ id, name }): [string, string] => [id, `#${name}`]),
      ...groups.map(({ id, members }): [string, string] => [id, groupName(members)]),
    ]),
  };
}
