/** How much is taken in of what comes with texts. */

/** The largest file that is taken in from a carrier. Bytes. */
export const largestInbound = 25 * 1024 * 1024;
/** How long fetching one may take. Milliseconds. */
export const fetchWithin = 30_000;
/** The largest file that is taken from the desk, to be made to fit into a text. Bytes. */
export const largestOutbound = 25 * 1024 * 1024;
