/** The account's SMS templates: the company's, and what each user has for themselves. */
import { z } from "zod";
import type {
  CarrierTemplate,
  CarrierTemplates,
  NewCarrierTemplate,
  TemplateOutcome,
} from "../../bridge/contracts/carrier-templates.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { LoginName } from "../../domain/ids.ts";
import type { Answered } from "./exchange.ts";
import { describeFailure, describeRefusal } from "./failures.ts";
import { listPages } from "./list-pages.ts";
import { type ApiAnswer, jsonOf, type RingCentralApi, unreadable } from "./ringcentral-api.ts";

const companyPath = "/restapi/v1.0/account/~/message-store-templates";
const personalPath = "/restapi/v1.0/account/~/extension/~/message-store-templates";

const accountPath = "/restapi/v1.0/account/~";
const account = z.object({ id: z.union([z.string().min(1), z.number().int()]).transform(String) });

const limits = { company: 50, personal: 25 } as const;

const record = z.object({
  id: z.union([z.string().min(1), z.number().int()]).transform(String),
  // One that says nothing is left as it is.
  displayName: z.string().catch(""),
  body: z.object({ text: z.string() }).catch({ text: "" }),
  scope: z.string().nullish().catch(null),
  site: z.unknown().optional(),
  lastModifiedTime: z.string().nullish().catch(null),
});

type Read = z.infer<typeof record>;

export function createTemplates(api: RingCentralApi): CarrierTemplates {
  /** The sites of those that belong to one: written anew without it, they would be all sites'. */
  const sites = new Map<string, unknown>();
  const accounts = new Map<LoginName, string>();

  async function listCompany(by: LoginName): Promise<readonly CarrierTemplate[]> {
    const all = await readCompany(api, by);
    for (const { id, site } of all) if (site != null) sites.set(id, site);
    return all.map(templateOf);
  }

  const write = (by: LoginName, method: "POST" | "PUT", path: string, json: unknown) =>
    api.ask(by, { method, path, json, group: "medium", use: "look" });

  return {
    longest: 1_000,
    limits,
    listCompany,
    async accountOf(by) {
      const known = accounts.get(by);
      if (known !== undefined) return known;
      const answer = await api.ask(by, { method: "GET", path: accountPath, group: "light", use: "look" });
      const read = account.safeParse(isRefusal(answer) ? null : jsonOf(answer));
      if (!read.success) return null;
      accounts.set(by, read.data.id);
      return read.data.id;
    },
    async isGone(id, by) {
      const path = `${companyPath}/${encodeURIComponent(id)}`;
      const answer = await api.ask(by, { method: "GET", path, group: "light", use: "look" });
      if (isRefusal(answer)) return answer.status === 404 || answer.status === 410;
      jsonOf(answer);
      return false;
    },
    async listPersonal(by) {
      const all = await readList(api, by, personalPath, { scope: "Personal" });
      return all.filter(({ scope }) => scope !== "Company").map(templateOf);
    },
    async create(template, by) {
      const answer = await write(by, "POST", companyPath, bodyOf(template));
      const refused = await whyRefused(api, answer, { template, id: null, by });
      if (refused !== null) return refused;
      const made = record.pick({ id: true }).safeParse(jsonOf(answer));
      // It is there, and is found by its name.
      if (!made.success) throw unreadable("a template without an id");
      return { kind: "done", id: made.data.id };
    },
    async update(id, template, by) {
      const site = sites.get(id);
      const json = { ...bodyOf(template), ...(site === undefined ? {} : { site }) };
      const answer = await write(by, "PUT", `${companyPath}/${encodeURIComponent(id)}`, json);
      const refused = await whyRefused(api, answer, { template, id, by });
      if (refused !== null) return refused;
      jsonOf(answer);
      return { kind: "done", id };
    },
    async remove(id, by) {
      const path = `${companyPath}/${encodeURIComponent(id)}`;
      const answer = await api.ask(by, { method: "DELETE", path, group: "medium", use: "look" });
      const refused = await whyRefused(api, answer, { template: null, id, by });
      if (refused !== null) return refused;
      jsonOf(answer);
      return { kind: "done", id };
    },
  };
}

function bodyOf({ name, text }: NewCarrierTemplate) {
  return { displayName: name, body: { text } };
}

function templateOf({ id, displayName, body, lastModifiedTime }: Read): CarrierTemplate {
  const changedAt = lastModifiedTime == null ? null : new Date(lastModifiedTime);
  return {
    id,
    name: displayName,
    text: body.text,
    changedAt: changedAt === null || Number.isNaN(changedAt.getTime()) ? null : changedAt,
  };
}

/** Some accounts show the company's list only to those who may edit it; everybody may read of it what they can use. */
async function readCompany(api: RingCentralApi, by: LoginName): Promise<readonly Read[]> {
  let all: readonly Read[];
  try {
    all = await readList(api, by, companyPath, {});
  } catch (thrown) {
    if (!(thrown instanceof CarrierError) || thrown.failure.retryable) throw thrown;
    all = await readList(api, by, personalPath, { scope: "Company" });
    // One of the user's own would be everybody's.
    if (all.some(({ scope }) => scope == null)) throw unreadable("templates that don't say whose they are");
  }
  return all.filter(({ scope }) => scope !== "Personal");
}

/** All of it, or it throws: what is missing in a list would be taken for deleted. */
async function readList(
  api: RingCentralApi,
  by: LoginName,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly Read[]> {
  const records = await listPages(api, by, path, query, "light", "look");
  const read = z.array(record).safeParse(records);
  if (!read.success) throw unreadable("a template without an id");
  return read.data;
}

interface Asked {
  readonly template: NewCarrierTemplate | null;
  /** Null: a new one. */
  readonly id: string | null;
  readonly by: LoginName;
}

/** Null where it was not; throws `CarrierError` where it may be asked again. */
async function whyRefused(
  api: RingCentralApi,
  answer: ApiAnswer,
  asked: Asked,
): Promise<TemplateOutcome | null> {
  if (!isRefusal(answer)) return null;
  const { status } = answer;
  const { id } = asked;
  if (id !== null && (status === 404 || status === 410)) return { kind: "gone" };
  const sentence = sentenceOf(answer);
  if (status === 403) return { kind: "refused", why: "permission", sentence: mayNot };
  // Which of its rules it means, its codes do not say: the list does.
  const others = (await readCompany(api, asked.by)).filter((one) => one.id !== id);
  const { template } = asked;
  if (template !== null && others.some(({ displayName }) => isSameName(displayName, template.name)))
    return { kind: "refused", why: "name_taken", sentence };
  const isFull = id === null && others.length >= limits.company;
  return { kind: "refused", why: isFull ? "full" : "invalid", sentence };
}

/** It would say the same again. */
function isRefusal(answer: ApiAnswer): answer is Answered {
  if (answer.kind === "silence" || answer.isClosed) return false;
  return answer.status >= 400 && answer.status < 500 && ![401, 408, 499].includes(answer.status);
}

const mayNot =
  "RingCentral lets none of its logins change company templates. An administrator has to give the user of one of them a role with the permission Edit Company SMS Templates, and the app the scope Edit Accounts.";

function sentenceOf({ code, status }: Answered): string {
  return code === null
    ? describeRefusal(status).sentence.replace("The text was", "The template was")
    : describeFailure(code).sentence;
}

function isSameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize("NFC").trim().toLowerCase();
  return plain(one) === plain(other);
}
