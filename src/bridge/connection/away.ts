/** Until when we were away, so that what is found of that time later, even after another crash, waits for its author. */
export const awayKey = "away.until";
