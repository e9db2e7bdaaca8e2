/** A manager looks for who has opted out, by a part of the name or the number. */
import { managesGroups } from "../../domain/directory.ts";
import { hasWords } from "../../domain/has-words.ts";
import type { OptOutAtHome } from "../../domain/home.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import { optOutRow } from "./home-rows.ts";

export interface FoundOptOuts {
  readonly typed: string;
  /** The newest first. */
  readonly rows: readonly OptOutAtHome[];
  /** How many more there are. */
  readonly rest: number;
}

/** So many can be looked through. */
const mostShown = 30;
/** Names are sealed where they lie, so that each has to be opened: all that a team may ever have. */
const mostRead = 100_000;

export async function findOptOuts(
  ctx: Context,
  { user, typed }: { readonly user: SlackUserId; readonly typed: string },
): Promise<FoundOptOuts | { readonly refusal: string }> {
  return await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const member = memberOf(people, user);
    if (member === null) return { refusal: notInDirectory };
    if (!managesGroups(member)) return { refusal: "Only managers can look through the opt-outs." };
    const { rows } = await tx.homes.optOuts({ limit: mostRead, offset: 0 });
    const found = rows.map(optOutRow(people.directory)).filter(hasWords(typed));
    return { typed, rows: found.slice(0, mostShown), rest: Math.max(0, found.length - mostShown) };
  });
}
