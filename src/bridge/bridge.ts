/**
 * The bridge as Slack's side, the webhooks and the clock see it: verbs, each deciding in a transaction of its own. Nobody outside
 * reaches the store, the desk or a carrier through it.
 */

import { renumberChannel } from "./channels/channel-ids.ts";
import { chooseNotice } from "./choices/choose-notice.ts";
import { askToEditText, cancelText, sendTextNow } from "./composing/change-text.ts";
import { attendCarriers } from "./connection/attend-carriers.ts";
import {
  catchUpCarrier,
  catchUpCarriers,
  catchUpOwed,
  noteMissedText,
} from "./connection/catch-up-carrier.ts";
import { catchUpMissed, lookBack } from "./connection/catch-up-desk.ts";
import { changeChannel } from "./connection/change-channel.ts";
import {
  failDelivery,
  pendingDeliveries,
  settleDelivery,
  stillHandling,
  storeDelivery,
} from "./connection/deliveries.ts";
import { forgetOld } from "./connection/forget-old.ts";
import { beat } from "./connection/heartbeat.ts";
import { fetchMissedByOthers, heedInstances } from "./connection/heed-instances.ts";
import { lookAtOldThreads } from "./connection/look-at-old-threads.ts";
import { leaveInstances, tellHearing } from "./connection/note-instance.ts";
import { beginBeside, recover } from "./connection/recover.ts";
import { regainConnection } from "./connection/regain-connection.ts";
import { routeKept, routeKeptAtStart } from "./connection/route-kept.ts";
import { takeIn } from "./connection/take-in.ts";
import { takeSetBack } from "./connection/take-set-back.ts";
import { askOptOut, recordOptOut } from "./contacts/record-opt-out.ts";
import { unblockContact } from "./contacts/unblock-contact.ts";
import type { Context } from "./context/context.ts";
import { askToAssign, assignEpisode, searchAssignees } from "./conversations/assign-episode.ts";
import { askToBlock, blockContact } from "./conversations/block-contact.ts";
import { closeEpisode, closeIdle } from "./conversations/close-episode.ts";
import { contactOf } from "./conversations/contact-of.ts";
import { endConversation } from "./conversations/end-conversation.ts";
import { findConversations } from "./conversations/find-conversations.ts";
import { isBehindKept, keepBehindMissed } from "./conversations/keep-behind-missed.ts";
import { leaveClosedChannels } from "./conversations/leave-closed-channels.ts";
import { loseThread } from "./conversations/lose-thread.ts";
import { redrawCard } from "./conversations/redraw-card.ts";
import { releaseEpisode } from "./conversations/release-episode.ts";
import { reopenEpisode } from "./conversations/reopen-episode.ts";
import { resolveEpisode } from "./conversations/resolve-episode.ts";
import { resolveSilent } from "./conversations/resolve-silent.ts";
import { askToSnooze, snoozeEpisode, wakeEpisode, wakeSnoozed } from "./conversations/snooze-episode.ts";
import { takeEpisode } from "./conversations/take-episode.ts";
import { directoryName } from "./directory/directory-name.ts";
import { identifyAgain, noteDeactivated } from "./directory/identify-member.ts";
import { askContactName, nameContact } from "./directory/name-contact.ts";
import { closeAddresses } from "./files/close-addresses.ts";
import { readAtAddress } from "./files/read-at-address.ts";
import { readInstances } from "./health/check-instances.ts";
import { checkWriting, measureBacklog, readTrouble } from "./health/check-store.ts";
import { verifyCarriers } from "./health/verify-carriers.ts";
import { verifyCrm } from "./health/verify-crm.ts";
import { claimSlot, dueJobs, untilNextJob } from "./jobs/due-jobs.ts";
import { runJob } from "./jobs/run-job.ts";
import { goOnWithList, stopList } from "./lists/stop-list.ts";
import { findOptOuts } from "./members/find-opt-outs.ts";
import { askToGive, giveConversations } from "./members/give-conversations.ts";
import { askLogSettings, setLogSettings } from "./members/log-settings.ts";
import { reachAgain } from "./members/reach-member.ts";
import { askAutoReply, setAutoReply } from "./members/set-auto-reply.ts";
import { openHome, redrawHomes, turnHome } from "./members/show-home.ts";
import { enqueueUnsent } from "./messages/enqueue-unsent.ts";
import { expireWaiting } from "./messages/expire-waiting.ts";
import { checkNewText } from "./new-text/check-new-text.ts";
import { checkTemplateText } from "./new-text/check-template-text.ts";
import { chooseTemplate } from "./new-text/choose-template.ts";
import { offerRecipients } from "./new-text/offer-recipients.ts";
import { openNewText } from "./new-text/open-new-text.ts";
import { submitEditedText } from "./new-text/submit-edited-text.ts";
import { submitNewText } from "./new-text/submit-new-text.ts";
import { enqueueAnswer, tellWhoActed } from "./notices/enqueue-answer.ts";
import { enqueueConsentList } from "./outbox/consent-kinds.ts";
import { enqueueReminders } from "./posts/remind-channel.ts";
import { listWaiting } from "./posts/who-waits.ts";
import { askContact, recordToChange } from "./records/ask-contact.ts";
import { askHeldAnew } from "./records/ask-held-anew.ts";
import { offerContacts } from "./records/candidates.ts";
import { chooseContact } from "./records/choose-contact.ts";
import { createContact } from "./records/create-contact.ts";
import { askToLog } from "./records/log-form.ts";
import { logSilent } from "./records/log-silent.ts";
import { noteUnlogged } from "./records/note-unlogged.ts";
import { offerBelongings } from "./records/offer-belongings.ts";
import { offerLogContacts } from "./records/offer-log-contacts.ts";
import { remindNoMore, remindUnlogged } from "./records/remind-unlogged.ts";
import { askToSelect, submitSelected } from "./records/select-texts.ts";
import { submitLog } from "./records/submit-log.ts";
import { tryLogAgain } from "./records/try-log-again.ts";
import { admitFailure } from "./replies/admit-failure.ts";
import { deleteReply } from "./replies/delete-reply.ts";
import { editReply } from "./replies/edit-reply.ts";
import { explainReply } from "./replies/explain-reply.ts";
import { noteAside } from "./replies/note-aside.ts";
import { receiveReply } from "./replies/receive-reply.ts";
import { stopByReaction, stopReply } from "./replies/stop-reply.ts";
import { isStaffPlace, takeStaffDeletion, takeStaffWords } from "./staff/take-staff-words.ts";
import {
  askForTemplate,
  askToDuplicate,
  askToEditTemplate,
  previewTemplate,
} from "./template-library/ask-for-template.ts";
import {
  askAboutTemplate,
  bringBackVersion,
  deleteTemplate,
  moveTemplate,
  restoreTemplate,
} from "./template-library/change-template.ts";
import { listDeletedTemplates } from "./template-library/deleted-templates.ts";
import { saveTemplate } from "./template-library/save-template.ts";
import { openTemplateList } from "./template-library/template-list.ts";
import { listTemplateVersions } from "./template-library/template-versions.ts";
import { lookAtTemplates } from "./template-sync/sync-templates.ts";
import { askToFill } from "./templates/ask-to-fill.ts";
import { checkFilled } from "./templates/check-filled.ts";
import { discardDraft, keepDraft } from "./templates/kept-drafts.ts";
import { listDrafts } from "./templates/list-drafts.ts";
import { offerConversations, offerTemplates } from "./templates/offer-choices.ts";
import { openTemplates } from "./templates/open-templates.ts";
import { openTemplatesAt } from "./templates/open-templates-at.ts";
import { sendDraft } from "./templates/send-draft.ts";
import { sendFilled } from "./templates/send-filled.ts";
import { submitPick } from "./templates/submit-pick.ts";
import { showTranscript } from "./transcripts/show-transcript.ts";

const verbs = {
  admitFailure,
  askAboutTemplate,
  askAutoReply,
  askContact,
  askHeldAnew,
  askContactName,
  askForTemplate,
  askLogSettings,
  askOptOut,
  askToAssign,
  askToBlock,
  askToDuplicate,
  askToEditTemplate,
  askToEditText,
  askToFill,
  askToLog,
  askToSelect,
  askToSnooze,
  askToGive,
  assignEpisode,
  attendCarriers,
  beat,
  beginBeside,
  blockContact,
  bringBackVersion,
  cancelText,
  catchUpCarrier,
  catchUpCarriers,
  catchUpMissed,
  catchUpOwed,
  changeChannel,
  checkFilled,
  checkNewText,
  checkTemplateText,
  checkWriting,
  chooseContact,
  chooseNotice,
  chooseTemplate,
  claimSlot,
  closeEpisode,
  closeAddresses,
  closeIdle,
  contactOf,
  createContact,
  deleteReply,
  deleteTemplate,
  directoryName,
  discardDraft,
  dueJobs,
  editReply,
  endConversation,
  enqueueAnswer,
  enqueueConsentList,
  enqueueReminders,
  enqueueUnsent,
  expireWaiting,
  explainReply,
  failDelivery,
  fetchMissedByOthers,
  findOptOuts,
  findConversations,
  forgetOld,
  giveConversations,
  goOnWithList,
  heedInstances,
  identifyAgain,
  isStaffPlace,
  leaveClosedChannels,
  leaveInstances,
  listDeletedTemplates,
  listTemplateVersions,
  listWaiting,
  lookAtOldThreads,
  lookAtTemplates,
  lookBack,
  logSilent,
  loseThread,
  nameContact,
  noteDeactivated,
  noteUnlogged,
  noteMissedText,
  measureBacklog,
  moveTemplate,
  noteAside,
  offerContacts,
  offerConversations,
  offerBelongings,
  offerLogContacts,
  offerRecipients,
  offerTemplates,
  openHome,
  openNewText,
  openTemplateList,
  openTemplates,
  openTemplatesAt,
  pendingDeliveries,
  previewTemplate,
  reachAgain,
  readAtAddress,
  readInstances,
  readTrouble,
  redrawHomes,
  receiveReply,
  recordToChange,
  redrawCard,
  recordOptOut,
  recover,
  regainConnection,
  remindNoMore,
  remindUnlogged,
  renumberChannel,
  releaseEpisode,
  reopenEpisode,
  resolveEpisode,
  resolveSilent,
  restoreTemplate,
  routeKept,
  routeKeptAtStart,
  runJob,
  isBehindKept,
  keepBehindMissed,
  keepDraft,
  listDrafts,
  sendDraft,
  sendFilled,
  saveTemplate,
  sendTextNow,
  searchAssignees,
  setAutoReply,
  setLogSettings,
  showTranscript,
  settleDelivery,
  submitEditedText,
  submitLog,
  submitSelected,
  submitNewText,
  submitPick,
  snoozeEpisode,
  stillHandling,
  stopByReaction,
  stopList,
  stopReply,
  storeDelivery,
  takeEpisode,
  takeIn,
  takeSetBack,
  takeStaffDeletion,
  takeStaffWords,
  tellHearing,
  tellWhoActed,
  tryLogAgain,
  turnHome,
  unblockContact,
  untilNextJob,
  wakeEpisode,
  wakeSnoozed,
  verifyCarriers,
  verifyCrm,
};

type Bound<Verbs> = {
  readonly [Name in keyof Verbs]: Verbs[Name] extends (ctx: Context, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

export type Bridge = Bound<typeof verbs> & Pick<Context, "connection" | "count" | "leads" | "log" | "now">;

export function createBridge(ctx: Context): Bridge {
  const bound = Object.fromEntries(
    Object.entries(verbs).map(([name, verb]) => [
      name,
      (verb as (...all: unknown[]) => unknown).bind(null, ctx),
    ]),
  ) as unknown as Bound<typeof verbs>;
  const { connection, count, leads, log, now } = ctx;
  return { ...bound, connection, count, leads, log, now };
}
