/** Who and what the account has. */

/** One who can log in, a call queue, or a site. */
export interface ExtensionSpec {
  /** RingCentral's id; absent: it gives one. */
  readonly id?: string;
  /** As it is dialled: "101". */
  readonly number: string;
  readonly name: string;
  readonly type?: "User" | "Department" | "Site";
  /** May subscribe to what comes to others, and write company templates. */
  readonly isAdmin?: boolean;
  /** May read the message stores of others, too. */
  readonly readsOthers?: boolean;
}

export interface ExtensionView {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly type: "User" | "Department" | "Site";
  readonly isAdmin: boolean;
}

/** A number of the account's. */
export interface LineSpec {
  readonly number: string;
  readonly name?: string;
  /** Whose it is, by id. */
  readonly extension: string;
  /** What it can: SmsSender and MmsSender when absent. */
  readonly features?: readonly string[];
  readonly isTollFree?: boolean;
  /** Its texts stand in the shared inbox, and not in anybody's message store. */
  readonly isShared?: boolean;
  /** Who answers it, by id: of a queue's number. Each with a licence unless listed below. */
  readonly handlers?: readonly string[];
  readonly withoutLicence?: readonly string[];
}

/** A credential that lets the app act as an extension. */
export interface LoginSpec {
  readonly name: string;
  readonly extension: string;
  readonly jwt?: string;
}

export interface LoginView {
  readonly name: string;
  readonly extension: string;
  readonly jwt: string;
}

export interface TemplateSpec {
  readonly name: string;
  readonly text: string;
  /** Whose it is, by id; absent: the company's. */
  readonly extension?: string;
}

export interface TemplateView {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly extension: string | null;
}

export interface ConsentSpec {
  /** The line; `*`: every one of the account. */
  readonly from: string;
  readonly to: string;
  readonly status: "OptOut" | "OptIn";
  readonly source?: "Recipient" | "Api" | "Upstream" | "Carrier";
}

export interface ConsentView extends ConsentSpec {
  readonly source: "Recipient" | "Api" | "Upstream" | "Carrier";
  readonly changedAt: string;
}
