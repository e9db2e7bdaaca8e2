/** Every question and order that the store takes, asked once: the compiler says when one of the contract's is missing here. */
import type { KeptThread } from "../../../src/bridge/contracts/store/carrier-threads.ts";
import type { Episode, NewEpisode } from "../../../src/bridge/contracts/store/episodes.ts";
import type { StoredFile } from "../../../src/bridge/contracts/store/files.ts";
import type { NewMessage } from "../../../src/bridge/contracts/store/messages.ts";
import type { NewNotice } from "../../../src/bridge/contracts/store/notices.ts";
import type { NewJob } from "../../../src/bridge/contracts/store/outbox.ts";
import type { LogRecord } from "../../../src/bridge/contracts/store/records.ts";
import type { NewReply } from "../../../src/bridge/contracts/store/replies.ts";
import type { Tx } from "../../../src/bridge/contracts/store/store.ts";
import type {
  CarrierCursor,
  CarrierMessageId,
  CarrierThreadId,
  ContactId,
  ConversationId,
  CrmContactId,
  DraftId,
  E164,
  EpisodeId,
  EventId,
  FileId,
  ListId,
  LoginName,
  MessageId,
  NoticeId,
  RecordId,
  RecordKey,
  SlackTs,
  StaffConversationId,
  TemplateId,
  Username,
} from "../../../src/domain/ids.ts";
import { pairOf } from "../../../src/domain/staff.ts";
import { ben, front, frontLine, maria, noel, office } from "../../bridge/front-desk.ts";

type Questions = {
  readonly [Noun in Exclude<keyof Tx, "afterwards">]: {
    readonly [Member in keyof Tx[Noun]]: (noun: Tx[Noun]) => Promise<unknown>;
  };
};

const line = frontLine as E164;
const owner = { kind: "line", number: line } as const;
const [carrier, carrierMessageId] = ["twilio", "SM1" as CarrierMessageId];
const [one, two] = ["100.000001", "200.000001"] as [SlackTs, SlackTs];
const place = { channel: front, ts: two };
const [message, notice] = ["m" as MessageId, "n" as NoticeId];
const assignee = "ben" as Username;
const beside = { user: ben, now: 5, leftSince: 1 };
const pair = pairOf(assignee, "ana" as Username);
const staffId = "s" as StaffConversationId;
const hidden = { begunBefore: two, notSince: 5 };
const text = {
  carrier,
  carrierMessageId,
  from: maria,
  others: [],
  to: line,
  body: "Hi",
  media: [],
  receivedAt: 1,
};
const sentElsewhere = {
  kind: "elsewhere",
  carrierMessageId,
  from: line,
  to: maria,
  body: "Hi",
  media: [],
  sentAt: null,
  state: "sent",
  failure: null,
} as const;
const report = { carrier, carrierMessageId, state: "sent", receivedAt: 1 } as const;

const window = { limit: 2, offset: 0 };
const scope = { lines: [line], strays: { lines: [line], channels: [front] } };

const optOut = {
  address: maria,
  kind: "out",
  line,
  source: "word",
  by: null,
  at: 1,
  evidence: "STOP",
  messageId: message,
  confirmationId: null,
  createdAt: 1,
} as const;

const template = "t" as TemplateId;
const company = { kind: "company" } as const;
const newTemplate = {
  id: template,
  scope: company,
  key: "hours",
  name: "Opening hours",
  text: "Until six.",
  literal: false,
  by: assignee,
  at: 1,
};

const draft = {
  id: "d" as DraftId,
  author: assignee,
  authorUser: ben,
  episodeId: "e" as EpisodeId,
  templateId: template,
  templateVersion: 1,
  text: "Until six.",
  at: null,
  unlessTheyWrite: false,
  createdAt: 1,
  changedAt: 1,
};

const file: StoredFile = {
  id: "f" as FileId,
  messageId: message,
  position: 0,
  contentType: "image/png",
  name: "x.png",
  size: 1,
  source: { media: { url: "https://media.example.com/1", contentType: "image/png" } },
  state: "owed",
  trouble: null,
  createdAt: 1,
};

const logged = { id: "901" as CrmContactId, type: null, name: "Maria" };
const record: LogRecord = {
  id: "r" as RecordId,
  key: "day:conversation:2026-01-31" as RecordKey,
  kind: "day",
  conversationId: "conversation" as ConversationId,
  episodeId: "e" as EpisodeId,
  localDay: "2026-01-31",
  crm: "local",
  wanted: 1,
  written: 0,
  hold: null,
  reason: null,
  contact: null,
  chosenBy: null,
  additions: {},
  writtenAt: null,
  askedAt: null,
  createdAt: 1,
};

const newEpisode: NewEpisode = {
  id: "e" as EpisodeId,
  conversationId: "conversation" as ConversationId,
  number: 1,
  channel: front,
  openedAt: 1,
};
const { id: episodeId, conversationId } = newEpisode;

const newMessage: NewMessage = {
  id: message,
  conversationId,
  episodeId,
  line,
  direction: "in",
  state: "received",
  body: "Hi",
  carrier,
  writtenAt: 1,
  createdAt: 1,
};

const keptThread: KeptThread = {
  carrier,
  thread: "thread" as CarrierThreadId,
  line,
  address: maria,
  episodeId,
  state: "open",
  reason: null,
  assignee: "dee" as LoginName,
  assigneeName: "Dee",
  changedAt: 1,
};

const keptNote = { carrier, note: "n1", thread: keptThread.thread, ...place, digest: "d", toldAt: 1 };

const autoReply = { text: "I am away.", on: true, hours: "always" } as const;

const reply: NewReply = {
  ...place,
  thread: one,
  episodeId,
  author: ben,
  text: "Yes",
  mentions: false,
  files: 0,
  kind: "plain",
  verdict: "unseen",
  reason: null,
  messageId: null,
  edited: null,
  deletedAt: null,
  createdAt: 1,
};

const list = "l" as ListId;
const newList = { id: list, author: assignee, authorUser: ben, line, body: "Hi", notBefore: 1, createdAt: 1 };
const pending = {
  position: 1,
  recipient: line,
  kind: "contact",
  state: "pending",
  notBefore: null,
  reason: null,
} as const;

const newNotice: NewNotice = {
  id: notice,
  kind: "held",
  payload: {},
  audience: "private",
  user: ben,
  episodeId,
  messageId: null,
  replyChannel: front,
  replyTs: two,
  sentence: [],
  choices: [],
  causedAt: 1,
  outlives: false,
  owed: false,
  createdAt: 1,
};

const job: NewJob = {
  kind: "text",
  payload: {},
  lane: "lane",
  key: "key",
  dueAt: 1,
  channel: front,
  callee: "desk",
  pace: "post",
  priority: 1,
  loss: "never",
};

let ids = 0;
const newId = (): string => {
  ids += 1;
  return ids === 2 ? conversationId : `id-${ids}`;
};

async function theEpisode(episodes: Tx["episodes"]): Promise<Episode> {
  const found = await episodes.get(episodeId);
  if (found === null) throw new Error("the episode just written is not there");
  return found;
}

async function theJob(outbox: Tx["outbox"]) {
  await outbox.enqueue(job, 1);
  const [first] = await outbox.due(10, 1);
  if (first === undefined) throw new Error("the job just enqueued is not there");
  return first;
}

/** In this order: what is asked later finds what was written before. */
export const questions: Questions = {
  settings: {
    write: (settings) => settings.write("key", "value"),
    read: (settings) => settings.read("key"),
    writeTime: (settings) => settings.writeTime("key", 1),
    readTime: (settings) => settings.readTime("key"),
    beginning: (settings) => settings.beginning("k"),
    drop: (settings) => settings.drop("key"),
    stamp: (settings) => settings.stamp("stamped"),
    age: (settings) => settings.age("stamped"),
  },
  directories: {
    replace: (directories) => directories.replace(office, 1),
    people: (directories) => directories.people(),
    current: (directories) => directories.current(),
    identify: (directories) => directories.identify("fay@example.com", null, 1),
    identities: (directories) => directories.identities(),
    placeDirect: (directories) => directories.placeDirect(ben, front),
    noteGreeted: (directories) => directories.noteGreeted(ben, 1),
    isGreeted: (directories) => directories.isGreeted(ben),
    unidentified: (directories) => directories.unidentified(),
  },
  conversations: {
    open: async (conversations) => {
      await conversations.open(maria, owner, newId, 1);
      await conversations.open(noel, { kind: "member", username: assignee }, newId, 1);
    },
    find: (conversations) => conversations.find(maria, owner),
    withContact: (conversations) => conversations.withContact(maria),
    count: (conversations) => conversations.count(),
    get: (conversations) => conversations.get(conversationId),
  },
  episodes: {
    insert: (episodes) => episodes.insert(newEpisode),
    addFormerThread: (episodes) => episodes.addFormerThread(front, two, episodeId),
    addThread: (episodes) => episodes.addThread(front, one, episodeId),
    get: (episodes) => episodes.get(episodeId),
    whole: (episodes) => episodes.whole(episodeId),
    findOpen: (episodes) => episodes.findOpen(conversationId),
    newest: (episodes) => episodes.newest(conversationId),
    newestBetween: (episodes) => episodes.newestBetween(maria, owner),
    openOn: (episodes) => episodes.openOn(maria, line),
    neighbours: async (episodes) => episodes.neighbours(await theEpisode(episodes)),
    update: (episodes) => episodes.update(episodeId, { assignee, unansweredSince: 1, lookedAt: 2 }),
    unansweredIn: (episodes) => episodes.unansweredIn(front, 9, 2),
    unanswered: (episodes) => episodes.unanswered(5),
    noteAnswer: (episodes) => episodes.noteAnswer(episodeId, 5),
    ofConversation: (episodes) => episodes.ofConversation(conversationId),
    newestOfEach: (episodes) => episodes.newestOfEach(["id-1" as ContactId]),
    newestWith: (episodes) => episodes.newestWith("id-1" as ContactId),
    openContacts: async (episodes) => [
      await episodes.openContacts({ owner }),
      await episodes.openContacts({ assignee }),
    ],
    openOf: async (episodes) => [
      await episodes.openOf({ channel: front }, 2),
      await episodes.openOf({ member: assignee, lines: [line] }, 2),
    ],
    openOwned: (episodes) => episodes.openOwned(owner, 2),
    openHeld: (episodes) => episodes.openHeld(assignee, 2),
    openWith: (episodes) => episodes.openWith("id-1" as ContactId),
    unplaced: (episodes) => episodes.unplaced(assignee, 2),
    unplacedOwners: (episodes) => episodes.unplacedOwners(),
    idle: (episodes) => episodes.idle(5, 2),
    snoozedBefore: (episodes) => episodes.snoozedBefore(5, 2),
    openChannels: (episodes) => episodes.openChannels(),
    openIn: async (episodes) => [
      await episodes.openIn(front, 1, null),
      await episodes.openIn(front, 1, await theEpisode(episodes)),
    ],
    openThreads: (episodes) => episodes.openThreads(front, hidden, 1),
    activeThreads: (episodes) => episodes.activeThreads(front, { ...hidden, activeSince: one }, 1),
    atThread: (episodes) => episodes.atThread(front, one),
    writtenAt: (episodes) => episodes.writtenAt(front, one, beside),
    threadsOf: (episodes) => episodes.threadsOf(episodeId),
    latestIn: (episodes) => episodes.latestIn(front),
    touchThread: (episodes) => episodes.touchThread(front, one, two),
    loseThread: (episodes) => episodes.loseThread(front, one, episodeId),
    move: (episodes) => episodes.move(episodeId, front),
    unplace: (episodes) => episodes.unplace(episodeId),
    place: (episodes) => episodes.place(episodeId, front),
    drop: (episodes) => episodes.drop("none" as EpisodeId),
  },
  messages: {
    insert: (messages) => messages.insert(newMessage),
    get: (messages) => messages.get(message),
    toSend: (messages) => messages.toSend(message),
    getAll: (messages) => messages.getAll([message]),
    findByCarrierId: (messages) => messages.findByCarrierId(carrier, carrierMessageId),
    update: (messages) => messages.update(message, { state: "waiting", waitsFor: "person", waitingSince: 1 }),
    retriesOf: (messages) => messages.retriesOf(message),
    setPosted: (messages) => messages.setPosted([message], two),
    noteUnlogged: (messages) => messages.noteUnlogged(episodeId),
    unsentOf: (messages) => messages.unsentOf(episodeId),
    move: (messages) => messages.move(episodeId, { conversationId, episodeId }),
    ofEpisode: (messages) => messages.ofEpisode(episodeId),
    outsideEpisodes: (messages) => messages.outsideEpisodes(conversationId),
    cameSince: (messages) => messages.cameSince(conversationId, 1),
    firstInbound: (messages) => messages.firstInbound(episodeId),
    lastSaid: (messages) => messages.lastSaid(episodeId, 3),
    inState: (messages) => messages.inState(["waiting", "queued", "sending", "unknown"]),
    unsentTo: (messages) => messages.unsentTo("id-1" as ContactId),
    anySaidWith: (messages) => messages.anySaidWith(maria),
    oldestUnconfirmed: (messages) => messages.oldestUnconfirmed(1),
    underWay: (messages) => messages.underWay(episodeId, beside),
    hasTexted: (messages) => messages.hasTexted(assignee),
    waitingForPerson: (messages) => messages.waitingForPerson(episodeId),
    waitedSince: (messages) => messages.waitedSince(5),
    unshownIn: (messages) => messages.unshownIn(episodeId),
  },
  lists: {
    insert: (lists) => lists.insert(newList, [pending]),
    get: (lists) => lists.get(list),
    update: (lists) => lists.update(list, { notBefore: 2, body: "Hello" }),
    running: (lists) => lists.running(),
    nextPending: (lists) => lists.nextPending(list, 9),
    waiting: (lists) => lists.waiting(list, 1),
    settle: (lists) => lists.settle(list, 1, { state: "written", messageId: message }),
    ofText: (lists) => lists.ofText(list, message),
    tally: (lists) => lists.tally(list),
    missed: (lists) => lists.missed(list, 20),
    unsent: (lists) => lists.unsent(list),
    putOff: (lists) => lists.putOff(list, 9),
    endPending: (lists) => lists.endPending(list, { state: "cancelled", reason: null }),
  },
  replies: {
    put: (replies) => replies.put(reply),
    find: (replies) => replies.find(place),
    update: (replies) => replies.update(place, { verdict: "unseen", text: "No" }),
    unseenIn: (replies) => replies.unseenIn({ channel: front, ts: one }),
    laterThatLeft: (replies) => replies.laterThatLeft(place, episodeId),
    settledIn: (replies) => replies.settledIn(front, { refusedFrom: one, leftFrom: one, until: two }, 20),
    lastWrittenIn: (replies) => replies.lastWrittenIn(front, episodeId, one),
    hasWritten: (replies) => replies.hasWritten(episodeId, one, ben),
    dropUnseenBefore: (replies) => replies.dropUnseenBefore(5, 1),
  },
  notices: {
    insert: (notices) => notices.insert(newNotice),
    get: (notices) => notices.get(notice),
    latestAbout: (notices) => notices.latestAbout(place),
    openAbout: (notices) => notices.openAbout(place),
    aboutMessage: (notices) => notices.aboutMessage(message),
    openAboutMessage: (notices) => notices.openAboutMessage(message),
    openOfEpisode: (notices) => notices.openOfEpisode(episodeId),
    move: (notices) => notices.move(episodeId, episodeId),
    setPosted: (notices) => notices.setPosted(notice, front, two),
    close: (notices) => notices.close(notice, { state: "expired", outcome: [] }),
    expireBefore: (notices) => notices.expireBefore(5),
  },
  arrivals: {
    putReport: (arrivals) => arrivals.putReport({ ...report, failureCode: null, failureSentence: null }),
    findReport: (arrivals) => arrivals.findReport(carrier, carrierMessageId),
    dropReport: (arrivals) => arrivals.dropReport(carrier, carrierMessageId),
    dropReportsBefore: (arrivals) => arrivals.dropReportsBefore(5, 1),
    keepUnrouted: (arrivals) => arrivals.keepUnrouted(text),
    isKept: (arrivals) => arrivals.isKept(carrier, carrierMessageId),
    keptFor: (arrivals) => arrivals.keptFor([line]),
    unroutedTo: (arrivals) => arrivals.unroutedTo(line),
    unroutedCounts: (arrivals) => arrivals.unroutedCounts(),
    dropUnrouted: (arrivals) => arrivals.dropUnrouted(carrier, carrierMessageId),
  },
  dueTimes: {
    setBack: (dueTimes) => dueTimes.setBack(1, 5, 0),
  },
  carrierThreads: {
    put: (threads) => threads.put(keptThread),
    get: (threads) => threads.get(carrier, keptThread.thread),
    of: (threads) => threads.of(episodeId),
    putNote: (threads) => threads.putNote(keptNote),
    notesNamed: (threads) => threads.notesNamed(carrier, "tried:"),
    dropNote: (threads) => threads.dropNote(carrier, "n1"),
    note: (threads) => threads.note(carrier, "n1"),
    noteAt: (threads) => threads.noteAt(place),
  },
  channels: {
    close: (channels) => channels.close(front, "gone", 1),
    closed: (channels) => channels.closed(),
    reopen: (channels) => channels.reopen(front),
    putReminder: (channels) => channels.putReminder({ channel: front, ts: one, episodes: [], updatedAt: 1 }),
    reminders: (channels) => channels.reminders(),
    renumber: (channels) => channels.renumber(front, front),
    dropReminder: (channels) => channels.dropReminder(front),
  },
  elsewhere: {
    put: (elsewhere) => elsewhere.put({ carrier, conversationId: null, event: sentElsewhere, receivedAt: 1 }),
    get: (elsewhere) => elsewhere.get(carrier, carrierMessageId),
    unrouted: (elsewhere) => elsewhere.unrouted(),
    drop: (elsewhere) => elsewhere.drop(carrier, carrierMessageId),
  },
  cursors: {
    keep: (cursors) => cursors.keep(carrier, "1" as CarrierCursor, 1),
    of: (cursors) => cursors.of(carrier),
    readAt: (cursors) => cursors.readAt(carrier),
  },
  homes: {
    look: (homes) => homes.look(ben, 1),
    turn: (homes) => homes.turn(ben, { mine: 1 }, 1),
    pagesOf: (homes) => homes.pagesOf(ben),
    lookersSince: (homes) => homes.lookersSince(1),
    open: async (homes) => [
      await homes.open({ member: assignee }, 5, window),
      await homes.open({ groups: scope, unassigned: true }, 5, window),
      await homes.open({ groups: scope, unassigned: false }, 5, window),
    ],
    snoozed: (homes) => homes.snoozed({ member: assignee, groups: scope, managed: scope }, 1, window),
    deciding: (homes) => homes.deciding(assignee, window),
    lists: (homes) => homes.lists(assignee, window),
    drafts: (homes) => homes.drafts(assignee, window),
    scheduled: (homes) => homes.scheduled(assignee, window),
    unlogged: (homes) => homes.unlogged({ member: assignee, groups: scope }, window),
    unloggedConversations: (homes) => homes.unloggedConversations({ member: assignee, groups: scope }),
    standings: (homes) => homes.standings(5),
    optOuts: (homes) => homes.optOuts(window),
    blocked: (homes) => homes.blocked(window),
  },
  inbox: {
    keep: (inbox) => inbox.keep({ key: "Ev1", lane: "lane", body: "{}", at: 1 }),
    due: (inbox) => inbox.due(5, 1),
    knows: (inbox) => inbox.knows("Ev1"),
    attempts: (inbox) => inbox.attempts(1),
    postpone: (inbox) => inbox.postpone(1, null),
    keepFromOthers: (inbox) => inbox.keepFromOthers([1], 5),
    deadCount: (inbox) => inbox.deadCount(),
    settle: (inbox) => inbox.settle(1),
    forgetBefore: (inbox) => inbox.forgetBefore(5, 1),
  },
  instances: {
    all: (instances) => instances.all(),
    tell: (instances) =>
      instances.tell({ name: "host:1", version: "1.0.0", startedAt: 1, beatAt: 1, deafSince: null }, false),
    heeded: (instances) => instances.heeded({ name: "host:1", missedSince: 1 }),
    forget: (instances) => instances.forget({ name: "host:1", beatAt: 2 }),
    remove: (instances) => instances.remove("host:1"),
  },
  outbox: {
    enqueue: (outbox) => outbox.enqueue(job, 1),
    due: (outbox) => outbox.due(5, 1),
    dueExcept: (outbox) =>
      outbox.dueExcept(5, 1, { channels: [front], callees: ["carrier"], paces: ["mark"] }),
    has: (outbox) => outbox.has({ id: 1, createdAt: 1 }),
    placeOf: (outbox) => outbox.placeOf(1),
    isUntried: (outbox) => outbox.isUntried({ id: 1, createdAt: 1 }),
    lastId: (outbox) => outbox.lastId(),
    hasKey: (outbox) => outbox.hasKey("key"),
    nextDue: (outbox) => outbox.nextDue(5),
    behind: async (outbox) => outbox.behind(await theJob(outbox), 1),
    claim: async (outbox) => outbox.claim([await theJob(outbox)], 1),
    postpone: async (outbox) => {
      const { id } = await theJob(outbox);
      await outbox.postpone({ id, triedAt: null }, 1, true);
    },
    finish: async (outbox) => {
      const { id, version } = await theJob(outbox);
      await outbox.finish([{ id, version: version + 1 }], 1);
      await outbox.finish([{ id, version }], 1);
    },
    drop: (outbox) => outbox.drop("key"),
    dropLane: (outbox) => outbox.dropLane("lane"),
    stalled: (outbox) => outbox.stalled(1),
    backlog: (outbox) => outbox.backlog(),
    noteTried: (outbox) => outbox.noteTried("mark", 1, 1),
    release: async (outbox) => outbox.release([(await theJob(outbox)).id]),
    hasKind: (outbox) => outbox.hasKind("text", front),
    holdChannel: (outbox) => outbox.holdChannel(front, 1, 5),
    willTry: (outbox) => outbox.willTry(front, 1, 5),
    releaseChannel: (outbox) => outbox.releaseChannel(front, 1),
    moveLane: (outbox) => outbox.moveLane("lane", front, 1),
    unsaidIn: (outbox) => outbox.unsaidIn(front),
    forgetLooks: (outbox) => outbox.forgetLooks(front),
  },
  optOuts: {
    add: (optOuts) => optOuts.add(optOut),
    noteMessage: (optOuts) => optOuts.noteMessage(1, message),
    rowsOf: (optOuts) => optOuts.rowsOf(maria),
    after: (optOuts) => optOuts.after(0, 10),
    erase: async (optOuts) => {
      await optOuts.erase(maria);
      await optOuts.add({ ...optOut, kind: "in", at: 2 });
      await optOuts.erase(maria);
    },
  },
  sealing: {
    counts: (sealing) => sealing.counts(),
    look: (sealing) => sealing.look(null, 1),
    seal: (sealing) => sealing.seal([{ table: "messages", key: ["m"] }]),
  },
  automaticAnswers: {
    add: (answers) => answers.add("id-1" as ContactId, "auto_reply", message, 9),
    leaves: (answers) => answers.leaves("id-1" as ContactId, message, { since: 0, now: 9 }),
    before: (answers) =>
      answers.before("id-1" as ContactId, conversationId, { since: 0, hourAgo: 1, now: 5 }),
  },
  autoReplies: {
    put: (replies) => replies.put(assignee, { reply: autoReply, directoryWas: null }, 1),
    chosenBy: (replies) => replies.chosenBy(assignee),
    drop: (replies) => replies.drop(assignee),
  },
  staff: {
    open: (staff) => staff.open(pair, () => "s", 1),
    between: (staff) => staff.between(pair),
    get: (staff) => staff.get(staffId),
    place: (staff) => staff.place(staffId, front),
    at: (staff) => staff.at(front),
    of: (staff) => staff.of(assignee),
    lively: (staff) => staff.lively(2),
    write: (staff) =>
      staff.write({
        id: message,
        conversationId: staffId,
        author: assignee,
        body: "Hi",
        ts: one,
        writtenAt: 1,
        editedAt: null,
        deletedAt: null,
      }),
    message: (staff) => staff.message(message),
    messageAt: (staff) => staff.messageAt(staffId, one),
    update: async (staff) => {
      await staff.update(message, { body: "Ho", editedAt: 2 });
      await staff.update(message, { ts: two });
    },
    messagesOf: (staff) => staff.messagesOf(staffId),
    messagesSince: (staff) => staff.messagesSince(staffId, 1, 2),
    drop: (staff) => staff.drop(message),
  },
  templateLinks: {
    put: (links) =>
      links.put({
        carrier,
        theirs: "t",
        templateId: template,
        login: null,
        version: 1,
        digest: "d",
        syncedAt: 1,
      }),
    all: (links) => links.all(),
    drop: (links) => links.drop(carrier, "t"),
  },
  templates: {
    insert: (templates) => templates.insert(newTemplate),
    writeAll: (templates) => {
      const [next, more] = [
        { ...newTemplate, id: template, version: 2 },
        { ...newTemplate, id: "t-more" as TemplateId, key: "more" },
      ];
      return templates.writeAll({ created: [more], changed: [next] }, { by: null, at: 2 });
    },
    get: (templates) => templates.get(template),
    change: (templates) =>
      templates.change(template, { text: "Until seven." }, { change: "edited", by: null, at: 2 }),
    makeOwn: (templates) => templates.makeOwn(template),
    version: (templates) => templates.version(template, 1),
    versions: (templates) => templates.versions(template),
    offered: (templates) => templates.offered([company], assignee),
    all: (templates) => templates.all(),
    noteUse: (templates) => templates.noteUse(template, assignee, 3),
    names: (templates) => templates.names([template]),
    sends: (templates) => templates.sends([template]),
    uses: (templates) => templates.uses(),
    deletedSince: (templates) => templates.deletedSince([company], 1),
    forgetDeletedBefore: (templates) => templates.forgetDeletedBefore(1, 9),
  },
  records: {
    insert: (records) => records.insert(record),
    get: (records) => records.get(record.id),
    atKey: (records) => records.atKey(record.key),
    allOfEpisode: (records) => records.allOfEpisode(episodeId),
    standing: async (records) => [
      await records.standing({ conversationId, episodeId, localDay: "2026-01-31" }),
      await records.standing({ conversationId, episodeId, localDay: null }),
    ],
    written: async (records) => [await records.written(null, 5), await records.written(record.id, 5)],
    withUrls: (records) => records.withUrls(episodeId, 3),
    update: async (records) => {
      await records.update(record.id, { wanted: 2, contact: logged, additions: { note: "Call back" } });
      await records.update(record.id, { hold: "contact", reason: "Nobody has this number." });
    },
    cameOutside: (records) => records.cameOutside(conversationId, 1, 2),
    heldOf: (records) => records.heldOf(maria, ["contact", "off"]),
    heldElsewhere: (records) => records.heldElsewhere("local", ["contact", "off"], 10),
    backlog: (records) => records.backlog(),
    putPart: (records) =>
      records.putPart({
        recordId: record.id,
        number: 1,
        reference: null,
        url: null,
        contactId: null,
        triedAt: 1,
        digest: null,
      }),
    parts: (records) => records.parts(record.id),
    dropPart: (records) => records.dropPart(record.id, 2),
    textsOfDay: (records) => records.textsOfDay(conversationId, "2026-01-31"),
    notesOf: (records) => records.notesOf(episodeId),
    notesBetween: (records) => records.notesBetween(conversationId, one, two),
  },
  unlogged: {
    dated: async (unlogged) => [await unlogged.dated(null, 5), await unlogged.dated(message, 5)],
    texts: (unlogged) => unlogged.texts(5),
    episodes: (unlogged) => unlogged.episodes(5),
    noted: (unlogged) => unlogged.noted(5),
    clearTexts: (unlogged) => unlogged.clearTexts([message]),
    clearEpisode: (unlogged) => unlogged.clearEpisode(episodeId),
    clearNotes: (unlogged) => unlogged.clearNotes([place]),
    silentSince: async (unlogged) => [
      await unlogged.silentSince(5, 5, null),
      await unlogged.silentSince(5, 5, { id: episodeId, lastTextAt: 1 }),
    ],
  },
  crmContacts: {
    choose: (choices) =>
      choices.choose({
        crm: "local",
        address: maria,
        contact: logged,
        chosenBy: assignee,
        chosenAt: 1,
        triedAt: null,
      }),
    chosenFor: (choices) => choices.chosenFor("local", maria),
  },
  crmTokens: {
    keep: (tokens) => tokens.keep("local", "a token", 1),
    read: (tokens) => tokens.read("local"),
  },
  episodeEvents: {
    add: (events) =>
      events.add({
        id: "v" as EventId,
        episodeId,
        kind: "assigned",
        by: assignee,
        byUser: ben,
        to: assignee,
        at: 1,
      }),
    of: (events) => events.of(episodeId),
    between: (events) => events.between(conversationId, 1, 2),
    move: (events) => events.move(episodeId, episodeId),
  },
  logSettings: {
    put: (settings) =>
      settings.put({ username: assignee, value: {}, remindWeekly: true, remindedAt: null, changedAt: 1 }),
    of: (settings) => settings.of(assignee),
    drop: (settings) => settings.drop(assignee),
    notePrompt: (settings) => settings.notePrompt(conversationId, "2026-01-31", assignee, 1),
    forgetPromptsBefore: (settings) => settings.forgetPromptsBefore(1, 5),
  },
  localLogs: {
    put: (logs) =>
      logs.put({
        key: "k:1",
        address: maria,
        owner: assignee,
        subject: "SMS",
        body: "Hi",
        startedAt: 1,
        changedAt: 1,
      }),
    between: async (logs) => [
      await logs.between(1, 2, null, 5),
      await logs.between(1, 2, { startedAt: 1, key: "k:0" }, 5),
    ],
  },
  files: {
    insert: (files) => files.insert([file]),
    get: (files) => files.get(file.id),
    ofMessage: (files) => files.ofMessage(message),
    update: (files) => files.update(file.id, { state: "kept", source: file.source }),
    putBytes: (files) => files.putBytes(file.id, Buffer.from("x")),
    bytesOf: (files) => files.bytesOf(file.id),
    byToken: (files) => files.byToken("token"),
    pastAddress: (files) => files.pastAddress(5, 2),
    keptBefore: (files) => files.keptBefore(5, 2),
    dropBytes: (files) => files.dropBytes(file.id),
    remove: (files) => files.remove(file.id),
  },
  drafts: {
    put: (drafts) => drafts.put(draft),
    get: (drafts) => drafts.get(draft.id),
    ofEpisode: (drafts) => drafts.ofEpisode(episodeId),
    move: (drafts) => drafts.move(episodeId, episodeId),
    delete: (drafts) => drafts.delete(draft.id),
  },
  contacts: {
    giveName: (contacts) => contacts.giveName("id-1" as ContactId, "Maria", assignee, 1),
    find: (contacts) => contacts.find(maria),
    describe: (contacts) =>
      contacts.describe("id-1" as ContactId, { timeZone: "UTC", shared: false, company: "Quist & Co" }),
    putAll: (contacts) =>
      contacts.putAll(
        [
          {
            id: "id-9" as ContactId,
            address: noel,
            name: "Noel",
            company: null,
            timeZone: "UTC",
            shared: true,
          },
        ],
        1,
      ),
    described: (contacts) => contacts.described(),
    search: (contacts) => contacts.search("mar", 20),
    among: (contacts) => contacts.among([maria, noel]),
    setReview: (contacts) => contacts.setReview("id-1" as ContactId, notice),
    block: (contacts) => contacts.block("id-1" as ContactId, assignee, 1),
    countBlocked: (contacts) => contacts.countBlocked("id-1" as ContactId),
    blockedOne: async (contacts) => [
      await contacts.blockedOne({ contact: "id-1" as ContactId }),
      await contacts.blockedOne({ address: maria }),
    ],
    blocked: (contacts) => contacts.blocked(),
    unblock: (contacts) => contacts.unblock("id-1" as ContactId),
    rowsOf: (contacts) => contacts.rowsOf(maria),
    areUnderWay: async (contacts) => contacts.areUnderWay(await contacts.rowsOf(maria), 1),
    erase: async (contacts) => contacts.erase((await contacts.rowsOf(maria)).reverse()),
  },
};

/** Asks them all, each in a transaction of its own that `run` opens; says which before each. */
export async function askAll(
  run: (work: (tx: Tx) => Promise<unknown>) => Promise<unknown>,
  about: (question: string) => void,
): Promise<void> {
  ids = 0;
  for (const [noun, members] of Object.entries(questions)) {
    for (const [member, ask] of Object.entries(members)) {
      about(`${noun}.${member}`);
      await run((tx) => ask(tx[noun as keyof Tx]));
    }
  }
}
