/** Who texted, as far as it decides whether something may answer by itself. */
import type { Directory } from "./directory.ts";
import type { Address } from "./ids.ts";
import { isShortCode, numberOf } from "./phone.ts";

export type Sender =
  | "outside"
  /** One of our lines, or a member's own phone. */
  | "internal"
  /** A service: whatever is answered to it, nobody reads. */
  | "short_code"
  /** A name instead of a number, or a stand-in for a hidden one. */
  | "sender_name";

export function senderOf(directory: Directory, from: Address): Sender {
  const number = numberOf(from);
  if (number === null) return isShortCode(from) ? "short_code" : "sender_name";
  const isOurs = directory.lines.some((line) => line.number === number);
  return isOurs || directory.members.some(({ mobile }) => mobile === number) ? "internal" : "outside";
}
