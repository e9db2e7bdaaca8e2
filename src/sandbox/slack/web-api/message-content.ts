import { checkBlocks } from "../block-rules.ts";
import { storedBlocks } from "../blocks.ts";
import { storedText } from "../entities.ts";
import { inlineContext } from "../inline-context.ts";
import { LIMITS } from "../limits.ts";
import { MethodError } from "../refusals.ts";
import { richTextBlock } from "../rich-text.ts";
import { isWire, type Wire } from "../wire.ts";
import type { World } from "../workspace.ts";
import { type Arguments, flag, object, objects, text } from "./arguments.ts";

/** What a message says, checked and in the form in which it is stored. */
export interface MessageContent {
  text: string;
  blocks: Wire[];
  attachments: Wire[];
  metadata: Wire | null;
  warning: string | null;
}

function refuseBlocks(messages: string[]): never {
  throw new MethodError("invalid_blocks", {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

function blocksOf(world: World, args: Arguments): Wire[] | undefined {
  const given = objects(args, "blocks", "invalid_blocks_format");
  if (given === undefined) return undefined;
  const findings = checkBlocks(given, "message", "/blocks");
  if (findings.messages.length > 0) refuseBlocks(findings.messages);
  if (findings.characters > LIMITS.allBlocksText) throw new MethodError("msg_blocks_too_long");
  return storedBlocks(world, given);
}

function isFlat(value: unknown): boolean {
  if (Array.isArray(value))
    return value.every((item) => !isWire(item) || Object.values(item).every((inner) => !isWire(inner)));
  return !isWire(value) || Object.values(value).every((inner) => !isWire(inner));
}

/** `metadata`: an event type and a payload of scalars or one-level objects. */
function metadataOf(args: Arguments): Wire | null | undefined {
  const given = object(args, "metadata", "invalid_metadata_format");
  if (given === undefined) return undefined;
  if (Object.keys(given).length === 0) return null;
  if (typeof given.event_type !== "string" || !isWire(given.event_payload))
    throw new MethodError("invalid_metadata_format");
  if (!Object.values(given.event_payload).every(isFlat)) throw new MethodError("invalid_metadata_schema");
  if (Buffer.byteLength(JSON.stringify(given)) > LIMITS.metadataBytes)
    throw new MethodError("metadata_too_large");
  return { event_type: given.event_type, event_payload: given.event_payload };
}

function attachmentsOf(args: Arguments): Wire[] | undefined {
  const given = objects(args, "attachments", "invalid_attachments");
  if (given === undefined) return undefined;
  if (given.length > LIMITS.attachments) throw new MethodError("too_many_attachments");
  return given.map((attachment, index) => ({ id: index + 1, ...attachment }));
}

function linkNames(world: World, value: string): string {
  const ranges = value.replace(/(^|\s)@(here|channel|everyone)\b/g, "$1<!$2>");
  return ranges.replace(/(^|\s)@([\w-]+)/g, (whole, space: string, handle: string) => {
    const group = [...world.usergroups.values()].find((candidate) => candidate.handle === handle);
    return group === undefined ? whole : `${space}<!subteam^${group.id}>`;
  });
}

/** The text as stored: entities, bare addresses linked unless `parse` is `none`, names linked where asked for. */
function textOf(world: World, args: Arguments): string | null {
  const given = text(args, "text") ?? text(args, "markdown_text");
  if (given === null) return null;
  const named = flag(args, "link_names") || args.parse === "full" ? linkNames(world, given) : given;
  return storedText(named, args.parse !== "none");
}

function checkMarkdown(args: Arguments): void {
  const markdown = text(args, "markdown_text");
  if (markdown === null) return;
  if (text(args, "text") !== null || args.blocks !== undefined)
    throw new MethodError("markdown_text_conflict");
  if (markdown.length > LIMITS.markdownText) throw new MethodError("msg_too_long");
}

/** The rich text block that Slack makes of a bare text. */
function ownBlocks(world: World, stored: string): Wire[] {
  return stored === "" ? [] : [richTextBlock(stored, world.mint.hex(5), inlineContext(world), false)];
}

/** Content for a new message. Throws the errors of chat.postMessage. */
export function newContent(world: World, args: Arguments): MessageContent {
  checkMarkdown(args);
  const blocks = blocksOf(world, args);
  const attachments = attachmentsOf(args) ?? [];
  const metadata = metadataOf(args) ?? null;
  const full = textOf(world, args);
  if (full === null && (blocks ?? []).length === 0 && attachments.length === 0)
    throw new MethodError("no_text");
  const stored = (full ?? "").slice(0, LIMITS.messageText);
  const warning = stored.length < (full ?? "").length ? "message_truncated" : null;
  const shown = blocks === undefined || blocks.length === 0 ? ownBlocks(world, stored) : blocks;
  return { text: stored, blocks: shown, attachments, metadata, warning };
}

/** Changes for chat.update: what isn't given stays, except that a bare text replaces the blocks. */
export function changedContent(world: World, args: Arguments): Partial<MessageContent> {
  checkMarkdown(args);
  const blocks = blocksOf(world, args);
  const attachments = attachmentsOf(args);
  const metadata = metadataOf(args);
  const stored = textOf(world, args);
  if (stored === null && blocks === undefined && attachments === undefined) throw new MethodError("no_text");
  if ((stored ?? "").length > LIMITS.updateText) throw new MethodError("msg_too_long");
  const bare = stored !== null && (blocks === undefined || blocks.length === 0);
  const shown = bare ? ownBlocks(world, stored) : blocks;
  return {
    ...(stored === null ? {} : { text: stored }),
    ...(shown === undefined ? {} : { blocks: shown }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}
