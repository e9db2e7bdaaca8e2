/** The message shortcut "Why was this not sent?". */
import { shortcutsUsed } from "../uses.ts";
import { answer, type Listening, readPress } from "./listening.ts";

export function hearWhy({ app, bridge }: Listening): void {
  app.shortcut(shortcutsUsed.why.callbackId, async ({ body, ack }) => {
    await ack();
    const press = readPress(body);
    if (press === null || press.place === null) return;
    const { place, user } = press;
    await answer(bridge(), press, await bridge().explainReply({ place, user }));
  });
}
