/** The choices that stand under a notice: in the thread, seen by one person alone, or in a direct message. */
import type { NoticeId } from "../../domain/ids.ts";
import { noticeActionPrefix } from "../views/posts.ts";
import { staleButton } from "./card-press.ts";
import { type Listening, readPress, say } from "./listening.ts";

export function hearChoice({ app, bridge }: Listening): void {
  app.action(new RegExp(`^${noticeActionPrefix.replaceAll(".", "\\.")}`), async ({ body, ack }) => {
    await ack();
    const press = readPress(body);
    if (press === null) return;
    const choice = press.actionId.slice(noticeActionPrefix.length);
    if (choice === "" || press.value === "") return say(bridge(), press, [staleButton]);
    const notice = press.value as NoticeId;
    const outcome = await bridge().chooseNotice({ notice, choice, user: press.user });
    // What only this person sees must not keep buttons that are used up; in a thread the line itself is shown anew.
    const isUsedUp = press.isPrivate && outcome.decided;
    const sentence = outcome.sentence ?? (isUsedUp ? ["Done."] : null);
    if (sentence !== null) await say(bridge(), press, sentence, isUsedUp);
  });
}
