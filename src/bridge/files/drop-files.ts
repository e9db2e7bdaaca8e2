/** What went along with a text is erased here once nothing of ours hands it over any more: its author has it at the desk. */
import type { MessageState } from "../../domain/message-state.ts";
import { nameOfAttached } from "../../domain/outbound-trouble.ts";
import type { Context } from "../context/context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { remarkPrivately } from "../notices/tell.ts";

export async function dropFiles(tx: Tx, { id, files, direction }: Message): Promise<void> {
  if (files === 0 || direction !== "out") return;
  for (const file of await tx.files.ofMessage(id)) {
    if (file.source?.attached === undefined) continue;
    await tx.files.dropBytes(file.id);
    await tx.files.update(file.id, { state: "done", trouble: null, address: null });
  }
}

/** The carrier has said something new of a text. @param before what was known of it. */
export async function dropIfTaken(
  ctx: Context,
  tx: Tx,
  message: Message,
  state: MessageState,
): Promise<void> {
  if (message.files === 0) return;
  // A carrier that fetches them by itself may not have done so when it accepts the text.
  if (state === "accepted" && areFetched(ctx, message)) return;
  const files = await tx.files.ofMessage(message.id);
  if (files.every((file) => file.state === "done")) return;
  await dropFiles(tx, message);
  if (state !== "failed") await tellOfSmaller(ctx, tx, message, files);
}

/** Whether its carrier fetches them by itself: where it may have the text, they stand at their addresses until those are closed. */
export function areFetched({ carriers }: Pick<Context, "carriers">, { carrier }: Message): boolean {
  return carriers.get(carrier)?.capabilities.media?.byAddress === true;
}

async function tellOfSmaller(
  ctx: Context,
  tx: Tx,
  message: Message,
  files: readonly StoredFile[],
): Promise<void> {
  const names = files.flatMap(({ source }) =>
    source?.isSmaller && source.attached !== undefined ? [nameOfAttached(source.attached)] : [],
  );
  const episode = await tx.episodes.get(message.episodeId);
  const last = names.at(-1);
  if (last === undefined || episode === null || message.authorUser === null) return;
  const sentence =
    names.length === 1
      ? `${last} was made smaller, so that it fits into a text.`
      : `${names.slice(0, -1).join(", ")} and ${last} were made smaller, so that they fit into a text.`;
  const about = { episode, about: replyPlace(message), message: message.id, causedAt: ctx.now() };
  await remarkPrivately(ctx, tx, message.authorUser, [sentence], about);
}
