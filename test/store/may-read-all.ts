/** What a question may read in whole, and why. */

/** Statements that may read whatever there is, and why. */
export const allowed: Readonly<Record<string, string>> = {
  "arrivals.isAnyKept": "reads the first row, if there is one",
  "arrivals.unroutedCounts": "asked by doctor alone, a process of its own",
  "episodes.openContacts":
    "reads what is open, once, when someone takes a line or a member out of the directory",
  "episodes.openOf":
    "reads what is open, or of a channel, when somebody chooses a conversation: names are sealed, so all are read to be compared",
  "episodes.unplaced": "reads the open ones that have no channel yet, which few do",
  "episodes.unplacedOwners": "the same",
  "homes.open": "reads what is open, when somebody looks at the app's Home, and for an hour from then on",
  "homes.standings": "the same",
  "homes.optOuts": "the same, of a manager: reads the ledger from its end until a page of it is full",
  "channels.renumber":
    "once, when Slack gives a channel another id: all that was written down of it goes with it",
  "conversations.count": "asked by backup alone, a process of its own",
  "contacts.search": "asked while somebody types: names are sealed, so all are read to be compared",
  "contacts.described": "asked by `contacts export` alone, a process of its own",
  "contacts.erase":
    "given to a store alone that was opened for erasing: that one does not look for what hangs on a row, which was erased before it",
  "contacts.rowsOf": "asked by export and erase alone, processes of their own",
  "contacts.areUnderWay": "the same",
  "a missing key": "once one was taken out of the list, the whole database is searched for what it sealed",
};
/** Tables that are small by their nature, and why. */
export const smallTables: Readonly<Record<string, string>> = {
  directory: "one row",
  identities: "a row for each member's e-mail",
  direct_channels: "a row for each member with conversations of their own",
  closed_channels: "a row for each channel",
  reminders: "a row for each channel",
  staff_conversations: "a row for each two of the team who wrote to each other",
  template_links: "a row for each template that stands at a carrier as well, which takes fifty",
  templates: "a row for each prepared answer, of which there are hundreds at most",
  homes: "a row for each person who has looked at the app's Home",
  cursors: "a row for each carrier",
  crm_tokens: "a row for each CRM",
  instances: "a row for each process that runs",
  log_settings: "a row for each member",
  settings: "a row for each small fact, and for each channel",
  outbox: "what is owed now: a row goes once its outcome is recorded",
  ahead: "the outbox by another name",
  one: "the newest forty texts of one episode",
  json_each: "what was asked for",
  found: "a row for each channel, as it is found",
  sqlite_master: "a row for each table and index",
  sqlite_sequence: "a row for each table that numbers its rows",
  __drizzle_migrations: "a row for each version",
};

/** Indexes over the few rows of a large table in which something is still to be done, and why they are few. */
export const smallIndexes: Readonly<Record<string, string>> = {
  inbox_due: "deliveries that are not handled yet",
  inbox_dead: "deliveries that nobody could handle, which wait for a person to look at",
  lists_running: "texts to many that are under way",
  messages_unsettled: "texts that have not left yet, or of which that is not known",
  episodes_waiting: "customers who wait for an answer now",
  notices_undecided: "open questions about what is no text, of the last day",
  messages_unlogged: "texts that their record does not say yet, of the last seconds",
  episodes_unlogged: "conversations of which the same is true",
  replies_unlogged: "notes of which the same is true",
  records_held: "records that wait for somebody, or that nobody wants in the CRM",
  records_owed: "records that are still to be written",
  replies_unseen: "messages that may turn out to be replies, of the last week",
};
