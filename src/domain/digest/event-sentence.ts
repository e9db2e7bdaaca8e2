/** What happened to a conversation, as its record says it. */

export interface Happened {
  readonly kind: "assigned" | "unassigned" | "resolved" | "reopened" | "moved";
  /** By name; null: nobody's hand. */
  readonly by: string | null;
  /** Of an assignment: to whom, by name. */
  readonly to: string | null;
}

export function eventSentence({ kind, by, to }: Happened): string {
  switch (kind) {
    case "assigned":
      if (to === null) return by === null ? "It was assigned." : `${by} assigned it.`;
      if (by === null) return `It was assigned to ${to}.`;
      return by === to ? `${by} took it.` : `${by} assigned it to ${to}.`;
    case "unassigned":
      return by === null ? "Nobody has it any more." : `${by} gave it up: nobody has it any more.`;
    case "resolved":
      return by === null ? "It was resolved by itself." : `${by} resolved it.`;
    case "reopened":
      return by === null ? "It was reopened by a new text." : `${by} reopened it.`;
    case "moved":
      return to === null ? "It moved on to another line or member." : `It moved on to ${to}.`;
  }
}
