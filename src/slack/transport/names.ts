/**
 * Names for what a message mentions, as a customer reads them: a member's as the directory says it, everything else by one
 * lookup each, kept for a while; what can't be looked up has no name.
 */

import type { Log } from "../../bridge/contracts/log.ts";
import { type DeskFailureKind, isDeskFailure } from "../../domain/errors.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Mentions, SlackNames } from "../text/mentions.ts";
import { toDeskError } from "./failure.ts";
import type { Web } from "./methods.ts";

export interface Names {
  /** Looks up whatever is not known yet. Slack's failures don't throw: a mention without a name is still a mention. */
  resolve(mentions: Mentions): Promise<SlackNames>;
  /** What Slack shows of a person; what can't be looked up is null. */
  profile(user: SlackUserId): Promise<Profile>;
}

export interface Profile {
  readonly name: string | null;
  /** It has none only because Slack could not be asked just now. */
  readonly isOwed: boolean;
  /** The address of their picture. */
  readonly picture: string | null;
  /** Null also where the app may not see it. */
  readonly email: string | null;
}

/** Names seldom change, and an old one harms nobody. */
const keptMs = 60 * 60_000;
/** A failed lookup is tried again sooner. */
const failureKeptMs = 60_000;
const keptEntries = 5_000;

interface Entry {
  readonly name: string | null;
  readonly isOwed: boolean;
  readonly until: number;
}

/** Slack has answered: asking again, nobody gets to know more. */
const answered: ReadonlySet<DeskFailureKind> = new Set(["nobody", "missing_scope", "refused"]);

export interface NamesOptions {
  readonly web: Web;
  /** What the directory calls a member; null where it has no name for them. */
  readonly memberName: (user: SlackUserId) => Promise<string | null>;
  readonly now: () => number;
  readonly log: Log;
}

export function createNames({ web, memberName, now, log }: NamesOptions): Names {
  const kept = new Map<string, Entry>();
  const beside = new Map<string, Omit<Profile, "name" | "isOwed">>();

  async function lookUp(id: string, find: () => Promise<string | null>): Promise<void> {
    const known = kept.get(id);
    if (known !== undefined && known.until > now()) return;
    try {
      remember(id, await find(), keptMs);
    } catch (error) {
      const failure = toDeskError(error);
      if (!isDeskFailure(failure, "missing_scope"))
        log.warn({ failure: failure.message }, "a name was not found");
      remember(id, known?.name ?? null, failureKeptMs, !answered.has(failure.failure.kind));
    }
  }

  /** @param failed Slack could not be asked. */
  function remember(id: string, name: string | null, forMs: number, failed = false): void {
    kept.delete(id);
    kept.set(id, { name, isOwed: failed && name === null, until: now() + forMs });
    const oldest = kept.keys().next();
    if (kept.size <= keptEntries || oldest.done === true) return;
    kept.delete(oldest.value);
    beside.delete(oldest.value);
  }

  async function findUser(user: string): Promise<string | null> {
    const found = (await web("users.info", { user })).user;
    const profile = found?.profile;
    const picture = profile?.image_192 ?? profile?.image_72 ?? null;
    beside.set(user, { picture, email: profile?.email ?? null });
    // A display name may be a nickname, or a handle that says nothing to a customer.
    return firstWord(profile?.real_name, found?.real_name, profile?.display_name, found?.name);
  }

  async function findChannel(channel: string): Promise<string | null> {
    return firstWord((await web("conversations.info", { channel })).channel?.name);
  }

  /** Slack has no call for one group, so that one call names them all. */
  async function findGroups(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => (kept.get(id)?.until ?? 0) <= now());
    if (unknown.length === 0) return;
    const names = new Map<string, string | null>();
    try {
      const groups = (await web("usergroups.list", {})).usergroups ?? [];
      for (const group of groups)
        if (group.id !== undefined) names.set(group.id, firstWord(group.handle, group.name));
    } catch (error) {
      log.debug({ failure: toDeskError(error).message }, "groups were not listed");
    }
    for (const id of unknown) remember(id, names.get(id) ?? null, names.has(id) ? keptMs : failureKeptMs);
  }

  /** Those that the directory names: asked each time, so that a new directory counts at once. */
  async function findMembers(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    for (const id of ids) {
      const name = await memberName(id as SlackUserId);
      if (name !== null) names.set(id, name);
    }
    return names;
  }

  const nameOf = (id: string) => kept.get(id)?.name ?? null;
  return {
    async profile(user) {
      await lookUp(user, () => findUser(user));
      const isOwed = kept.get(user)?.isOwed ?? false;
      return { name: nameOf(user), isOwed, ...(beside.get(user) ?? { picture: null, email: null }) };
    },
    async resolve(mentions) {
      const members = await findMembers(mentions.users);
      const others = mentions.users.filter((id) => !members.has(id));
      await Promise.all([
        ...others.map((id) => lookUp(id, () => findUser(id))),
        ...mentions.channels.map((id) => lookUp(id, () => findChannel(id))),
        findGroups(mentions.groups),
      ]);
      return { user: (id) => members.get(id) ?? nameOf(id), channel: nameOf, group: nameOf };
    },
  };
}

function firstWord(...names: readonly (string | undefined)[]): string | null {
  return names.find((name) => name !== undefined && name.trim() !== "") ?? null;
}
