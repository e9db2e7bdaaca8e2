/** For a region that scrolls: without this the keyboard could not move it. */
export const SCROLLS = { tabIndex: 0 } as const;
