/** A Slack that waits for an answer, and for the view that is opened by it, as long as a busy machine needs: for tests of what else happens. */
export const patientSlack = { answerWithinMs: 60_000, triggerWithinMs: 60_000 } as const;
