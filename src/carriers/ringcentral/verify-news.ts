/** Which part of what comes to a login RingCentral does not tell of at once, since it refused to: fetched later, where it is not told. */
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { isInboxFilter, sameFilter } from "./event-filters.ts";

/** Of each login what was wished for and refused; nothing where all is granted, or nobody has asked yet. */
export type LackingNews = Map<LoginName, readonly string[]>;

interface Part {
  readonly isIt: (filter: string) => boolean;
  readonly what: string;
  readonly remedy: string;
}

const parts: readonly Part[] = [
  {
    isIt: isInboxFilter,
    what: "what happens in the shared inbox, which is looked at every 15 seconds instead",
    remedy: "Assign the licence Business SMS Booster to its user, and add the scope SMS to the app.",
  },
  {
    isIt: (filter) => filter.includes("/message-store"),
    what: "texts to lines of other users, which are fetched every five minutes instead",
    remedy:
      "Give its user the permission to read other users' messages in RingCentral's admin portal, or each of those users a login of their own.",
  },
];

export function verifyNews(login: LoginName, lacking: readonly string[]): Finding[] {
  return parts
    .filter(({ isIt }) => lacking.map(sameFilter).some(isIt))
    .map(({ what, remedy }) => ({
      name: `ringcentral: news of ${login}`,
      level: "warning",
      sentence: `RingCentral does not tell the login ${login} at once of ${what}.`,
      remedy,
    }));
}

/** What is wished for and not among what was granted. */
export function lackingIn(granted: readonly string[], wished: readonly string[]): string[] {
  const has = new Set(granted.map(sameFilter));
  return wished.filter((filter) => !has.has(sameFilter(filter)));
}
