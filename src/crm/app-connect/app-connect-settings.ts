import type { NamedValue } from "../../bridge/contracts/crm.ts";

export interface AppConnectSettings {
  /** Where the connector server is, without a slash at its end. */
  readonly url: string;
  /** A session of one user of the CRM behind it. */
  readonly token: string;
  /** What kinds of contacts the CRM behind it has, the usual one first. */
  readonly contactTypes: readonly NamedValue[];
}
