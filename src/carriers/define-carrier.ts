/**
 * What a carrier's folder hands to the registry: its name, the variables that it reads, and how the carrier is made of them.
 * The app, its configuration and `doctor` go by this alone.
 */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Carrier } from "../bridge/contracts/carrier.ts";
import type { LoginName } from "../domain/ids.ts";
import { loginVariable } from "../domain/login-fields.ts";
import type { Call } from "../lib/call.ts";
import type { Connect } from "../lib/connect.ts";
import type { SafeFetch } from "../lib/safe-fetch.ts";

/** What was given of the environment, without the blanks around it. */
export type Given = Readonly<Partial<Record<string, string>>>;

/** What a carrier keeps of its variables: only its own folder knows what is in it. */
export type CarrierSettings = Readonly<Record<string, unknown>>;

/** By the carrier's name; one that is not configured is absent. */
export type CarriersSettings = Readonly<Partial<Record<string, CarrierSettings>>>;

export interface CarrierSurroundings {
  /** Where the outside reaches us, without a slash at its end; null for a site without a public address. */
  readonly publicUrl: string | null;
  /** Through the site's proxy where it has one. */
  readonly call: Call;
  /** For what is told over a connection that is kept; through the proxy, too. */
  readonly connect: Connect;
  /** For addresses that somebody else wrote; absent: without a proxy. */
  readonly fetchSafely?: SafeFetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since whenever; nobody sets it. The process's own when absent. */
  readonly steady?: () => number;
}

interface Described {
  /** The word that `carrier:` in the directory uses, and the segment in `/webhooks/NAME/...`. */
  readonly name: string;
  /** As people write it: "Twilio". */
  readonly title: string;
  /** The directory describes it: it is meant although nothing of it may be set. Absent: the house knows it. */
  readonly isDescribed?: true;
  /** Whether a user of it can have an automatic answer there that it sends by itself, beside ours. False when absent. */
  readonly hasAutoResponder?: boolean;
  /** Whether what was given suffices: a sentence for each thing that is missing, with what to do. A variable of a wrong form counts as given. */
  missing(given: Given): readonly string[];
}

export interface CarrierDefinition extends Described {
  /** A field for each variable; none may be the house's or another carrier's. */
  readonly variables: z.ZodRawShape;
  /** Those that each login has of its own, by what stands before `_LOGIN` in their names. */
  readonly loginVariables?: z.ZodRawShape;
  /** A sentence for each variable of a login that is of a wrong form, under its full name. */
  wrongLogins(given: Given): readonly string[];
  /** Of what was found complete and right. Null where nothing of it is set, and nothing needs to be. */
  configure(given: Given): CarrierSettings | null;
  /** Opens no connection. `settings` are what `configure` made. */
  create(settings: CarrierSettings, surroundings: CarrierSurroundings): Carrier;
}

export interface CarrierPlan<V extends z.ZodRawShape, L extends z.ZodRawShape, S extends CarrierSettings>
  extends Described {
  readonly variables: V;
  readonly loginVariables?: L;
  /** `logins`: those of whom anything is given, by name. */
  configure(
    env: z.output<z.ZodObject<V>>,
    logins: ReadonlyMap<LoginName, z.output<z.ZodObject<L>>>,
  ): S | null;
  create(settings: S, surroundings: CarrierSurroundings): Carrier;
}

/** Closes over the types of a carrier's variables and settings, so that many fit into one list. */
export function defineCarrier<
  const V extends z.ZodRawShape,
  S extends CarrierSettings,
  const L extends z.ZodRawShape = Record<never, never>,
>(plan: CarrierPlan<V, L, S>): CarrierDefinition {
  const environment = z.object(plan.variables);
  const ofLogin = z.object(plan.loginVariables ?? ({} as L));
  return {
    ...plan,
    wrongLogins: (given) =>
      [...loginsGiven(plan, given)].flatMap(([login, variables]) =>
        (ofLogin.safeParse(variables).error?.issues ?? []).map(
          ({ path, message }) => `${path.join(".")}_${loginVariable(login)} ${message}`,
        ),
      ),
    configure: (given) => {
      const logins = [...loginsGiven(plan, given)].map(
        ([name, variables]) => [name, ofLogin.parse(variables)] as const,
      );
      return plan.configure(environment.parse(given), new Map(logins));
    },
    // Nobody else makes settings: they come from `configure` above.
    create: (settings, surroundings) => plan.create(settings as S, surroundings),
  };
}

/** What is given of each login, under the names without it. */
export function loginsGiven(
  { loginVariables = {} }: Pick<CarrierDefinition, "loginVariables">,
  given: Given,
): ReadonlyMap<LoginName, Given> {
  const logins = new Map<LoginName, Partial<Record<string, string>>>();
  for (const [key, value] of Object.entries(given)) {
    const before = loginVariableOf(loginVariables, key);
    if (before === null || value === undefined) continue;
    const login = key
      .slice(before.length + 1)
      .toLowerCase()
      .replaceAll("_", "-") as LoginName;
    logins.set(login, { ...logins.get(login), [before]: value });
  }
  return logins;
}

/** What stands before the login in a variable's name; null where it is no login's. */
export function loginVariableOf(loginVariables: z.ZodRawShape, key: string): string | null {
  const fits = (before: string) => new RegExp(`^${before}_[A-Z][A-Z0-9_]*$`).test(key);
  return Object.keys(loginVariables).find(fits) ?? null;
}

/**
 * Whether it is meant: described, or anything of it is set, to something else than what it is without, since examples write defaults
 * down.
 */
export function isGiven(
  {
    variables,
    loginVariables = {},
    isDescribed,
  }: Pick<CarrierDefinition, "variables" | "loginVariables" | "isDescribed">,
  given: Given,
): boolean {
  if (isDescribed === true) return true;
  return Object.entries(given).some(
    ([key, value]) =>
      (Object.hasOwn(variables, key) && !isDefault(variables, key, value)) ||
      loginVariableOf(loginVariables, key) !== null,
  );
}

/** One of a wrong form is meant to be something. */
function isDefault(variables: z.ZodRawShape, key: string, value: string | undefined): boolean {
  const field = z.object(variables).pick({ [key]: true });
  const [read, without] = [field.safeParse({ [key]: value }), field.safeParse({})];
  return read.success && without.success && isDeepStrictEqual(read.data, without.data);
}
