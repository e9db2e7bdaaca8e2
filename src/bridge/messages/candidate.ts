import type { SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Message } from "../../store/messages.ts";

/** A member's message, as it comes before the judge. */
export interface Candidate {
  readonly place: Place;
  /** Who answers for it: its writer, or whoever chose to send it after all. */
  readonly author: SlackUserId;
  readonly text: string;
  readonly kind: "plain" | "me";
  readonly mentions: boolean;
  readonly files: number;
  readonly thread: "current" | "former";
  /** When it was last written on. Milliseconds. */
  readonly writtenAt: number;
  readonly tooLate: false | "late" | "outage";
  /** What keeps it that was said yes to, for these words; not empty when someone has just chosen that it leave. */
  readonly agreed: ReadonlySet<WaitReason>;
  /** The text that was made of it before. */
  readonly message: Message | null;
}
