import { type Directory, lineByNumber, memberByUsername } from "./directory.ts";
import type { Owner } from "./owner.ts";

/** By whose clock a conversation's days begin and end: its member's, of a shared one its line's; else the directory's. An IANA name. */
export function ownerZone(directory: Directory, owner: Owner): string {
  const own =
    owner.kind === "member"
      ? memberByUsername(directory, owner.username)
      : lineByNumber(directory, owner.number);
  return own?.timeZone ?? directory.timeZone;
}
