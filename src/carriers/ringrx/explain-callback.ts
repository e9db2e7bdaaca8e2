import type { WebhookExplained, WebhookKind, WebhookRequest } from "../../bridge/contracts/carrier.ts";
import {
  type Field,
  type FieldName,
  type Fields,
  fieldNames,
  isOtherType,
  isTextLast,
  readFields,
  timeIn,
  wordsIn,
} from "./callback-fields.ts";
import { proofDoubt, readText } from "./read-callback.ts";
import type { ResolvedRingRxSettings } from "./ringrx-settings.ts";

/** The contract's `explainWebhook`: how a captured callback would be read, for whoever writes its payload. */
export function explainCallback(
  settings: ResolvedRingRxSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): WebhookExplained {
  const unproven = proofDoubt(settings, request)?.sentence ?? null;
  const nothing = (sentence: string) => ({ unproven, sentences: [sentence], events: [] });
  if (request.method !== "POST") return nothing("It is no POST: set the callback's method to POST.");
  if (kind === "status")
    return nothing(
      "RingRx tells nothing of what became of texts: its callback leads to /webhooks/ringrx/inbound.",
    );
  const fields = readFields(request);
  if (fields === null)
    return nothing("The payload is neither JSON nor a form: paste the one of docs/ringrx.md, whole.");
  const told = fieldNames.map((name) => tellField(name, fields[name]));
  if (isOtherType(fields))
    return {
      unproven,
      sentences: [...told, `It is no text but a ${wordsIn(fields, "type")}: nothing comes of it.`],
      events: [],
    };
  const text = readText(fields);
  if (typeof text === "string")
    return { unproven, sentences: [...told, `Nothing comes of it: ${text}.`], events: [] };
  return {
    unproven,
    sentences: [...told, ...doubts(fields), ...(isTextLast(request) ? [] : [textFirst])],
    events: [text],
  };
}

const textFirst =
  "Its text is not the last row: with quotation marks in it, it may be refused. Make the text's row the last one of the payload.";

function tellField(name: FieldName, field: Field | null): string {
  if (field === null) return `${name}: is not there.`;
  const as = field.name === name ? "" : ` (as "${field.name}")`;
  if (field.isToken)
    return `${name}${as}: ${field.value} was not replaced: RingRx has no token of that name. Write the one that its callback page lists.`;
  return name === "text"
    ? `text${as}: ${field.value.length} characters.`
    : `${name}${as}: ${shortened(field.value)}`;
}

function shortened(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}

function doubts(fields: Fields): string[] {
  const [hasId, hasTime] = [wordsIn(fields, "id") !== "", wordsIn(fields, "time") !== ""];
  return [
    ...(hasId || hasTime
      ? []
      : [
          "It has neither id nor time: a callback that comes again is shown twice. Add one of them to the payload.",
        ]),
    ...(hasTime && timeIn(fields) === null
      ? [
          "Its time does not say in which zone it is, or can't be read: the text counts as of when it comes here.",
        ]
      : []),
    ...(wordsIn(fields, "text") === ""
      ? ["It has no words: it is taken for a picture, of which RingRx hands nothing on."]
      : []),
  ];
}
