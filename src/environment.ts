/** The variables of the environment: what each may hold, what it holds when left out, and how a mistake in it is told. */

import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type CarrierDefinition, type Given, loginVariableOf } from "./carriers/define-carrier.ts";
import { carrierDefinitions } from "./carriers/index.ts";
import type { CrmDefinition } from "./crm/define-crm.ts";
import { crmDefinitions } from "./crm/index.ts";
import { nearest } from "./domain/nearest.ts";
import { OPT_OUT_SCOPES } from "./domain/opt-out-scope.ts";
import { RESOLVE_BY } from "./domain/policy/access.ts";
import { parseQuietHours } from "./domain/quiet-hours.ts";
import {
  numberIn,
  oneOf,
  plainText,
  secret,
  secrets,
  variable,
  webAddress,
} from "./lib/environment-fields.ts";
import { parseUrl } from "./lib/parse-url.ts";
import { isPostgresAddress, readPostgresAddress } from "./lib/postgres-address.ts";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What this house reads, whoever its carriers are. */
export const house = {
  SLACK_BOT_TOKEN: secret(wrongBotToken),
  SLACK_SIGNING_SECRET: secret(),
  SLACK_APP_TOKEN: secret(wrongAppToken),
  SLACK_API_URL: webAddress("http://127.0.0.1:8080/api/", (url) =>
    /\/api\/*$/.test(url.pathname) ? null : "must end with /api/, such as http://127.0.0.1:8080/api/.",
  ),
  SLACK_POSTS_PER_SECOND: numberIn(0, 1000, 1, "any"),
  PORT: numberIn(0, 65_535, 3000),
  INSIDE_PORT: numberIn(0, 65_535, 0),
  PUBLIC_URL: webAddress("https://sms.example.com"),
  DATABASE_URL: variable("data/threadline.db", readDatabaseUrl),
  LEAD_PATIENCE_SECONDS: numberIn(2, 300, 10),
  DIRECTORY_FILE: plainText("directory.yml"),
  ENCRYPTION_KEY: secrets(readEncryptionKey),
  HOLD_SECONDS: numberIn(0, 3600, 10, "any"),
  SEND_WITHIN_MINUTES: numberIn(1, 1440, 10),
  REMIND_MINUTES: numberIn(0, 1440, 10),
  RESOLVE_BY: oneOf(RESOLVE_BY, "assignee"),
  DIRECT_IDLE_DAYS: numberIn(0, 3650, 14),
  OPT_OUT_SCOPE: oneOf(OPT_OUT_SCOPES, "all"),
  QUIET_HOURS: variable({ from: 8, to: 21 }, parseQuietHours),
  LIST_LIMIT: numberIn(1, 1000, 100),
  TEMPLATE_LIMIT_PERSONAL: numberIn(0, 1000, 25),
  TEMPLATE_LIMIT_COMPANY: numberIn(0, 1000, 50),
  MIRROR_NOTES: oneOf(["off", "on"], "off"),
  MIRROR_TEMPLATES: oneOf(["off", "on"], "on"),
  INSIDE_WORDS: variable(["note", "internal", "private", "fyi"], readWords),
  LOG_LEVEL: oneOf(LOG_LEVELS, "info"),
};

export const network = {
  HTTPS_PROXY: variable(null, readProxy),
  NO_PROXY: plainText(""),
};

/** Whom the house may work with. */
export interface Others {
  readonly carriers: readonly CarrierDefinition[];
  readonly crms: readonly CrmDefinition[];
}

export const registered: Others = { carriers: carrierDefinitions, crms: crmDefinitions };

/** The house's variables and those of its carriers and CRMs; the type knows only the house's own. */
export function environmentOf({ carriers, crms }: Others) {
  const theirs: z.ZodRawShape = Object.fromEntries(
    [...carriers, ...crms].flatMap(({ variables }) => Object.entries(variables)),
  );
  return z.object({ ...house, CRM: crmField(crms), ...theirs, ...network });
}

export function crmField(crms: readonly CrmDefinition[]) {
  const names = crms.map(({ name }) => name);
  return variable(names[0] ?? "", (text) =>
    names.includes(text)
      ? { value: text }
      : {
          problem: `must be one of ${names.join(", ")}; leave it out to keep what is logged in the database.`,
        },
  );
}

/** The first where none is chosen, or one that is not there. */
export function chosenCrm(crms: readonly CrmDefinition[], given: Given): CrmDefinition {
  const chosen = crms.find(({ name }) => name === given.CRM) ?? crms[0];
  if (chosen === undefined) throw new Error("no CRM is registered");
  return chosen;
}

export type Environment = z.output<ReturnType<typeof environmentOf>>;

/** How what a variable holds is wrong, in sentences. */
export function mistakes(error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issue.message}`);
}

/** Every variable that Threadline reads. */
export const environmentKeys: readonly string[] = Object.keys(environmentOf(registered).shape);

/** Whether somebody here reads it: the house, or one whom it works with. */
export function isRead(name: string, others: Others = registered): boolean {
  const keys = Object.keys(environmentOf(others).shape);
  return keys.includes(name) || alsoRead.includes(name) || isLogins(others.carriers, name);
}

/** A variable that nobody reads, and the one that was probably meant; null where it is read, or means something else. */
export function meantVariable(
  name: string,
  carriers: readonly CarrierDefinition[] = carrierDefinitions,
): string | null {
  const others = { ...registered, carriers };
  if (isRead(name, others)) return null;
  return meantOfLogin(name) ?? nearest(name, Object.keys(environmentOf(others).shape));
}

/** Of `RINGCENTRAL_JWT_front-desk` or `RINGCENTRAL_JWT`: its beginning is ours, and the rest names no login as variables do. */
function meantOfLogin(name: string): string | null {
  for (const { loginVariables = {} } of carrierDefinitions)
    for (const before of Object.keys(loginVariables)) {
      if (!name.toUpperCase().startsWith(before)) continue;
      const login = name
        .slice(before.length)
        .toUpperCase()
        .replaceAll(/[^A-Z0-9]+/g, "_")
        .replaceAll(/^_|_$/g, "");
      const meant = `${before}_${login === "" ? "MAIN" : login}`;
      if (loginVariableOf(loginVariables, meant) !== null) return meant;
    }
  return null;
}

/** Whether it is a variable that a login has of its own. */
function isLogins(carriers: readonly CarrierDefinition[], name: string): boolean {
  return carriers.some(({ loginVariables = {} }) => loginVariableOf(loginVariables, name) !== null);
}

/** All that may be read of what is set: of logins, nobody knows the names before. */
export function keysOf(
  environment: { readonly shape: object },
  carriers: readonly CarrierDefinition[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const ofLogins = Object.keys(env).filter((name) => isLogins(carriers, name));
  return [...Object.keys(environment.shape), ...ofLogins];
}

const alsoRead = ["https_proxy", "no_proxy"];

/** `https_proxy` and `no_proxy` are as usual as their upper-case forms, and win like elsewhere. */
export function givenVariables(
  env: Readonly<Record<string, string | undefined>>,
  keys: readonly string[] = environmentKeys,
): Given {
  const aliases = {
    ...env,
    HTTPS_PROXY: env.https_proxy || env.HTTPS_PROXY,
    NO_PROXY: env.no_proxy || env.NO_PROXY,
  };
  const given: Partial<Record<string, string>> = {};
  for (const key of keys) {
    const text = (aliases as Readonly<Record<string, string | undefined>>)[key]?.trim();
    if (text !== undefined && text !== "") given[key] = text;
  }
  return given;
}

function wrongBotToken(text: string): string | null {
  if (text.startsWith("xapp-"))
    return "holds an app-level token (xapp-); put that into SLACK_APP_TOKEN and the bot user token (xoxb-) here.";
  return text.startsWith("xoxp-") ? "holds a user's token (xoxp-); copy the bot user token (xoxb-)." : null;
}

function wrongAppToken(text: string): string | null {
  return /^xox[a-z]-/.test(text)
    ? "holds a bot or user token; generate an app-level token (xapp-) with the scope connections:write."
    : null;
}

function readEncryptionKey(text: string) {
  const bytes = /^[A-Za-z0-9+/]{43}=?$/.test(text) ? Buffer.from(text, "base64") : null;
  return bytes?.length === 32
    ? { value: bytes }
    : {
        problem:
          "must be 32 bytes in base64, several separated by commas; make one with: openssl rand -base64 32",
      };
}

/** What stands before a word is not looked at, so one that begins otherwise would never be found. */
function readWords(text: string) {
  const value = text.split(",").map((word) => word.trim());
  return value.every((word) => /^[\p{L}\p{N}]/u.test(word))
    ? { value }
    : { problem: "must be words separated by commas, such as note,internal,private,fyi." };
}

/** A file's path, or an address of PostgreSQL's as it stands: that one may hold a password. */
function readDatabaseUrl(text: string) {
  if (isPostgresAddress(text)) {
    const read = readPostgresAddress(text);
    return "problem" in read ? { problem: read.problem } : { value: text };
  }
  if (/^(["']).*\1$/.test(text)) return { problem: "stands in quotes; write it without them." };
  if (/^(?:postgres(?:ql)?:\/\/|file:)/i.test(text) && !text.startsWith("file:"))
    return { problem: "must begin in small letters, with postgres:// or file:." };
  const problem =
    "must name a file, such as file:data/threadline.db, or a database of PostgreSQL's, such as postgres://USER:PASSWORD@HOST:5432/DATABASE.";
  if (!text.startsWith("file:") || /[?#]/.test(text) || text === "file:") return { problem };
  if (!text.startsWith("file://")) return { value: text.slice("file:".length) };
  try {
    const path = fileURLToPath(text);
    return isAbsolute(path) ? { value: path } : { problem };
  } catch {
    return { problem };
  }
}

/** May hold credentials, so what was typed is not repeated. */
function readProxy(text: string) {
  const url = parseUrl(text);
  return url !== null && /^https?:$/.test(url.protocol)
    ? { value: text }
    : { problem: "must be an http(s) address such as http://proxy.example.com:8080." };
}
