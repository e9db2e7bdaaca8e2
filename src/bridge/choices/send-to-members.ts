/** A text to a group that its line can't text as one: its author sends it to some of them, each in a conversation of their own. */
import { namesOf } from "../../domain/contact.ts";
import { addressesOf } from "../../domain/group-address.ts";
import type { Address } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import { beginText } from "../composing/begin-text.ts";
import type { Context } from "../context/context.ts";
import { accessOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { templateOf } from "../messages/draft.ts";
import { lastWriter } from "../messages/last-writer.ts";
import { saidIn } from "../messages/said-in.ts";
import { type Choosing, type Decision, decided, did, undecided } from "../notices/choosing.ts";
import { enqueueLine, enqueueMarkOf } from "../outbox/enqueue.ts";
import { onlyMembers } from "./send-waiting.ts";

export async function sendToEach(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  return await sendTo(ctx, tx, choosing, addressesOf(choosing.around.conversation.address));
}

export async function sendToLast(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const last = await lastWriter(tx, choosing.around.episode.id);
  if (last === null) return undecided("It is not known any more who of them wrote last.");
  return await sendTo(ctx, tx, choosing, [last]);
}

async function sendTo(
  ctx: Context,
  tx: Tx,
  { around, message, member }: Choosing,
  to: readonly Address[],
): Promise<Decision> {
  if (message === null || message.state !== "waiting") return decided("This text does not wait any more.");
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  const { line } = around;
  if (line === null) return undecided("Its line is not in the directory any more.");
  await cancelMessage(tx, message);
  await enqueueMarkOf(tx, message, ctx.now());
  const { template } = templateOf(message);
  const files = message.files === 0 ? [] : await tx.files.ofMessage(message.id);
  const along = files.flatMap(({ source }) => source?.attached ?? []);
  const people = await tx.directories.people();
  for (const address of to)
    await beginText(ctx, tx, {
      people,
      member,
      line,
      to: address,
      opens: "thread",
      origin: "started",
      body: message.body,
      later: null,
      list: null,
      template: template ?? null,
      along,
    });
  const names = namesOf(around.directory, to);
  const who = memberName(around.directory, member.username);
  const sentence = `${who} sent this to ${names} alone, in a conversation of their own: ${quotedAtEnd(saidIn(message))}`;
  await enqueueLine(tx, around.episode, [sentence], ctx.now());
  return did("sent it to them alone", `It goes to ${names}, in a conversation of their own.`);
}
