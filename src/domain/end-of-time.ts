/** A moment that never comes: of what goes on only by somebody's word. Milliseconds. */
export const endOfTime = Number.MAX_SAFE_INTEGER;
