/** What version 0.1 may have left in each table, as it wrote it: column by column, with sealed values still as what they hold. */
import { ben, billing, cy, front, frontLine, maria, noel, office } from "../../bridge/front-desk.ts";

type Value = string | number | null;
/** Values of columns named `sealed_…` are what is to be sealed. */
type Row = Readonly<Record<string, Value>>;

/** When the rows were left. Milliseconds. */
export const left = Date.UTC(2026, 0, 5, 12);
const ago = (seconds: number): number => left - seconds * 1_000;
/** Slack's stamp of so many seconds before; the digits tell messages of one second apart. */
export const stamp = (seconds: number, digits = 0): string =>
  `${ago(seconds) / 1_000}.${String(900_000 + digits)}`;

const resolvedThread = stamp(80_000);
export const olgaThread = stamp(70_000);
const lostThread = stamp(90_000);
export const mariaThread = stamp(600);
export const noelThread = stamp(500);

/** The choices that it knew, as they read. */
export const firstLabels: Readonly<Record<string, string>> = {
  send_anyway: "Send anyway",
  try_again: "Try again",
  reopen_and_send: "Reopen and send",
  send_in_open_thread: "Send in the open thread",
  send_there: "Send there",
  send_now: "Send now",
  discard: "Discard",
  send_text_only: "Send text only",
  take: "Take",
};

const conversation = (id: string, contact: string, line: string): Row => ({
  id,
  contact_id: contact,
  line,
  created_at: ago(90_000),
});

const episode = (id: string, of: string, row: Row): Row => ({
  id,
  conversation_id: of,
  number: 1,
  state: "open",
  assignee: null,
  channel: front,
  thread: null,
  opened_at: ago(600),
  last_text_at: ago(590),
  unanswered_since: null,
  resolved_at: null,
  resolved_by: null,
  replaces: null,
  ...row,
});

const thread = (ts: string, of: string, state = "current"): Row => ({
  channel: front,
  ts,
  episode_id: of,
  state,
  latest: ts,
});

const message = (id: string, row: Row): Row => ({
  id,
  conversation_id: "c-maria",
  episode_id: "e-maria-2",
  direction: "out",
  state: "accepted",
  waits_for: null,
  wait_reason: null,
  waiting_since: null,
  agreed: "",
  sealed_body: `words of ${id}`,
  sealed_media: null,
  carrier: "twilio",
  carrier_message_id: null,
  author: "ben",
  author_user: ben,
  reply_channel: null,
  reply_ts: null,
  retry_of: null,
  written_at: ago(300),
  created_at: ago(300),
  sending_at: null,
  reread: 0,
  posted_ts: null,
  failure_code: null,
  failure_sentence: null,
  ...row,
});

const inbound = (id: string, row: Row): Row =>
  message(id, {
    direction: "in",
    state: "received",
    author: null,
    author_user: null,
    carrier_message_id: `IN-${id}`,
    ...row,
  });

const written = (digits: number): Row => ({ reply_channel: front, reply_ts: stamp(300, digits) });
const waiting = (reason: string): Row => ({
  state: "waiting",
  waits_for: "person",
  wait_reason: reason,
  waiting_since: ago(200),
});
const sent = (id: string, state: string): Row => ({
  state,
  carrier_message_id: id,
  sending_at: ago(250),
});

const reply = (digits: number, row: Row): Row => ({
  channel: front,
  ts: stamp(300, digits),
  thread: mariaThread,
  episode_id: "e-maria-2",
  author_user: ben,
  sealed_text: `reply ${digits}`,
  mentions: 0,
  files: 0,
  kind: "plain",
  verdict: "text",
  reason: null,
  message_id: null,
  edited: null,
  deleted_at: null,
  marks: "",
  stopped_by: "",
  created_at: ago(300),
  ...row,
});

const textOf = (digits: number, id: string, row: Row = {}): Row =>
  reply(digits, { message_id: id, sealed_text: `words of ${id}`, ...row });

const notice = (id: string, choices: string, row: Row = {}): Row => ({
  id,
  kind: "private",
  slack_user: ben,
  episode_id: "e-maria-2",
  message_id: null,
  reply_channel: null,
  reply_ts: null,
  choices,
  sealed_sentence: JSON.stringify([`About ${id}. Is `, { mention: ben }, ' sure, "really"?']),
  state: "open",
  sealed_outcome: null,
  caused_at: ago(200),
  seen_assignee: null,
  post_channel: null,
  post_ts: null,
  chosen: null,
  chosen_by: null,
  chosen_at: null,
  created_at: ago(200),
  ...row,
});

const about = (digits: number, id: string | null): Row => ({ ...written(digits), message_id: id });
const inThread = (id: string, seconds: number): Row => ({
  kind: "thread",
  slack_user: null,
  message_id: id,
  post_channel: front,
  post_ts: stamp(seconds),
});

const job = (id: number, kind: string, payload: object, row: Row): Row => ({
  id,
  kind,
  lane: `${kind}:none`,
  position: 0,
  priority: 1,
  key: null,
  version: 1,
  due_at: ago(1),
  attempts: 0,
  channel: null,
  post_key: null,
  claimed_at: null,
  sealed_payload: JSON.stringify({ kind, ...payload }),
  created_at: ago(30),
  ...row,
});

/** Lane and key are one word. */
const keyed = (id: number, kind: string, of: string, payload: object, row: Row): Row =>
  job(id, kind, payload, { lane: `${kind}:${of}`, key: `${kind}:${of}`, ...row });

const send = (id: number, of: string, digits: number, row: Row): Row =>
  job(
    id,
    "send",
    { message: of },
    {
      lane: "send:c-maria",
      key: `send:${of}`,
      position: Math.round(Number(stamp(300, digits)) * 1_000_000),
      priority: 0,
      ...row,
    },
  );

const marked = stamp(300, 1);

/** Parents before their children. */
export const firstRows: Readonly<Record<string, readonly Row[]>> = {
  settings: [
    { key: "heartbeat", value: `${ago(30)}` },
    { key: "away.until", value: `${ago(700_000)}` },
    { key: "away.told", value: `${ago(800_000)}` },
    { key: "ready.checked", value: `${ago(60)}` },
    { key: "looked back:twilio", value: `${ago(100)}` },
    { key: `missed:${front}`, value: `${ago(40)} ${ago(35)}` },
    { key: "seen:twilio", value: `${ago(45)}` },
  ],
  directory: [{ id: 1, version: 3, document: JSON.stringify(office), applied_at: ago(90_000) }],
  identities: [{ email: "fay@example.com", slack_user: null, checked_at: ago(600) }],
  contacts: [
    { id: "k-maria", address: maria, created_at: ago(90_000) },
    { id: "k-noel", address: noel, created_at: ago(90_000) },
    { id: "k-olga", address: "+15550199003", created_at: ago(90_000) },
    { id: "k-code", address: "24000", created_at: ago(90_000) },
  ],
  conversations: [
    conversation("c-maria", "k-maria", frontLine),
    conversation("c-noel", "k-noel", frontLine),
    conversation("c-bill", "k-maria", "+15550100002"),
    conversation("c-olga", "k-olga", frontLine),
    conversation("c-code", "k-code", frontLine),
  ],
  episodes: [
    episode("e-maria-1", "c-maria", {
      state: "resolved",
      thread: resolvedThread,
      resolved_at: ago(70_000),
      resolved_by: "ana",
      replaces: "deleted",
    }),
    episode("e-maria-2", "c-maria", {
      number: 2,
      assignee: "ben",
      thread: mariaThread,
      unanswered_since: ago(700),
    }),
    episode("e-noel", "c-noel", { assignee: "cy", thread: noelThread }),
    episode("e-olga", "c-olga", {
      state: "resolved",
      thread: olgaThread,
      resolved_at: ago(60_000),
      resolved_by: "ana",
    }),
    episode("e-bill", "c-bill", { channel: billing, unanswered_since: ago(20) }),
  ],
  threads: [
    thread(lostThread, "e-maria-1", "former"),
    thread(resolvedThread, "e-maria-1"),
    thread(mariaThread, "e-maria-2"),
    thread(noelThread, "e-noel"),
    thread(olgaThread, "e-olga"),
  ],
  messages: [
    inbound("in-1", { episode_id: "e-maria-1", posted_ts: stamp(79_999), written_at: ago(80_000) }),
    inbound("in-2", {
      sealed_media: JSON.stringify([{ url: "https://media.example.com/1", contentType: "image/png" }]),
      posted_ts: stamp(599),
      written_at: ago(600),
    }),
    inbound("in-3", { written_at: ago(30) }),
    inbound("in-bill", { conversation_id: "c-bill", episode_id: "e-bill", written_at: ago(20) }),
    inbound("in-noel", { conversation_id: "c-noel", episode_id: "e-noel", posted_ts: stamp(499) }),
    message("held", {
      ...written(1),
      state: "waiting",
      waits_for: "time",
      wait_reason: "hold",
      written_at: ago(5),
      created_at: ago(5),
    }),
    message("late", { ...waiting("late"), ...written(2) }),
    message("outage", { ...waiting("outage"), ...written(3), reread: 1 }),
    message("resolved", {
      ...waiting("resolved"),
      ...written(4),
      conversation_id: "c-olga",
      episode_id: "e-olga",
    }),
    message("former", { ...waiting("former"), ...written(5), episode_id: "e-maria-1" }),
    message("files", { ...waiting("files"), ...written(6), agreed: "mention" }),
    message("queued", { ...written(7), state: "queued", agreed: "mention late", sending_at: ago(10) }),
    message("sending", { ...written(8), state: "sending", sending_at: ago(31) }),
    message("unknown", { ...written(9), state: "unknown", sending_at: ago(250) }),
    message("accepted", { ...written(10), ...sent("SM-accepted", "accepted") }),
    message("sent", { ...written(11), ...sent("SM-sent", "sent") }),
    message("delivered", { ...written(12), ...sent("SM-delivered", "delivered") }),
    message("cancelled", { ...written(13), state: "cancelled" }),
    message("failed", {
      ...written(14),
      ...sent("SM-failed", "failed"),
      failure_code: "30003",
      failure_sentence: "The phone is off.",
    }),
    message("doubted", { ...written(15), state: "unknown", sending_at: ago(5_000) }),
    message("tried", {
      ...written(16),
      ...sent("SM-tried", "failed"),
      failure_code: "21610",
      failure_sentence: "Opted out.",
    }),
    message("retry", { ...written(16), ...sent("SM-retry", "sent"), retry_of: "tried", author: "ana" }),
  ],
  replies: [
    textOf(1, "held"),
    textOf(2, "late", { reason: "late", marks: "no_entry_sign" }),
    textOf(3, "outage", { reason: "outage", marks: "no_entry_sign" }),
    textOf(4, "resolved", { reason: "resolved", thread: olgaThread, episode_id: "e-olga" }),
    textOf(5, "former", { reason: "former", thread: lostThread, episode_id: "e-maria-1" }),
    textOf(6, "files", { reason: "files", files: 1, mentions: 1 }),
    textOf(7, "queued", { mentions: 1 }),
    textOf(8, "sending"),
    textOf(9, "unknown", { marks: "question" }),
    textOf(10, "accepted", { marks: "arrow_upper_right" }),
    textOf(11, "sent", { edited: stamp(299) }),
    textOf(12, "delivered", { marks: "arrow_upper_right white_check_mark" }),
    textOf(13, "cancelled", { deleted_at: ago(290) }),
    textOf(14, "failed", { marks: "warning" }),
    textOf(15, "doubted", { marks: "question" }),
    textOf(16, "retry", { marks: "warning arrow_upper_right" }),
    reply(17, { verdict: "note", reason: "prefix", sealed_text: "note: call her", marks: "memo" }),
    reply(18, { verdict: "note", reason: "me", kind: "me" }),
    reply(19, { verdict: "note", reason: "mention", mentions: 1, marks: "memo" }),
    reply(20, { verdict: "refused", reason: "not_member", author_user: "U0STRANGER" }),
    reply(21, { verdict: "unseen", author_user: null, thread: null, episode_id: null, stopped_by: cy }),
  ],
  notices: [
    notice("n-mention", "send_anyway", about(19, null)),
    notice("n-late", "send_now discard", about(2, "late")),
    notice("n-away", "send_now discard", { ...about(3, null), ...inThread("outage", 150) }),
    notice("n-resolved", "reopen_and_send discard", { ...about(4, "resolved"), episode_id: "e-olga" }),
    notice("n-asked", "discard", { ...about(4, "resolved"), episode_id: "e-olga", state: "expired" }),
    notice("n-goes-on", "send_in_open_thread discard", {
      ...about(5, "former"),
      episode_id: "e-maria-1",
    }),
    notice("n-former", "send_there discard", {
      ...about(5, "former"),
      episode_id: "e-maria-1",
      state: "expired",
      sealed_outcome: JSON.stringify(["The conversation was resolved."]),
      chosen_at: ago(190),
    }),
    notice("n-files", "send_text_only discard", about(6, "files")),
    notice("n-take", "take", { episode_id: "e-noel", seen_assignee: "cy" }),
    notice("n-failed", "try_again", { ...about(14, null), ...inThread("failed", 140) }),
    notice("n-doubt", "try_again discard", { ...about(15, null), ...inThread("doubted", 130) }),
    notice("n-remark", "", about(20, null)),
    notice("n-tried", "try_again", {
      ...about(16, null),
      ...inThread("tried", 120),
      state: "chosen",
      sealed_outcome: JSON.stringify([{ mention: "U0ANA" }, " tried again."]),
      chosen: "try_again",
      chosen_by: "U0ANA",
      chosen_at: ago(110),
    }),
    notice("n-unposted", "try_again", {
      ...about(14, null),
      ...inThread("failed", 0),
      post_channel: null,
      post_ts: null,
    }),
  ],
  outbox: [
    send(3, "held", 1, { due_at: left + 5_000, created_at: ago(5) }),
    send(4, "queued", 7, { attempts: 1 }),
    keyed(5, "find", "unknown", { message: "unknown" }, { priority: 3, attempts: 2 }),
    job(
      6,
      "open",
      { episode: "e-bill" },
      { lane: "thread:e-bill", key: "open:e-bill", channel: billing, due_at: ago(80) },
    ),
    job(7, "text", { episode: "e-bill", message: "in-bill" }, { lane: "thread:e-bill", channel: billing }),
    job(
      8,
      "text",
      { episode: "e-maria-2", message: "in-3" },
      {
        lane: "thread:e-maria-2",
        channel: front,
        attempts: 1,
        post_key: "key-8 IN-in-3",
        claimed_at: ago(29),
      },
    ),
    job(
      9,
      "line",
      { episode: "e-maria-2", sentence: [{ mention: ben }, " has this conversation."], notice: null },
      { lane: "thread:e-maria-2", channel: front },
    ),
    job(
      10,
      "line",
      { episode: "e-maria-2", sentence: ["It failed."], notice: "n-unposted" },
      { lane: "thread:e-maria-2", channel: front },
    ),
    keyed(11, "rewrite", "n-tried", { notice: "n-tried" }, { priority: 3, channel: front }),
    keyed(
      12,
      "mark",
      `${front}:${marked}`,
      { channel: front, ts: marked },
      { priority: 3, channel: front, version: 2 },
    ),
    keyed(13, "card", "e-noel", { episode: "e-noel" }, { priority: 4, channel: front }),
    job(14, "tell", { notice: "n-late" }, { lane: `tell:${ben}`, priority: 2 }),
    job(
      15,
      "inform",
      { user: cy, sentence: ["Nobody decided for a day."] },
      { lane: `tell:${cy}`, priority: 2 },
    ),
    job(
      16,
      "answer",
      { user: cy, responseUrl: "https://hooks.example.com/1", sentence: ["Done."], replace: true },
      { lane: `answer:${cy}`, priority: 2 },
    ),
    keyed(17, "remind", front, { channel: front }, { priority: 5, channel: front }),
    keyed(18, "identify", "fay@example.com", { email: "fay@example.com" }, { priority: 3 }),
  ],
  reports: [
    {
      carrier: "twilio",
      carrier_message_id: "SM-early",
      state: "failed",
      failure_code: "30003",
      failure_sentence: "The phone is off.",
      received_at: ago(20),
    },
  ],
  unrouted: [
    {
      carrier: "twilio",
      carrier_message_id: "IN-lost",
      to_number: "+15550100009",
      from_address: maria,
      sealed_body: "Is this the bakery?",
      sealed_media: null,
      received_at: ago(50_000),
    },
  ],
  inbox: [
    { id: 4, key: "Ev1", lane: front, sealed_body: null, received_at: ago(60), due_at: null, attempts: 0 },
    { id: 5, key: "Ev2", lane: front, sealed_body: "{}", received_at: ago(5), due_at: ago(5), attempts: 0 },
    { id: 6, key: "Ev3", lane: front, sealed_body: "{}", received_at: ago(900), due_at: null, attempts: 9 },
  ],
  reminders: [{ channel: front, ts: stamp(100), episodes: "e-maria-2", updated_at: ago(400) }],
  closed_channels: [{ channel: "C0OLD", reason: "it was archived", since: ago(5_000) }],
};

/** What has been done and forgotten had numbers, too. */
export const firstNumbers: Readonly<Record<string, number>> = { outbox: 41, inbox: 12 };
