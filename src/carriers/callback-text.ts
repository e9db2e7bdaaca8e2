/** The signs of a callback's text: UTF-8, or what small companies' older systems write instead. */
import { isUtf8 } from "node:buffer";

/** What Windows has where its standard, and this runtime, have signs that nobody writes: 0x80 to 0x9F. */
const windows = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** What is no UTF-8 is read as `charset` says, or as most of Europe and America wrote before; so that no word is lost. */
export function textOf(bytes: Buffer, charset = ""): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  return decoded(bytes, charset).replace(/[\x80-\x9f]/g, (sign) => windows.charAt(sign.charCodeAt(0) - 0x80));
}

function decoded(bytes: Buffer, charset: string): string {
  if (charset === "" || /^utf-?8$/i.test(charset)) return bytes.toString("latin1");
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // Nobody knows that name.
    return bytes.toString("latin1");
  }
}

/** Names and values of a form, or behind the question mark of an address. @param given its bytes, a sign each. */
export function formPairs(given: string, charset?: string): (readonly [name: string, value: string])[] {
  return given
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [unescaped(name, charset), unescaped(value.join("="), charset)] as const;
    });
}

function unescaped(part: string, charset: string | undefined): string {
  const bytes = part
    .replaceAll("+", " ")
    .replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return textOf(Buffer.from(bytes, "latin1"), charset);
}
