/** What a carrier has of a text, in rows of its own: to be fetched. */
import type { FileId, MessageId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { CarrierMedia } from "../contracts/carrier-media.ts";
import type { Tx } from "../contracts/store/store.ts";

/** A carrier that hands out no files has them named, and no more. */
export function mediaToFetch(
  { carriers }: Pick<Context, "carriers">,
  carrier: string,
  media: readonly CarrierMedia[],
): readonly CarrierMedia[] {
  return carriers.get(carrier)?.fetchMedia === undefined ? [] : media;
}

/** Behind the row of their text. */
export async function insertOwed(
  ctx: Context,
  tx: Tx,
  messageId: MessageId,
  all: readonly CarrierMedia[],
): Promise<void> {
  if (all.length === 0) return;
  await tx.files.insert(
    all.map((media, position) => ({
      id: ctx.newId() as FileId,
      messageId,
      position,
      contentType: media.contentType,
      name: media.name ?? null,
      size: media.size ?? null,
      source: { media },
      state: "owed",
      trouble: null,
      createdAt: ctx.now(),
    })),
  );
}
