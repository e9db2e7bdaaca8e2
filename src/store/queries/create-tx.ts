/** All that the tables are asked, on one connection. */
import type { Tx } from "../../bridge/contracts/store/store.ts";
import { createArrivals } from "./arrivals.ts";
import { createAutoReplies } from "./auto-replies.ts";
import { createAutomaticAnswers } from "./automatic-answers.ts";
import { createCarrierThreads } from "./carrier-threads.ts";
import { createChannels } from "./channels.ts";
import type { Connected } from "./connected.ts";
import { createContacts } from "./contacts.ts";
import { createConversations } from "./conversations.ts";
import { createCrmContacts, createCrmTokens } from "./crm-contacts.ts";
import { createCursors } from "./cursors.ts";
import { createDirectories } from "./directories.ts";
import { createDrafts } from "./drafts.ts";
import { createDueTimes } from "./due-times.ts";
import { createElsewhere } from "./elsewhere.ts";
import { createEpisodeEvents } from "./episode-events.ts";
import { createEpisodes } from "./episodes.ts";
import { createHomes } from "./homes.ts";
import { createInbox } from "./inbox.ts";
import { createInstances } from "./instances.ts";
import { createFiles } from "./kept-files.ts";
import { createLists } from "./lists.ts";
import { createLocalLogs } from "./local-logs.ts";
import { createLogSettings } from "./log-settings.ts";
import { createMessages } from "./messages.ts";
import { createNotices } from "./notices.ts";
import { createOptOuts } from "./opt-outs.ts";
import { createOutbox } from "./outbox.ts";
import { createRecords } from "./records.ts";
import { createReplies } from "./replies.ts";
import { createSealing } from "./sealing.ts";
import { createSettings } from "./settings.ts";
import { createStaff } from "./staff.ts";
import { createTemplateLinks } from "./template-links.ts";
import { createTemplates } from "./templates.ts";
import { createUnlogged } from "./unlogged.ts";

export function createTx(connected: Connected): Tx {
  const directories = createDirectories(connected);
  return {
    afterwards: connected.enqueued.afterwards,
    arrivals: createArrivals(connected),
    automaticAnswers: createAutomaticAnswers(connected),
    autoReplies: createAutoReplies(connected),
    carrierThreads: createCarrierThreads(connected),
    channels: createChannels(connected),
    contacts: createContacts(connected, directories),
    conversations: createConversations(connected),
    crmContacts: createCrmContacts(connected),
    crmTokens: createCrmTokens(connected),
    cursors: createCursors(connected),
    elsewhere: createElsewhere(connected),
    directories,
    drafts: createDrafts(connected),
    dueTimes: createDueTimes(connected),
    episodeEvents: createEpisodeEvents(connected),
    episodes: createEpisodes(connected),
    files: createFiles(connected),
    homes: createHomes(connected),
    inbox: createInbox(connected),
    instances: createInstances(connected),
    lists: createLists(connected),
    localLogs: createLocalLogs(connected),
    logSettings: createLogSettings(connected),
    messages: createMessages(connected),
    notices: createNotices(connected),
    optOuts: createOptOuts(connected),
    outbox: createOutbox(connected),
    records: createRecords(connected),
    replies: createReplies(connected),
    sealing: createSealing(connected),
    settings: createSettings(connected),
    staff: createStaff(connected),
    templateLinks: createTemplateLinks(connected),
    templates: createTemplates(connected),
    unlogged: createUnlogged(connected),
  };
}
