/** What the parts owe each other that say how a described carrier's callbacks are read. */

import type { Located } from "../draft-record.ts";
import type { Problem } from "../outline.ts";
import { checkStatusWords } from "./check-status-words.ts";
import type { InboundDraft, ReportsDraft, SendDraft } from "./http-carrier-fields.ts";
import { placeholdersIn } from "./templates.ts";
import { templatesIn } from "./templates-in.ts";

export function checkInbound({ value: draft, line }: Located<InboundDraft>, hasUrl: boolean): Problem[] {
  const { fields, unread } = draft;
  const { id, at, media } = fields;
  const isKnownAgain = id || at || unread.has("id") || unread.has("at");
  return [
    ...(isKnownAgain ? [] : [{ line, sentence: neverKnownAgain }]),
    ...checkForm(draft),
    ...(media ? checkMedia(draft, media, hasUrl) : []),
  ];
}

const neverKnownAgain =
  "`inbound` has neither `id` nor `at`, so that a text told twice would be taken for two; write where one of them stands.";

function checkMedia(
  { fields: { body } }: InboundDraft,
  { value: { fields } }: NonNullable<InboundDraft["fields"]["media"]>,
  hasUrl: boolean,
): Problem[] {
  const { url, type, fetch } = fields;
  const inside = isFlat(body) ? (url ?? type) : undefined;
  const isAlone = fetch?.value === "with_headers" && !hasUrl;
  return [
    ...(inside
      ? [
          {
            line: inside.line,
            sentence: "A form or an address holds texts alone; leave `url` and `type` out.",
          },
        ]
      : []),
    ...(fetch && isAlone
      ? [
          {
            line: fetch.line,
            sentence: "`with_headers` goes to the host of `url` alone, which is missing; add `url`.",
          },
        ]
      : []),
  ];
}

/** Names with texts, and nothing inside of them. */
function isFlat(body: InboundDraft["fields"]["body"]): boolean {
  return body?.value === "form" || body?.value === "query";
}

/** What is flat has no parts. */
function checkForm({ fields }: InboundDraft | ReportsDraft): Problem[] {
  if (!isFlat(fields.body)) return [];
  const { body: _, each, only, ...others } = fields;
  const pointers = [
    ...Object.values(others).filter(isPointer),
    ...(only?.value ?? []).map(({ at }) => at),
    ...filesIn(others),
  ];
  return [
    ...(each ? [{ line: each.line, sentence: "A form or an address holds no list; leave `each` out." }] : []),
    ...pointers
      .filter(({ value }) => value.lastIndexOf("/") > 0)
      .map(({ line, value }) => ({
        line,
        sentence: `${value} leads into a part of a field, and a form or an address has fields alone; write one, such as /From.`,
      })),
  ];
}

function filesIn(fields: object): Located<string>[] {
  const { media } = fields as Partial<InboundDraft["fields"]>;
  const { at } = media?.value.fields ?? {};
  return at?.value.map((value) => ({ value, line: at.line })) ?? [];
}

function isPointer(field: Located<unknown> | undefined): field is Located<string> {
  return typeof field?.value === "string";
}

export function checkReports(
  { value: draft, line }: Located<ReportsDraft>,
  send: SendDraft | null,
): Problem[] {
  const { id, our_id, words } = draft.fields;
  const isOpen = draft.unread.has("id") || draft.unread.has("our_id");
  const isNamed = id || our_id || isOpen;
  const sentence =
    "`reports` has neither `id` nor `our_id`, so that nobody knows which text is meant; write one.";
  return [
    ...(isNamed ? [] : [{ line, sentence }]),
    ...checkForm(draft),
    ...checkStatusWords(words),
    ...(send === null || isOpen ? [] : checkIds(draft, send)),
  ];
}

/** A report is about a text of ours by an id that both sides know. */
function checkIds({ fields: { id, our_id } }: ReportsDraft, send: SendDraft): Problem[] {
  const given = templatesIn(send).flatMap(({ value }) => placeholdersIn(value));
  const goesAlong = given.includes("message_id") || given.includes("callback");
  const isUnsure = send.unread.size > 0 || (send.fields.answer?.value.unread.size ?? 0) > 0;
  if (isUnsure) return [];
  if (our_id && !goesAlong)
    return [
      {
        line: our_id.line,
        sentence: "`our_id` comes back only where it went along; write {{message_id}} into `send`.",
      },
    ];
  if (!id || our_id || goesAlong || send.fields.answer?.value.fields.id) return [];
  const sentence =
    "`id` is compared with the one in the answer to `send`; write where that stands, as `id` of its `answer`.";
  return [{ line: id.line, sentence }];
}
