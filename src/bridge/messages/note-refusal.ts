/** The carrier refused a text, or reports that it failed, because its contact had opted out there: then they have here, too. */
import type { Context } from "../context/context.ts";
import { episodeContext } from "../context/episode-context.ts";
import { optOutFrom } from "../context/opted-out.ts";
import { refusedLinesOf } from "../context/refused-lines.ts";
import type { CarrierFailure } from "../contracts/carrier-events.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { addOptOut } from "./add-to-ledger.ts";
import { optOut } from "./opt-out.ts";

/** The failure's own words say it in the thread. Nobody who can't be answered is said to wait for an answer. */
export async function noteRefusal(
  ctx: Context,
  tx: Tx,
  { id, carrier, conversationId, episodeId, line, sendingAt, authorUser: toldAlready }: Message,
  { code, sentence: evidence }: Pick<CarrierFailure, "code" | "sentence">,
): Promise<void> {
  if (ctx.carriers.get(carrier)?.lastingFailure?.(code) !== "opted_out") return;
  const episode = (await tx.episodes.findOpen(conversationId)) ?? (await tx.episodes.get(episodeId));
  if (episode === null) return;
  const around = await episodeContext(tx, episode);
  const { inLedger, address } = around.conversation;
  // It is as old as the text: they may have taken it back since.
  const at = Math.min(sendingAt ?? ctx.now(), ctx.now());
  const said = { source: "refusal", by: null, at, evidence, messageId: id, line } as const;
  const isKnown = inLedger && (await refusedLinesOf(tx, address)).includes(line);
  if (around.optedOut === null) await optOut(ctx, tx, around, said, { toldAlready });
  else if (!isKnown) await addOptOut(ctx, tx, around, said);
  if ((await optOutFrom(tx, { address, inLedger: true }, line)) !== null)
    await tx.episodes.update(episode.id, { unansweredSince: null });
  await enqueueCard(tx, episode, ctx.now());
}
