import { wordsOr } from "../../domain/attachments.ts";
import type { Message } from "../contracts/store/messages.ts";

/** What is quoted of a text, where it may be files alone. */
export function saidIn({ body, media }: Pick<Message, "body" | "media">): string {
  return wordsOr(
    body,
    media.map(({ contentType }) => contentType),
  );
}
