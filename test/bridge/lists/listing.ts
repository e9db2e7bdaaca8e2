/** Lists in the tests' office: Ana's, from the front desk, to some of a hundred contacts. */

import type { StartList } from "../../../src/bridge/lists/start-list.ts";
import { startList } from "../../../src/bridge/lists/start-list.ts";
import type { Address, E164, ListId } from "../../../src/domain/ids.ts";
import type { ListProgress } from "../../../src/domain/list-progress.ts";
import type { Recipient } from "../../../src/domain/recipient.ts";
import { ana } from "../front-desk.ts";
import type { World } from "../world.ts";

export const number = (index: number): E164 => `+1555019${9000 + index}` as E164;
export const contact = (index: number): Recipient => ({ kind: "number", number: number(index) });
export const contacts = (count: number): Recipient[] =>
  Array.from({ length: count }, (_, index) => contact(index + 1));
export const addressAt = (index: number): Address => number(index) as string as Address;

let acts = 0;

/** Begins one, which must not be refused. */
export async function begin(world: World, given: Partial<StartList> = {}): Promise<void> {
  acts += 1;
  const started = await startList(world.ctx, {
    user: ana,
    recipients: contacts(3),
    line: null,
    body: "Closed on Friday.",
    at: null,
    act: `act ${acts}`,
    ...given,
  });
  if (started.kind === "refused") throw new Error(`refused: ${JSON.stringify(started.sentence)}`);
}

/** How far the only one is, as its author saw it last. */
export function seen(world: World): ListProgress {
  const last = world.desk.progress.at(-1);
  if (last === undefined) throw new Error("nobody saw how far it is");
  return last;
}

export function listOf(world: World): ListId {
  return seen(world).list;
}

/** To whom the carrier was handed the words, in order. */
export function handed(world: World, body = "Closed on Friday."): string[] {
  return world.carrier.sent.filter((sms) => sms.body === body).map(({ to }) => to);
}
