/**
 * The identifiers of the house. Each is minted in one place and opaque everywhere else:
 * they are stored, so a change of format is a migration.
 */
declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** A phone number in E.164 form, `+` and digits. Minted by `phone.ts`. */
export type E164 = Branded<string, "E164">;
/** Whom a contact texts as: an E.164 number, a short code or an alphanumeric sender name. Minted by `phone.ts`. */
export type Address = Branded<string, "Address">;

/** A member's name in the directory, lower case, unique. */
export type Username = Branded<string, "Username">;
/** The digits that name a member or a group, also an alias of the username. */
export type Extension = Branded<string, "Extension">;

export type ContactId = Branded<string, "ContactId">;
export type ConversationId = Branded<string, "ConversationId">;
export type EpisodeId = Branded<string, "EpisodeId">;
export type MessageId = Branded<string, "MessageId">;
export type NoticeId = Branded<string, "NoticeId">;
/** The same words to many. */
export type ListId = Branded<string, "ListId">;
/** A prepared answer. */
export type TemplateId = Branded<string, "TemplateId">;
/** A text that is filled in and not sent. */
export type DraftId = Branded<string, "DraftId">;
/** What is logged to the CRM together. */
export type RecordId = Branded<string, "RecordId">;
/** What a record is of, and what the CRM knows it by: `day:CONVERSATION:2026-01-31`. Minted by `record.ts`. */
export type RecordKey = Branded<string, "RecordKey">;
/** Something that happened to a stretch of a conversation. */
export type EventId = Branded<string, "EventId">;
/** A contact's id in the CRM. Opaque: the CRM's folder may put more into it than the CRM's own. */
export type CrmContactId = Branded<string, "CrmContactId">;
/** A log's id in the CRM, in the same way. */
export type LogReference = Branded<string, "LogReference">;
/** What two of the team write to each other. */
export type StaffConversationId = Branded<string, "StaffConversationId">;

/** A carrier's own id of a message (Twilio: a SID). Unique per carrier. */
export type CarrierMessageId = Branded<string, "CarrierMessageId">;
/** A carrier's own id of a thread in its shared inbox. */
export type CarrierThreadId = Branded<string, "CarrierThreadId">;
/** A file that came with a text, or goes along with one. */
export type FileId = Branded<string, "FileId">;
/** A file as the desk calls it. */
export type DeskFileId = Branded<string, "DeskFileId">;
/** What the directory calls an account, or a user of one, at a carrier. Small letters, digits and hyphens. */
export type LoginName = Branded<string, "LoginName">;
/** How far a carrier has told us what came. Minted by the carrier, in a form of its own; it must read each form that it ever gave. */
export type CarrierCursor = Branded<string, "CarrierCursor">;

export type SlackUserId = Branded<string, "SlackUserId">;
export type SlackChannelId = Branded<string, "SlackChannelId">;
/** Slack's message timestamp, `seconds.micros` as text: the id of a message within its channel, and its order. */
export type SlackTs = Branded<string, "SlackTs">;
