/** Files that leave with a text: Telnyx fetches them at an address of ours. */
import type { OutgoingSms } from "../../bridge/contracts/carrier.ts";
import type { MediaLimits } from "../../bridge/contracts/carrier-media.ts";

export const mediaLimits: MediaLimits = {
  files: 10,
  /** Less than 1 MB with its words, whichever million is meant. */
  bytes: 990_000,
  /**
   * All are passed on as they are, unless the messaging profile has pictures made smaller. Of pictures that it takes besides, telephones
   * show few, and they would keep where they were taken.
   */
  types: [
    ...["image/jpeg", "image/png", "image/gif"],
    ...["audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/vnd.wave"],
    ...["video/mp4", "video/3gpp", "video/quicktime"],
    ...["text/vcard", "text/x-vcard", "text/calendar", "application/pdf"],
  ],
  byAddress: true,
};

/** In order. Null where one has none. */
export function mediaUrls({ media = [] }: Pick<OutgoingSms, "media">): string[] | null {
  const urls = media.flatMap(({ url }) => (url === null ? [] : [url]));
  return urls.length === media.length ? urls : null;
}
