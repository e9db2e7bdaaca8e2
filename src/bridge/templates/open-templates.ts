/**
 * The ways in to a template: `/sms-template` and the shortcut, which have to find out for which conversation, and the card and a message
 * of a thread, which say it. What is settled by what was typed is not asked.
 */
import { cut } from "../../domain/cut.ts";
import { channelsOf, type Directory, type Member } from "../../domain/directory.ts";
import { type Meant, nearestTemplates, templatesMeant } from "../../domain/find-templates.ts";
import type { SlackChannelId, SlackUserId } from "../../domain/ids.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { readTemplateCommand } from "../../domain/template-command.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { People } from "../contracts/store/directories.ts";
import type { OpenConversation } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { OfferedTemplate } from "../contracts/store/templates.ts";
import { askToFill } from "./ask-to-fill.ts";
import type { FillForm } from "./fill-form.ts";
import { templateOption } from "./offer-choices.ts";
import { offeredTemplates } from "./offered-templates.ts";
import { answerable, conversationOptions } from "./open-conversations.ts";
import type { PickForm, PickOption, PickScope } from "./pick-form.ts";

export interface OpenTemplates {
  readonly user: SlackUserId;
  /** What was typed behind the command; empty for the shortcut. */
  readonly typed: string;
  /** Where; null for the shortcut, which is offered everywhere. */
  readonly channel: SlackChannelId | null;
}

export type OpenedTemplates =
  | { readonly kind: "pick"; readonly form: PickForm }
  | { readonly kind: "fill"; readonly form: FillForm }
  /** They are listed, to be changed. */
  | { readonly kind: "manage" }
  /** It can't be: this is what whoever typed it reads. */
  | { readonly kind: "says"; readonly sentence: Sentence };

type Read =
  | OpenedTemplates
  | {
      readonly kind: "settled";
      readonly episode: OpenConversation["id"];
      readonly template: OfferedTemplate;
    };

export async function openTemplates(ctx: Context, input: OpenTemplates): Promise<OpenedTemplates> {
  const { user } = input;
  const read = await ctx.store.read((tx) => readTyped(ctx, tx, input));
  if (read.kind !== "settled") return read;
  const filled = await askToFill(ctx, { user, episode: read.episode, template: read.template.id });
  return filled.kind === "form" ? { kind: "fill", form: filled } : says(...filled.sentence);
}

async function readTyped(ctx: Context, tx: Tx, { user, typed, channel }: OpenTemplates): Promise<Read> {
  const people = await tx.directories.people();
  const { directory } = people;
  const member = memberOf(people, user);
  if (member === null) return says(notInDirectory);
  const command = readTemplateCommand(typed);
  if (command.kind === "help") return says(help);
  if (command.kind === "manage") return command;
  const offered = await offeredTemplates(tx, directory, member);
  if (offered.length === 0) return says(noTemplates);
  const words = command.kind === "find" ? [...command.words].slice(0, longestWords).join("") : "";
  const meant: Meant<OfferedTemplate> =
    words === "" ? { kind: "some", templates: [] } : templatesMeant(offered, words);
  if (meant.kind === "none") return says(nothingHas(words, offered));
  const { scope, open } = await whereTyped(ctx, tx, people, member, { user, channel });
  const [only, ...others] = open;
  if (only === undefined) return says(nothingOpen(scope));
  const isSettled = others.length === 0;
  if (isSettled && meant.kind === "one")
    return { kind: "settled", episode: only.id, template: meant.template };
  return {
    kind: "pick",
    form: {
      scope,
      // Of one that is chosen already, there is nothing to look for.
      words: meant.kind === "one" ? "" : words,
      conversation: isSettled ? optionOf(ctx, directory, only) : null,
      template: meant.kind === "one" ? templateOption(meant.template) : onlyOf(meant.templates),
    },
  };
}

/** Among which conversations somebody chooses there, and those that are open. */
async function whereTyped(
  ctx: Context,
  tx: Tx,
  { directory, directChannels }: People,
  member: Member,
  { user, channel }: Pick<OpenTemplates, "user" | "channel">,
): Promise<{ readonly scope: PickScope; readonly open: readonly OpenConversation[] }> {
  const look = async (scope: PickScope) => ({
    scope,
    open: await answerable(ctx, tx, directory, member, scope),
  });
  if (channel === null) return await look({ kind: "all" });
  if (directChannels.get(user) === channel) return await look({ kind: "own" });
  if (channelsOf(directory).includes(channel)) return await look({ kind: "channel", channel });
  const all = await look({ kind: "all" });
  // A group that has moved leaves what is open where it stands.
  const here = all.open.filter((one) => one.channel === channel);
  return here.length === 0 ? all : { scope: { kind: "channel", channel }, open: here };
}

function optionOf(ctx: Context, directory: Directory, one: OpenConversation): PickOption | null {
  return conversationOptions(directory, [one], [one], ctx.now())[0] ?? null;
}

function onlyOf(templates: readonly OfferedTemplate[]): PickOption | null {
  const [only, ...others] = templates;
  return only === undefined || others.length > 0 ? null : templateOption(only);
}

function nothingOpen({ kind }: PickScope): string {
  const here = {
    channel: "In this channel no conversation is open that you may answer.",
    own: "No conversation of your own is open. Those of your groups are offered in their channels.",
    all: "No conversation is open that you may answer.",
  };
  return `${here[kind]} Begin one with /sms.`;
}

/** They travel with the form, for which Slack has room for 3,000 characters; no name or key is as long. */
const longestWords = 200;

/** As much of what was typed as is said again, and so many that it may have been. */
const [longestQuoted, mostNearest] = [60, 3];

function nothingHas(words: string, offered: readonly OfferedTemplate[]): string {
  const near = nearestTemplates(offered, words, mostNearest).map(
    ({ key, name }) => `${key} (${cut(name, longestQuoted)})`,
  );
  return `No template has “${cut(words, longestQuoted)}” in its key, its name or its text. The nearest: ${near.join(", ")}. Type “/sms-template” and one of these keys, or “/sms-template” alone to look through all of them.`;
}

export const noTemplates = "There are no templates for you yet. “/sms-template manage” makes the first one.";

const help = [
  "/sms-template opens a form: for which conversation, and which template. You read and change the text before it is sent.",
  "/sms-template hours takes the one with that key or name; where one conversation is open here, you see its text at once.",
  "In a thread: press Template on its card, choose Reply with template in the menu (⋮) of a message, or reply !hours.",
  "/sms-template manage lists, makes and changes templates.",
  "/sms-template help shows these lines.",
].join("\n");

export function says(...sentence: Sentence): { readonly kind: "says"; readonly sentence: Sentence } {
  return { kind: "says", sentence };
}
