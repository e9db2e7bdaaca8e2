/** What became of the texts that were sent from another of the carrier's apps: each stands once in its customer's thread, as what it is. */
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { elsewhereTokens, type SentElsewhere } from "./elsewhere.ts";
import type { Phone } from "./phones.ts";
import { phoneOfCard, placesOf, replyTokens } from "./traffic.ts";
import { countOf, sorted } from "./verdict-counts.ts";

export interface ElsewhereVerdict {
  readonly once: number;
  readonly lost: string[];
  readonly doubled: string[];
}

export function judgeElsewhere(
  { slack }: Pick<Sandbox, "slack">,
  elsewhere: readonly SentElsewhere[],
  phones: readonly Phone[],
  wrong: string[],
): ElsewhereVerdict {
  const found: string[] = [];
  for (const { channel } of placesOf({ slack })) {
    for (const root of slack.control.messages(channel)) {
      const phone = phoneOfCard(root, phones);
      for (const { botId, text, blocks } of slack.control.thread(channel, root.ts).slice(1)) {
        const words = JSON.stringify(blocks);
        if (botId === null) continue;
        const tokens = words.match(elsewhereTokens) ?? [];
        found.push(...tokens);
        for (const token of tokens)
          if (elsewhere.find((one) => one.token === token)?.phone !== phone)
            wrong.push(`${token} in the thread of ${phone?.name ?? "nobody"}`);
        if (words.includes("Sent from another app"))
          for (const token of words.match(replyTokens) ?? [])
            wrong.push(`${token} is shown as sent from elsewhere: ${text}`);
      }
    }
  }
  return sorted(
    elsewhere.map(({ token }) => token),
    countOf(found),
  );
}
