/** Until when we were away, so that what is found of that time later, even after another crash, waits for its author. */
export const awayKey = "away.until";

/** When this database turned out to be an older copy of what has been done; the newest time. */
export const copiedKey = "copied";
