/** The RingRx account: its users and their API keys, its numbers, and the callbacks that are bound to them. */

export interface UserSpec {
  readonly username: string;
  readonly extension: string;
  readonly name?: string;
  /** The number that everything leaves from which this user texts; absent: none, and nothing leaves. */
  readonly outboundNumber?: string;
  /** Whether the user may look at the account's callbacks. False when absent. */
  readonly isAdmin?: boolean;
  /** RingRx's own answer to texts that come to this user. */
  readonly autoResponder?: AutoResponder;
}

export interface AutoResponder {
  readonly on: boolean;
  readonly text: string;
}

export interface UserView {
  readonly username: string;
  readonly extension: string;
  readonly name: string;
  readonly outboundNumber: string | null;
  readonly isAdmin: boolean;
  readonly autoResponder: AutoResponder | null;
}

/** An API key: it lets in as the user who made it. */
export interface KeySpec {
  /** How the controls call it. */
  readonly name: string;
  readonly username: string;
  readonly token?: string;
  readonly secret?: string;
}

export interface KeyView {
  readonly name: string;
  readonly username: string;
  readonly token: string;
  readonly secret: string;
  readonly isRevoked: boolean;
}

export interface NumberSpec {
  readonly number: string;
  readonly name?: string;
  /** A user's extension or username, or a group's extension: where its texts go. */
  readonly smsExtension: string;
}

/** What an administrator of the account fills in. */
export interface CallbackSpec {
  readonly name: string;
  /** `sms` unless given. */
  readonly type?: CallbackType;
  readonly url: string;
  /** Null, and absent: without. */
  readonly basicAuth?: { readonly username: string; readonly password: string } | null;
  /** What is posted; its tokens are replaced: `{{from}}`. */
  readonly payload: string;
  /** `application/json` unless given. */
  readonly contentType?: string;
  /** The numbers that it is bound to; absent: all. */
  readonly numbers?: readonly string[];
}

export type CallbackType = "sms" | "voicemail" | "fax" | "cdr";

export interface CallbackView extends Required<CallbackSpec> {
  readonly id: number;
}
