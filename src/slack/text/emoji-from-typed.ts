import { emojiCharacters } from "../../lib/emoji.ts";

const NAMED = /:[^\s:]+(?:::skin-tone-[2-6](?:-[2-6])?)?:/g;

/** What was picked in a field of a form, which Slack writes as `:wave:`, as a phone shows it; an unknown name stays as it is. */
export function emojiFromTyped(text: string): string {
  return text.replace(NAMED, (name) => emojiCharacters(name) ?? name);
}
