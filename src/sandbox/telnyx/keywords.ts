import type { AutoresponseType } from "./types/messages.ts";
import type { Message, Profile, World } from "./world.ts";

/** The words that Telnyx acts on by itself when they are all there is in a text. `REVOKE`, `OPTOUT` and `YES` are none of them. */
const keywords: ReadonlyMap<string, AutoresponseType> = new Map([
  ...["STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"].map(
    (word) => [word, "STOP"] as const,
  ),
  ...["START", "UNSTOP"].map((word) => [word, "START"] as const),
  ["HELP", "HELP"],
]);

/** What Telnyx takes a text for; null for a text like any other, as HELP is where the profile has no words for it. */
export function keywordOf(text: string, profile: Profile | null): AutoresponseType | null {
  const word = keywords.get(text.trim().toUpperCase()) ?? null;
  return word === "HELP" && (profile?.help ?? null) === null ? null : word;
}

/** Blocks or opens the whole profile for the phone, as its word says. Returns what it is answered; null: nothing. */
export function applyKeyword(world: World, asked: Message): string | null {
  const { profile, autoresponse, from, to, text } = asked;
  if (profile === null || autoresponse === null) return null;
  if (autoresponse === "HELP") return profile.help;
  if (autoresponse === "START") {
    world.setOptOut(profile, from, null);
    return "You will get texts from us again. Send STOP to end them.";
  }
  const keyword = text.trim().toUpperCase();
  world.setOptOut(profile, from, { profile, from: to, to: from, keyword, createdAt: world.now() });
  return "You will get no more texts from us. Send START to get them again.";
}
