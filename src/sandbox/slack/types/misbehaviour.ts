/** What the stand-in can be told to do wrong. */

export type MisbehaviourKind =
  | "delay"
  | "fail"
  | "dropAnswer"
  | "garble"
  | "duplicate"
  | "reorder"
  | "hold"
  | "rateLimit";

/**
 * One way to misbehave, for API calls (`match.method`) or deliveries (`match.event`).
 * Calls: `delay`; `fail` before acting (`error`: ok:false with it; else HTTP `status`, default 500);
 * `dropAnswer`: act, then break the connection; `garble`: act, then answer 200 with `body`; `rateLimit`: 429.
 * Deliveries: `delay`; `fail`: the attempt doesn't arrive; `dropAnswer`: arrives, its answer is lost (in socket
 * mode the socket breaks); `duplicate`: arrives twice (`newEventId`: under another id); `reorder`: arrives after
 * the next one; `hold`: until `release()`.
 */
export interface Misbehaviour {
  match?: {
    /** A method's name; `chat.*` matches a family, absent any (when `event` is absent too). */
    method?: string;
    /**
     * An event's type (`message`: a new one without subtype), type with subtype (`message.message_changed`), both
     * (`message.*`), or an interaction's type (`block_actions`); `*` any.
     */
    event?: string;
    channel?: string;
  };
  /** How often; default 1; 0 means until cleared. */
  times?: number;
  kind: MisbehaviourKind;
  ms?: number;
  /** For a delayed call: wait before acting (default) or between acting and answering. */
  when?: "before" | "after";
  error?: string;
  status?: number;
  /** For `garble`; empty when absent. */
  body?: string;
  /** Seconds. */
  retryAfter?: number;
  /** For `duplicate`: how many more; default 1. */
  copies?: number;
  newEventId?: boolean;
}
