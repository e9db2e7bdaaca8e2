import { randomUUID } from "node:crypto";
import { padded } from "../padded.ts";
import { keywordOf } from "./keywords.ts";
import type { Channel, TelnyxTextSpec } from "./types/messages.ts";
import type { Message, World } from "./world.ts";

/** Stores what a phone texts. @throws when the number is not the account's */
export function addInbound(world: World, spec: TelnyxTextSpec): Message {
  const line = world.lines.get(spec.to);
  if (line === undefined) throw new Error(`${spec.to} is not one of the account's numbers; add it first.`);
  const media = (spec.media ?? []).map(({ contentType, base64, size, url }) => ({
    key: randomUUID(),
    contentType,
    content: padded(Buffer.from(base64, "base64"), size),
    url: url ?? null,
  }));
  const others = spec.others ?? [];
  const channel: Channel = spec.channel ?? (media.length + others.length > 0 ? "MMS" : "SMS");
  const isText = channel === "SMS" || channel === "MMS";
  return world.addMessage({
    direction: "inbound",
    channel,
    from: spec.from,
    to: spec.to,
    others,
    text: spec.body,
    profile: line.profile,
    media,
    autoresponse: isText ? keywordOf(spec.body, line.profile) : null,
  });
}
