/** What a carrier's own list says and our ledger lacks: its rows, and what follows from them at once in conversations that are open. */
import { type ConsentNews, consentNews, type ListedConsent } from "../../domain/consent-sync.ts";
import type { Address, E164 } from "../../domain/ids.ts";
import { type ConsentSource, howOptedOut, listEvidence } from "../../domain/opt-out-ledger.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { type Account, numbersOfAccount } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext, episodeContext } from "../context/episode-context.ts";
import { lineName } from "../context/refused-lines.ts";
import type { Consent } from "../contracts/carrier-consents.ts";
import type { Known } from "../contracts/store/contacts.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelUnsentTo, endReview, notLeft } from "../messages/opt-out.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";

/** The account's lines by the directory in force. */
export async function consentLines(ctx: Context, tx: Tx, account: Account): Promise<readonly E164[]> {
  return numbersOfAccount(ctx, await tx.directories.current(), account);
}

export function listedConsents(consents: readonly Consent[]): ListedConsent[] {
  return consents.map(({ line, state, source, at }) => ({ line, state, source, at: at?.getTime() ?? null }));
}

/**
 * @param isWhole whether that is all that the list says of the contact. Of a part only what keeps texts back is taken; whether there is
 * more that would let them leave again is returned.
 */
export async function takeConsents(
  ctx: Context,
  tx: Tx,
  { carrier }: Account,
  contact: Address,
  listed: readonly ListedConsent[],
  lines: readonly E164[],
  isWhole: boolean,
): Promise<boolean> {
  const all = consentNews(await tx.optOuts.rowsOf(contact), listed, lines, ctx.now());
  const news = isWhole ? all : all.filter(({ kind }) => kind === "out");
  for (const one of news) await addListed(ctx, tx, carrier, contact, one);
  const [known] = news.length === 0 ? [] : await tx.contacts.among([contact]);
  if (known !== undefined) await follow(ctx, tx, known, news, ctx.carrierTitle(carrier));
  return news.length < all.length;
}

export async function addListed(
  ctx: Context,
  tx: Tx,
  carrier: string,
  address: Address,
  { kind, line, at, source }: Omit<ConsentNews, "source"> & { readonly source: ConsentSource | "us" },
): Promise<void> {
  await tx.optOuts.add({
    address,
    kind,
    line,
    source: "list",
    by: null,
    at,
    evidence: listEvidence(ctx.carrierTitle(carrier), source),
    messageId: null,
    confirmationId: null,
    createdAt: ctx.now(),
  });
}

async function follow(
  ctx: Context,
  tx: Tx,
  { id, review }: Known,
  news: readonly ConsentNews[],
  carrier: string,
): Promise<void> {
  const outs = news.filter(({ kind }) => kind === "out");
  const ins = news.filter(({ kind }) => kind === "in");
  const cancelled = outs.length === 0 ? 0 : await cancelUnsentTo(ctx, tx, [id]);
  if (review !== null && outs.length > 0) await endReviewOf(ctx, tx, id);
  for (const episode of await tx.episodes.openWith(id)) {
    const around = await episodeContext(tx, episode);
    if (around.optedOut !== null) await tx.episodes.update(episode.id, { unansweredSince: null });
    for (const part of [outs, ins]) {
      const sentence = part.length > 0 && sentenceOf(around, part, carrier, cancelled);
      if (sentence) await enqueueLine(tx, episode, sentence, ctx.now());
    }
  }
  for (const episode of await tx.episodes.newestWith(id)) await enqueueCard(tx, episode, ctx.now());
}

/** What they asked of us is answered where nothing is sent to them any more; what a list says of another line, or once said, is no answer. */
async function endReviewOf(ctx: Context, tx: Tx, contact: Known["id"]): Promise<void> {
  const episodes = await tx.episodes.newestWith(contact);
  const all = await Promise.all(episodes.map((episode) => episodeContext(tx, episode)));
  const [first] = all;
  if (first === undefined || all.some(({ optedOut }) => optedOut === null)) return;
  await endReview(ctx, tx, first, ["They opted out."]);
}

/** Which of our lines it is about is said by name: the list is the account's, whichever conversation reads it. */
function sentenceOf(
  around: EpisodeContext,
  news: readonly ConsentNews[],
  carrier: string,
  cancelled: number,
): Sentence | null {
  const [first] = news;
  if (first === undefined) return null;
  const evidence = listEvidence(carrier, first.source);
  const how = howOptedOut(around.directory, { source: "list", by: null, evidence });
  const lines = news.map(({ line }) => lineName(around.directory, line));
  const from = lines.length === 1 ? lines[0] : `${lines.slice(0, -1).join(", ")} or ${lines.at(-1)}`;
  const who = contactLabel(around);
  if (first.kind === "in") return [`${who} can be texted from ${from} again: ${how}.`];
  return [
    `${who} has opted out: ${how}. Nothing is sent to them from ${from} until they text START.`,
    ...(cancelled === 0 ? [] : [` ${notLeft(cancelled)} not left yet and won’t.`]),
  ];
}
