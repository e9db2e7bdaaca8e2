/**
 * The environment, read once and frozen. Nobody else looks at it: `main.ts` hands it over, and everything that differs
 * between two installations and is not the team's (that is `directory.yml`) comes from here.
 */

import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { RESOLVE_BY, type ResolveBy } from "./domain/rights.ts";
import {
  numberIn,
  oneOf,
  plainText,
  secret,
  secrets,
  variable,
  webAddress,
} from "./lib/environment-fields.ts";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly connection: SlackConnection;
    /** With `/api/` at its end. Null: Slack's own. */
    readonly apiUrl: string | null;
    /** In a channel. 0: no pacing of ours at all. */
    readonly postsPerSecond: number;
  };
  /** Null where not configured. */
  readonly twilio: TwilioConfig | null;
  /** 0: any free one. */
  readonly port: number;
  /** Where carriers reach us, without a slash at its end; may hold a path. */
  readonly publicUrl: string | null;
  /** The database's path in the file system. */
  readonly databaseFile: string;
  readonly directoryFile: string;
  /** 32 bytes each. The first writes, all read; none: nothing is sealed. */
  readonly encryptionKeys: readonly Buffer[];
  /** 0: replies leave at once. */
  readonly holdSeconds: number;
  readonly sendWithinMinutes: number;
  /** 0: nobody is reminded. */
  readonly remindMinutes: number;
  readonly resolveBy: ResolveBy;
  readonly logLevel: LogLevel;
  readonly proxy: ProxyConfig;
}

export type SlackConnection =
  | { readonly kind: "socket"; readonly appToken: string }
  | { readonly kind: "http"; readonly signingSecret: string };

export interface TwilioConfig {
  readonly accountSid: string;
  /** One or two; the first makes calls, each verifies signatures. */
  readonly authTokens: readonly string[];
  /** Without a slash at its end. Null: Twilio's own. */
  readonly apiUrl: string | null;
  /** 0: inbound texts come by webhook only. */
  readonly pollSeconds: number;
}

export interface ProxyConfig {
  /** For https. */
  readonly httpsProxy: string | null;
  /** Hosts that are reached without it, separated by commas. */
  readonly noProxy: string;
}

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  /** Never empty. No sentence holds a secret. */
  | { readonly ok: false; readonly problems: readonly string[] };

const environment = z.object({
  SLACK_BOT_TOKEN: secret(wrongBotToken),
  SLACK_SIGNING_SECRET: secret(),
  SLACK_APP_TOKEN: secret(wrongAppToken),
  SLACK_API_URL: webAddress("http://127.0.0.1:8080/api/", (url) =>
    /\/api\/*$/.test(url.pathname) ? null : "must end with /api/, such as http://127.0.0.1:8080/api/.",
  ),
  SLACK_POSTS_PER_SECOND: numberIn(0, 1000, 1, "any"),
  PORT: numberIn(0, 65_535, 3000),
  PUBLIC_URL: webAddress("https://sms.example.com"),
  DATABASE_URL: variable("data/threadline.db", readDatabaseUrl),
  DIRECTORY_FILE: plainText("directory.yml"),
  ENCRYPTION_KEY: secrets(readEncryptionKey),
  HOLD_SECONDS: numberIn(0, 3600, 10, "any"),
  SEND_WITHIN_MINUTES: numberIn(1, 1440, 10),
  REMIND_MINUTES: numberIn(0, 1440, 10),
  RESOLVE_BY: oneOf(RESOLVE_BY, "assignee"),
  LOG_LEVEL: oneOf(LOG_LEVELS, "info"),
  TWILIO_ACCOUNT_SID: variable(null, readAccountSid),
  TWILIO_AUTH_TOKEN: secrets(readToken, 2),
  TWILIO_API_URL: webAddress("http://127.0.0.1:8081"),
  TWILIO_POLL_SECONDS: numberIn(0, 3600, 0),
  HTTPS_PROXY: variable(null, readProxy),
  NO_PROXY: plainText(""),
});

type Environment = z.output<typeof environment>;
/** What was given, without the blanks around it. */
type Given = Readonly<Partial<Record<keyof Environment, string>>>;

/** Every variable that Threadline reads. */
export const environmentKeys = Object.keys(environment.shape) as readonly (keyof Environment)[];

/** Reads the environment, or lists everything that is wrong with it. Empty variables count as absent. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): LoadedConfig {
  const given = givenVariables(env);
  const parsed = environment.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issue.message}`),
    ...missing(given),
    ...contradictions(given),
  ];
  const config = parsed.success && problems.length === 0 ? build(parsed.data) : null;
  return config === null ? { ok: false, problems } : { ok: true, config };
}

/** `https_proxy` and `no_proxy` are as usual as their upper-case forms, and win like elsewhere. */
function givenVariables(env: Readonly<Record<string, string | undefined>>): Given {
  const aliases = {
    ...env,
    HTTPS_PROXY: env.https_proxy || env.HTTPS_PROXY,
    NO_PROXY: env.no_proxy || env.NO_PROXY,
  };
  const given: Partial<Record<keyof Environment, string>> = {};
  for (const key of environmentKeys) {
    const text = (aliases as Readonly<Record<string, string | undefined>>)[key]?.trim();
    if (text !== undefined && text !== "") given[key] = text;
  }
  return given;
}

function missing(given: Given): string[] {
  const problems: string[] = [];
  const has = (key: keyof Environment) => given[key] !== undefined;
  const need = (met: boolean, sentence: string) => {
    if (!met) problems.push(sentence);
  };
  need(
    has("SLACK_BOT_TOKEN"),
    "SLACK_BOT_TOKEN is missing; copy the bot user token (xoxb-) from the Slack app's OAuth page.",
  );
  need(
    has("SLACK_APP_TOKEN") || has("SLACK_SIGNING_SECRET"),
    "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) is missing; set one of the two.",
  );
  need(has("TWILIO_ACCOUNT_SID"), "TWILIO_ACCOUNT_SID is missing; copy it from the Twilio console.");
  need(has("TWILIO_AUTH_TOKEN"), "TWILIO_AUTH_TOKEN is missing; copy it from the Twilio console.");
  return problems;
}

/** Looks at single variables again, so that a mistake elsewhere does not hide these. */
function contradictions(given: Given): string[] {
  const problems: string[] = [];
  const poll = environment.shape.TWILIO_POLL_SECONDS.safeParse(given.TWILIO_POLL_SECONDS).data;
  if (given.PUBLIC_URL === undefined && poll === 0) {
    problems.push(
      "PUBLIC_URL is missing, so no text can come in; set it to the address that Twilio reaches, or set TWILIO_POLL_SECONDS (30, say) to fetch texts without a public address.",
    );
  }
  const hold = environment.shape.HOLD_SECONDS.safeParse(given.HOLD_SECONDS).data ?? 0;
  const within = environment.shape.SEND_WITHIN_MINUTES.safeParse(given.SEND_WITHIN_MINUTES).data;
  if (within !== undefined && hold >= within * 60) {
    problems.push(
      `HOLD_SECONDS (${hold}) is as long as SEND_WITHIN_MINUTES (${within}), so every reply would be too late to leave; make it shorter.`,
    );
  }
  return problems;
}

function build(env: Environment): Config | null {
  const connection = connectionOf(env);
  if (env.SLACK_BOT_TOKEN === null || connection === null) return null;
  return frozen({
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      connection,
      apiUrl: env.SLACK_API_URL === null ? null : `${env.SLACK_API_URL}/`,
      postsPerSecond: env.SLACK_POSTS_PER_SECOND,
    },
    twilio: twilioOf(env),
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    databaseFile: env.DATABASE_URL,
    directoryFile: env.DIRECTORY_FILE,
    encryptionKeys: env.ENCRYPTION_KEY,
    holdSeconds: env.HOLD_SECONDS,
    sendWithinMinutes: env.SEND_WITHIN_MINUTES,
    remindMinutes: env.REMIND_MINUTES,
    resolveBy: env.RESOLVE_BY,
    logLevel: env.LOG_LEVEL,
    proxy: { httpsProxy: env.HTTPS_PROXY, noProxy: env.NO_PROXY },
  });
}

/** With both, Socket Mode: the site that can take webhooks can also open a socket, not the other way round. */
function connectionOf(env: Environment): SlackConnection | null {
  if (env.SLACK_APP_TOKEN !== null) return { kind: "socket", appToken: env.SLACK_APP_TOKEN };
  return env.SLACK_SIGNING_SECRET === null ? null : { kind: "http", signingSecret: env.SLACK_SIGNING_SECRET };
}

function twilioOf(env: Environment): TwilioConfig | null {
  if (env.TWILIO_ACCOUNT_SID === null) return null;
  return {
    accountSid: env.TWILIO_ACCOUNT_SID,
    authTokens: env.TWILIO_AUTH_TOKEN,
    apiUrl: env.TWILIO_API_URL,
    pollSeconds: env.TWILIO_POLL_SECONDS,
  };
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

function readAccountSid(text: string) {
  return /^AC\w+$/.test(text)
    ? { value: text }
    : { problem: "must be the account's SID, which begins with AC (an API key's begins with SK)." };
}

function readToken(text: string) {
  return /\s/.test(text) ? { problem: "holds spaces; copy it again." } : { value: text };
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

function readDatabaseUrl(text: string) {
  const problem =
    "must name a file, such as file:data/threadline.db (other databases come with a later version).";
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
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol)
    ? { value: text }
    : { problem: "must be an http(s) address such as http://proxy.example.com:8080." };
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    const holdsParts =
      Array.isArray(part) || (part !== null && Object.getPrototypeOf(part) === Object.prototype);
    if (holdsParts) frozen(part);
  }
  return Object.freeze(value);
}
