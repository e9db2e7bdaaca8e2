/** Who of the team is in a record, and by which name: the directory's, else the one that people know them by at the desk. */
import { memberByUsername } from "../../domain/directory.ts";
import type { SlackUserId, Username } from "../../domain/ids.ts";
import { memberBySlackUser, slackUserOf } from "../../domain/people.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Message } from "../contracts/store/messages.ts";
import { type DigestRows, toldAt } from "./digest-rows.ts";

/** One of both is known, or none. */
export interface Person {
  readonly username: Username | null;
  readonly user: SlackUserId | null;
}

export type NamesAtDesk = ReadonlyMap<SlackUserId, string>;

export function personName(people: People, person: Person, names: NamesAtDesk): string {
  const { name, username, user } = knownOf(people, person);
  return name ?? (user === null ? undefined : names.get(user)) ?? username ?? "A colleague";
}

function knownOf(
  { directory, identities }: People,
  { username, user }: Person,
): Person & { readonly name: string | null } {
  const byName = username === null ? null : memberByUsername(directory, username);
  const member = byName ?? (user === null ? null : memberBySlackUser(directory, identities, user));
  const whose = username ?? member?.username ?? null;
  const former = whose === null ? undefined : directory.formerNames?.[whose];
  return {
    name: member?.name ?? former ?? null,
    username: whose,
    user: user ?? (member === null ? null : slackUserOf(member, identities)),
  };
}

/** Those whom the directory does not name. */
export function unnamedIn(rows: DigestRows): SlackUserId[] {
  const { owner } = rows.conversation;
  const holders = [owner.kind === "member" ? owner.username : null, rows.episode.assignee];
  const all = [...partakersIn(rows), ...holders.map((username) => ({ username, user: null }))];
  const unnamed = all.flatMap((person) => {
    const { name, user } = knownOf(rows.people, person);
    return name === null && user !== null ? [user] : [];
  });
  return [...new Set(unnamed)];
}

/** Whoever wrote, noted, did or was given something, in the order in which they did. */
export function partakersIn({ texts, notes, events }: DigestRows): Person[] {
  const all = [
    ...texts.map((text) => ({ at: toldAt(text), person: writerOf(text) })),
    ...notes.map(({ ts, author }) => ({ at: toMilliseconds(ts), person: { username: null, user: author } })),
    ...events.flatMap(({ at, by, byUser, to }) => [
      { at, person: { username: by, user: byUser } },
      { at, person: { username: to, user: null } },
    ]),
  ];
  return all
    .sort((one, other) => one.at - other.at)
    .map(({ person }) => person)
    .filter(({ username, user }) => username !== null || user !== null);
}

/** Nobody, where it came, or was written by nobody's hand. */
export function writerOf({ author, authorUser }: Message): Person {
  return { username: author, user: authorUser };
}
