/** Which user of the account each login is, and for whom else it receives. Users are called extensions there; theirs are the message stores. */
import { z } from "zod";
import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { LoginName } from "../../domain/ids.ts";
import { readNumber } from "./message-record.ts";
import { jsonOf, type RingCentralApi, unreadable } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { type OwnNumber, readOwnNumbers } from "./thread-lines.ts";

export interface Extensions {
  /** The login's own. Throws `CarrierError`. */
  ownOf(login: LoginName): Promise<string>;
  /** Of all logins that can be let in. */
  learnAll(): Promise<void>;
  /** Whose login an extension is, as far as it is known by now. */
  loginOf(extension: string): LoginName | null;
  /** Those without a login of their own to whom lines of this login belong. Throws `CarrierError`. */
  othersOf(login: LoginName, lines: readonly CarrierLine[]): Promise<readonly string[]>;
  /** Whether asking what stands in the store of that extension is worth a call: false for a while after it was refused. */
  mayRead(login: LoginName, extension: string): boolean;
  /** What asking showed. */
  readAs(login: LoginName, extension: string, may: boolean): void;
  /** Those of whose lines some stand in the shared inbox, as far as it is known by now. */
  readonly inInbox: Set<LoginName>;
}

/** An administrator may have moved a number, or given a permission, since. Milliseconds. */
const knownFor = 10 * 60_000;

const extension = z.object({ id: z.coerce.string().min(1) });
const account = z.object({
  records: z.array(
    z.object({
      phoneNumber: z.string(),
      usageType: z.string().nullish(),
      extension: z.object({ id: z.coerce.string() }).nullish().catch(null),
    }),
  ),
});

export function createExtensions(settings: ResolvedRingCentralSettings, api: RingCentralApi): Extensions {
  const own = new Map<LoginName, string>();
  const numbers = new Map<
    LoginName,
    { readonly at: number; readonly all: readonly Pick<OwnNumber, "number" | "usage" | "extension">[] }
  >();
  const refusedAt = new Map<string, number>();

  async function ownOf(login: LoginName): Promise<string> {
    const known = own.get(login);
    if (known !== undefined) return known;
    const pass = await api.pass(login);
    if (pass.kind === "silence") jsonOf(pass);
    const id = pass.kind === "pass" && pass.owner !== null ? pass.owner : await askWho(login);
    own.set(login, id);
    return id;
  }

  async function askWho(login: LoginName): Promise<string> {
    const path = "/restapi/v1.0/account/~/extension/~";
    const read = extension.safeParse(await api.read(login, { method: "GET", path, group: "light" }));
    if (!read.success) throw unreadable("a user without an id");
    return read.data.id;
  }

  /** One that can't be let in now receives nothing: others may do it for it. */
  async function learnAll(): Promise<void> {
    for (const login of settings.logins)
      if (!own.has(login))
        try {
          await ownOf(login);
        } catch (thrown) {
          if (!(thrown instanceof CarrierError)) throw thrown;
        }
  }

  async function numbersOf(login: LoginName, lines: readonly CarrierLine[]) {
    const known = numbers.get(login);
    if (known !== undefined && settings.steady() - known.at < knownFor) return known.all;
    const listed = (await readOwnNumbers(api, login)) ?? [];
    const isListed = ({ number }: CarrierLine) => listed.some((one) => one.number === number);
    const all = lines.every(isListed) ? listed : [...listed, ...(await readAccountNumbers(api, login))];
    numbers.set(login, { at: settings.steady(), all });
    return all;
  }

  return {
    inInbox: new Set(),
    ownOf,
    learnAll,
    loginOf: (id) => [...own].find(([, known]) => known === id)?.[0] ?? null,
    async othersOf(login, lines) {
      if (lines.length === 0) return [];
      const all = await numbersOf(login, lines);
      const mine = await ownOf(login);
      const theirs = lines.flatMap(({ number }) => {
        const found = all.find((one) => one.number === number);
        // What is the company's, or a queue's, comes into the stores of those who answer it.
        const isUsers = found?.usage === "DirectNumber" && found.extension !== null;
        return isUsers && found.extension !== mine ? [found.extension] : [];
      });
      const others = [...new Set(theirs)].filter((id) => id !== null);
      if (others.length === 0) return [];
      await learnAll();
      return others.filter((id) => ![...own.values()].includes(id));
    },
    mayRead(login, id) {
      const at = refusedAt.get(`${login} ${id}`);
      return at === undefined || settings.steady() - at > knownFor;
    },
    readAs(login, id, may) {
      if (may) refusedAt.delete(`${login} ${id}`);
      else refusedAt.set(`${login} ${id}`, settings.steady());
    },
  };
}

/** All of the account's; none where that login may not ask for them. */
async function readAccountNumbers(api: RingCentralApi, login: LoginName) {
  const path = "/restapi/v1.0/account/~/phone-number";
  const asked = { method: "GET", path, query: { perPage: "1000" }, group: "heavy" } as const;
  const answer = await api.ask(login, asked);
  const read = account.safeParse(answer.kind === "answer" ? answer.json : null);
  if (!read.success) return [];
  return read.data.records.flatMap(({ phoneNumber, usageType, extension: whose }) => {
    const number = readNumber(phoneNumber);
    return number === null ? [] : [{ number, usage: usageType ?? null, extension: whose?.id ?? null }];
  });
}
