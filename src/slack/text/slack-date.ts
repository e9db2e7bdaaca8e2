/** Times in Slack's own token: every reader sees their own zone, and the words never go stale. */

/**
 * `<!date^UNIX^{time}|2:14 PM EST>` for mrkdwn. `format` is Slack's (`{time}`, `{date_short_pretty} {time}`); the
 * fallback, for notifications and old clients, is in `fallbackZone` (an IANA name) and has the day if the format has.
 */
export function slackDate(date: Date, format: string, fallbackZone: string): string {
  return `<!date^${Math.floor(date.getTime() / 1000)}^${format}|${dateFallback(date, format, fallbackZone)}>`;
}

/** The words of that fallback alone. */
function dateFallback(date: Date, format: string, zone: string): string {
  const words = wordsOf(/\{(date|day)/.test(format), zone).format(date);
  // Newer ICU data puts a narrow no-break space before AM and PM.
  return words.replace(/\s/g, " ");
}

/** Making one costs far more than using it, and there are few zones. */
const known = new Map<string, Intl.DateTimeFormat>();

function wordsOf(withDay: boolean, zone: string): Intl.DateTimeFormat {
  const key = `${withDay} ${zone}`;
  const made = known.get(key);
  if (made !== undefined) return made;
  const day = withDay ? ({ month: "short", day: "numeric" } as const) : {};
  const fresh = new Intl.DateTimeFormat("en-US", {
    ...day,
    hour: "numeric",
    minute: "2-digit",
    timeZone: zone,
    timeZoneName: "short",
  });
  known.set(key, fresh);
  return fresh;
}
