import type { PhoneView } from "../types/numbers.ts";
import type { Message, MessageStatus, Phone, Recipient, Thread } from "./entities.ts";
import type { MessageView, ThreadView } from "./types/messages.ts";
import { iso, type World } from "./world.ts";

const plainStatus: Readonly<Record<MessageStatus, MessageView["status"]>> = {
  Queued: "queued",
  Sent: "sent",
  Delivered: "delivered",
  SendingFailed: "failed",
  DeliveryFailed: "undelivered",
  Received: "received",
};

/** A group text as one of those sees it whom it went to; absent: the first. */
export function viewMessage(message: Message, recipient?: Recipient): MessageView {
  const { direction, from, text } = message;
  const seen = recipient ?? message.to[0];
  const status = direction === "Inbound" ? "Received" : statusOf(message);
  const types = message.attachments.map(({ contentType }) => contentType);
  return {
    sid: String(message.id),
    direction: direction === "Inbound" ? "inbound" : "outbound-api",
    from,
    to: seen?.number ?? "",
    recipients: message.to.map(({ number }) => number),
    body: text,
    media: types.length,
    ...(types.length > 0 ? { mediaTypes: types } : {}),
    segments: segmentsOf(text),
    messageStatus: status,
    status: plainStatus[recipient?.status ?? status],
    errorCode: seen?.errorCode ?? null,
    arrived: direction === "Inbound" || seen?.arrived === true,
    createdAt: iso(message.createdAt),
    sentAt: message.sentAt === null ? null : iso(message.sentAt),
    thread: message.thread?.id ?? null,
    extension: message.author ?? message.extension,
    isRead: message.readStatus === "Read",
  };
}

/** The whole: queued while one is, failed where one is. */
export function statusOf({ direction, to }: Message): MessageStatus {
  if (direction === "Inbound") return "Received";
  const all = to.map(({ status }) => status);
  const first = (["Queued", "SendingFailed", "DeliveryFailed", "Sent"] as const).find((one) =>
    all.includes(one),
  );
  return first ?? "Delivered";
}

export function segmentsOf(text: string): number {
  const isPlain = [...text].every((character) => (character.codePointAt(0) ?? 0) < 128);
  const [one, many] = isPlain ? [160, 153] : [70, 67];
  return text.length <= one ? 1 : Math.ceil(text.length / many);
}

export function viewPhone(world: World, phone: Phone): PhoneView {
  return {
    ...viewPhoneBriefly(world, phone),
    messages: phone.messages.map((message) =>
      viewMessage(
        message,
        message.to.find(({ number }) => number === phone.number),
      ),
    ),
  };
}

export function viewPhoneBriefly(world: World, { number, name, kind }: Phone): Omit<PhoneView, "messages"> {
  const stopped = [...world.consents.values()]
    .filter(({ to, status }) => to === number && status === "OptOut")
    .map(({ from }) => from);
  return { number, name, kind, stopped };
}

export function viewThread(world: World, thread: Thread): ThreadView {
  const { id, line, guest, status, statusReason, assignee, availability } = thread;
  return {
    id,
    line: line.number,
    guest,
    status,
    statusReason,
    assignee,
    isDeleted: availability === "Deleted",
    createdAt: iso(thread.createdAt),
    messages: [...world.messages.values()]
      .filter((message) => message.thread === thread && message.availability === "Alive")
      .map((message) => viewMessage(message)),
    notes: [...world.notes.values()]
      .filter((note) => note.thread === thread && note.availability === "Alive")
      .map((note) => ({ id: note.id, author: note.author, text: note.text })),
  };
}
