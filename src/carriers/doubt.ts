/** What a callback is held against, and why it is not believed. */
import type { SecretName } from "../domain/http-carrier.ts";

export interface Doubt {
  /** For whoever sent it: a few words, and nothing of what was expected. */
  readonly reason: string;
  /** For whoever sets it up, with what to do. Names variables, and no secret. */
  readonly sentence: string;
  /** It brought no user name, which many clients show only once they were asked for it. */
  readonly mayBeAsked?: true;
}

export interface Proving {
  /** By the names that the proof calls them by. Two of a name while it is replaced: both prove. */
  readonly secrets: ReadonlyMap<SecretName, readonly string[]>;
  /** Without a slash at its end; null for a site without a public address. */
  readonly publicUrl: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The values that prove: an empty one never does. */
export function provingValues({ secrets }: Proving, name: SecretName): readonly string[] {
  return (secrets.get(name) ?? []).filter((value) => value !== "");
}
