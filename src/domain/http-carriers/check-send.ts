/** What the parts owe each other that say how a described carrier is asked to send, and how its answer is read. */

import type { Located } from "../draft-record.ts";
import type { Problem } from "../outline.ts";
import { checkStatusWords } from "./check-status-words.ts";
import type { ReportsDraft, SendAnswerDraft, SendDraft } from "./http-carrier-fields.ts";
import { placeholdersIn } from "./templates.ts";
import { templatesIn } from "./templates-in.ts";

interface Beside {
  readonly hasUrl: boolean;
  readonly reports: ReportsDraft | null;
  readonly areReportsUnread: boolean;
}

export function checkSend({ value: draft, line }: Located<SendDraft>, beside: Beside): Problem[] {
  const { answer } = draft.fields;
  return [
    ...checkAddress(draft, line, beside),
    ...checkBody(draft),
    ...checkHeaders(draft),
    ...(draft.unread.size > 0 ? [] : checkFilled(draft, line, beside)),
    ...(answer ? checkSendAnswer(answer, beside.reports) : []),
  ];
}

function checkAddress({ fields: { path }, unread }: SendDraft, line: number, { hasUrl }: Beside): Problem[] {
  if (hasUrl || unread.has("path") || /^https?:/i.test(path?.value ?? "")) return [];
  const sentence = "Nothing says where it is asked; add `url`, or write a whole address as `path` of `send`.";
  return [{ line: path?.line ?? line, sentence }];
}

function checkBody({ fields: { method, json, form } }: SendDraft): Problem[] {
  const body = json ?? form;
  if (body === undefined) return [];
  if (json && form)
    return [
      {
        line: form.line,
        sentence: "`json` and `form` stand side by side, and there is one body; keep one of the two.",
      },
    ];
  if (method?.value !== "GET") return [];
  return [{ line: body.line, sentence: "A GET has no body; write `query` instead, or `method: POST`." }];
}

function checkHeaders({ fields: { headers, basic } }: SendDraft): Problem[] {
  const seen = new Set<string>();
  return (headers?.value ?? []).flatMap(({ name, line }) => {
    const known = name.toLowerCase();
    const isRepeated = seen.has(known);
    seen.add(known);
    if (isRepeated) return [{ line, sentence: `The header ${name} stands twice; keep one of the two.` }];
    if (known !== "authorization" || basic === undefined) return [];
    return [{ line, sentence: "`basic` is an Authorization header, too; keep one of the two." }];
  });
}

/** What has to be filled in somewhere, and what must not be where nothing comes of it. */
function checkFilled(draft: SendDraft, line: number, { reports, areReportsUnread }: Beside): Problem[] {
  const { media } = draft.fields;
  const parts = templatesIn(draft);
  const placeOf = (name: string) => parts.find(({ value }) => placeholdersIn(value).includes(name));
  const missing = ["to", "text"].filter((name) => placeOf(name) === undefined);
  const [files, callback] = [placeOf("media"), placeOf("callback")];
  return [
    ...missing.map((name) => ({
      line,
      sentence: `Nothing in \`send\` holds {{${name}}}; write it where it belongs.`,
    })),
    ...(files && !media ? [{ line: files.line, sentence: noLimits }] : []),
    ...(media && !files ? [{ line: media.line, sentence: noMedia }] : []),
    ...(callback && reports === null && !areReportsUnread
      ? [{ line: callback.line, sentence: noReports }]
      : []),
  ];
}

const noLimits =
  "{{media}} stands in the body, and nothing says what may go along; add `media` to `send`, such as { files: 3, bytes: 600000, types: [image/*] }.";
const noMedia =
  "`media` says what may go along, and nothing in the body holds {{media}}; write it, or leave `media` out.";
const noReports =
  "{{callback}} is the address for reports, and `reports` does not say how they are read; add it, or leave {{callback}} out.";

function checkSendAnswer(
  { value: { fields, unread } }: Located<SendAnswerDraft>,
  reports: ReportsDraft | null,
): Problem[] {
  const { status, words, error, errors, refused, later } = fields;
  const both = later?.value.filter((code) => refused?.value.includes(code)) ?? [];
  const isErrorRead = error || reports?.fields.error || unread.has("error") || reports?.unread.has("error");
  const isUseless = words && !status && !unread.has("status");
  return [
    ...(isUseless
      ? [
          {
            line: words.line,
            sentence: "`words` are looked for at `status`, which is missing; add it, or leave them out.",
          },
        ]
      : []),
    ...checkStatusWords(words),
    ...(later && both.length > 0
      ? [
          {
            line: later.line,
            sentence: `${both.join(", ")} is in \`refused\` and in \`later\`; keep it in one of the two.`,
          },
        ]
      : []),
    ...(errors && errors.value.length > 0 && !isErrorRead
      ? [
          {
            line: errors.line,
            sentence: "`errors` are looked for at `error`, which is missing; add it here or in `reports`.",
          },
        ]
      : []),
    ...(errors ? repeatedErrors(errors) : []),
  ];
}

function repeatedErrors({ value, line }: NonNullable<SendAnswerDraft["fields"]["errors"]>): Problem[] {
  const words = value.flatMap((one) => one.words);
  const twice = [...new Set(words.filter((word, index) => words.indexOf(word) !== index))];
  return twice.map((word) => ({
    line,
    sentence: `The error ${word} stands twice in \`errors\`; keep one of the two.`,
  }));
}
