/**
 * The stand-in's surface: what a test, the demo or a page can ask of it, in process or over HTTP (`/_control/...`).
 * Everything here is plain data that survives JSON; times are ISO 8601.
 */

/** How a phone takes texts. */
export type PhoneKind =
  /** They arrive and are reported. */
  | "mobile"
  /** They arrive, but no report ever comes. */
  | "silent"
  /** Undelivered, 30006. */
  | "landline"
  /** Undelivered, 30003. */
  | "unreachable"
  /** Undelivered, 30004. */
  | "blocked"
  /** Undelivered, 30005. */
  | "unknown"
  /** Undelivered, 30007. */
  | "filtered"
  /** Refused at once, 21614. */
  | "notMobile";

/** One of the account's own numbers. */
export interface NumberSpec {
  readonly number: string;
  readonly name?: string;
  /** Where inbound texts are posted; else the stand-in's `inboundUrl`. */
  readonly smsUrl?: string;
  /** False for a number that only takes calls. */
  readonly sms?: boolean;
}

export interface PhoneSpec {
  readonly number: string;
  readonly name?: string;
  readonly kind?: PhoneKind;
}

export interface TextSpec {
  /** A phone's number, a short code or a sender name. Unknown ones become a mobile. */
  readonly from: string;
  /** One of the account's numbers. */
  readonly to: string;
  readonly body: string;
  readonly media?: readonly MediaSpec[];
}

export interface MediaSpec {
  readonly contentType: string;
  /** The bytes in base64. */
  readonly base64: string;
}

export type MessageStatus =
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "undelivered"
  | "failed"
  | "received";

export type MessageDirection = "inbound" | "outbound-api" | "outbound-reply";

export interface MessageView {
  readonly sid: string;
  readonly direction: MessageDirection;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: number;
  readonly segments: number;
  readonly status: MessageStatus;
  readonly errorCode: number | null;
  /** Whether the phone has it (outbound) or its sender sent it (inbound: always). */
  readonly arrived: boolean;
  readonly createdAt: string;
  readonly sentAt: string | null;
}

export interface PhoneView {
  readonly number: string;
  readonly name: string;
  readonly kind: PhoneKind;
  /** The account's numbers that this phone has stopped. */
  readonly stopped: readonly string[];
  /** Everything that this phone sent and that was sent to it, oldest first. What it shows is what `arrived`. */
  readonly messages: readonly MessageView[];
}

export interface NumberView {
  readonly number: string;
  readonly name: string;
  readonly smsUrl: string | null;
  readonly sms: boolean;
}

/** What becomes of the next messages that are sent through the API. */
export interface OutcomeSpec {
  readonly outcome: Outcome;
  /** Only messages to, or from, that number. */
  readonly to?: string;
  readonly from?: string;
  /** For how many messages; 1 when absent. */
  readonly times?: number;
}

export type Outcome =
  /** The API refuses with this error number; `status` is the HTTP status, 400 when absent. */
  | { readonly kind: "reject"; readonly code: number; readonly status?: number }
  /** Accepted, then reported with this ErrorCode; `status` is `undelivered` when absent. */
  | { readonly kind: "fail"; readonly code: number; readonly status?: "undelivered" | "failed" }
  /** Accepted and delivered to the phone, but never reported. */
  | { readonly kind: "silent" }
  /** Accepted and never sent: stays queued. */
  | { readonly kind: "stuck" };

export type MisbehaviourMatch = "send" | "list" | "inbound" | "status";

export type MisbehaviourKind =
  /** The answer (or the webhook) comes `ms` late. */
  | "delay"
  /** API: nothing is done, and `status` is answered (500; 0 cuts the connection). Webhook: this attempt never gets there. */
  | "fail"
  /** API: it is done, but the connection is cut before the answer. Webhook: it gets there, but its answer is lost. */
  | "dropAnswer"
  /** Webhooks only: delivered twice. */
  | "duplicate"
  /** Webhooks only: delivered after the next one of its kind. */
  | "reorder"
  /** Kept until `release()`: the answer (API, after doing it) or the webhook. */
  | "hold";

export interface Misbehaviour {
  readonly match: MisbehaviourMatch;
  readonly kind: MisbehaviourKind;
  /** For how many calls or deliveries; 1 when absent. */
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
}

export interface ApiCallView {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** 0 when the connection was cut. */
  readonly status: number;
  /** Twilio's error number, null when the call succeeded. */
  readonly code: number | null;
}

export interface DeliveryView {
  readonly kind: "inbound" | "status";
  readonly sid: string;
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  /** The `I-Twilio-Idempotency-Token`: the same in every attempt. */
  readonly token: string;
  readonly state: "waiting" | "held" | "delivered" | "failed";
  readonly attempts: readonly AttemptView[];
}

export interface AttemptView {
  readonly at: string;
  /** The HTTP status of the answer, null when none came. */
  readonly status: number | null;
  readonly error: string | null;
  /** What Twilio's debugger would complain about in an answer that came. */
  readonly warning: string | null;
}

export interface StandInState {
  readonly url: string;
  readonly accountSid: string;
  readonly down: boolean;
  readonly held: number;
  readonly numbers: readonly NumberView[];
  readonly phones: readonly Omit<PhoneView, "messages">[];
  /** The newest 200, oldest first. */
  readonly messages: readonly MessageView[];
}

export type StandInEvent =
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delivery"; readonly delivery: DeliveryView }
  | { readonly type: "call"; readonly call: ApiCallView }
  | { readonly type: "number"; readonly number: NumberView }
  | { readonly type: "phone"; readonly phone: Omit<PhoneView, "messages"> };

/** Twilio's rates and queues. */
export interface Limits {
  /** How fast one number sends. */
  readonly segmentsPerSecond: number;
  /** How long one number's queue may become before 21611. */
  readonly queueSeconds: number;
  /** How many API calls may be under way at once before 20429. */
  readonly concurrency: number;
}

/** The stand-in's controls. The same over HTTP, see docs/sandbox.md. */
export interface TwilioControl {
  addNumber(spec: NumberSpec): void;
  addPhone(spec: PhoneSpec): void;
  /** A phone texts one of the numbers. Resolves with the SID when its webhook was delivered, given up or is held. */
  text(spec: TextSpec): Promise<string>;
  /** What a phone sent and received. */
  phone(number: string): PhoneView;
  /** Every message, oldest first. */
  messages(): MessageView[];
  setOutcome(spec: OutcomeSpec): void;
  misbehave(misbehaviour: Misbehaviour): void;
  /** Down: the API cuts every connection and webhooks wait until it is up again. */
  down(on: boolean): void;
  /** Forgets all outcomes and misbehaviours that were not used up, and releases what was kept. */
  clearMisbehaviour(): void;
  /** Lets go of whatever `hold`, `reorder` or `down` kept. */
  release(): void;
  /** The newest API calls, oldest first. */
  calls(): ApiCallView[];
  /** The newest webhooks, oldest first. */
  deliveries(): DeliveryView[];
  state(): StandInState;
  /** Signs with another token from now on; the API takes the old ones too. */
  rotateToken(token: string): void;
  /** Resolves when nothing moves any more: no webhook, no text on its way (what is held or stuck is not waited for). */
  idle(): Promise<void>;
  /** Calls the listener for everything that happens, until the function returned is called. */
  subscribe(listener: (event: StandInEvent) => void): () => void;
}

export interface TwilioStandInOptions {
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly now?: () => Date;
  /** `twilio` (default): Twilio's own. `off`: none. */
  readonly limits?: "twilio" | "off" | Limits;
  /** Where the webhooks of numbers without a `smsUrl` go. */
  readonly inboundUrl?: string;
  /** How long a webhook may take, its retry included. 15,000. */
  readonly webhookTimeoutMs?: number;
  /** How long after a failed attempt the one retry comes. 1,000. */
  readonly retryDelayMs?: number;
  /** `connection` (default, as Twilio): only when no answer came. `any`: also after an answer of 400 and above. */
  readonly retryOn?: "connection" | "any";
  /** How long each step of a text takes (queued to sent, sent to delivered). 50; 0 for as fast as possible. */
  readonly deliveryDelayMs?: number;
  /** How many calls and deliveries are remembered; 0 for none. 10,000. */
  readonly logSize?: number;
}

export interface TwilioStandIn {
  /** `http://127.0.0.1:PORT`: what `TWILIO_API_URL` is set to. */
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly control: TwilioControl;
  /** Sets where inbound texts go from now on (a test learns its app's port late). */
  setInboundUrl(url: string): void;
  /** Closes every connection, drops what is under way. */
  stop(): Promise<void>;
}
