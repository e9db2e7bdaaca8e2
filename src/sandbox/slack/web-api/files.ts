import { sendChannelEvent } from "../events.ts";
import { fileSharedEvent, storeFile } from "../files.ts";
import { addPost, changePost, removePost } from "../messages.ts";
import { MethodError } from "../refusals.ts";
import type { Wire } from "../wire.ts";
import type { Channel, StoredFile, World } from "../workspace.ts";
import { type Arguments, objects, required, text, whole, words } from "./arguments.ts";
import type { CallContext, Method } from "./method.ts";
import { postableChannel } from "./places.ts";

function knownFile(world: World, id: string): StoredFile {
  const file = world.files.get(id);
  if (file === undefined) throw new MethodError("file_not_found");
  return file;
}

function info({ world, args }: CallContext): Wire {
  const { wire, mimetype, content } = knownFile(world, required(args, "file", "file_not_found"));
  const readable = mimetype.startsWith("text/") ? { content: content.toString("utf8") } : {};
  return { file: wire, ...readable, comments: [] };
}

function getUploadUrl({ world, args }: CallContext): Wire {
  const name = required(args, "filename");
  required(args, "length");
  const length = whole(args, "length", 0);
  if (length === 0) throw new MethodError("missing_argument");
  const file = storeFile(world, world.botUserId, name, Buffer.alloc(0));
  file.uploaded = false;
  file.wire.size = length;
  return { upload_url: `${world.url}/upload/v1/${String(file.wire.id)}`, file_id: file.wire.id };
}

function uploadedFiles(world: World, args: Arguments): Wire[] {
  const given = objects(args, "files", "invalid_arguments") ?? [];
  if (given.length === 0) required({}, "files");
  return given.map(({ id, title }) => {
    const file = knownFile(world, String(id));
    if (!file.uploaded) throw new MethodError("file_not_found");
    if (typeof title === "string") file.wire.title = title;
    return file.wire;
  });
}

/** Slack shares after it has answered; the message's ts is learnt from its event. */
function shareLater(world: World, channel: Channel, files: Wire[], args: Arguments): void {
  setImmediate(() => {
    addPost(world, channel, {
      user: world.botUserId,
      botId: world.botId,
      appId: world.appId,
      subtype: "file_share",
      text: text(args, "initial_comment") ?? "",
      files,
      threadTs: text(args, "thread_ts"),
    });
    for (const file of files) sendChannelEvent(world, channel, fileSharedEvent(world, channel, file));
  });
}

function complete({ world, args }: CallContext): Wire {
  const single = text(args, "channel_id");
  // A conversation's id, and no person's: that is for `channels` alone.
  if (single !== null && !world.channels.has(single)) throw new MethodError("channel_not_found");
  const ids = [single, ...words(args, "channels")].filter((id) => id !== null);
  if (ids.length > 1 && text(args, "thread_ts") !== null) throw new MethodError("channels_limit_exceeded");
  const channels = ids.map((channel) => postableChannel(world, { channel }));
  const files = uploadedFiles(world, args);
  for (const channel of channels) shareLater(world, channel, files, args);
  return { files };
}

/** It goes from all messages that show it; a message of ours that shows nothing else goes with it. */
function remove({ world, args }: CallContext): Wire {
  const file = knownFile(world, required(args, "file", "file_not_found"));
  if (file.wire.user !== world.botUserId) throw new MethodError("cant_delete_file");
  world.files.delete(String(file.wire.id));
  for (const channel of world.channels.values())
    for (const post of [...channel.posts.values()]) {
      const files = post.files.filter((wire) => wire.id !== file.wire.id);
      if (files.length === post.files.length) continue;
      if (files.length === 0 && post.text === "") removePost(world, channel, post);
      else changePost(world, channel, post, { files });
    }
  return {};
}

export const filesMethods: Record<string, Method> = {
  "files.info": { rate: "tier4", token: "bot", scopes: ["files:read"], run: info },
  "files.delete": { rate: "tier3", token: "bot", scopes: ["files:write"], run: remove },
  "files.getUploadURLExternal": { rate: "tier4", token: "bot", scopes: ["files:write"], run: getUploadUrl },
  "files.completeUploadExternal": { rate: "tier4", token: "bot", scopes: ["files:write"], run: complete },
};
