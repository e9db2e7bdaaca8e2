/** The keys of `http_carriers:` in `directory.yml`: a public interface, written by hand, once, and kept. */

import { readSwitch } from "../answer-fields.ts";
import { longestAnswer } from "../directory.ts";
import { oneOf, readName } from "../directory-fields.ts";
import { type Draft, optional, record, text } from "../draft-record.ts";
import type { CallbackReading, HmacProof, InboundMedia, SendRequest } from "../http-carrier.ts";
import { readApiUrl, readPath } from "./addresses.ts";
import * as values from "./field-values.ts";
import { readJson } from "./json-template.ts";
import * as templates from "./templates.ts";
import { errorsIn, readOnly, untrimmed, wordsIn } from "./word-lists.ts";

const basicShape = { username: text(values.readVariable), password: text(values.readVariable) };
const basic = optional(record(basicShape, "`basic`"));

const hmacShape = {
  header: text(values.readHeaderName),
  secret: text(values.readVariable),
  algorithm: text(oneOf<HmacProof["algorithm"]>(["sha1", "sha256", "sha512"]), "sha256"),
  encoding: text(oneOf<HmacProof["encoding"]>(["hex", "base64"]), "hex"),
  prefix: untrimmed(""),
  signs: text(values.readSigns, "{{body}}"),
  timestamp_header: text(values.readHeaderName, null),
  tolerance_seconds: text(values.readTolerance, null),
};
const proofShape = {
  secret_path: text(values.readVariable, null),
  basic,
  hmac: optional(record(hmacShape, "`hmac`")),
};

const answerShape = {
  status: text(values.readAnswerStatus, null),
  content_type: text(values.readContentType, null),
  body: untrimmed(""),
};

const wordList = optional(wordsIn(values.readWord));
const wordsShape = { accepted: wordList, sent: wordList, delivered: wordList, failed: wordList };
const words = optional(record(wordsShape, "`words`"));

const readingShape = {
  body: text(oneOf<CallbackReading["body"]>(["json", "form", "query"]), "json"),
  each: text(values.readListPointer, null),
  only: { read: readOnly, otherwise: [] },
};
const mediaShape = {
  at: { read: wordsIn(values.readPointer), meaning: "where the files are" },
  url: text(values.readPointer, null),
  type: text(values.readPointer, null),
  fetch: text(oneOf<InboundMedia["fetch"]>(["open", "with_headers", "no"]), "open"),
};
const inboundShape = {
  ...readingShape,
  id: text(values.readPointer, null),
  from: text(values.readPointer),
  to: text(values.readPointer),
  text: text(values.readPointer),
  at: text(values.readPointer, null),
  media: optional(record(mediaShape, "`media`")),
};
const reportsShape = {
  ...readingShape,
  id: text(values.readPointer, null),
  our_id: text(values.readPointer, null),
  status: text(values.readPointer),
  error: text(values.readPointer, null),
  words,
};

const sendAnswerShape = {
  id: text(values.readPointer, null),
  status: text(values.readPointer, null),
  words,
  error: text(values.readPointer, null),
  refused: optional(wordsIn(values.readRefusal)),
  later: optional(wordsIn(values.readRefusal)),
  errors: { read: errorsIn, otherwise: [] },
};
const sendMediaShape = {
  files: text(values.readFileCount, 1),
  bytes: text(values.readBytes, 600_000),
  types: optional(wordsIn(values.readMediaType)),
};
const sendShape = {
  method: text(oneOf<SendRequest["method"]>(["GET", "POST", "PUT", "PATCH"]), "POST"),
  path: templates.templateField("path", readPath, ""),
  headers: optional(templates.parts("headers")),
  basic,
  query: optional(templates.parts("query")),
  json: optional(readJson),
  form: optional(templates.parts("form")),
  media: optional(record(sendMediaShape, "`media`")),
  answer: optional(record(sendAnswerShape, "`answer`")),
};
export const httpCarrierShape = {
  name: text(values.readCarrierName, "http"),
  title: text(readName, null),
  url: text(readApiUrl, null),
  max_text: text(values.readMaxText, longestAnswer),
  texts_per_second: text(values.readPace, 1),
  numbers: text(values.readNumberForm, { kind: "e164" } as const),
  answers_stop: text(readSwitch, false),
  proof: {
    read: record(proofShape, "`proof`"),
    meaning: "what proves that a callback is the carrier's, `secret_path`, `basic` or `hmac`",
  },
  answer: optional(record(answerShape, "`answer`")),
  inbound: { read: record(inboundShape, "`inbound`"), meaning: "how a text that comes in is read" },
  reports: optional(record(reportsShape, "`reports`")),
  send: { read: record(sendShape, "`send`"), meaning: "how it is asked to send a text" },
};

export type HmacDraft = Draft<typeof hmacShape>;
export type ProofDraft = Draft<typeof proofShape>;
export type WordsDraft = Draft<typeof wordsShape>;
export type InboundDraft = Draft<typeof inboundShape>;
export type ReportsDraft = Draft<typeof reportsShape>;
export type SendAnswerDraft = Draft<typeof sendAnswerShape>;
export type SendDraft = Draft<typeof sendShape>;
export type CallbackAnswerDraft = Draft<typeof answerShape>;
export type HttpCarrierDraft = Draft<typeof httpCarrierShape>;
