/** Files that leave with a text: Twilio fetches them at an address of ours when it is their turn. */
import type { OutgoingSms } from "../../bridge/contracts/carrier.ts";
import type { MediaLimits } from "../../bridge/contracts/carrier-media.ts";

const audio = "aac ac3 amr amr-nb 3gpp 3gpp2 basic L24 mp4 mpeg ogg vnd.rn-realaudio vnd.wave vorbis webm";
const video = "3gpp 3gpp-tt 3gpp2 H261 H263 H263-1998 H263-2000 H264 mp4 mpeg quicktime webm";
const text = "calendar csv directory richtext rtf vcard x-vcard";
const of = (kind: string, types: string) => types.split(" ").map((type) => `${kind}/${type}`);

export const mediaLimits: MediaLimits = {
  files: 10,
  /** 5 MB with its words, whichever million is meant. */
  bytes: 4_990_000,
  /** It makes no smaller what is no picture, and the telephones' providers take no more. */
  otherBytes: 500_000,
  /**
   * The first three are made to fit each phone there, all others passed on as they are. Of pictures that it takes besides, telephones show few,
   * and they would keep where they were taken.
   */
  types: [
    ...of("image", "jpeg png gif"),
    ...of("audio", audio),
    ...of("video", video),
    ...of("text", text),
    ...of("application", "pdf vcard vnd.apple.pkpass"),
  ],
  byAddress: true,
};

/** In order. Null where one has none. */
export function mediaUrls({ media = [] }: Pick<OutgoingSms, "media">): string[] | null {
  const urls = media.flatMap(({ url }) => (url === null ? [] : [url]));
  return urls.length === media.length ? urls : null;
}
