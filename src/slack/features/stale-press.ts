/** Whoever presses a button that this version does not know still learns what happened. */

import { shortcutsUsed } from "../uses.ts";
import { cardActions } from "../views/card.ts";
import { noticeActionPrefix } from "../views/posts.ts";
import { staleButton } from "./card-press.ts";
import { type Listening, readPress, say } from "./listening.ts";

const knownActions = new Set<string>(Object.values(cardActions));
const knownShortcuts = new Set<string>(Object.values(shortcutsUsed).map(({ callbackId }) => callbackId));

export function hearStalePress({ app, bridge }: Listening): void {
  app.action(/[\s\S]*/, async ({ body, ack }) => {
    const press = readPress(body);
    if (press === null || knownActions.has(press.actionId) || press.actionId.startsWith(noticeActionPrefix))
      return;
    await ack();
    await say(bridge(), press, [staleButton]);
  });
  app.shortcut(/[\s\S]*/, async ({ body, shortcut, ack }) => {
    if (knownShortcuts.has(shortcut.callback_id)) return;
    await ack();
    const press = readPress(body);
    if (press !== null) await say(bridge(), press, [staleButton]);
  });
}
