import { isBulky, isTaken } from "../../domain/outbound-trouble.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Whether all that goes along with a text is here, and its carrier takes it: which one that is may be another by now. */
export async function areReady(tx: Tx, files: readonly StoredFile[], carrier: Carrier): Promise<boolean> {
  const limits = carrier.capabilities.media;
  if (limits === null || files.length === 0 || files.some(({ state }) => state !== "kept")) return false;
  const isTooMuch =
    files.length > limits.files || files.reduce((all, { size }) => all + (size ?? 0), 0) > limits.bytes;
  const foreign = files.filter(({ contentType }) => !isTaken(contentType, limits));
  const bulky = files.filter((file) => isBulky(file, limits));
  for (const { id } of bulky) await tx.files.update(id, { state: "failed", trouble: "bulky" });
  for (const { id } of foreign) await tx.files.update(id, { state: "failed", trouble: "type" });
  if (isTooMuch) for (const { id } of files) await tx.files.update(id, { state: "failed", trouble: "large" });
  return !isTooMuch && foreign.length + bulky.length === 0;
}
