/** Where a text goes now: of a member who has left, to whoever took over from them. */
import { type Line, lineByNumber } from "../../domain/directory.ts";
import { ownerOf } from "../../domain/heirs.ts";
import { partyOf } from "../../domain/owner.ts";
import { slackUserOf } from "../../domain/people.ts";
import { placeOf, type Route, routeOf } from "../../domain/route.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { noteLeft } from "./inherit-job.ts";
import { leftBehind, whoTakesOver } from "./left-behind.ts";

/** Null for a line that leads to nobody. */
export async function routeText(tx: Tx, people: People, line: Line, now: number): Promise<Route | null> {
  const route = routeOf(people, line);
  if (route?.party.kind !== "member") return route;
  const { member } = route.party;
  if (slackUserOf(member, people.identities) !== null) return route;
  const left = await leftBehind(tx, route.owner);
  if (left === null) return route;
  const heir = await whoTakesOver(tx, people, left.heir ?? member.inheritTo ?? null);
  const owner = heir && ownerOf(people.directory, heir);
  const party = owner && partyOf(people.directory, owner);
  if (owner === null || party === null) {
    // Something of theirs is open now, so that managers are asked.
    await noteLeft(tx, member, now);
    return route;
  }
  const theirs = owner.kind === "line" ? lineByNumber(people.directory, owner.number) : null;
  return { owner, party, channel: placeOf(people, party, line.channel === undefined ? theirs : line) };
}
