/** Texts as RingCentral writes them. A bigint is written as a number. */
import type { Message } from "./entities.ts";
import { segmentsOf, statusOf } from "./views.ts";
import { iso, type World } from "./world.ts";

/** As the message store shows it. `whole`: asked for by its id. */
export function renderMessage(world: World, url: string, message: Message, whole = false) {
  const { id, extension, text, direction } = message;
  const uri = `${url}/restapi/v1.0/account/${world.accountId}/extension/${extension}/message-store/${id}`;
  const code = message.to.find(({ errorCode }) => errorCode !== null)?.errorCode ?? null;
  return {
    uri,
    id,
    ...common(world, message),
    extensionId: extension,
    conversationId: message.conversation,
    attachments: attachmentsOf(message, uri),
    direction,
    ...(direction === "Outbound"
      ? {
          smsSendingAttemptsCount: 1,
          ...(statusOf(message) === "Delivered" ? { smsDeliveryTime: iso(message.changedAt) } : {}),
        }
      : {}),
    subject: text,
    ...(whole
      ? { segmentCount: segmentsOf(text), ...(code === null ? {} : { deliveryErrorCode: code }) }
      : {}),
  };
}

/** What is left of a text that was deleted for good. */
export function renderPurged(url: string, message: Message, world: World) {
  const { id, extension, changedAt, createdAt, availability } = message;
  const uri = `${url}/restapi/v1.0/account/${world.accountId}/extension/${extension}/message-store/${id}`;
  return {
    uri,
    id,
    type: "SMS",
    availability,
    creationTime: iso(createdAt),
    lastModifiedTime: iso(changedAt),
  };
}

/** As the instant event tells it. */
export function renderInstant(world: World, message: Message) {
  const owner = world.extension(message.extension ?? "");
  return {
    ...common(world, message),
    id: String(message.id),
    attachments: message.attachments.map(({ id, contentType }) => ({
      id: String(id),
      type: "MmsAttachment",
      contentType,
    })),
    direction: "Inbound",
    subject: message.text,
    eventType: "Create",
    owner: { extensionId: owner.id, extensionType: owner.type, name: owner.name },
  };
}

function common(world: World, message: Message) {
  const { from, to, direction, createdAt, changedAt, readStatus, availability } = message;
  const isOurs = (number: string) => world.lines.get(number);
  const party = (number: string) => {
    const name = isOurs(number)?.name;
    return { phoneNumber: number, ...(name === undefined ? { location: "New York, NY" } : { name }) };
  };
  return {
    to: to.map(({ number, status }) => ({
      ...party(number),
      ...(direction === "Inbound" ? { target: true } : { messageStatus: status }),
    })),
    from: party(from),
    type: "SMS",
    creationTime: iso(createdAt),
    lastModifiedTime: iso(changedAt),
    readStatus,
    priority: "Normal",
    availability,
    messageStatus: statusOf(message),
    conversation: {
      id: String(message.conversation),
      uri: `https://platform.ringcentral.com/restapi/v1.0/conversation/${message.conversation}`,
    },
  };
}

function attachmentsOf({ id, text, attachments }: Message, uri: string) {
  const words = {
    id,
    uri: `${uri}/content/${id}`,
    type: "Text",
    contentType: "text/plain",
  };
  const files = attachments.map((one) => ({
    id: one.id,
    uri: `${uri}/content/${one.id}`,
    type: "MmsAttachment",
    contentType: one.contentType,
    fileName: one.name,
    size: one.content.length,
  }));
  return text === "" && files.length > 0 ? files : [words, ...files];
}
