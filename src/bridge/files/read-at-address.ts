/** Somebody asks for a file at its public address: a carrier, as far as we can know. */
import { plainFileName } from "../../domain/plain-file-name.ts";
import type { Context } from "../context/context.ts";

export interface AddressedFile {
  readonly contentType: string;
  /** Of letters, digits and dashes, with its ending. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Null alike for an address that there never was, one whose time is over, and one whose file was erased. */
export async function readAtAddress(
  { store, now }: Pick<Context, "store" | "now">,
  token: string,
): Promise<AddressedFile | null> {
  return await store.read(async (tx) => {
    const file = await tx.files.byToken(token);
    if (file?.address === undefined || file.address.until <= now() || file.state !== "kept") return null;
    const bytes = await tx.files.bytesOf(file.id);
    const { contentType } = file;
    return bytes === null ? null : { contentType, name: plainFileName(file.name, contentType), bytes };
  });
}
