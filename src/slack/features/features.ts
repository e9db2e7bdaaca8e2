/** Everything that people do in Slack and that we listen to: `manifest.yml` is held against this list. */
import { appHome } from "./app-home.ts";
import { autoReply } from "./auto-reply.ts";
import { cardButtons } from "./card-buttons.ts";
import { changeChannel } from "./change-channel.ts";
import { chooseNotice } from "./choose-notice.ts";
import { explainReply } from "./explain-reply.ts";
import type { Feature } from "./feature.ts";
import { leave } from "./leave.ts";
import { messages } from "./messages.ts";
import { nameContact } from "./name-contact.ts";
import { renumberChannel } from "./renumber-channel.ts";
import { showWaiting } from "./show-waiting.ts";
import { stopReply } from "./stop-reply.ts";

export const features: readonly Feature[] = [
  messages,
  cardButtons,
  nameContact,
  chooseNotice,
  showWaiting,
  stopReply,
  explainReply,
  changeChannel,
  renumberChannel,
  leave,
  appHome,
  autoReply,
];
