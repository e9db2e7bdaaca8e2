/** `threadline export NUMBER`: all that is stored of one customer, for people to read: every row, every value that says something. */
import type { KeptRow } from "../bridge/contracts/store/contacts.ts";
import type { DiskConfig } from "../config.ts";
import { calledOf, customerOf, nothingOf } from "./customer.ts";
import { inert, inertLines } from "./inert.ts";
import { openMade } from "./open-made.ts";
import type { Terminal } from "./terminal.ts";

/** Resolves with the exit code: 1 where there is nothing. */
export async function exportCustomer(config: DiskConfig, typed: string, { say }: Terminal): Promise<number> {
  const address = customerOf(typed);
  const store = await openMade(config, { writes: false });
  try {
    const rows = await store.read((tx) => tx.contacts.rowsOf(address));
    if (rows.length === 0) {
      say(nothingOf(address));
      return 1;
    }
    say(`All that Threadline stores of ${await calledOf(store, address)}. Times are in UTC.`);
    for (const row of inOrder(rows)) for (const line of describe(row)) say(line);
    return 0;
  } finally {
    await store.close();
  }
}

type Values = KeptRow["values"];

/** What each row is, as people call it, and which value of it is the text. */
const kinds: Readonly<
  Record<string, { readonly title: (values: Values) => string; readonly text?: string }>
> = {
  contacts: { title: () => "Contact" },
  conversations: { title: () => "Conversation" },
  episodes: { title: () => "Stretch of a conversation, from its first text to Resolve" },
  threads: { title: () => "Thread in Slack" },
  messages: {
    title: ({ direction }) => (direction === "in" ? "Text from the customer" : "Text to the customer"),
    text: "body",
  },
  files: { title: () => "Came or left with a text: a picture or another file", text: "name" },
  file_bytes: {
    title: () => "What is in it, in base64, until it stands in Slack, or has left",
    text: "bytes",
  },
  replies: { title: () => "Written by the team in the thread", text: "text" },
  drafts: { title: () => "Kept by the team as a draft, not sent", text: "text" },
  notices: { title: () => "Said to the team", text: "sentence" },
  outbox: { title: () => "Work that is still to be done", text: "payload" },
  inbox: { title: () => "Came from Slack, not handled yet", text: "body" },
  automatic_answers: { title: () => "Answered by itself" },
  list_recipients: { title: () => "One of those to whom a text to many went" },
  reports: { title: () => "Delivery report" },
  records: { title: () => "What is logged of a conversation" },
  record_parts: { title: () => "What of it stands in the CRM" },
  local_logs: { title: () => "Logged in Threadline's own database", text: "body" },
  crm_contacts: { title: () => "Whom of the CRM somebody chose for the number" },
  log_prompts: { title: () => "Who was shown what to log" },
  episode_events: { title: () => "What was done with a conversation" },
  carrier_threads: { title: () => "How it stands in the carrier's own shared inbox", text: "assignee_name" },
  carrier_notes: { title: () => "A note that stands in the carrier's own shared inbox as well" },
  opt_outs: {
    title: ({ kind }) => (kind === "out" ? "Asked not to be texted" : "May be texted again"),
    text: "evidence",
  },
  elsewhere: { title: () => "Text to the customer, from another app of the carrier", text: "event" },
  unrouted: { title: () => "Text from the customer, to a number that is no line", text: "body" },
};

const moments = [
  ...["said_at", "created_at", "received_at", "opened_at", "decided_at", "started_at"],
  ...["chosen_at", "prompted_at", "happened_at", "written_at", "changed_at"],
];

function momentOf({ values }: KeptRow): number {
  return Number(moments.map((name) => values[name]).find((at) => at != null) ?? 0);
}

/** Who it is first, then in order of time. */
function inOrder(rows: readonly KeptRow[]): KeptRow[] {
  const rank = ({ table }: KeptRow) => ["contacts", "conversations"].indexOf(table);
  return [...rows].sort((one, other) => {
    const [here, there] = [rank(one), rank(other)];
    if (here >= 0 || there >= 0) return here < 0 ? 1 : there < 0 ? -1 : here - there;
    return momentOf(one) - momentOf(other);
  });
}

function describe(row: KeptRow): string[] {
  const { table, values } = row;
  const kind = kinds[table];
  const at = momentOf(row);
  const text = kind?.text === undefined ? null : values[kind.text];
  // Whoever reads where a file can be fetched can fetch it.
  const rest = Object.entries(values).flatMap(([name, value]) =>
    name === kind?.text || value === null || value === "" || /^token/.test(name)
      ? []
      : [`${name.replaceAll("_", " ")}: ${shown(name, value)}`],
  );
  return [
    "",
    `${at === 0 ? "" : `${time(at)}  `}${kind?.title(values) ?? table}`,
    ...(typeof text === "string" && text !== "" ? inertLines(text).map((line) => `  ${line}`) : []),
    ...rest.map((line) => `    ${line}`),
  ];
}

function shown(name: string, value: string | number): string {
  const isMoment = typeof value === "number" && /(_at|_since|_before)$/.test(name);
  return isMoment ? time(value) : inert(String(value));
}

function time(at: number): string {
  return new Date(at).toISOString().replace("T", " ").slice(0, 19);
}
