const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `2 days 3 hours`, `3 hours 5 minutes`, `less than a minute`: the two largest units that there are. Milliseconds. */
export function durationWords(ms: number): string {
  if (ms < minute) return "less than a minute";
  if (ms < hour) return counted(Math.floor(ms / minute), "minute");
  const [large, small, word, smallWord] =
    ms < day ? [hour, minute, "hour", "minute"] : [day, hour, "day", "hour"];
  const rest = Math.floor((ms % large) / small);
  const whole = counted(Math.floor(ms / large), word);
  return rest === 0 ? whole : `${whole} ${counted(rest, smallWord)}`;
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
