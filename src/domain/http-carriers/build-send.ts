/** How a described carrier is asked to send -> SendRequest. */

import type { SendAnswer, SendBody, SendRequest } from "../http-carrier.ts";
import { buildBasic } from "./build-basic.ts";
import { buildWords } from "./build-status-words.ts";
import type { SendAnswerDraft, SendDraft } from "./http-carrier-fields.ts";
import type { Part } from "./templates.ts";

/** Null where a part could not be read. */
export function buildSend({ fields }: SendDraft): SendRequest | null {
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
