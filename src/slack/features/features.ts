/** Everything that people do in Slack and that we listen to: `manifest.yml` is held against this list. */
import { appHome } from "./app-home.ts";
import { assignEpisode } from "./assign-episode.ts";
import { autoReply } from "./auto-reply.ts";
import { blockContact } from "./block-contact.ts";
import { cardButtons } from "./card-buttons.ts";
import { cardMenu } from "./card-menu.ts";
import { changeChannel } from "./change-channel.ts";
import { chooseContact } from "./choose-contact.ts";
import { chooseNotice } from "./choose-notice.ts";
import { drafts } from "./drafts.ts";
import { editTemplate } from "./edit-template.ts";
import { explainReply } from "./explain-reply.ts";
import type { Feature } from "./feature.ts";
import { giveConversations } from "./give-conversations.ts";
import { leave } from "./leave.ts";
import { lists } from "./lists.ts";
import { logByHand } from "./log-form.ts";
import { logSettings } from "./log-settings.ts";
import { manageTemplates } from "./manage-templates.ts";
import { messages } from "./messages.ts";
import { nameContact } from "./name-contact.ts";
import { newText } from "./new-text.ts";
import { pickTemplate } from "./pick-template.ts";
import { recordOptOut } from "./record-opt-out.ts";
import { renumberChannel } from "./renumber-channel.ts";
import { selectTexts } from "./select-texts.ts";
import { showWaiting } from "./show-waiting.ts";
import { snoozeEpisode } from "./snooze-episode.ts";
import { startedText } from "./started-text.ts";
import { stopReply } from "./stop-reply.ts";
import { templateFill } from "./template-fill.ts";
import { transcript } from "./transcript.ts";

export const features: readonly Feature[] = [
  messages,
  cardButtons,
  cardMenu,
  nameContact,
  assignEpisode,
  snoozeEpisode,
  blockContact,
  chooseContact,
  recordOptOut,
  chooseNotice,
  lists,
  giveConversations,
  showWaiting,
  stopReply,
  explainReply,
  transcript,
  changeChannel,
  renumberChannel,
  leave,
  appHome,
  autoReply,
  logSettings,
  newText,
  startedText,
  templateFill,
  drafts,
  logByHand,
  pickTemplate,
  selectTexts,
  manageTemplates,
  editTemplate,
];
