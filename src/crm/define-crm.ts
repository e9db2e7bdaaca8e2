/**
 * What a CRM's folder hands to the registry: its name, the variables that it reads, and how the CRM is made of them. The app, its
 * configuration and `doctor` go by this alone.
 */
import { z } from "zod";
import type { Crm, CrmKeeping } from "../bridge/contracts/crm.ts";
import type { Call } from "../lib/call.ts";

/** What was given of the environment, without the blanks around it. */
export type Given = Readonly<Partial<Record<string, string>>>;

/** What a CRM keeps of its variables: only its own folder knows what is in it. */
export type CrmSettings = Readonly<Record<string, unknown>>;

/** The CRM that was chosen, with what it made of its variables. */
export interface ChosenCrm {
  readonly name: string;
  readonly settings: CrmSettings;
}

export interface CrmSurroundings {
  /** Through the site's proxy where it has one. */
  readonly call: Call;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What has to outlive this process. */
  readonly keeping: CrmKeeping;
}

interface Described {
  /** The word in `CRM=`. */
  readonly name: string;
  /** As people write it: "HubSpot". */
  readonly title: string;
  /** Whether what was given suffices: a sentence for each thing that is missing, with what to do. Asked only of the chosen one. */
  missing(given: Given): readonly string[];
}

export interface CrmDefinition extends Described {
  /** A field for each variable; none may be the house's, a carrier's or another CRM's. */
  readonly variables: z.ZodRawShape;
  /** Of what was found complete and right. */
  configure(given: Given): CrmSettings;
  /** Opens no connection. `settings` are what `configure` made. */
  create(settings: CrmSettings, surroundings: CrmSurroundings): Crm;
}

export interface CrmPlan<V extends z.ZodRawShape, S extends CrmSettings> extends Described {
  readonly variables: V;
  configure(env: z.output<z.ZodObject<V>>): S;
  create(settings: S, surroundings: CrmSurroundings): Crm;
}

/** Closes over the types of a CRM's variables and settings, so that many fit into one list. */
export function defineCrm<const V extends z.ZodRawShape, S extends CrmSettings>(
  plan: CrmPlan<V, S>,
): CrmDefinition {
  const environment = z.object(plan.variables);
  return {
    ...plan,
    configure: (given) => plan.configure(environment.parse(given)),
    // Nobody else makes settings: they come from `configure` above.
    create: (settings, surroundings) => plan.create(settings as S, surroundings),
  };
}
