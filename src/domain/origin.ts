/** How a text of ours came to be. */
export type Origin =
  /** Written in a thread. */
  | "typed"
  /** Begun from Slack, without a text before it. */
  | "started"
  | "template"
  /** One of many with the same words. */
  | "list"
  | "scheduled"
  | "automatic"
  /** Sent through the carrier's account, by something else. */
  | "elsewhere"
  /** Another try of one that failed, or whose fate is unknown. */
  | "retry";
