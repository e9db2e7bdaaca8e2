/**
 * What a carrier's folder hands to the registry: its name, the variables that it reads, and how the carrier is made of them.
 * The app, its configuration and `doctor` go by this alone.
 */
import { z } from "zod";
import type { Carrier } from "../bridge/contracts/carrier.ts";
import type { Call } from "../lib/call.ts";

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
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Described {
  /** The word that `carrier:` in the directory uses, and the segment in `/webhooks/NAME/...`. */
  readonly name: string;
  /** As people write it: "Twilio". */
  readonly title: string;
  /** Whether what was given suffices: a sentence for each thing that is missing, with what to do. A variable of a wrong form counts as given. */
  missing(given: Given): readonly string[];
}

export interface CarrierDefinition extends Described {
  /** A field for each variable; none may be the house's or another carrier's. */
  readonly variables: z.ZodRawShape;
  /** Of what was found complete and right. Null where nothing of it is set, and nothing needs to be. */
  configure(given: Given): CarrierSettings | null;
  /** Opens no connection. `settings` are what `configure` made. */
  create(settings: CarrierSettings, surroundings: CarrierSurroundings): Carrier;
}

export interface CarrierPlan<V extends z.ZodRawShape, S extends CarrierSettings> extends Described {
  readonly variables: V;
  configure(env: z.output<z.ZodObject<V>>): S | null;
  create(settings: S, surroundings: CarrierSurroundings): Carrier;
}

/** Closes over the types of a carrier's variables and settings, so that many fit into one list. */
export function defineCarrier<const V extends z.ZodRawShape, S extends CarrierSettings>(
  plan: CarrierPlan<V, S>,
): CarrierDefinition {
  const environment = z.object(plan.variables);
  return {
    ...plan,
    configure: (given) => plan.configure(environment.parse(given)),
    // Nobody else makes settings: they come from `configure` above.
    create: (settings, surroundings) => plan.create(settings as S, surroundings),
  };
}
