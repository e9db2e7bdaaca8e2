/** What somebody who called a template in a thread is shown: it, filled in, or which ones come near what they typed. */
import { cut } from "../../domain/cut.ts";
import type { Gap } from "../../domain/filled-template.ts";
import type { DraftId, TemplateId } from "../../domain/ids.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";

export interface Called {
  /** Kept as this draft until it is sent or thrown away. */
  readonly draft: DraftId;
  readonly name: string;
  readonly contact: string;
  /** As the draft stands, with what is missing marked. */
  readonly text: string;
  readonly gaps: readonly Gap[];
}

export const calledNotice: NoticeKind<Called, "send_now" | "edit" | "discard"> = {
  name: "template",
  outlives: true,
  labels: { send_now: "Send now", edit: "Edit", discard: "Discard" },
  offers: () => ["send_now", "edit", "discard"],
  sentence: ({ name, contact, text, gaps }) => [
    `“${name}”, filled in for ${contact}. Nothing has left yet.\n“${text}”`,
    ...(gaps.length === 0 ? [] : [`\n${stillMissing(gaps)}`]),
  ],
};

function stillMissing(gaps: readonly Gap[]): string {
  const labels = gaps.map(({ label }) => `“${label}”`).join(", ");
  const whys = [...new Set(gaps.flatMap(({ why }) => (why === null ? [] : [why])))];
  return [`Still missing: ${labels}.`, ...whys, "Press Edit to fill it in."].join(" ");
}

export interface NotFound {
  /** What was typed behind the sign. */
  readonly typed: string;
  /** Those that come nearest. */
  readonly near: readonly { readonly id: TemplateId; readonly key: string; readonly name: string }[];
}

/** As many as there are choices. */
const choices = ["use_first", "use_second", "use_third"] as const;
export const mostNear = choices.length;
type NearChoice = (typeof choices)[number];

/** Which of those that came near is chosen. */
export function chosenNear(choice: string, { near }: NotFound): NotFound["near"][number] | null {
  return near[choices.indexOf(choice as NearChoice)] ?? null;
}

export const notFoundNotice: NoticeKind<NotFound, NearChoice> = {
  name: "no_template",
  outlives: true,
  labels: { use_first: "The first", use_second: "The second", use_third: "The third" },
  label: (choice, payload) => {
    const chosen = chosenNear(choice, payload);
    return chosen && `!${chosen.key}`;
  },
  offers: ({ near }) => choices.slice(0, near.length),
  sentence: ({ typed, near }) => {
    const stays = "so it stayed with the team, as a note";
    if (near.length === 0)
      return [
        `There is no template that you can use, ${stays}. With /sms-template manage you can make the first.`,
      ];
    const named = near.map(({ key, name }) => `!${key} (${name})`);
    return [`No template of yours has the key “${cut(typed, longestSaid)}”, ${stays}. ${nearest(named)}`];
  },
};

/** As much of what was typed as is said again; no key is as long. */
const longestSaid = 60;

function nearest(named: readonly string[]): string {
  return named.length === 1
    ? `The one that comes nearest is ${named.join()}.`
    : `Those that come nearest are ${named.slice(0, -1).join(", ")} and ${named.at(-1)}.`;
}
