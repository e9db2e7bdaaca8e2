/** A try of a stand-in to tell the app of something. */
export interface AttemptView {
  readonly at: string;
  /** The HTTP status of the answer, null when none came. */
  readonly status: number | null;
  readonly error: string | null;
  /** What the company would complain about in an answer that came. */
  readonly warning: string | null;
}
