/** The window in which a manager says who takes over from somebody who has left. */
import type { ModalView, PlainTextElement } from "@slack/types";
import type { Choosable, GiveForm } from "../../bridge/members/give-conversations.ts";
import type { Heir } from "../../domain/directory.ts";
import { readHeir, writeHeir } from "../../domain/heirs.ts";
import type { NoticeId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { sections } from "./blocks.ts";
import { nameLimit } from "./sentences.ts";

/** Another one once the fields change. */
export const giveId = "conversation.give";

/** The block and the field in it. */
export const giveField = "heir";

/** Slack takes so many options in a group of them, of so many characters each. */
const mostOptions = 100;
const longestOption = 75;

export function drawGive({ notice, name, groups, members }: GiveForm): ModalView {
  const who = plain(name, nameLimit);
  return {
    type: "modal",
    callback_id: giveId,
    private_metadata: notice,
    title: words("Give to..."),
    submit: words("Give"),
    close: words("Cancel"),
    blocks: [
      ...sections(
        `Who goes on with the conversations of *${who}*? They move there, with a line in the thread; what has not left yet asks whoever takes over. New texts go the same way.`,
      ),
      {
        type: "input",
        block_id: giveField,
        label: words("Member or group"),
        element: {
          type: "static_select",
          action_id: giveField,
          option_groups: [...optionGroups("Groups", groups), ...optionGroups("Members", members)],
        },
      },
    ],
  };
}

function words(text: string): PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}

function optionGroups(label: string, all: readonly Choosable[]) {
  const pages = Array.from({ length: Math.ceil(all.length / mostOptions) }, (_, page) =>
    all.slice(page * mostOptions, (page + 1) * mostOptions),
  );
  return pages.map((page) => ({
    label: words(label),
    options: page.map(({ heir, name }) => ({
      text: words(oneLine(name, longestOption)),
      value: writeHeir(heir),
    })),
  }));
}

/** Null for what was made up. */
export function readGive(metadata: string, values: Json): { notice: NoticeId; to: Heir | null } {
  const field = recordIn(recordIn(values, giveField) ?? {}, giveField) ?? {};
  const value = stringIn(recordIn(field, "selected_option") ?? {}, "value");
  return { notice: metadata as NoticeId, to: value === undefined ? null : readHeir(value) };
}
