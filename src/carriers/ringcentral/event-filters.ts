/** What we subscribe to: that something came, or changed, for each user whose texts a login receives. */
import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import type { LoginName } from "../../domain/ids.ts";
import { isRecord, listIn, stringIn } from "../../lib/json.ts";
import type { Extensions } from "./extensions.ts";
import type { ThreadLines } from "./thread-lines.ts";

/** From all that is wished for down to what nobody is refused: who may not hear the rest still hears that. */
export type Wishes = readonly (readonly string[])[];

const account = "/restapi/v1.0/account/~";

export const inboxFilters: readonly string[] = [
  `${account}/message-threads/sync`,
  `${account}/message-threads/entries/sync`,
];

export function isInboxFilter(filter: string): boolean {
  return filter.includes("/message-threads/");
}

/** Throws `CarrierError`. */
export async function eventFilters(
  extensions: Extensions,
  threadLines: ThreadLines,
  login: LoginName,
  lines: readonly CarrierLine[],
  /** Also those of other logins: whoever has a thread hears of its texts alone. */
  allLines: readonly CarrierLine[],
): Promise<Wishes> {
  const own = filtersOf(await extensions.ownOf(login));
  const others = (await extensions.othersOf(login, lines)).flatMap(filtersOf);
  let hasInbox = false;
  for (const { number } of allLines) hasInbox ||= await threadLines.has(login, number);
  const inbox = hasInbox ? inboxFilters : [];
  const consents = ["/restapi/v2/accounts/~/sms/consents"];
  const wishes = [
    [...own, ...others, ...inbox, ...consents],
    [...own, ...inbox, ...consents],
    [...own, ...inbox],
    own,
  ];
  return wishes.filter((wish, index) => index === 0 || wish.length < (wishes[index - 1]?.length ?? 0));
}

function filtersOf(extension: string): string[] {
  const store = `${account}/extension/${extension}/message-store`;
  return [`${store}/instant?type=SMS`, `${store}?type=SMS`];
}

/** RingCentral shows them with the account's and the user's ids written out. */
export function sameFilter(filter: string): string {
  return filter.replace(/\/(accounts?)\/[^/]+/, "/$1/~").replace(/^\/(account)/, "/restapi/v1.0/$1");
}

/** What is granted of what was asked for: an answer may leave some out, or list them as disabled. One that lists none grants all. */
export function grantedIn(answer: unknown, asked: readonly string[]): readonly string[] {
  if (!isRecord(answer)) return asked;
  const named = (one: unknown) => (isRecord(one) ? stringIn(one, "filter") : one);
  const listed = (field: string) =>
    new Set(
      listIn(answer, field)
        .map(named)
        .flatMap((one) => (typeof one === "string" ? sameFilter(one) : [])),
    );
  const [granted, disabled] = [listed("eventFilters"), listed("disabledFilters")];
  return asked
    .filter((filter) => granted.size === 0 || granted.has(sameFilter(filter)))
    .filter((filter) => !disabled.has(sameFilter(filter)));
}
