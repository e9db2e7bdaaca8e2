/** Threads and their entries as RingCentral's shared inbox has them. */
import { z } from "zod";
import type { Address, CarrierThreadId, E164, LoginName } from "../../domain/ids.ts";
import { keepAddress, parseAddress } from "../../domain/phone.ts";
import type { Extensions } from "./extensions.ts";
import { readNumber, time } from "./message-record.ts";
import { readMessageId } from "./message-status.ts";

const person = z
  .object({ extensionId: z.coerce.string().nullish(), name: z.string().nullish() })
  .nullish()
  .catch(null);
const party = z.object({ phoneNumber: z.string().nullish() }).nullish().catch(null);

const threadRecord = z.object({
  id: z.string().min(1),
  status: z.string(),
  statusReason: z.string().nullish().catch(null),
  availability: z.string().nullish().catch(null),
  ownerParty: party,
  guestParty: party,
  assignee: person,
  lastModifiedTime: time,
});

export interface Thread {
  readonly id: CarrierThreadId;
  readonly line: E164;
  readonly contact: Address;
  readonly state: "open" | "resolved" | "deleted";
  readonly reason: "person" | "silence" | "line_gone" | null;
  readonly assignee: Person | null;
  readonly at: Date | null;
}

export type Person = z.infer<typeof person>;

/** Null for what can't be read. */
export function readThread(raw: unknown): Thread | null {
  const read = threadRecord.safeParse(raw);
  if (!read.success) return null;
  const { id, ownerParty, guestParty, assignee, lastModifiedTime: at, ...standing } = read.data;
  const line = readNumber(ownerParty?.phoneNumber ?? "");
  const guest = guestParty?.phoneNumber ?? "";
  const contact = (readNumber(guest) as Address | null) ?? parseAddress(guest) ?? keepAddress(guest);
  if (line === null || contact === null) return null;
  return {
    id: id as CarrierThreadId,
    line,
    contact,
    ...standingOf(standing),
    assignee: assignee ?? null,
    at,
  };
}

function standingOf({
  status,
  statusReason,
  availability,
}: Pick<z.infer<typeof threadRecord>, "status" | "statusReason" | "availability">): Pick<
  Thread,
  "state" | "reason"
> {
  if (availability === "Deleted") return { state: "deleted", reason: "person" };
  if (status !== "Resolved") return { state: "open", reason: null };
  if (statusReason === "ThreadExpired") return { state: "resolved", reason: "silence" };
  const isGone = statusReason === "OwnerDeleted" || statusReason === "OwnerPhoneNumberDeleted";
  return { state: "resolved", reason: isGone ? "line_gone" : "person" };
}

const attachment = z.object({
  id: z.coerce.string(),
  contentType: z.string().nullish(),
  filename: z.string().nullish(),
  contentUri: z.string().nullish(),
  size: z.number().nullish().catch(null),
});

const entry = z.object({
  recordType: z.string(),
  id: z.unknown().transform(readMessageId),
  threadId: z.string().min(1),
  availability: z.string().nullish().catch(null),
  creationTime: time,
  lastModifiedTime: time,
  direction: z.string().nullish().catch(null),
  messageStatus: z.string().nullish().catch(null),
  deliveryErrorCode: z.string().nullish().catch(null),
  /** One draft of RingCentral's pages has failures here. */
  to: z
    .array(z.object({ errorCode: z.string().nullish() }))
    .nullish()
    .catch(null),
  text: z.string().nullish().catch(null),
  attachments: z.array(attachment).nullish().catch(null),
  author: person,
  initiator: person,
  assignee: person,
});

export type Entry = z.infer<typeof entry>;

/** Null for what can't be read. */
export function readEntry(raw: unknown): Entry | null {
  return entry.safeParse(raw).data ?? null;
}

/** By a login of ours where it is one, and as RingCentral calls them. */
export function personOf(
  { loginOf }: Extensions,
  whom: Person | undefined,
): { readonly login: LoginName | null; readonly name: string } | null {
  if (whom == null || (whom.extensionId == null && whom.name == null)) return null;
  const login = whom.extensionId == null ? null : loginOf(whom.extensionId);
  return { login, name: whom.name ?? `extension ${whom.extensionId}` };
}
