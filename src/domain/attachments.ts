/** What goes with a text and is no words, as people call it. */
import { isEmptyText } from "./plain-text.ts";

/** In the order in which they are named; the first that fits an Internet media type is it. */
const kinds: readonly (readonly [type: RegExp, one: string, many: string])[] = [
  [/^image\//, "a picture", "pictures"],
  [/^video\//, "a video", "videos"],
  [/^text\/(x-)?vcard|^text\/directory/, "a contact card", "contact cards"],
  [/^audio\//, "a voice message", "voice messages"],
  [/^text\/(x-v)?calendar/, "a calendar entry", "calendar entries"],
  [/^application\/pdf/, "a PDF document", "PDF documents"],
  [/^application\/octet-stream|^$/, "an attachment", "attachments"],
  [/^/, "a file", "files"],
];

export function isPicture(contentType: string): boolean {
  return kindOf(contentType) === kinds[0];
}

/**
 * `2 pictures, a contact card and a voice message`.
 * @param pictures how many there are beside those of the types.
 */
export function nameAttachments(pictures: number, contentTypes: readonly string[]): string {
  const all = [...Array<string>(pictures).fill("image/*"), ...contentTypes].map(kindOf);
  const names = kinds.flatMap((kind) => {
    const count = all.filter((one) => one === kind).length;
    const [, one, many] = kind;
    return count === 0 ? [] : [count === 1 ? one : `${count} ${many}`];
  });
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** What a text says where it is quoted: what goes with it, in brackets, where it has no words. */
export function wordsOr(body: string, contentTypes: readonly string[]): string {
  if (!isEmptyText(body) || contentTypes.length === 0) return body;
  return `(${nameAttachments(0, contentTypes)})`;
}

function kindOf(contentType: string) {
  const type = contentType.trim().toLowerCase();
  return kinds.find(([pattern]) => pattern.test(type));
}
