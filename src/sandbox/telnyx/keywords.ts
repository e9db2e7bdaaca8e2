import type { AutoresponseType } from "./types/messages.ts";
import type { Message, World } from "./world.ts";

/** The words that Telnyx acts on by itself when they are all there is in a text. `REVOKE`, `OPTOUT` and `YES` are none of them. */
const keywords: ReadonlyMap<string, AutoresponseType> = new Map([
  ...["STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"].map(
    (word) => [word, "STOP"] as const,
  ),
  ...["START", "UNSTOP"].map((word) => [word, "START"] as const),
  ["HELP", "HELP"],
]);

const answers: Readonly<Record<AutoresponseType, string>> = {
  STOP: "You will get no more texts from us. Send START to get them again.",
  START: "You will get texts from us again. Send STOP to end them.",
  HELP: "Send STOP to get no more texts from us.",
};

/** What Telnyx takes a text for; null for a text like any other. */
export function keywordOf(text: string): AutoresponseType | null {
  return keywords.get(text.trim().toUpperCase()) ?? null;
}

/** Blocks or opens the whole profile for the phone, as its word says. Returns what it is answered; null: nothing. */
export function applyKeyword(world: World, asked: Message): string | null {
  const { profile, autoresponse } = asked;
  if (profile === null || autoresponse === null) return null;
  if (autoresponse !== "HELP") {
    const { from, to, text } = asked;
    const optOut = {
      profile,
      from: to,
      to: from,
      keyword: text.trim().toUpperCase(),
      createdAt: world.now(),
    };
    world.setOptOut(profile, from, autoresponse === "STOP" ? optOut : null);
  }
  return answers[autoresponse];
}
