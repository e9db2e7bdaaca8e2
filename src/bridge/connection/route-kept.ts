/** Texts that were kept until their line leads to somebody, or until older ones are here. */
import { lineByNumber } from "../../domain/directory.ts";
import type { E164 } from "../../domain/ids.ts";
import { routeOf } from "../../domain/route.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { routeElsewhere } from "../conversations/receive-elsewhere.ts";
import { takeText } from "../conversations/receive-sms.ts";
import { noteRoute } from "../members/tell-managers.ts";
import { catchUpOwed, noteMissedText } from "./catch-up-carrier.ts";

/** So many share a transaction: there may be hundreds after an outage, and nobody else writes while that many are decided anew. */
const atOnce = 20;

interface Part {
  readonly routed: number;
  readonly isMore: boolean;
}

/** Delivers texts that were kept because their number was no line, or one of nobody, or behind older ones, for each line that leads to somebody now. */
export async function routeKept(ctx: Context): Promise<void> {
  await routeElsewhere(ctx);
  const waiting = await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const { lines } = people.directory;
    const routed = lines.filter((line) => routeOf(people, line) !== null);
    const kept = await tx.arrivals.keptFor(routed.map((line) => line.number));
    return routed.filter(({ number }) => kept.includes(number));
  });
  if (waiting.length === 0) return;
  // What was missed before them comes first (law 4).
  const carriers = [...new Set(waiting.map(({ carrier }) => carrier))];
  await Promise.all(
    carriers.map((carrier) => {
      // By others, and they alone know that it was.
      if (ctx.store.lead.isShared) noteMissedText(ctx, carrier);
      return catchUpOwed(ctx, carrier);
    }),
  );
  let routed = 0;
  for (const { number } of waiting) {
    let part: Part;
    do {
      part = await ctx.store.transaction((tx) => route(ctx, tx, number));
      routed += part.routed;
    } while (part.isMore);
  }
  ctx.log.info({ texts: routed }, "texts that were kept are delivered");
}

/** That it led to nobody is news when it happens again. */
async function noteRouted(tx: Tx, number: E164): Promise<void> {
  const line = lineByNumber(await tx.directories.current(), number);
  if (line !== null) await noteRoute(tx, line);
}

/** The oldest of a line. */
async function route(ctx: Context, tx: Tx, number: E164): Promise<Part> {
  await noteRouted(tx, number);
  const oldest = await tx.arrivals.unroutedTo(number, atOnce);
  let [routed, taken] = [0, 0];
  for (const { carrier, receivedAt, ...text } of oldest) {
    const receipt = await takeText(ctx, tx, carrier, {
      kind: "text",
      ...text,
      receivedAt: new Date(receivedAt),
    });
    if (receipt === "unrouted") continue;
    await tx.arrivals.dropUnrouted(carrier, text.carrierMessageId);
    taken += 1;
    routed += receipt === "new" ? 1 : 0;
  }
  return { routed, isMore: taken > 0 && oldest.length === atOnce };
}
