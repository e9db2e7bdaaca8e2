export interface SalesforceSettings {
  /** Without a slash at its end. */
  readonly loginUrl: string;
  readonly clientId: string;
  /** Null where the app has none. */
  readonly clientSecret: string | null;
  readonly entry: SalesforceEntry;
  /** `62.0`. */
  readonly apiVersion: string;
  /** The field of a task that holds our key; null where there is none. */
  readonly externalId: string | null;
}

/** How we are let in. */
export type SalesforceEntry =
  | {
      readonly kind: "signed";
      /** PEM. */
      readonly privateKey: string;
      readonly username: string;
    }
  | { readonly kind: "refreshed"; readonly refreshToken: string };
