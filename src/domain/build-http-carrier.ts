/** A described carrier without a mistake -> HttpCarrier. */

import type {
  CallbackReading,
  HttpCarrier,
  SendAnswer,
  SendBody,
  SendRequest,
  StatusWords,
} from "./http-carrier.ts";
import type {
  CallbackAnswerDraft,
  HmacDraft,
  HttpCarrierDraft,
  InboundDraft,
  ProofDraft,
  ReportsDraft,
  SendAnswerDraft,
  SendDraft,
  WordsDraft,
} from "./http-carrier-fields.ts";
import type { Part } from "./http-carrier-templates.ts";

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

function buildBasic(basic: ProofDraft["fields"]["basic"]) {
  const { username, password } = basic?.value.fields ?? {};
  return username && password ? { username: username.value, password: password.value } : null;
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

const usualWords: StatusWords = {
  accepted: ["queued"],
  sent: ["sent"],
  delivered: ["delivered"],
  failed: ["failed", "rejected"],
};

/** What is written stands for all: a usual word may mean something else to this carrier. */
function buildWords(draft: WordsDraft | undefined): StatusWords {
  if (draft === undefined) return usualWords;
  const { accepted, sent, delivered, failed } = draft.fields;
  return {
    accepted: accepted?.value ?? [],
    sent: sent?.value ?? [],
    delivered: delivered?.value ?? [],
    failed: failed?.value ?? [],
  };
}

function buildSend({ fields }: SendDraft): SendRequest | null {
  const { method, path, headers, basic, query, json, form, media, answer } = fields;
  if (!method || !path) return null;
  const { files, bytes, types } = media?.value.fields ?? {};
  const body: SendBody | null = json
    ? { kind: "json", template: json.value.template }
    : form
      ? { kind: "form", fields: pairs(form.value) }
      : null;
  return {
    method: method.value,
    path: path.value,
    headers: pairs(headers?.value),
    basic: buildBasic(basic),
    query: pairs(query?.value),
    body,
    media:
      files && bytes ? { files: files.value, bytes: bytes.value, types: types?.value ?? ["image/*"] } : null,
    answer: buildSendAnswer(answer?.value),
  };
}

function pairs(parts: readonly Part[] = []): readonly (readonly [name: string, value: string])[] {
  return parts.map(({ name, value }) => [name, value]);
}

/** What a company answers before it does anything: asked wrongly, by nobody that it knows, for nothing that there is. */
const usualRefusals = [400, 401, 402, 403, 404, 405, 413, 415, 422];
const usualLater = [429];

function buildSendAnswer(draft: SendAnswerDraft | undefined): SendAnswer {
  const { id, status, words, error, refused, later, errors } = draft?.fields ?? {};
  return {
    id: id?.value ?? null,
    status: status?.value ?? null,
    words: buildWords(words?.value),
    error: error?.value ?? null,
    refused: refused?.value ?? usualRefusals.filter((code) => !later?.value.includes(code)),
    later: later?.value ?? usualLater.filter((code) => !refused?.value.includes(code)),
    errors: errors?.value ?? [],
  };
}
