/**
 * A carrier that `directory.yml` describes, because nobody wrote code for it: what it posts and how that is read, and how it is asked to send.
 * Secrets are in the environment; a description names their variables alone.
 */

export interface HttpCarrier {
  /** What `carrier:` of a line says, and the segment in `/webhooks/NAME/...`; `http` where the file gives none. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** Where its API is, without a slash at its end; null: it is only heard, or every path is an address. */
  readonly url: string | null;
  /** UTF-16 code units. */
  readonly maxText: number;
  /** From one line. */
  readonly textsPerSecond: number;
  /** How it wants numbers written: `+15550100001`, `15550100001`, or without the country's code, of that country (two letters). */
  readonly numbers: NumberForm;
  /** It answers STOP, START and HELP by itself, and takes no more texts to whoever said STOP. */
  readonly answersStop: boolean;
  readonly proof: CallbackProof;
  readonly answer: CallbackAnswer;
  readonly inbound: InboundReading;
  /** Null: it tells nothing of what became of a text. */
  readonly reports: ReportReading | null;
  readonly send: SendRequest;
}

export type NumberForm =
  | { readonly kind: "e164" }
  | { readonly kind: "digits" }
  | { readonly kind: "national"; readonly country: string };

/** What proves that a callback is the carrier's. At least one is there; each that is there has to hold. */
export interface CallbackProof {
  /** The last segment of its address, behind `/inbound/` or `/status/`. */
  readonly secretPath?: SecretName;
  readonly basic?: { readonly username: SecretName; readonly password: SecretName };
  readonly hmac?: HmacProof;
}

/** A variable of the environment: one value, or two with a comma while it is replaced (both prove; the first is used). */
export type SecretName = string;

export interface HmacProof {
  /** In lower case. */
  readonly header: string;
  readonly secret: SecretName;
  readonly algorithm: "sha1" | "sha256" | "sha512";
  readonly encoding: "hex" | "base64";
  /** What stands before the signature in its header: `sha256=`. */
  readonly prefix: string;
  /**
   * What is signed: `{{body}}`, `{{timestamp}}.{{body}}`, `{{url}}{{body}}`. The URL is the public one, as received; `{{header.X-Nonce}}` is
   * what stands in that header.
   */
  readonly signs: string;
  /** Where `signs` has `{{timestamp}}`: its header, in lower case, and how far it may be off either way. */
  readonly timestamp: { readonly header: string; readonly toleranceSeconds: number } | null;
}

export interface CallbackAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** A JSON pointer (RFC 6901): `/message/id`, `/0/from`; of a form the name of a field behind the slash: `/From`. */
export type Pointer = string;

export interface CallbackReading {
  /** `query`: in its address, as a GET asks for it. */
  readonly body: "json" | "form" | "query";
  /** Where the list is of which each item is read; null: the body is one. Pointers below begin at the item, those of `only` too. */
  readonly each: Pointer | null;
  /** It is read where all of these hold one of the words (case aside); else it is taken, and nothing comes of it. */
  readonly only: readonly { readonly at: Pointer; readonly words: readonly string[] }[];
}

export interface InboundReading extends CallbackReading {
  /** Null: it has none. Then a text is known again by its time, numbers and words. One of `id` and `at` is there. */
  readonly id: Pointer | null;
  readonly from: Pointer;
  readonly to: Pointer;
  /** Null where it may be absent as a whole: a picture alone. */
  readonly text: Pointer;
  /** Of when it came in: ISO 8601, or seconds or milliseconds since 1970. */
  readonly at: Pointer | null;
  readonly media: InboundMedia | null;
}

export interface InboundMedia {
  /** Each leads to a list of addresses or of objects, or to one. Several: a form that counts its fields, `/MediaUrl0`, `/MediaUrl1`. */
  readonly at: readonly Pointer[];
  /** Inside of each object; null: each is the address itself. */
  readonly url: Pointer | null;
  readonly type: Pointer | null;
  /** Whether it can be fetched: `no` for a carrier that only says that there was something. */
  readonly fetch: "open" | "with_headers" | "no";
}

export interface ReportReading extends CallbackReading {
  /** The carrier's id. One of the two is there. */
  readonly id: Pointer | null;
  /** Ours, where the send request gave it along (`{{message_id}}`). */
  readonly ourId: Pointer | null;
  readonly status: Pointer;
  readonly error: Pointer | null;
  readonly words: StatusWords;
}

/** The carrier's words, in lower case. One that is in none of them says nothing. */
export interface StatusWords {
  readonly accepted: readonly string[];
  readonly sent: readonly string[];
  readonly delivered: readonly string[];
  readonly failed: readonly string[];
}

export interface SendRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  /** Behind `url`, or an address of its own. May hold placeholders; what is filled in is encoded. */
  readonly path: string;
  /** Values are templates. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly basic: { readonly username: SecretName; readonly password: SecretName } | null;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: SendBody | null;
  readonly media: SendMedia | null;
  readonly answer: SendAnswer;
}

/**
 * Templates hold `{{to}}`, `{{from}}`, `{{text}}`, `{{message_id}}`, `{{callback}}` (the address for its reports, our id in it),
 * `{{secret.NAME}}`. In `json` a text that is `{{media}}` and nothing else becomes the list of addresses; in a form a field of that value
 * is repeated. A field whose template is only `{{media}}` or `{{callback}}` is left out where there is none.
 */
export type SendBody =
  | { readonly kind: "json"; readonly template: JsonTemplate }
  | { readonly kind: "form"; readonly fields: readonly (readonly [name: string, value: string])[] };

export type JsonTemplate =
  | string
  | number
  | boolean
  | null
  | readonly JsonTemplate[]
  | { readonly [key: string]: JsonTemplate };

/** Files that leave: the carrier fetches them at our public address. */
export interface SendMedia {
  readonly files: number;
  /** Of all together. */
  readonly bytes: number;
  readonly types: readonly string[];
}

export interface SendAnswer {
  /** Of the text's id in a JSON answer; null: it gives none. */
  readonly id: Pointer | null;
  readonly status: Pointer | null;
  readonly words: StatusWords;
  /** Where the answer names its error. */
  readonly error: Pointer | null;
  /** These say that it was certainly not sent. */
  readonly refused: readonly number[];
  /** These, too, and that the same may be tried again. All others but 2xx may have sent it. */
  readonly later: readonly number[];
  /** What the carrier's error words mean, in an answer as in a report; absent words fail this text alone. */
  readonly errors: readonly { readonly words: readonly string[]; readonly means: ErrorMeaning }[];
}

/** `opted_out` and `no_texts` hold for every text to that phone; `content` for these words; `account` for all texts; `passing`: later it may work. */
export const ERROR_MEANINGS = ["opted_out", "no_texts", "content", "account", "passing"] as const;
export type ErrorMeaning = (typeof ERROR_MEANINGS)[number];
