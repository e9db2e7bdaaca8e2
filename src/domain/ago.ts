/** How long ago something was, where a moment can't be shown in the reader's own zone: `5 min ago`. */
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** @param since milliseconds; what is still to come counts as now. */
export function ago(since: number): string {
  if (since < minute) return "just now";
  if (since < hour) return `${Math.floor(since / minute)} min ago`;
  if (since < day) return `${Math.floor(since / hour)} h ago`;
  const days = Math.floor(since / day);
  return days === 1 ? "1 day ago" : `${days} days ago`;
}
