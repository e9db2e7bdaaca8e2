/** Three small companies that nobody wrote code for: how each is described, and how each speaks. */
import { createHmac } from "node:crypto";
import type {
  HttpCarrier,
  ReportReading,
  SendRequest,
  StatusWords,
} from "../../../src/domain/http-carrier.ts";

export type Key = "first" | "second" | "unknown";

export interface Sent {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Our id, where it was given along. */
  readonly reference: string | null;
  readonly callback: string | null;
  readonly media: readonly string[];
}

export interface Came {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly media: readonly { readonly url: string; readonly type: string }[];
}

export interface Told {
  readonly id: string;
  readonly reference: string | null;
  readonly status: string;
  readonly error: string | null;
}

/** What it is asked: the headers by names in lower case. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Posted {
  /** Behind `/inbound` or `/status`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Dialect {
  describe(url: string): HttpCarrier;
  /** By the variables that the description names. */
  readonly secrets: ReadonlyMap<string, readonly string[]>;
  readonly contentType: string;
  mayAsk(asked: Asked): boolean;
  readSend(asked: Asked): Sent;
  accepted(id: string): unknown;
  inbound(came: Came): string;
  report(told: Told): string;
  /** What proves a post of this body, by this key, at this time. */
  prove(key: Key, body: string, now: number): Posted;
}

const keys: Readonly<Record<Key, string>> = {
  first: "first-key-of-the-company",
  second: "second-key-of-the-company",
  unknown: "a-stranger's",
};
const bothKeys = [keys.first, keys.second];
const plus = (number: string) => (/^\d{9,}$/.test(number) ? `+${number}` : number);
const noPlus = (address: string) => address.replace(/^\+/, "");
const noWords: StatusWords = { accepted: [], sent: [], delivered: [], failed: [] };

const base = {
  maxText: 1000,
  textsPerSecond: 1,
  answersStop: false,
  answer: { status: 200, contentType: null, body: "" },
} as const;

const refusals = {
  refused: [400, 401, 403, 422],
  later: [429],
  errors: [
    { words: ["stopped"], means: "opted_out" },
    { words: ["landline"], means: "no_texts" },
    { words: ["spam"], means: "content" },
    { words: ["no_credit"], means: "account" },
    { words: ["phone_off"], means: "passing" },
  ],
} as const;

export const words: StatusWords = {
  accepted: ["queued"],
  sent: ["sent"],
  delivered: ["delivered", "read"],
  failed: ["failed", "rejected"],
};

const post: Pick<SendRequest, "method" | "query" | "basic" | "headers" | "media"> = {
  method: "POST",
  query: [],
  basic: null,
  headers: [],
  media: { files: 4, bytes: 1_000_000, types: ["image/*"] },
};

const reports: Pick<ReportReading, "each" | "only" | "error" | "words"> = {
  each: null,
  only: [],
  error: "/error",
  words,
};

/** JSON, in lists; signed with a time; ids are whole numbers that JavaScript can't hold, numbers have no plus. */
export const signedJson: Dialect = {
  describe: (url) => ({
    ...base,
    name: "acme",
    title: "Acme",
    url,
    numbers: { kind: "digits" },
    proof: {
      hmac: {
        header: "x-acme-signature",
        secret: "ACME_SIGNING_KEY",
        algorithm: "sha256",
        encoding: "hex",
        prefix: "sha256=",
        signs: "{{timestamp}}.{{body}}",
        timestamp: { header: "x-acme-time", toleranceSeconds: 300 },
      },
    },
    inbound: {
      body: "json",
      each: "/messages",
      only: [{ at: "/type", words: ["text"] }],
      id: "/id",
      from: "/from",
      to: "/to",
      text: "/text",
      at: "/at",
      media: { at: ["/media"], url: "/url", type: "/type", fetch: "with_headers" },
    },
    reports: { ...reports, body: "json", id: "/id", ourId: "/reference", status: "/status" },
    send: {
      ...post,
      path: "/v1/messages",
      headers: [["Authorization", "Bearer {{secret.ACME_TOKEN}}"]],
      body: {
        kind: "json",
        template: {
          from: "{{from}}",
          to: ["{{to}}"],
          text: "{{text}}",
          reference: "{{message_id}}",
          media: "{{media}}",
        },
      },
      answer: { ...refusals, id: "/message/id", status: "/message/status", words, error: "/error/code" },
    },
  }),
  secrets: new Map([
    ["ACME_SIGNING_KEY", bothKeys],
    ["ACME_TOKEN", ["token-one"]],
  ]),
  contentType: "application/json; charset=utf-8",
  mayAsk: ({ headers }) => headers.authorization === "Bearer token-one",
  readSend({ body }) {
    const { from, to, text, reference, media = [] } = JSON.parse(body);
    return { from: plus(from), to: plus(to[0]), text, reference, callback: null, media };
  },
  accepted: (id) => `{"message":{"id":${id},"status":"queued"},"error":null}`,
  inbound: ({ id, from, to, text, at, media }) => {
    const rest = { type: "TEXT", from: noPlus(from), to: noPlus(to), text, at, media };
    return `{"messages":[{"id":${id},${JSON.stringify(rest).slice(1)}]}`;
  },
  report: ({ id, reference, status, error }) =>
    `{"id":${id},${JSON.stringify({ reference, status, error }).slice(1)}`,
  prove(key, body, now) {
    const time = String(Math.floor(now / 1000));
    const signature = createHmac("sha256", keys[key]).update(`${time}.${body}`).digest("hex");
    return { path: "", headers: { "x-acme-signature": `sha256=${signature}`, "x-acme-time": time } };
  },
};

/** Forms, with a password; texts that come in have no ids; reports go to the address that was given with the send. */
export const passwordForm: Dialect = {
  describe: (url) => ({
    ...base,
    name: "birch",
    title: "Birch Telecom",
    url,
    numbers: { kind: "e164" },
    proof: { basic: { username: "BIRCH_CALLBACK_USER", password: "BIRCH_CALLBACK_PASSWORD" } },
    inbound: {
      body: "form",
      each: null,
      only: [],
      id: null,
      from: "/From",
      to: "/To",
      text: "/Text",
      at: "/At",
      media: null,
    },
    reports: { ...reports, body: "form", id: "/Sid", ourId: null, status: "/Status", error: "/Error" },
    send: {
      ...post,
      path: "/texts/{{from}}/send",
      basic: { username: "BIRCH_USER", password: "BIRCH_PASSWORD" },
      body: {
        kind: "form",
        fields: [
          ["To", "{{to}}"],
          ["Text", "{{text}}"],
          ["Report", "{{callback}}"],
          ["MediaUrl", "{{media}}"],
        ],
      },
      answer: { ...refusals, id: "/sid", status: null, words: noWords, error: "/code" },
    },
  }),
  secrets: new Map([
    ["BIRCH_CALLBACK_USER", ["birch"]],
    ["BIRCH_CALLBACK_PASSWORD", bothKeys],
    ["BIRCH_USER", ["account"]],
    ["BIRCH_PASSWORD", ["token-one"]],
  ]),
  contentType: "application/x-www-form-urlencoded",
  mayAsk: ({ headers }) => headers.authorization === basicOf("account", "token-one"),
  readSend({ url, body }) {
    const form = new URLSearchParams(body);
    const [, , from = ""] = url.pathname.split("/");
    return {
      from: decodeURIComponent(from),
      to: form.get("To") ?? "",
      text: form.get("Text") ?? "",
      reference: null,
      callback: form.get("Report"),
      media: form.getAll("MediaUrl"),
    };
  },
  accepted: (id) => JSON.stringify({ sid: id }),
  inbound: ({ from, to, text, at }) =>
    new URLSearchParams({ From: from, To: to, Text: text, At: new Date(at).toISOString() }).toString(),
  report: ({ id, status, error }) =>
    new URLSearchParams({ Sid: id, Status: status, Error: error ?? "0" }).toString(),
  prove: (key) => ({ path: "", headers: { authorization: basicOf("birch", keys[key]) } }),
};

/** All in the address: what it is asked, and what proves that it is who posts. It tells no reports, and takes and gives no files. */
export const secretQuery: Dialect = {
  describe: (url) => ({
    ...base,
    name: "cedar",
    title: "Cedar SMS",
    url: null,
    numbers: { kind: "national", country: "US" },
    proof: { secretPath: "CEDAR_PATH" },
    inbound: {
      body: "json",
      each: null,
      only: [],
      id: "/sms/id",
      from: "/sms/from",
      to: "/sms/to",
      text: "/sms/text",
      at: null,
      media: { at: ["/sms/pictures"], url: null, type: null, fetch: "no" },
    },
    reports: null,
    send: {
      method: "GET",
      path: `${url}/send`,
      headers: [],
      basic: null,
      query: [
        ["key", "{{secret.CEDAR_KEY}}"],
        ["from", "{{from}}"],
        ["to", "{{to}}"],
        ["text", "{{text}}"],
      ],
      body: null,
      media: null,
      answer: { ...refusals, id: "/id", status: null, words: noWords, error: "/error" },
    },
  }),
  secrets: new Map([
    ["CEDAR_PATH", bothKeys],
    ["CEDAR_KEY", ["token-one"]],
  ]),
  contentType: "",
  mayAsk: ({ url }) => url.searchParams.get("key") === "token-one",
  readSend({ url: { searchParams } }) {
    const value = (name: string) => searchParams.get(name) ?? "";
    const national = (name: string) => `+1${value(name)}`;
    const rest = { reference: null, callback: null, media: [] };
    return { from: national("from"), to: national("to"), text: value("text"), ...rest };
  },
  accepted: (id) => JSON.stringify({ id }),
  inbound: ({ id, from, to, text, media }) =>
    JSON.stringify({
      sms: { id, from: from.replace(/^\+1/, ""), to: to.replace(/^\+1/, ""), text, pictures: media.length },
    }),
  report: () => "",
  prove: (key) => ({ path: `/${encodeURIComponent(keys[key])}`, headers: {} }),
};

export function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
