/** Every kind of job and what it does: a new one is a file and a line here. */

import { lookAtAccount } from "../connection/look-at-account.ts";
import { compareLedger } from "../contacts/compare-ledger.ts";
import { settleConsent } from "../contacts/settle-consent.ts";
import { syncConsentList } from "../contacts/sync-consent-list.ts";
import type { Context } from "../context/context.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { answerFound, findConversationsJob } from "../conversations/find-conversations.ts";
import { markRead } from "../conversations/mark-read.ts";
import { settleElsewhere } from "../conversations/receive-elsewhere.ts";
import { identifyJob, identifyMember } from "../directory/identify-member.ts";
import { fetchFile } from "../files/fetch-file.ts";
import { runList } from "../lists/run-list.ts";
import { postProgress, redrawProgress } from "../lists/show-progress.ts";
import { greetJob, greetMember } from "../members/greet-member.ts";
import { inherit } from "../members/inherit.ts";
import { inheritJob } from "../members/inherit-job.ts";
import { reachJob, reachMember } from "../members/reach-member.ts";
import { showHome } from "../members/show-home.ts";
import { releaseBeside } from "../messages/release-beside.ts";
import { consentJob, consentLedgerJob, consentListJob } from "../outbox/consent-kinds.ts";
import { elsewhereJob } from "../outbox/elsewhere-kind.ts";
import { homeJob } from "../outbox/home-kind.ts";
import type { Conclude } from "../outbox/job-end.ts";
import type { JobKind } from "../outbox/job-kind.ts";
import {
  answerJob,
  attachJob,
  besideJob,
  cardJob,
  fetchJob,
  filesJob,
  findJob,
  informJob,
  lineJob,
  markJob,
  openJob,
  redrawJob,
  remindJob,
  rewriteJob,
  sayJob,
  sayListedJob,
  sendJob,
  strayJob,
  tellJob,
  textJob,
} from "../outbox/kinds.ts";
import { listJob, progressJob, progressPostJob, sendListedJob } from "../outbox/list-kinds.ts";
import { logJob } from "../outbox/log-kinds.ts";
import { lookJob } from "../outbox/look-kind.ts";
import { readJob } from "../outbox/read-kind.ts";
import { templatesJob } from "../outbox/template-kind.ts";
import { noteJob, threadJob } from "../outbox/thread-kind.ts";
import { markReply, unmarkJob, unmarkReply } from "../posts/mark-reply.ts";
import { postCard, postLineOf, postTextsOf, sayTextOf } from "../posts/post-in-thread.ts";
import { refreshCard } from "../posts/refresh-card.ts";
import { remindChannel } from "../posts/remind-channel.ts";
import { redrawText } from "../posts/say-text.ts";
import { showFiles } from "../posts/show-files.ts";
import { answerPress, informPerson, rewriteNotice, tellPerson } from "../posts/tell-person.ts";
import { tellLogged, tellLoggedJob } from "../records/tell-logged.ts";
import { writeRecord } from "../records/write-record.ts";
import { takeStray } from "../replies/take-stray.ts";
import { fetchAttached } from "../sending/fetch-attached.ts";
import { findSent } from "../sending/find-sent.ts";
import { sendMessage } from "../sending/send-message.ts";
import { pushThread } from "../shared-inbox/push-thread.ts";
import { writeNote } from "../shared-inbox/write-note.ts";
import { meet, meetJob, postToStaff, staffJob } from "../staff/deliver-to-staff.ts";
import { syncTemplates } from "../template-sync/sync-templates.ts";
import { sendTranscript, transcriptJob } from "../transcripts/show-transcript.ts";

/** Does it, and returns how that is written down. What it throws is judged by `judge-failure.ts`. */
type Run<Payload> = (ctx: Context, payload: Payload, job: Job) => Promise<Conclude>;

const registered = new Map<string, Run<unknown>>([
  on(sendJob, sendMessage),
  on(sendListedJob, sendMessage),
  on(besideJob, releaseBeside),
  on(findJob, findSent),
  on(elsewhereJob, settleElsewhere),
  on(listJob, runList),
  on(progressPostJob, postProgress),
  on(progressJob, redrawProgress),
  on(openJob, postCard),
  on(textJob, postTextsOf),
  on(filesJob, showFiles),
  on(fetchJob, fetchFile),
  on(attachJob, fetchAttached),
  on(lineJob, postLineOf),
  on(sayJob, sayTextOf),
  on(sayListedJob, sayTextOf),
  on(redrawJob, redrawText),
  on(cardJob, refreshCard),
  on(markJob, markReply),
  on(unmarkJob, unmarkReply),
  on(rewriteJob, rewriteNotice),
  on(tellJob, tellPerson),
  on(informJob, informPerson),
  on(tellLoggedJob, tellLogged),
  on(answerJob, answerPress),
  on(remindJob, remindChannel),
  on(lookJob, lookAtAccount),
  on(readJob, markRead),
  on(consentListJob, syncConsentList),
  on(consentLedgerJob, compareLedger),
  on(consentJob, settleConsent),
  on(threadJob, pushThread),
  on(templatesJob, syncTemplates),
  on(noteJob, writeNote),
  on(identifyJob, identifyMember),
  on(reachJob, reachMember),
  on(inheritJob, inherit),
  on(strayJob, takeStray),
  on(homeJob, showHome),
  on(greetJob, greetMember),
  on(meetJob, meet),
  on(staffJob, postToStaff),
  on(transcriptJob, sendTranscript),
  on(findConversationsJob, answerFound),
  on(logJob, writeRecord),
]);

/** A row's payload was written by its own kind. */
function on<Payload>(kind: JobKind<Payload>, run: Run<Payload>): [string, Run<unknown>] {
  return [kind.name, run as Run<unknown>];
}

/** Throws for a kind that this version does not know. */
export async function perform(ctx: Context, job: Job): Promise<Conclude> {
  const run = registered.get(job.kind);
  if (run === undefined) throw new Error(`no kind of job is called ${job.kind}`);
  return await run(ctx, job.payload, job);
}
