/** What `doctor` says about the environment, and a configuration that the other checks can go by although parts are wrong. */
import { type CarrierDefinition, isGiven } from "../../carriers/define-carrier.ts";
import { type Config, loadConfig } from "../../config.ts";
import type { CrmDefinition } from "../../crm/define-crm.ts";
import { crmDefinitions } from "../../crm/index.ts";
import type { Finding } from "../../domain/finding.ts";
import { environmentOf, givenVariables, keysOf, meantVariable, registered } from "../../environment.ts";
import type { KnownCarriers } from "../load-site.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface CheckedConfig {
  readonly config: Config;
  /** All that the directory may name. */
  readonly known: readonly CarrierDefinition[];
  /** Those that somebody means to use. What is incomplete of them is absent from `config`. */
  readonly carriers: readonly CarrierDefinition[];
  /** The one that is chosen; null where what is chosen is none. */
  readonly crm: CrmDefinition | null;
  /** What is configured; the rest of `config` holds placeholders that nobody may call with. */
  readonly set: {
    readonly slack: boolean;
    readonly connection: boolean;
    readonly publicUrl: boolean;
    readonly crm: boolean;
    /** False where they are mistaken, not where there are none. */
    readonly keys: boolean;
  };
}

const placeholders = {
  SLACK_BOT_TOKEN: "absent",
  SLACK_SIGNING_SECRET: "absent",
  PUBLIC_URL: "https://absent.invalid",
};

/**
 * `config` is null where nothing more can be looked at.
 * @param written the names that stand in the file `.env`.
 */
export function checkConfig(
  env: Env,
  written: readonly string[],
  { carriers: known, mayBeMore, ofLines }: Omit<KnownCarriers, "directory">,
): Omit<CheckedConfig, "config"> & {
  readonly config: Config | null;
  readonly findings: Finding[];
} {
  const loaded = loadConfig(env, { carriers: known, mayBeMore, ofLines });
  const unread = written.flatMap((name) => misspelt(name, known));
  if (loaded.ok) {
    const { config } = loaded;
    const set = {
      slack: true,
      connection: true,
      publicUrl: config.publicUrl !== null,
      crm: true,
      keys: true,
    };
    const carriers = meantCarriers(known, config, []);
    const crm = crmNamed(config.crm.name);
    return { config, known, carriers, crm, set, findings: [...allSet(config), ...unread, ...oddSecret(env)] };
  }
  const wrong = new Set(loaded.problems.map((sentence) => /^[A-Z0-9_]+/.exec(sentence)?.[0] ?? ""));
  const right = Object.fromEntries(Object.entries(env).filter(([key]) => !wrong.has(key)));
  const has = (key: string) => (right[key]?.trim() ?? "") !== "";
  const patch = Object.fromEntries(Object.entries(placeholders).filter(([key]) => !has(key)));
  const filled = { ...right, ...patch };
  const given = givenOf(filled, known);
  const incomplete = known.filter(({ missing }) => missing(given).length > 0);
  const complete = known.filter((definition) => !incomplete.includes(definition));
  const crm = wrong.has("CRM") ? null : crmNamed(givenVariables(filled).CRM);
  const isCrmSet = crm !== null && crm.missing(givenVariables(filled)).length === 0;
  const meant = incomplete.filter((definition) => isGiven(definition, givenOf(env, known)));
  const patched = loadConfig(isCrmSet ? filled : { ...filled, CRM: "" }, { carriers: complete });
  return {
    config: patched.ok ? patched.config : null,
    known,
    crm,
    carriers: patched.ok ? meantCarriers(known, patched.config, meant) : [],
    set: {
      slack: has("SLACK_BOT_TOKEN"),
      connection: has("SLACK_APP_TOKEN") || has("SLACK_SIGNING_SECRET"),
      publicUrl: has("PUBLIC_URL"),
      crm: isCrmSet,
      keys: !wrong.has("ENCRYPTION_KEY"),
    },
    findings: [...loaded.problems.map(problem), ...unread, ...oddSecret(env)],
  };
}

/** What is given of the environment; what the carriers' logins have is read, too. */
export function givenOf(env: Env, carriers: readonly CarrierDefinition[]) {
  return givenVariables(env, keysOf(environmentOf({ ...registered, carriers }), carriers, env));
}

/** The first where none is chosen. */
function crmNamed(name: string | undefined): CrmDefinition | null {
  return crmDefinitions.find((one) => one.name === (name ?? crmDefinitions[0]?.name)) ?? null;
}

/** One of which nothing is set is meant by nobody. */
function meantCarriers(
  known: readonly CarrierDefinition[],
  config: Config,
  incomplete: readonly CarrierDefinition[],
): CarrierDefinition[] {
  return known.filter(
    (definition) => incomplete.includes(definition) || config.carriers[definition.name] !== undefined,
  );
}

function problem(sentence: string): Finding {
  return { name: "configuration", level: "problem", sentence };
}

/** Other software may have variables of its own in that file: only what looks like one of ours is named. */
function misspelt(name: string, known: readonly CarrierDefinition[]): Finding[] {
  const meant = meantVariable(name, known);
  if (meant === null) return [];
  const sentence = `.env: nothing reads ${name}.`;
  return [
    { name: "configuration", level: "warning", sentence, remedy: `Write ${meant}, if you meant that.` },
  ];
}

function allSet(config: Config): Finding[] {
  const mode = config.slack.connection.kind === "socket" ? "Socket Mode" : "HTTP mode";
  const proxy = config.proxy.httpsProxy === null ? "" : " Calls go through HTTPS_PROXY.";
  const sentence = `The environment is complete; Slack is heard in ${mode}.${proxy}`;
  return [{ name: "configuration", level: "ok", sentence }];
}

/** Slack may change their form one day, so the app takes any; today a different one is a slip. */
function oddSecret(env: Env): Finding[] {
  const { SLACK_SIGNING_SECRET: secret, SLACK_APP_TOKEN: appToken } = givenVariables(env);
  if (secret === undefined || appToken !== undefined || /^[0-9a-f]{32}$/i.test(secret)) return [];
  return [
    {
      name: "configuration",
      level: "problem",
      sentence:
        "SLACK_SIGNING_SECRET is not 32 digits and letters from a to f, as Slack's are: every event would be refused.",
      remedy: "Copy the signing secret from the Slack app's Basic Information (Show, then select all of it).",
    },
  ];
}
