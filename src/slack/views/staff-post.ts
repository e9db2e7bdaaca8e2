/** What one of the team writes to another, in their group direct message: the words, and from whom to whom. */
import type { StaffPost } from "../../bridge/contracts/desk.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { toSlackBlock, toSlackFallback } from "../text/to-slack.ts";
import { context, type Drawn } from "./blocks.ts";
import { nameLimit } from "./sentences.ts";

export function drawStaffPost({ from, to, body }: StaffPost): Drawn {
  const line = `${plain(from, nameLimit)} to ${plain(to, nameLimit)}`;
  return { text: toSlackFallback(body), blocks: [toSlackBlock(body), context(line)] };
}
