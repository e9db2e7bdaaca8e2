/**
 * The environment, read once and frozen. Nobody else looks at it: `main.ts` hands it over, and everything that differs
 * between two installations and is not the team's (that is `directory.yml`) comes from here.
 */

import { resolve } from "node:path";
import { z } from "zod";
import type { CarrierDefinition, CarriersSettings, Given } from "./carriers/define-carrier.ts";
import type { ChosenCrm, CrmDefinition } from "./crm/define-crm.ts";
import type { OptOutScope } from "./domain/opt-out-scope.ts";
import type { ResolveBy } from "./domain/policy/access.ts";
import type { QuietHours } from "./domain/quiet-hours.ts";
import type { TemplateLimits } from "./domain/template-clashes.ts";
import {
  chosenCrm,
  crmField,
  type Environment,
  environmentOf,
  givenVariables,
  house,
  keysOf,
  type LogLevel,
  mistakes,
  network,
  type Others,
  registered,
} from "./environment.ts";
import { type Known, problemsOf } from "./environment-problems.ts";

export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly connection: SlackConnection;
    /** With `/api/` at its end. Null: Slack's own. */
    readonly apiUrl: string | null;
    /** In a channel. 0: no pacing of ours at all. */
    readonly postsPerSecond: number;
  };
  readonly carriers: CarriersSettings;
  readonly crm: ChosenCrm;
  /** 0: any free one. */
  readonly port: number;
  /** Where health and metrics are; absent: beside the webhooks. */
  readonly insidePort?: number;
  /** Where carriers reach us, without a slash at its end; may hold a path. */
  readonly publicUrl: string | null;
  /** A file's path, or an address that begins with `postgres://` and may hold a password. */
  readonly database: string;
  readonly directoryFile: string;
  /** 32 bytes each. The first writes, all read; none: nothing is sealed. */
  readonly encryptionKeys: readonly Buffer[];
  /** How long the instance that leads may show no sign of life before another one takes over. */
  readonly leadPatienceSeconds: number;
  /** 0: replies leave at once. */
  readonly holdSeconds: number;
  readonly sendWithinMinutes: number;
  /** 0: nobody is reminded. */
  readonly remindMinutes: number;
  readonly resolveBy: ResolveBy;
  /** 0: a direct conversation stays open until it is called done. */
  readonly directIdleDays: number;
  readonly optOutScope: OptOutScope;
  /** When texts that nobody has just asked for may leave; null: at any hour. */
  readonly quietHours: QuietHours | null;
  /** People outside, in one text to many. */
  readonly listLimit: number;
  readonly templateLimits: TemplateLimits;
  /** Whether notes stand in the carrier's own shared inbox as well. */
  readonly mirrorNotes: boolean;
  /** Whether templates are kept the same at carriers that have their own. */
  readonly mirrorTemplates: boolean;
  /** A reply that begins with one of these asks its author first. */
  readonly insideWords: readonly string[];
  readonly logLevel: LogLevel;
  readonly proxy: ProxyConfig;
}

export type SlackConnection =
  | { readonly kind: "socket"; readonly appToken: string }
  | { readonly kind: "http"; readonly signingSecret: string };

export interface ProxyConfig {
  /** For https. */
  readonly httpsProxy: string | null;
  /** Hosts that are reached without it, separated by commas. */
  readonly noProxy: string;
}

/** What suffices for commands that touch the disk alone: they must work where no token is at hand. */
export type DiskConfig = Pick<Config, "database" | "directoryFile" | "encryptionKeys">;

/** What suffices to put a directory into force. Of a CRM whose variables are missing or wrong nothing is said of it. */
export type DirectoryConfig = DiskConfig & { readonly crm?: ChosenCrm };

/** What suffices to take templates over from a file. */
export type TemplatesConfig = DiskConfig & Pick<Config, "templateLimits">;

/** What suffices to note what is to be logged, and in which CRM. */
export type LogConfig = DiskConfig & { readonly crm: string };

/** What suffices to call Slack. */
export interface SlackCallsConfig extends Pick<Config["slack"], "botToken" | "apiUrl"> {
  readonly proxy: ProxyConfig;
}

export type Loaded<C> =
  | { readonly ok: true; readonly config: C }
  /** Never empty. No sentence holds a secret. */
  | { readonly ok: false; readonly problems: readonly string[] };

export type LoadedConfig = Loaded<Config>;

/** Reads the environment, or lists everything that is wrong with it. Empty variables count as absent. */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  around: Partial<Known> = {},
): LoadedConfig {
  const known = { ...registered, ...around };
  const { carriers, crms } = known;
  const environment = environmentOf({ carriers, crms });
  const given = givenVariables(env, keysOf(environment, carriers, env));
  const parsed = environment.safeParse(given);
  const problems = [...mistakes(parsed.error), ...problemsOf(env, given, known)];
  const config =
    parsed.success && problems.length === 0
      ? build(parsed.data, settingsOf(carriers, given), crmOf(crms, given))
      : null;
  return config === null ? { ok: false, problems } : { ok: true, config };
}

/** Where the directory is, whatever else of the environment is missing or wrong. */
export function directoryFileIn(env: Readonly<Record<string, string | undefined>>): string {
  return house.DIRECTORY_FILE.parse(givenVariables(env, ["DIRECTORY_FILE"]).DIRECTORY_FILE);
}

const { DATABASE_URL, DIRECTORY_FILE, ENCRYPTION_KEY } = house;
const onDisk = z.object({ DATABASE_URL, DIRECTORY_FILE, ENCRYPTION_KEY });

/** The same for what concerns the disk; the rest of the environment may be missing or wrong. */
export function loadDiskConfig(env: Readonly<Record<string, string | undefined>>): Loaded<DiskConfig> {
  const parsed = onDisk.safeParse(givenVariables(env, Object.keys(onDisk.shape)));
  if (!parsed.success) return { ok: false, problems: mistakes(parsed.error) };
  const { DATABASE_URL: database, DIRECTORY_FILE: directoryFile } = parsed.data;
  return {
    ok: true,
    config: frozen({ database, directoryFile, encryptionKeys: parsed.data.ENCRYPTION_KEY }),
  };
}

/** The same with the CRM that was chosen, where it is configured. */
export function loadDirectoryConfig(
  env: Readonly<Record<string, string | undefined>>,
  { crms }: Pick<Others, "crms"> = registered,
): Loaded<DirectoryConfig> {
  const disk = loadDiskConfig(env);
  const crm = crmIn(env, crms);
  return disk.ok && crm !== null ? { ok: true, config: frozen({ ...disk.config, crm }) } : disk;
}

function crmIn(
  env: Readonly<Record<string, string | undefined>>,
  crms: readonly CrmDefinition[],
): ChosenCrm | null {
  const { CRM: named } = givenVariables(env, ["CRM"]);
  const chosen = named === undefined ? crms[0] : crms.find(({ name }) => name === named);
  if (chosen === undefined) return null;
  const given = givenVariables(env, Object.keys(chosen.variables));
  if (!z.object(chosen.variables).safeParse(given).success || chosen.missing(given).length > 0) return null;
  return { name: chosen.name, settings: chosen.configure(given) };
}

const { TEMPLATE_LIMIT_PERSONAL, TEMPLATE_LIMIT_COMPANY } = house;
const limitsTemplates = z.object({ TEMPLATE_LIMIT_PERSONAL, TEMPLATE_LIMIT_COMPANY });

/** Two databases, and the keys of what is sealed in them. */
export interface MoveConfig extends Pick<DiskConfig, "encryptionKeys"> {
  readonly from: NamedDatabase;
  readonly to: NamedDatabase;
}

export interface NamedDatabase extends Pick<DiskConfig, "database"> {
  /** Where its address stands: `DATABASE_URL`, `--from` or `--to`. */
  readonly givenAs: string;
}

/** @param asked as `DATABASE_URL` has it; null: what that one names. */
export function loadMoveConfig(
  env: Readonly<Record<string, string | undefined>>,
  asked: { readonly from: string | null; readonly to: string | null },
): Loaded<MoveConfig> {
  const databaseOf = (option: "from" | "to") => {
    const typed = asked[option];
    const givenAs = typed === null ? "DATABASE_URL" : `--${option}`;
    const text = typed ?? givenVariables(env, ["DATABASE_URL"]).DATABASE_URL;
    const { data = {}, error } = z.object({ [givenAs]: DATABASE_URL }).safeParse({ [givenAs]: text?.trim() });
    return { given: { database: data[givenAs] ?? "", givenAs }, error };
  };
  const read = [databaseOf("from"), databaseOf("to")] as const;
  const keys = z.object({ ENCRYPTION_KEY }).safeParse(givenVariables(env, ["ENCRYPTION_KEY"]));
  const problems = [...read, keys].flatMap(({ error }) => mistakes(error));
  const [from, to] = [read[0].given, read[1].given];
  if (problems.length > 0 || !keys.success) return { ok: false, problems };
  if (resolve(from.database) === resolve(to.database))
    return {
      ok: false,
      problems: [`It would be moved onto itself: ${from.givenAs} and ${to.givenAs} name the same database.`],
    };
  return { ok: true, config: frozen({ from, to, encryptionKeys: keys.data.ENCRYPTION_KEY }) };
}

/** The same with the limits of templates. */
export function loadTemplatesConfig(
  env: Readonly<Record<string, string | undefined>>,
): Loaded<TemplatesConfig> {
  const disk = loadDiskConfig(env);
  const limits = limitsTemplates.safeParse(givenVariables(env, Object.keys(limitsTemplates.shape)));
  if (disk.ok && limits.success)
    return { ok: true, config: frozen({ ...disk.config, templateLimits: templateLimitsOf(limits.data) }) };
  return { ok: false, problems: [...(disk.ok ? [] : disk.problems), ...mistakes(limits.error)] };
}

/** The same with the CRM's name: what else that needs, the app looks at. */
export function loadLogConfig(
  env: Readonly<Record<string, string | undefined>>,
  { crms }: Pick<Others, "crms"> = registered,
): Loaded<LogConfig> {
  const disk = loadDiskConfig(env);
  const given = givenVariables(env, ["CRM"]);
  const chosen = z.object({ CRM: crmField(crms) }).safeParse(given);
  if (disk.ok && chosen.success)
    return { ok: true, config: frozen({ ...disk.config, crm: chosenCrm(crms, given).name }) };
  return { ok: false, problems: [...(disk.ok ? [] : disk.problems), ...mistakes(chosen.error)] };
}

function templateLimitsOf(env: z.output<typeof limitsTemplates>): TemplateLimits {
  return { personal: env.TEMPLATE_LIMIT_PERSONAL, company: env.TEMPLATE_LIMIT_COMPANY };
}

const { SLACK_BOT_TOKEN, SLACK_API_URL } = house;
const callsSlack = z.object({ SLACK_BOT_TOKEN, SLACK_API_URL, ...network });

/** The same for what calls Slack alone. */
export function loadSlackCalls(env: Readonly<Record<string, string | undefined>>): Loaded<SlackCallsConfig> {
  const parsed = callsSlack.safeParse(givenVariables(env, Object.keys(callsSlack.shape)));
  if (!parsed.success) return { ok: false, problems: mistakes(parsed.error) };
  const { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: apiUrl, HTTPS_PROXY, NO_PROXY } = parsed.data;
  if (botToken === null) return { ok: false, problems: ["SLACK_BOT_TOKEN is missing."] };
  const proxy = { httpsProxy: HTTPS_PROXY, noProxy: NO_PROXY };
  return { ok: true, config: frozen({ botToken, apiUrl: apiUrl === null ? null : `${apiUrl}/`, proxy }) };
}

function settingsOf(carriers: readonly CarrierDefinition[], given: Given): CarriersSettings {
  return Object.fromEntries(
    carriers.flatMap(({ name, configure }) => {
      const settings = configure(given);
      return settings === null ? [] : [[name, settings]];
    }),
  );
}

function crmOf(crms: readonly CrmDefinition[], given: Given): ChosenCrm {
  const { name, configure } = chosenCrm(crms, given);
  return { name, settings: configure(given) };
}

function build(env: Environment, carriers: CarriersSettings, crm: ChosenCrm): Config | null {
  const connection = connectionOf(env);
  if (env.SLACK_BOT_TOKEN === null || connection === null) return null;
  return frozen({
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      connection,
      apiUrl: env.SLACK_API_URL === null ? null : `${env.SLACK_API_URL}/`,
      postsPerSecond: env.SLACK_POSTS_PER_SECOND,
    },
    carriers,
    crm,
    port: env.PORT,
    ...(env.INSIDE_PORT === 0 ? {} : { insidePort: env.INSIDE_PORT }),
    publicUrl: env.PUBLIC_URL,
    database: env.DATABASE_URL,
    directoryFile: env.DIRECTORY_FILE,
    encryptionKeys: env.ENCRYPTION_KEY,
    leadPatienceSeconds: env.LEAD_PATIENCE_SECONDS,
    holdSeconds: env.HOLD_SECONDS,
    sendWithinMinutes: env.SEND_WITHIN_MINUTES,
    remindMinutes: env.REMIND_MINUTES,
    resolveBy: env.RESOLVE_BY,
    directIdleDays: env.DIRECT_IDLE_DAYS,
    optOutScope: env.OPT_OUT_SCOPE,
    quietHours: env.QUIET_HOURS,
    listLimit: env.LIST_LIMIT,
    templateLimits: templateLimitsOf(env),
    mirrorNotes: env.MIRROR_NOTES === "on",
    mirrorTemplates: env.MIRROR_TEMPLATES === "on",
    insideWords: env.INSIDE_WORDS,
    logLevel: env.LOG_LEVEL,
    proxy: { httpsProxy: env.HTTPS_PROXY, noProxy: env.NO_PROXY },
  });
}

/** With both, Socket Mode: the site that can take webhooks can also open a socket, not the other way round. */
function connectionOf(env: Environment): SlackConnection | null {
  if (env.SLACK_APP_TOKEN !== null) return { kind: "socket", appToken: env.SLACK_APP_TOKEN };
  return env.SLACK_SIGNING_SECRET === null ? null : { kind: "http", signingSecret: env.SLACK_SIGNING_SECRET };
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    const holdsParts =
      Array.isArray(part) || (part !== null && Object.getPrototypeOf(part) === Object.prototype);
    if (holdsParts) frozen(part);
  }
  return Object.freeze(value);
}
