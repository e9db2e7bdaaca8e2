/**
 * How much may be under way at once. Whom it calls has places of its own: while Slack hangs, texts leave; while the carrier does,
 * customers' words are shown (law 1). And words come before what only shows how things stand.
 */
import { type Callee, type JobTraits, onlyShows } from "../domain/job.ts";

export interface Places {
  /** For something that says something new. */
  has(callee: Callee): boolean;
  /** For a mark or a card. */
  hasForShowing(): boolean;
  take(job: Sort): void;
  giveBack(job: Sort): void;
}

type Sort = Pick<JobTraits, "callee" | "pace" | "loss">;

/** A file may be large, and is held whole: few at once. */
const most: Readonly<Record<Callee, number>> = { carrier: 64, desk: 64, crm: 8, media: 4 };
/** No fewer than all places: what is under way is seen again, and must not hide what is not. */
export const lookAtOnce = 128;
/** Marks and cards that go beside words: so they lag behind while much is said, but never stand still. */
const showsBesideWords = 1;

export function createPlaces(): Places {
  const taken: Record<Callee, number> = { carrier: 0, desk: 0, crm: 0, media: 0 };
  let shown = 0;

  function count(job: Sort, by: 1 | -1): void {
    taken[job.callee] += by;
    if (onlyShows(job)) shown += by;
  }

  const has = (callee: Callee): boolean => taken[callee] < most[callee];
  return {
    has,
    hasForShowing() {
      const words = taken.carrier + taken.desk - shown;
      return has("desk") && (words === 0 || shown < showsBesideWords);
    },
    take: (job) => count(job, 1),
    giveBack: (job) => count(job, -1),
  };
}
