/** Texts and threads as the control shows them. The plain ones have the same shape as those of the other carrier's stand-in. */
import type { MessageView as PlainView, TextSpec } from "../../types/messages.ts";

export interface MessageView extends PlainView {
  /** RingCentral's own word. */
  readonly messageStatus: "Queued" | "Sent" | "Delivered" | "SendingFailed" | "DeliveryFailed" | "Received";
  /** All whom it went to. */
  readonly recipients: readonly string[];
  /** The thread of the shared inbox that it stands in; null: it stands in a message store. */
  readonly thread: string | null;
  /** Whose message store it stands in, or who wrote it in the shared inbox, by id; null: a customer. */
  readonly extension: string | null;
  readonly isRead: boolean;
}

export interface ThreadView {
  readonly id: string;
  readonly line: string;
  readonly guest: string;
  readonly status: "Open" | "Resolved";
  readonly statusReason: "Manual" | "ThreadExpired" | null;
  /** By extension id. */
  readonly assignee: string | null;
  readonly isDeleted: boolean;
  readonly createdAt: string;
  readonly messages: readonly MessageView[];
  readonly notes: readonly NoteView[];
}

export interface NoteView {
  readonly id: string;
  readonly author: string;
  readonly text: string;
}

/** Somebody sends from another of RingCentral's apps. */
export interface ElsewhereSpec {
  /** By extension id. */
  readonly extension: string;
  readonly from: string;
  readonly to: string | readonly string[];
  readonly body: string;
  readonly media?: TextSpec["media"];
}
