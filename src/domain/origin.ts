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

/** A member's own, without a message of theirs behind it: a post of ours shows it. */
export function isBegun(origin: Origin | null): boolean {
  return origin === "started" || origin === "template" || origin === "scheduled";
}

/** Somebody wrote it to this contact alone: it answers them. */
export function isAnswer(origin: Origin | null): boolean {
  return origin !== "automatic" && origin !== "list";
}

/** A member wrote it at the desk: they have read what came before it. */
export function isByHand({
  origin,
  author,
}: {
  readonly origin: Origin | null;
  readonly author: string | null;
}): boolean {
  return author !== null && isAnswer(origin) && origin !== "elsewhere";
}

/** Who wrote it, where nobody of the directory did. @param sender as the carrier calls them. */
export function sentElsewhere(sender: string | null): string {
  return sender === null ? "Sent through another app" : `${sender}, through another app`;
}

/** It leaves from the line that it was written for, not from the one that a reply would leave from by now; what a template answered is a reply. */
export function keepsItsLine(origin: Origin | null): boolean {
  return (
    (isBegun(origin) && origin !== "template") ||
    origin === "list" ||
    origin === "automatic" ||
    origin === "retry"
  );
}
