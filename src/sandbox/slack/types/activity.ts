/** What happened between the app and the stand-in. */

import type { Wire } from "../wire.ts";
import type { EphemeralView, MessageView, NotificationView, OpenView } from "./messages.ts";

/** One Web API request and what it got. */
export interface CallRecord {
  seq: number;
  at: number;
  method: string;
  args: Wire;
  status: number;
  answer: Wire;
  /** False when the answer was never sent. */
  answered: boolean;
  ms: number;
}

export interface DeliveryAttempt {
  at: number;
  ok: boolean;
  status?: number;
  /** `http_timeout`, `http_error`, `connection_failed`, `no_socket`, ... */
  reason?: string;
  /** Which socket got it, in socket mode. */
  socket?: number;
}

/** One event or interaction on its way to the app. */
export interface DeliveryRecord {
  seq: number;
  at: number;
  kind: "event" | "interactive" | "command";
  /** Event type with its subtype (`message`, `message.message_changed`), or the payload's type. */
  type: string;
  id: string;
  channel: string | null;
  body: Wire;
  attempts: DeliveryAttempt[];
  state: "waiting" | "held" | "delivered" | "given_up";
}

/** Something that happened, as the stream tells it. */
export type Activity =
  | { type: "call"; call: CallRecord }
  | { type: "delivery"; delivery: DeliveryRecord }
  | { type: "message_posted"; message: MessageView }
  | { type: "message_changed"; message: MessageView }
  | { type: "message_deleted"; channel: string; ts: string }
  | { type: "reaction_added" | "reaction_removed"; channel: string; ts: string; user: string; name: string }
  | { type: "ephemeral"; ephemeral: EphemeralView }
  | { type: "ephemeral_removed"; user: string; channel: string; ts: string }
  | { type: "notification"; notification: NotificationView }
  | { type: "views_changed"; user: string; views: OpenView[] }
  | { type: "home_changed"; user: string; home: OpenView }
  | { type: "socket_opened" | "socket_closed"; socket: number; open: number }
  | { type: "workspace_changed" };
