/**
 * Where a carrier that fetches what goes along with a text finds it: an address that nobody guesses, for as long as it may still be
 * asked for. Whoever knows it needs nothing else, so it is new for each try, stands in no log, and leads nowhere once its time is over or the
 * file has been erased.
 */
import { plainFileName } from "../../domain/plain-file-name.ts";
import type { Context } from "../context/context.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Carriers let a text wait for ten hours before they give it up, and fetch when it is its turn. Milliseconds. */
export const addressHolds = 12 * 3_600_000;

/**
 * Where it has none yet. In the transaction in which its text begins to be sent.
 *
 * @returns the files as they stand then; as they are where their carrier is handed them, or the site has no public address.
 */
export async function giveAddresses(
  ctx: Pick<Context, "newId" | "now" | "settings">,
  tx: Tx,
  { capabilities }: Pick<Carrier, "capabilities">,
  files: readonly StoredFile[],
): Promise<readonly StoredFile[]> {
  if (ctx.settings.publicUrl === null || !capabilities.media?.byAddress) return files;
  const addressed: StoredFile[] = [];
  for (const file of files) {
    // Two ids hold 160 bits of chance.
    const address = { token: ctx.newId() + ctx.newId(), until: ctx.now() + addressHolds };
    await tx.files.update(file.id, { address });
    addressed.push({ ...file, address });
  }
  return addressed;
}

/** Null where it has none. How its author called it does not stand in it. */
export function addressOf(
  { settings }: Pick<Context, "settings">,
  { address, contentType }: StoredFile,
): string | null {
  if (settings.publicUrl === null || address === undefined) return null;
  return `${settings.publicUrl}/media/${address.token}/${plainFileName(null, contentType)}`;
}
