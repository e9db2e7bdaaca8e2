/** The modal in which somebody logs a conversation by hand, or adds to what is logged of it. */
import type { InputBlock, ModalView } from "@slack/types";
import type { LogForm } from "../../bridge/records/log-form.ts";
import type { LogTarget } from "../../bridge/records/loggable.ts";
import type { OfferedBelongings } from "../../bridge/records/offer-belongings.ts";
import type { CrmContactId, EpisodeId, RecordId } from "../../domain/ids.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { context, sections } from "./blocks.ts";
import { drawListed, isOfferable, nobody, thereAreMore } from "./contact-candidates.ts";
import { chosenIn, drawOption, fieldIn, type Option, parseMetadata, plainText } from "./form-fields.ts";
import { nameLimit, webLink } from "./sentences.ts";

export const logFormId = "log.form";

export const logActions = {
  /** A button; its value is a record. */
  open: "log.open",
  /** A button; its value is a stretch of a conversation. */
  prompt: "log.prompt",
  /** The field for the contact, which loads its options. */
  contact: "log.contact",
  /** The fields for what it belongs to, where those are more than a menu holds. */
  belongs: "log.belongs",
  /** A button under the weekly reminder. */
  remindNoMore: "log.remind_no_more",
} as const;

/** The blocks; those of what it belongs to end in its kind. */
export const logFields = {
  /** Those who have the number, where they are several. */
  listed: "listed",
  contact: "contact",
  belongs: "belongs.",
  disposition: "disposition",
  note: "note",
};

const longestDisposition = 150;
const longestNote = 3_000;
const longestReason = 500;
/** Slack's limit for the options of a menu. */
const mostOptions = 100;

/** @param said what is to be read before it is pressed once more. */
export function drawLogForm(form: LogForm, said: readonly string[] = []): ModalView {
  const { contact, what, standing, url, crm, filled, isSilent } = form;
  const shown = standing === null ? [] : [webLink(url, standing, longestReason)];
  return {
    type: "modal",
    callback_id: logFormId,
    private_metadata: writeLogMetadata(form),
    title: plainText("Log to CRM"),
    submit: plainText("Log"),
    close: plainText("Cancel"),
    blocks: [
      ...said.flatMap((words) => sections(plain(words, longestReason))),
      ...sections([`*${plain(contact, nameLimit)}*`, plain(what, nameLimit), ...shown].join("\n")),
      ...(form.asksContact ? drawContacts(form) : []),
      ...form.belongs.flatMap(({ kind, kindName, options }) =>
        drawBelongs(
          `${logFields.belongs}${kind}`,
          kindName || kind,
          options,
          filled.associations[kind] ?? null,
        ),
      ),
      drawDisposition(filled.disposition),
      drawNote(filled.note),
      ...(isSilent
        ? [
            context(
              `${plain(crm, nameLimit)} does not answer right now: this shows what is known here. What you log is written as soon as it answers.`,
            ),
          ]
        : []),
    ],
  };
}

/** Of those who are listed one is filled in there: what is looked for leads over it. */
function drawContacts(form: LogForm): InputBlock[] {
  const { candidates, zone, filled } = form;
  const { contact } = filled;
  const listed = drawListed(logFields.listed, candidates, zone, contact);
  const initial = listed.length > 0 ? null : contact;
  const search: InputBlock = {
    type: "input",
    block_id: logFields.contact,
    optional: true,
    label: plainText(listed.length > 0 ? "Or somebody else" : "Contact"),
    hint: plainText(oneLine(whoItIs(form), nameLimit)),
    element: {
      type: "external_select",
      action_id: logActions.contact,
      min_query_length: 0,
      placeholder: plainText("Search by name"),
      ...(initial === null || !isOfferable(initial.id)
        ? {}
        : { initial_option: drawOption({ value: initial.id, label: initial.name }) }),
    },
  };
  return [...listed, search];
}

function whoItIs({ crm, mustChoose, creates }: LogForm): string {
  if (!mustChoose) return `Without one, ${crm} is asked who has this number.`;
  return creates ? "Choose who it is, or press Create contact on the card." : "Choose who it is.";
}

/** More than a menu holds are looked for by name. */
function drawBelongs(id: string, label: string, all: readonly Option[], chosen: string | null): InputBlock[] {
  const options = all.filter(({ value }) => isOfferable(value));
  if (options.length <= mostOptions) return drawMenu(id, label, options, chosen);
  const initial = options.find(({ value }) => value === chosen);
  return [
    {
      type: "input",
      block_id: id,
      optional: true,
      label: plainText(oneLine(label, nameLimit)),
      hint: plainText(`There are ${options.length.toLocaleString("en-US")}: type a part of the name.`),
      element: {
        type: "external_select",
        action_id: logActions.belongs,
        min_query_length: 0,
        placeholder: plainText("Search by name"),
        ...(initial === undefined ? {} : { initial_option: drawOption(initial) }),
      },
    },
  ];
}

/** Of which kind such a field is. */
export function kindIn(blockId: string): string {
  return blockId.startsWith(logFields.belongs) ? blockId.slice(logFields.belongs.length) : "";
}

/** As options of its menu; what went wrong, and that there are more, is said among them. */
export function belongsOptions({ options, trouble }: OfferedBelongings): Option[] {
  if (trouble !== null) return [{ label: trouble, value: nobody }];
  const found = options.filter(({ value }) => isOfferable(value));
  if (found.length <= mostOptions) return found;
  return [...found.slice(0, mostOptions - 1), { label: thereAreMore, value: nobody }];
}

function drawMenu(
  id: string,
  label: string,
  options: readonly Option[],
  chosen: string | null,
): InputBlock[] {
  if (options.length === 0) return [];
  const initial = options.find(({ value }) => value === chosen);
  return [
    {
      type: "input",
      block_id: id,
      optional: true,
      label: plainText(oneLine(label, nameLimit)),
      element: {
        type: "static_select",
        action_id: id,
        options: options.map(drawOption),
        ...(initial === undefined ? {} : { initial_option: drawOption(initial) }),
      },
    },
  ];
}

function drawDisposition(words: string | null): InputBlock {
  return {
    type: "input",
    block_id: logFields.disposition,
    optional: true,
    label: plainText("How it went"),
    hint: plainText("In a few words, such as “booked” or “call back”. They stand in the record’s summary."),
    element: {
      type: "plain_text_input",
      action_id: logFields.disposition,
      max_length: longestDisposition,
      ...(words === null ? {} : { initial_value: words.slice(0, longestDisposition) }),
    },
  };
}

function drawNote(note: string): InputBlock {
  return {
    type: "input",
    block_id: logFields.note,
    optional: true,
    label: plainText("Note"),
    hint: plainText("It stands in the record, above the messages."),
    element: {
      type: "plain_text_input",
      action_id: logFields.note,
      multiline: true,
      max_length: longestNote,
      ...(note === "" ? {} : { initial_value: note.slice(0, longestNote) }),
    },
  };
}

type Kept = Pick<LogForm, "target" | "preset" | "seen">;

function writeLogMetadata({ target, preset, seen }: Kept): string {
  return JSON.stringify({ e: target.episode, d: target.day, r: target.record, c: preset, s: seen });
}

export function readLogMetadata(metadata: string): Kept {
  const read = parseMetadata(metadata);
  const target: LogTarget = {
    episode: (stringIn(read, "e") ?? "") as EpisodeId,
    day: stringIn(read, "d") ?? null,
    record: (stringIn(read, "r") ?? null) as RecordId | null,
  };
  const preset = (stringIn(read, "c") ?? null) as CrmContactId | null;
  return { target, preset, seen: stringIn(read, "s") ?? "" };
}

export function readLogForm(values: Json): LogForm["filled"] {
  const asked = [chosenIn(values, logFields.contact), chosenIn(values, logFields.listed)];
  const contact = asked.find((option) => option !== null && option.value !== nobody) ?? null;
  const kinds = Object.keys(values).filter((id) => id.startsWith(logFields.belongs));
  const chosen = kinds.map((id) => [kindIn(id), chosenIn(values, id)?.value ?? null] as const);
  return {
    contact: contact && asContact(contact),
    // What only says something is no answer: it stays as it was.
    associations: Object.fromEntries(chosen.filter(([, value]) => value !== nobody)),
    disposition: stringIn(fieldIn(values, logFields.disposition), "value")?.trim() || null,
    note: stringIn(fieldIn(values, logFields.note), "value") ?? "",
  };
}

/** What more is known of it, the bridge says. */
function asContact({ value, label }: Option): LogForm["filled"]["contact"] {
  return { id: value as CrmContactId, type: null, name: label };
}
