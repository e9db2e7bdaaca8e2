/** Which lines stand in RingCentral's shared inbox: texts from them leave by another way, or nobody there sees them. */
import { z } from "zod";
import type { E164, LoginName } from "../../domain/ids.ts";
import { readNumber } from "./message-record.ts";
import { jsonOf, type RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

export interface OwnNumber {
  readonly number: E164;
  /** `DirectNumber`, `MainCompanyNumber`; null where it is not said. */
  readonly usage: string | null;
  /** `SmsSender`, `MmsSender`; null where it is not said. */
  readonly features: readonly string[] | null;
  /** Whose it is, where it says so. */
  readonly extension: string | null;
}

export interface ThreadLines {
  /** Whether that line's texts may stand in the shared inbox, so that what comes is looked for there. Throws `CarrierError` where nobody answers. */
  has(login: LoginName, line: E164): Promise<boolean>;
  /** Where they stand, as far as the account shows it to the login. Throws `CarrierError` where nobody answers. */
  placeOf(login: LoginName, line: E164): Promise<LinePlace>;
}

/** `unknown`: the account has a shared inbox, and the login is not shown whether that number is in it. */
export type LinePlace = "inbox" | "own messages" | "unknown";

/** An administrator may have changed it since. Milliseconds. */
const knownFor = 10 * 60_000;

interface Known {
  readonly at: number;
  readonly hasThreads: boolean;
  readonly numbers: readonly OwnNumber[];
}

export function createThreadLines(settings: ResolvedRingCentralSettings, api: RingCentralApi): ThreadLines {
  const known = new Map<LoginName, Known>();
  const asking = new Map<LoginName, Promise<Known>>();

  async function ask(login: LoginName): Promise<Known> {
    const hasThreads = (await readFeatures(api, login, ["MessageThreads"]))?.get("MessageThreads") === true;
    const numbers = hasThreads ? ((await readOwnNumbers(api, login)) ?? []) : [];
    const facts = { at: settings.steady(), hasThreads, numbers };
    known.set(login, facts);
    return facts;
  }

  function factsOf(login: LoginName): Promise<Known> {
    const facts = known.get(login);
    if (facts !== undefined && settings.steady() - facts.at < knownFor) return Promise.resolve(facts);
    const asked = asking.get(login) ?? ask(login).finally(() => asking.delete(login));
    asking.set(login, asked);
    return asked;
  }

  async function placeOf(login: LoginName, line: E164): Promise<LinePlace> {
    const { hasThreads, numbers } = await factsOf(login);
    if (!hasThreads) return "own messages";
    const usage = numbers.find(({ number }) => number === line)?.usage ?? null;
    if (usage === null) return "unknown";
    // A user's own number is never in it, whoever answers it here.
    return usage === "DirectNumber" ? "own messages" : "inbox";
  }

  return {
    has: async (login, line) => (await placeOf(login, line)) !== "own messages",
    placeOf,
  };
}

const featureList = z.object({
  records: z.array(z.object({ id: z.string(), available: z.boolean().nullish() })),
});

/** Which of these the login's user has; null where that may not be asked. Throws `CarrierError` where nobody answers. */
export async function readFeatures<Id extends string>(
  api: RingCentralApi,
  login: LoginName,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, boolean> | null> {
  const read = featureList.safeParse(await lookedAt(api, login, "features", { featureId: ids }));
  if (!read.success) return null;
  const features = new Map<Id, boolean>();
  for (const { id, available } of read.data.records) {
    const asked = ids.find((one) => one === id);
    if (asked !== undefined) features.set(asked, available !== false);
  }
  return features;
}

const numberList = z.object({
  records: z.array(
    z.object({
      phoneNumber: z.string(),
      usageType: z.string().nullish(),
      features: z.array(z.string()).nullish(),
      extension: z.object({ id: z.coerce.string().nullish() }).nullish(),
    }),
  ),
});

/** The numbers that the login's user has; null where they may not be asked for. Throws `CarrierError` where nobody answers. */
export async function readOwnNumbers(api: RingCentralApi, login: LoginName): Promise<OwnNumber[] | null> {
  const json = await lookedAt(api, login, "phone-number", { perPage: "1000" });
  const read = numberList.safeParse(json);
  if (!read.success) return null;
  return read.data.records.flatMap(({ phoneNumber, usageType, features, extension }) => {
    const number = readNumber(phoneNumber);
    if (number === null) return [];
    const facts = { usage: usageType ?? null, features: features ?? null, extension: extension?.id ?? null };
    return [{ number, ...facts }];
  });
}

/** Null where it is refused for good: an app without that scope, a user without that permission. */
async function lookedAt(
  api: RingCentralApi,
  login: LoginName,
  what: string,
  query: Readonly<Record<string, string | readonly string[]>>,
): Promise<unknown> {
  const path = `/restapi/v1.0/account/~/extension/~/${what}`;
  const answer = await api.ask(login, { method: "GET", path, query, group: "light" });
  if (answer.kind === "answer" && !answer.isClosed && answer.status >= 400 && answer.status < 500)
    return null;
  return jsonOf(answer);
}
