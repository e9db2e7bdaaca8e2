/** Who this is, and how to stop: to whoever asks for help, and not to a machine for ever. */
import { mostPerHour } from "../../domain/policy/may-answer.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { sendByItself } from "../messages/send-by-itself.ts";
import type { Heard } from "./hear-opt-out.ts";
import { type HeardText, mayAnswer } from "./heard-text.ts";

/** Milliseconds. */
const anHour = 3_600_000;

/** @param around their own conversation. Null where nothing leaves. */
export async function sendHelp(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  heard: Heard,
  text: HeardText,
): Promise<Message | null> {
  if (heard.wasOut || !mayAnswer(ctx, around, heard, text)) return null;
  const { contactId, id } = around.conversation;
  const now = ctx.now();
  const times = { since: now - anHour, hourAgo: now - anHour, now };
  if ((await tx.automaticAnswers.before(contactId, id, times)).inLastHour >= mostPerHour) return null;
  const { line } = text;
  const body = line.helpText ?? `This is ${line.name}. Text STOP to get no more texts from us.`;
  const answer = await sendByItself(ctx, tx, around, { line, body });
  if (answer !== null) await tx.automaticAnswers.add(contactId, "help", answer.id, now);
  return answer;
}
