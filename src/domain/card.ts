/** What a card shows: a projection of an episode, drawn by the desk. */
import type { CardLogging } from "./card-logging.ts";
import type { Address, EpisodeId, SlackChannelId, SlackUserId, Username } from "./ids.ts";
import type { Place } from "./sentence.ts";

export interface CardModel {
  readonly episode: EpisodeId;
  readonly channel: SlackChannelId;
  readonly contact: {
    readonly name: string | null;
    readonly address: Address;
    /** All of a group that texts together; absent: it is one. */
    readonly members?: readonly string[];
  };
  /** Empty where nothing is known of it: of a member's own, whose texts have gone to somebody else. */
  readonly line: string;
  readonly state: "open" | "resolved" | "closed";
  /** A member's own: nobody takes it. `answersFrom`: the line that answers leave from; null: none can. Null for a shared one. */
  readonly direct: {
    readonly answersFrom: string | null;
    /** Who gets the answers to what left last, where that is somebody else. */
    readonly answersGo: string | null;
  } | null;
  readonly assignee: { readonly username: Username; readonly user: SlackUserId | null } | null;
  readonly lastTextAt: number | null;
  /** Since when the customer waits for an answer; null while they don't. */
  readonly waitingSince: number | null;
  /** Until when it is put aside: `write` until its contact writes; null while it is not. */
  readonly snoozedUntil: number | "write" | null;
  /** The newest text of ours that left. `unasked`: they have written nothing here, so that it answers nobody. */
  readonly answered: {
    readonly at: number;
    readonly by: string | null;
    readonly unasked?: boolean;
  } | null;
  /** Since when they do not want to be texted from this line, and by which words, or otherwise how. */
  readonly optedOut: { readonly at: number; readonly how: string } | null;
  /** What keeps texts from this line back though they have not opted out any more: by whom, and what helps; absent: nothing. */
  readonly keptBack?: string;
  /** Whether it is asked if they want that. */
  readonly inReview: boolean;
  /** Since when their texts are kept and shown to nobody, and by whom. */
  readonly blocked: { readonly by: string; readonly user: SlackUserId | null; readonly at: number } | null;
  /** Resolved or closed, by whom: nobody, where a direct one closed by itself. */
  readonly resolved: {
    readonly by: string | null;
    readonly user: SlackUserId | null;
    readonly at: number;
    /** By itself, after so many hours without a word; absent: by somebody. */
    readonly silentFor?: number;
    /** In the carrier's own shared inbox, as people write it; absent: here. */
    readonly there?: string;
  } | null;
  /** Of one that stands in the carrier's own shared inbox as well; absent: of none. */
  readonly inbox?: {
    /** As people write the carrier. */
    readonly carrier: string;
    /** Whom it shows as the one who has it and sends, where that is not who has it here. */
    readonly shows: string | null;
    /** It is over there, though open here. */
    readonly isOver: boolean;
  };
  /** The newest text of either side, where the line allows words on a card. `whose`: as people read it. */
  readonly quote: { readonly whose: string; readonly words: string } | null;
  /** What the customer wrote last, for a notification, where the line allows it on a card; oldest first. */
  readonly preview: readonly string[];
  /** The conversation before this one, and the one after it. */
  readonly earlier: Place | null;
  readonly later: Place | null;
  /** Why this card stands here anew; null for the first one. */
  readonly replaces: "deleted" | "closed" | null;
  /** With whom it goes on, since its line or its member is gone. */
  readonly movedTo: string | null;
  /** Whether somebody keeps a text for it unsent. */
  readonly hasDrafts: boolean;
  /** What the CRM has of it, or why it has not; null where there is nothing to tell. */
  readonly logging: CardLogging | null;
  /** Only the newest can be reopened. */
  readonly newest: boolean;
  /** Whom a new card calls, by the group's wish. */
  readonly calls:
    | { readonly kind: "none" }
    | { readonly kind: "here" }
    | { readonly kind: "users"; readonly users: readonly SlackUserId[] };
}
