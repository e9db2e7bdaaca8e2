/** What a login's user and the app may do. */
import { z } from "zod";
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import type { Pass } from "./access.ts";
import { jsonOf, type RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { type OwnNumber, readFeatures, readOwnNumbers } from "./thread-lines.ts";

export interface LoginFacts {
  /** Which user it is; null where that is not known. */
  readonly id: string | null;
  /** Null where it may not be asked. */
  readonly hasThreads: boolean | null;
  readonly numbers: readonly OwnNumber[] | null;
}

/** Throws `CarrierError` where nobody answers. */
export async function verifyLogin(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  login: LoginName,
  { owner, scopes }: Pass,
): Promise<{ readonly findings: readonly Finding[]; readonly facts: LoginFacts }> {
  const name = `ringcentral: login ${login}`;
  const own = await readOwn(api, login);
  const features = await readFeatures(api, login, ["MessageThreads", "SMSSending"]);
  const numbers = await readOwnNumbers(api, login);
  const lacking = missingScopes(settings, name, scopes);
  const reads = await mayRead(api, login, name);
  const findings: Finding[] = [
    {
      name,
      level: "ok",
      sentence: `Its credentials work${own?.name ? `: it is ${own.name}` : ""}.`,
    },
    ...lacking,
    // What the token says already is not said again.
    ...(lacking.some(({ remedy }) => remedy === addReading) ? [] : reads),
    ...(features?.get("SMSSending") === false ? [lacksPermission(name, "send texts (Outbound SMS)")] : []),
  ];
  const facts = {
    id: owner ?? own?.id ?? null,
    hasThreads: features?.get("MessageThreads") ?? null,
    numbers,
  };
  return { findings: settled(findings), facts };
}

/** That its credentials work is no news where something else is wrong. */
function settled(findings: readonly Finding[]): readonly Finding[] {
  return findings.some(({ level }) => level === "problem")
    ? findings.filter(({ level }) => level !== "ok")
    : findings;
}

const extension = z.object({ id: z.coerce.string(), name: z.string().nullish() });

async function readOwn(api: RingCentralApi, login: LoginName) {
  const path = "/restapi/v1.0/account/~/extension/~";
  const answer = await api.ask(login, { method: "GET", path, group: "light" });
  if (answer.kind === "silence" || answer.status >= 500 || answer.isClosed) jsonOf(answer);
  return extension.safeParse(answer.kind === "answer" ? answer.json : null).data ?? null;
}

/** By the words that a token brings; how the developer console calls them. */
const needed: readonly {
  readonly word: string;
  readonly title: string;
  readonly why: string;
  readonly when: (settings: ResolvedRingCentralSettings) => boolean;
}[] = [
  { word: "SMS", title: "SMS", why: "no text can leave", when: () => true },
  { word: "ReadMessages", title: "Read Messages", why: "no text can come in", when: () => true },
  {
    word: "ReadAccounts",
    title: "Read Accounts",
    why: "it can't be told whose numbers the lines are",
    when: () => true,
  },
  {
    word: "EditMessages",
    title: "Edit Messages",
    why: "texts can't be shown as read there (or set RINGCENTRAL_MARK_READ=off)",
    when: ({ marksRead }) => marksRead,
  },
  {
    word: "WebSocketsSubscription",
    title: "WebSocket Subscriptions",
    why: "texts come in late (or set RINGCENTRAL_RECEIVE=webhook)",
    when: ({ receive }) => receive === "websocket",
  },
  {
    word: "SubscriptionWebhook",
    title: "Webhook Subscriptions",
    why: "texts come in late (or set RINGCENTRAL_RECEIVE=websocket)",
    when: ({ receive }) => receive === "webhook",
  },
];

const addScope = (title: string) => `Add ${title} to the app in RingCentral's developer console.`;
const addReading = addScope("Read Messages");

function missingScopes(
  settings: ResolvedRingCentralSettings,
  name: string,
  scopes: readonly string[],
): Finding[] {
  // Not every token says what it may.
  if (scopes.length === 0) return [];
  const has = new Set(scopes.map((scope) => scope.toLowerCase()));
  return needed
    .filter(({ word, when }) => when(settings) && !has.has(word.toLowerCase()))
    .map(({ word, title, why }) => ({
      name,
      level: word === "SMS" || word === "ReadMessages" ? "problem" : "warning",
      sentence: `The app lacks the scope ${title}, so ${why}.`,
      remedy: addScope(title),
    }));
}

/** Looks for one text, whichever: what comes back does not matter, but whether it may be asked. */
async function mayRead(api: RingCentralApi, login: LoginName, name: string): Promise<Finding[]> {
  const path = "/restapi/v1.0/account/~/extension/~/message-store";
  const query = { messageType: "SMS", perPage: "1" };
  const answer = await api.ask(login, { method: "GET", path, query, group: "light" });
  if (answer.kind === "silence" || answer.status >= 500 || answer.isClosed) jsonOf(answer);
  if (answer.kind === "answer" && answer.code === "CMN-408")
    return [lacksPermission(name, "read its texts (Read Messages)")];
  if (answer.kind === "answer" && answer.code === "CMN-401") return lacksScope(name);
  return [];
}

function lacksScope(name: string): Finding[] {
  const sentence = "The app may not read texts: it lacks the scope Read Messages.";
  return [{ name, level: "problem", sentence, remedy: addReading }];
}

function lacksPermission(name: string, what: string): Finding {
  const sentence = `Its user may not ${what}.`;
  const remedy =
    "Give the user a role with that permission in RingCentral's admin portal, and a number that can text.";
  return { name, level: "problem", sentence, remedy };
}
