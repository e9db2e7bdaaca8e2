/** A described carrier without a mistake -> HttpCarrier. */

import type { CallbackReading, HttpCarrier } from "../http-carrier.ts";
import { buildBasic } from "./build-basic.ts";
import { buildSend } from "./build-send.ts";
import { buildWords } from "./build-status-words.ts";
import type {
  CallbackAnswerDraft,
  HmacDraft,
  HttpCarrierDraft,
  InboundDraft,
  ProofDraft,
  ReportsDraft,
} from "./http-carrier-fields.ts";

/** Null where a part could not be read. */
export function buildHttpCarrier({ fields }: HttpCarrierDraft): HttpCarrier | null {
  const { name, title, url, max_text, texts_per_second, numbers, answers_stop } = fields;
  const { proof, answer, inbound, reports, send } = fields;
  if (!name || !max_text || !texts_per_second || !numbers || !answers_stop) return null;
  const read = inbound && buildInbound(inbound.value);
  const sent = send && buildSend(send.value);
  if (!proof || !read || !sent) return null;
  return {
    name: name.value,
    title: title?.value ?? titleOf(name.value),
    url: url?.value ?? null,
    maxText: max_text.value,
    textsPerSecond: texts_per_second.value,
    numbers: numbers.value,
    answersStop: answers_stop.value,
    proof: buildProof(proof.value),
    answer: buildAnswer(answer?.value),
    inbound: read,
    reports: reports ? buildReports(reports.value) : null,
    send: sent,
  };
}

function titleOf(name: string): string {
  return name === "http" ? "HTTP" : name.charAt(0).toUpperCase() + name.slice(1);
}

function buildProof({ fields: { secret_path, basic, hmac } }: ProofDraft): HttpCarrier["proof"] {
  const signed = hmac && buildHmac(hmac.value);
  const named = buildBasic(basic);
  return {
    ...(secret_path && { secretPath: secret_path.value }),
    ...(named && { basic: named }),
    ...(signed && { hmac: signed }),
  };
}

function buildHmac({ fields }: HmacDraft): NonNullable<HttpCarrier["proof"]["hmac"]> | null {
  const { header, secret, algorithm, encoding, prefix, signs, timestamp_header, tolerance_seconds } = fields;
  if (!header || !secret || !algorithm || !encoding || !prefix || !signs) return null;
  return {
    header: header.value,
    secret: secret.value,
    algorithm: algorithm.value,
    encoding: encoding.value,
    prefix: prefix.value,
    signs: signs.value,
    timestamp: timestamp_header
      ? { header: timestamp_header.value, toleranceSeconds: tolerance_seconds?.value ?? 300 }
      : null,
  };
}

function buildAnswer(draft: CallbackAnswerDraft | undefined): HttpCarrier["answer"] {
  const { status, content_type, body } = draft?.fields ?? {};
  const text = body?.value ?? "";
  const plain = text === "" ? null : "text/plain";
  return {
    status: status?.value ?? (text === "" ? 204 : 200),
    contentType: content_type?.value ?? plain,
    body: text,
  };
}

function buildReading({ fields: { body, each, only } }: InboundDraft | ReportsDraft): CallbackReading {
  return {
    body: body?.value ?? "json",
    each: each?.value ?? null,
    only: (only?.value ?? []).map(({ at, words }) => ({ at: at.value, words })),
  };
}

function buildInbound(draft: InboundDraft): HttpCarrier["inbound"] | null {
  const { id, from, to, text, at, media } = draft.fields;
  if (!from || !to || !text) return null;
  const { at: where, url, type, fetch } = media?.value.fields ?? {};
  return {
    ...buildReading(draft),
    id: id?.value ?? null,
    from: from.value,
    to: to.value,
    text: text.value,
    at: at?.value ?? null,
    media:
      where && fetch
        ? { at: where.value, url: url?.value ?? null, type: type?.value ?? null, fetch: fetch.value }
        : null,
  };
}

function buildReports(draft: ReportsDraft): HttpCarrier["reports"] {
  const { id, our_id, status, error, words } = draft.fields;
  if (!status) return null;
  return {
    ...buildReading(draft),
    id: id?.value ?? null,
    ourId: our_id?.value ?? null,
    status: status.value,
    error: error?.value ?? null,
    words: buildWords(words?.value),
  };
}
