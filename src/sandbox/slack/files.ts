import type { NewFile } from "./types/acts.ts";
import type { FileView } from "./types/messages.ts";
import type { Wire } from "./wire.ts";
import type { Channel, Post, StoredFile, World } from "./workspace.ts";

const MIME_BY_ENDING: Record<string, string> = {
  amr: "audio/amr",
  csv: "text/csv",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  mp4: "video/mp4",
  pdf: "application/pdf",
  png: "image/png",
  txt: "text/plain",
  vcf: "text/vcard",
};

function endingOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "binary" : name.slice(dot + 1).toLowerCase();
}

/** Stores a file under a new id; says the stored file. */
export function storeFile(
  world: World,
  user: string,
  name: string,
  content: Buffer,
  mimetype?: string,
): StoredFile {
  const id = world.mint.id("F");
  const filetype = endingOf(name);
  const seconds = Math.floor(world.now() / 1000);
  const address = `${world.url}/files-pri/${world.teamId}-${id}/${encodeURIComponent(name)}`;
  const type = mimetype ?? MIME_BY_ENDING[filetype] ?? "application/octet-stream";
  const wire: Wire = {
    id,
    created: seconds,
    timestamp: seconds,
    name,
    title: name,
    mimetype: type,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user,
    user_team: world.teamId,
    editable: false,
    size: content.length,
    mode: "hosted",
    is_external: false,
    external_type: "",
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: "",
    url_private: address,
    url_private_download: `${address}?download=1`,
    permalink: `https://${world.teamDomain}.slack.com/files/${user}/${id}/${encodeURIComponent(name)}`,
    permalink_public: "",
    is_starred: false,
    has_rich_preview: false,
    file_access: "visible",
  };
  const file: StoredFile = { wire, content, mimetype: type, uploaded: true };
  world.files.set(id, file);
  return file;
}

/** A person's attachment, stored. */
export function storeAttachment(world: World, user: string, given: NewFile): Wire {
  const content = Buffer.from(given.content ?? "", given.encoding ?? "utf8");
  const { wire } = storeFile(world, user, given.name, content, given.mimetype);
  if (given.title !== undefined) wire.title = given.title;
  return wire;
}

function fileView(world: World, { channel, ts }: Post, wire: Wire): FileView[] {
  const file = world.files.get(String(wire.id));
  if (file === undefined) return [];
  const encoding = file.mimetype.startsWith("text/") ? "utf8" : "base64";
  return [
    {
      id: String(wire.id),
      name: String(wire.name),
      title: String(wire.title),
      mimetype: file.mimetype,
      user: String(wire.user),
      channel,
      ts,
      content: file.content.toString(encoding),
    },
  ];
}

/** The files of a conversation's messages, or of all conversations', oldest first. */
export function filesIn(world: World, channel?: string): FileView[] {
  const places = [...world.channels.values()].filter(({ id }) => channel === undefined || id === channel);
  const posts = places.flatMap(({ posts: inside }) => [...inside.values()]);
  return posts
    .sort((a, b) => a.ts.localeCompare(b.ts))
    .flatMap((post) => post.files.flatMap((wire) => fileView(world, post, wire)));
}

/** `file_shared`, which carries ids only. */
export function fileSharedEvent(world: World, channel: Channel, file: Wire): Wire {
  return {
    type: "file_shared",
    file_id: file.id,
    user_id: file.user,
    file: { id: file.id },
    channel_id: channel.id,
    event_ts: world.mint.ts(),
  };
}
