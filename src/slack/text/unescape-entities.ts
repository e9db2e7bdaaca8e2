/** What was typed behind a command: Slack writes three signs as entities there, and nothing else of its own. */
export function unescapeEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
