/** What a card's buttons carry: the conversation, and who had it when the card was drawn. */
import type { EpisodeId, Username } from "../../domain/ids.ts";
import { isRecord, stringIn } from "../transport/json.ts";

export interface CardValue {
  readonly episode: EpisodeId;
  readonly seenAssignee: Username | null;
}

/** Slack takes 2,000 characters as a button's value. */
export function writeCardValue({ episode, seenAssignee }: CardValue): string {
  return JSON.stringify({ e: episode, a: seenAssignee });
}

/** Null for a button of an earlier version, or one that was made up. */
export function readCardValue(value: string): CardValue | null {
  const parsed = parse(value);
  const episode = isRecord(parsed) ? stringIn(parsed, "e") : undefined;
  if (!isRecord(parsed) || episode === undefined) return null;
  const seenAssignee = (stringIn(parsed, "a") ?? null) as Username | null;
  return { episode: episode as EpisodeId, seenAssignee };
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
