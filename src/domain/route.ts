/** Where a text to one of our lines goes: whose conversation it belongs to, who answers it, and where that stands at the desk. */
import type { Directory, Line } from "./directory.ts";
import type { SlackChannelId, SlackUserId } from "./ids.ts";
import { type Owner, type Party, partyOfLine } from "./owner.ts";
import { type Identities, slackUserOf } from "./people.ts";

/** Members' direct messages with us, as far as they are known. */
export type DirectChannels = ReadonlyMap<SlackUserId, SlackChannelId>;

export interface Whereabouts {
  readonly directory: Directory;
  readonly identities: Identities;
  readonly directChannels: DirectChannels;
}

export interface Route {
  readonly owner: Owner;
  readonly party: Party;
  /** Null while nobody knows the member's direct messages. */
  readonly channel: SlackChannelId | null;
}

/** Null for a line that leads to nobody: its texts are kept. */
export function routeOf(where: Whereabouts, line: Line): Route | null {
  const party = partyOfLine(where.directory, line);
  if (party === null) return null;
  const owner: Owner =
    party.kind === "group"
      ? { kind: "line", number: line.number }
      : { kind: "member", username: party.member.username };
  return { owner, party, channel: placeOf(where, party, line) };
}

/** Where a party's conversations stand: a line's own channel leads. */
export function placeOf(where: Whereabouts, party: Party, line: Line | null): SlackChannelId | null {
  if (line?.channel !== undefined) return line.channel;
  if (party.kind === "group") return party.group.channel;
  const user = slackUserOf(party.member, where.identities);
  return user === null ? null : (where.directChannels.get(user) ?? null);
}

/** All places where members work on conversations, as far as they are known. */
export function workPlaces(where: Whereabouts): SlackChannelId[] {
  return [...new Set(allPlaces(where).map(({ place }) => place))];
}

/** Those whose conversations may stand at a place. */
export function partiesAt(where: Whereabouts, at: SlackChannelId): Party[] {
  return allPlaces(where).flatMap(({ place, party }) => (place === at ? [party] : []));
}

function allPlaces(where: Whereabouts): { readonly place: SlackChannelId; readonly party: Party }[] {
  const { directory } = where;
  const parties: Party[] = [
    ...directory.groups.map((group) => ({ kind: "group", group }) as const),
    ...directory.members.map((member) => ({ kind: "member", member }) as const),
  ];
  const own = parties.flatMap((party) => {
    const place = placeOf(where, party, null);
    return place === null ? [] : [{ place, party }];
  });
  const ofLines = directory.lines.flatMap((line) => {
    const party = partyOfLine(directory, line);
    return line.channel === undefined || party === null ? [] : [{ place: line.channel, party }];
  });
  return [...own, ...ofLines];
}
