/** The form in which somebody says for which conversation, and which template. */
import type { InputBlock, ModalView } from "@slack/types";
import type { OpenTemplates } from "../../bridge/templates/open-templates.ts";
import type { OpenTemplatesAt } from "../../bridge/templates/open-templates-at.ts";
import type { PickForm, PickOption, PickScope } from "../../bridge/templates/pick-form.ts";
import type { EpisodeId, SlackChannelId, TemplateId } from "../../domain/ids.ts";
import { isRecord, type Json, recordIn, stringIn } from "../../lib/json.ts";
import { chosenIn, drawOption, parseMetadata, plainText } from "./form-fields.ts";

export const pickId = "template.pick";

export const pickActions = {
  /** The card's button, whose value is a `CardValue`. */
  open: "template.open",
  /** On what says that it could not be opened. */
  again: "template.open_again",
  /** The message shortcut. */
  reply: "template.reply",
  /** The menus, which load their options. */
  conversation: "template.conversation",
  template: "template.chosen",
} as const;

export function drawPick({ scope, words, conversation, template }: PickForm): ModalView {
  return {
    type: "modal",
    callback_id: pickId,
    private_metadata: JSON.stringify({ in: writeScope(scope), words }),
    title: plainText("Send a template"),
    submit: plainText("Next"),
    close: plainText("Cancel"),
    blocks: [
      menu("conversation", "For which conversation?", "Name or last digits", conversation),
      menu("template", "Which template?", "Key, name or words in it", template),
    ],
  };
}

function menu(
  name: "conversation" | "template",
  label: string,
  placeholder: string,
  chosen: PickOption | null,
): InputBlock {
  return {
    type: "input",
    block_id: name,
    label: plainText(label),
    element: {
      type: "external_select",
      action_id: pickActions[name],
      min_query_length: 0,
      placeholder: plainText(placeholder),
      ...(chosen === null ? {} : { initial_option: drawOption(chosen) }),
    },
  };
}

/** What is chosen; null where nothing is. */
export function readPick(values: Json): {
  readonly conversation: EpisodeId | null;
  readonly template: TemplateId | null;
} {
  return {
    conversation: (chosenIn(values, "conversation")?.value ?? null) as EpisodeId | null,
    template: (chosenIn(values, "template")?.value ?? null) as TemplateId | null,
  };
}

/** With what it was drawn; what can't be read is of no use to anybody else. */
export function readPickMetadata(metadata: string): Pick<PickForm, "scope" | "words"> {
  const read = parseMetadata(metadata);
  return { scope: readScope(stringIn(read, "in") ?? "own"), words: stringIn(read, "words") ?? "" };
}

/** A channel's id is in capitals. */
function writeScope(scope: PickScope): string {
  return scope.kind === "channel" ? scope.channel : scope.kind;
}

function readScope(written: string): PickScope {
  if (written === "own" || written === "all") return { kind: written };
  return { kind: "channel", channel: written as SlackChannelId };
}

/** What was asked for, to open it once more. */
export type PickAsked = Omit<OpenTemplates, "user"> | Pick<OpenTemplatesAt, "of">;

/** Slack takes 2,000 characters as a button's value. */
export function writeAgain(asked: PickAsked): string {
  if ("typed" in asked)
    return JSON.stringify({ typed: [...asked.typed].slice(0, mostTyped).join(""), channel: asked.channel });
  return JSON.stringify(asked);
}

/** A character may take six there. */
const mostTyped = 250;

/** Null for what was made up. */
export function readAgain(value: string): PickAsked | null {
  const read = parseMetadata(value);
  const { typed } = read;
  // Nothing typed is something to open, too.
  if (typeof typed === "string")
    return { typed, channel: (stringIn(read, "channel") ?? null) as SlackChannelId | null };
  const of = recordIn(read, "of") ?? {};
  const episode = stringIn(of, "episode");
  if (episode !== undefined) return { of: { episode: episode as EpisodeId } };
  return isMessage(of) ? { of } : null;
}

function isMessage(of: Json): of is Extract<OpenTemplatesAt["of"], { readonly message: unknown }> & Json {
  const { message, thread } = of;
  if (!isRecord(message) || (thread !== null && typeof thread !== "string")) return false;
  return typeof message.channel === "string" && typeof message.ts === "string";
}
