/** What goes along with a text, as its carrier is handed it. */
import { safeKindOfType } from "../../domain/file-kind.ts";
import { oneLineName } from "../../domain/file-name.ts";
import { nameOfAttached } from "../../domain/outbound-trouble.ts";
import type { Context } from "../context/context.ts";
import type { OutgoingSms } from "../contracts/carrier.ts";
import type { OutgoingMedia } from "../contracts/carrier-media.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import { addressOf } from "./public-address.ts";

export function outgoingMedia(ctx: Context, files: readonly StoredFile[]): Pick<OutgoingSms, "media"> {
  return files.length === 0 ? {} : { media: files.map((file) => mediaOf(ctx, file)) };
}

function mediaOf(ctx: Context, file: StoredFile): OutgoingMedia {
  const { id, name, contentType, size } = file;
  return {
    name: outgoingName(name, contentType),
    contentType,
    size: size ?? 0,
    url: addressOf(ctx, file),
    read: async () => {
      const bytes = await ctx.store.read((tx) => tx.files.bytesOf(id));
      if (bytes === null) throw new Error("a file that leaves with a text is gone");
      return bytes;
    },
  };
}

/** As its author called it, ending with what it is by now. */
function outgoingName(name: string | null, contentType: string): string {
  const base = (name === null ? null : oneLineName(name)) ?? nameOfAttached({ name: null, contentType });
  const ending = safeKindOfType(contentType)?.ending ?? /\.([a-z0-9]{1,5})$/i.exec(name ?? "")?.[1];
  return ending === undefined ? base : `${base}.${ending}`;
}
