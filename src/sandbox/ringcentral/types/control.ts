/**
 * What a test, the demo or a page can ask of the stand-in, in process or over HTTP (`/_control/...`). Plain data that survives JSON;
 * times are ISO 8601. Extensions are named by RingCentral's id.
 */
import type { MediaSpec, TextSpec } from "../../types/messages.ts";
import type { PhoneSpec, PhoneView } from "../../types/numbers.ts";
import type {
  ConsentSpec,
  ConsentView,
  ExtensionSpec,
  ExtensionView,
  LineSpec,
  LoginSpec,
  LoginView,
  TemplateSpec,
  TemplateView,
} from "./account.ts";
import type { RcCallView, RcDeliveryView, RcEvent, RcState, SubscriptionView } from "./activity.ts";
import type { ElsewhereSpec, MessageView, ThreadView } from "./messages.ts";
import type { RcMisbehaviour, RcOutcomeSpec } from "./misbehaviour.ts";

/** The stand-in's controls. The same over HTTP, see docs/sandbox.md. */
export interface RingCentralControl {
  addExtension(spec: ExtensionSpec): ExtensionView;
  addLine(spec: LineSpec): void;
  addLogin(spec: LoginSpec): LoginView;
  logins(): LoginView[];
  addPhone(spec: PhoneSpec): void;
  /** A phone texts one of the lines. Resolves with the id when its hints were delivered, given up or are held. */
  text(spec: TextSpec & { readonly others?: readonly string[] }): Promise<string>;
  /** What came with a text, or went along with one, in order. */
  media(id: string): MediaSpec[];
  /** What a phone sent and received. */
  phone(number: string): PhoneView;
  /** Every text, oldest first. */
  messages(): MessageView[];
  /** The shared inbox, oldest first. */
  threads(): ThreadView[];
  /** Somebody assigns a thread in RingCentral's own app; null: to nobody. */
  assign(thread: string, assignee: string | null, by: string): Promise<void>;
  resolve(thread: string, by: string): Promise<void>;
  note(thread: string, text: string, by: string): Promise<string>;
  /** Of this nobody is told. */
  deleteThread(thread: string): void;
  /** Resolves this thread, or all that are open, as if 72 hours had passed. */
  autoresolve(thread?: string): Promise<void>;
  /** Somebody sends from another of RingCentral's apps, directly or in the shared inbox. Resolves with the id. */
  sendElsewhere(spec: ElsewhereSpec): Promise<string>;
  /** It is deleted in another of RingCentral's apps. */
  deleteMessage(id: string): void;
  templates(): TemplateView[];
  putTemplate(spec: TemplateSpec): TemplateView;
  deleteTemplate(id: string): void;
  consents(): ConsentView[];
  setConsent(spec: ConsentSpec): void;
  /** Whether PATCH of consents wants `coverage`: `optional` (default), `required` or `refused`. */
  consentCoverage(rule: "optional" | "required" | "refused"): void;
  /** In which header a subscription's secret comes: RingCentral's own pages disagree. Verification-Token unless told otherwise. */
  setTokenHeader(header: "verification-token" | "validation-token"): void;
  subscriptions(): SubscriptionView[];
  /** The next hints are not delivered, nor ever again. Null: none is, until 0. */
  drop(count: number | null): void;
  /** Every webhook subscription, or this one, is blacklisted. */
  blacklist(subscription?: string): void;
  /** The extension's group answers 429 from now for 60 s; each call meanwhile begins them anew. */
  penalty(extension: string, group: "Light" | "Medium" | "Heavy" | "Auth"): void;
  /** No sync token from before is taken any more. */
  expireSyncTokens(): void;
  /** The login's JWT and tokens are refused until it is switched off. */
  revoke(login: string, on: boolean): void;
  /** Every access token is refused from now; new ones have to be asked for. */
  expireTokens(): void;
  /** The extension may not do this (a user's permission, as "OutboundSMS") until it is switched off. */
  forbid(extension: string, permission: string, on: boolean): void;
  /** The app lacks this scope (as "SMS") until it is switched off. */
  forbidScope(scope: string, on: boolean): void;
  /** Whether the account has MessageThreads. */
  setMessageThreads(on: boolean): void;
  /** Breaks every WebSocket without a word. `lose`: what they had to tell can't be recovered. */
  cutSockets(lose?: boolean): void;
  /** Says good-bye to every WebSocket, as each 24 hours. */
  endSockets(): void;
  setOutcome(spec: RcOutcomeSpec): void;
  misbehave(misbehaviour: RcMisbehaviour): void;
  /** Down: every connection is cut; hints meanwhile are lost, as are sockets. */
  down(on: boolean): void;
  /** Forgets all outcomes and misbehaviours that were not used up, and releases what was kept. */
  clearMisbehaviour(): void;
  release(): void;
  /** Its clock goes on. Milliseconds. */
  pass(ms: number): Promise<void>;
  /** The newest API calls, oldest first. */
  calls(): RcCallView[];
  /** The newest hints, oldest first. */
  deliveries(): RcDeliveryView[];
  state(): RcState;
  /** Resolves when nothing moves any more (what is held or stuck is not waited for). */
  idle(): Promise<void>;
  /** Calls the listener for everything that happens, until the function returned is called. */
  subscribe(listener: (event: RcEvent) => void): () => void;
}
