/** Texts, as they are sent and as the control shows them. */

export interface TextSpec {
  /** A phone's number, a short code or a sender name. Unknown ones become a mobile. */
  readonly from: string;
  /** One of the account's numbers. */
  readonly to: string;
  readonly body: string;
  readonly media?: readonly MediaSpec[];
}

export interface MediaSpec {
  readonly contentType: string;
  /** The bytes in base64. */
  readonly base64: string;
  /** So many bytes in all: what is missing are zeros. */
  readonly size?: number;
  /** The address that the webhook names, in place of the stand-in's own. */
  readonly url?: string;
}

export type MessageStatus =
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "undelivered"
  | "failed"
  | "received";

export type MessageDirection = "inbound" | "outbound-api" | "outbound-reply";

export interface MessageView {
  readonly sid: string;
  readonly direction: MessageDirection;
  readonly from: string;
  readonly to: string;
  /** All whom it went to, where the carrier has group texts. */
  readonly recipients?: readonly string[];
  readonly body: string;
  readonly media: number;
  /** What each is said to be, where its bytes can be asked for. */
  readonly mediaTypes?: readonly string[];
  readonly segments: number;
  readonly status: MessageStatus;
  /** Twilio's are numbers; other carriers have words. */
  readonly errorCode: number | string | null;
  /** Whether the phone has it (outbound) or its sender sent it (inbound: always). */
  readonly arrived: boolean;
  readonly createdAt: string;
  readonly sentAt: string | null;
}
