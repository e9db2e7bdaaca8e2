/** Who texted, as far as it decides whether something may answer by itself. */
import type { Directory } from "./directory.ts";
import type { Address, E164 } from "./ids.ts";
import { canReceive, isShortCode } from "./phone.ts";

export type Sender =
  | "outside"
  /** One of our lines, or a member's own phone. */
  | "internal"
  /** A service: whatever is answered to it, nobody reads. */
  | "short_code"
  /** A name instead of a number, or a stand-in for a hidden one. */
  | "sender_name";

export function senderOf(directory: Directory, from: Address): Sender {
  if (insideName(directory, from) !== null) return "internal";
  if (canReceive(from)) return "outside";
  return isShortCode(from) ? "short_code" : "sender_name";
}

/** Whose of the team an address is: a member's, whose own phone it is, or a line of ours. Null for one from outside. */
export function insideName({ lines, members }: Directory, from: Address): string | null {
  // What is no number is none of theirs, either; reading it as one would cost more than comparing it.
  const number = from as string as E164;
  const member = members.find(({ mobile }) => mobile === number);
  if (member !== undefined) return member.name ?? member.username;
  return lines.find((line) => line.number === number)?.name ?? null;
}
