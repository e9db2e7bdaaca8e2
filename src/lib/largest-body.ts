/** Larger than any text or event, small enough to be harmless: above it a request is refused. Bytes. */
export const largestBody = 1_000_000;
