/** Times in Slack's own token: every reader sees their own zone, and the words never go stale. */

/**
 * `<!date^UNIX^{time}|2:14 PM EST>` for mrkdwn. `format` is Slack's (`{time}`, `{date_short_pretty} {time}`); the
 * fallback, for notifications and old clients, is in `fallbackZone` (an IANA name) and has the day if the format has.
 */
export function slackDate(date: Date, format: string, fallbackZone: string): string {
  return `<!date^${Math.floor(date.getTime() / 1000)}^${format}|${dateFallback(date, format, fallbackZone)}>`;
}

/** The words of that fallback alone. */
export function dateFallback(date: Date, format: string, zone: string): string {
  const day = /\{(date|day)/.test(format) ? ({ month: "short", day: "numeric" } as const) : {};
  const words = new Intl.DateTimeFormat("en-US", {
    ...day,
    hour: "numeric",
    minute: "2-digit",
    timeZone: zone,
    timeZoneName: "short",
  }).format(date);
  // Newer ICU data puts a narrow no-break space before AM and PM.
  return words.replace(/\s/g, " ");
}
