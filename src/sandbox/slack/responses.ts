import { checkBlocks } from "./block-rules.ts";
import { storedBlocks } from "./blocks.ts";
import { storedText } from "./entities.ts";
import { findEphemeral, removeEphemeral, replaceEphemeral, showEphemeral } from "./ephemerals.ts";
import { addPost, changePost, removePost } from "./messages.ts";
import { listOf, type Wire } from "./wire.ts";
import type { Channel, ResponseUrl, World } from "./workspace.ts";

interface Target {
  user: string;
  channel: string;
  threadTs: string | null;
}

/** What a slash command's ack, or a body sent to a response URL, puts into the channel. Says an error, or null. */
export function respond(world: World, target: Target, body: Wire): string | null {
  const channel = world.channels.get(target.channel);
  if (channel === undefined) return "channel_not_found";
  if (channel.isArchived) return "is_archived";
  const problem = contentProblem(body);
  if (problem !== null) return problem;
  const threadTs = typeof body.thread_ts === "string" ? body.thread_ts : target.threadTs;
  if (body.response_type === "in_channel") postAsApp(world, channel, body, threadTs);
  else showEphemeral(world, channel, target.user, body, threadTs);
  return null;
}

function contentProblem(body: Wire): string | null {
  if (body.blocks !== undefined) {
    return checkBlocks(body.blocks, "message", "/blocks").messages.length > 0 ? "invalid_blocks" : null;
  }
  return typeof body.text === "string" || body.attachments !== undefined ? null : "no_text";
}

function contentOf(world: World, body: Wire) {
  return {
    text: storedText(String(body.text ?? ""), body.parse !== "none"),
    blocks: storedBlocks(world, listOf(body.blocks)),
    attachments: listOf(body.attachments),
  };
}

function postAsApp(world: World, channel: Channel, body: Wire, threadTs: string | null): void {
  const author = { user: world.botUserId, botId: world.botId, appId: world.appId };
  addPost(world, channel, { ...contentOf(world, body), ...author, threadTs });
}

/** Changes or deletes the message that was acted on. */
function onOriginal(world: World, target: ResponseUrl, body: Wire): string | null {
  const removing = body.delete_original === true;
  const ephemeral =
    target.ts === null ? undefined : findEphemeral(world, target.user, target.channel, target.ts);
  if (ephemeral !== undefined) {
    if (removing) removeEphemeral(world, ephemeral);
    else replaceEphemeral(world, ephemeral, body);
    return null;
  }
  const channel = world.channels.get(target.channel);
  const post = channel?.posts.get(target.ts ?? "");
  // An ephemeral message that is gone can't be told from one that never was: Slack answers ok.
  if (channel === undefined || post === undefined) return target.isEphemeral ? null : "message_not_found";
  if (removing) removePost(world, channel, post);
  else changePost(world, channel, post, contentOf(world, body));
  return null;
}

/** A POST to a response URL (`/actions/T../..`, without `/hooks`). */
export function takeResponse(world: World, path: string, body: Wire): { status: number; text: string } {
  const target = world.responseUrls.get(path);
  if (target === undefined) return { status: 404, text: JSON.stringify({ ok: false, error: "invalid_url" }) };
  if (world.now() > target.expiresAt)
    return { status: 404, text: JSON.stringify({ ok: false, error: "expired_url" }) };
  if (target.usesLeft <= 0) return { status: 404, text: JSON.stringify({ ok: false, error: "used_url" }) };
  target.usesLeft -= 1;
  const onIt = body.replace_original === true || body.delete_original === true;
  const error = onIt ? onOriginal(world, target, body) : respond(world, target, body);
  return error === null
    ? { status: 200, text: "ok" }
    : { status: 400, text: JSON.stringify({ ok: false, error }) };
}
