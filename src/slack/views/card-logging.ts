/** What of a card tells of the CRM: one quiet line, or what somebody has to decide, with its buttons. */
import type { KnownBlock } from "@slack/types";
import type { CardModel } from "../../domain/card.ts";
import type { CardRecord, CardUnlogged } from "../../domain/card-logging.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { actions, button, context, type Pressed } from "./blocks.ts";
import { logActions } from "./log-form.ts";
import { nameLimit, webLink } from "./sentences.ts";

/** Their value is the record's id. */
export const loggingActions = {
  choose: "log.choose",
  create: "log.create",
  again: "log.try_again",
} as const;

const reasonLimit = 300;

/** `Logged to HubSpot`, linked; nothing where something has to be decided. */
export function loggedWords({ logging }: Pick<CardModel, "logging">): string | null {
  return logging?.state === "logged" ? standsThere(logging) : null;
}

function standsThere({ crm, url, isPart }: CardRecord): string {
  return `${isPart ? "Some messages logged" : "Logged"} to ${webLink(url, crm)}`;
}

/** Of a conversation that is over: it is not logged, or about to be. */
export function unloggedWords({ crm, isDue }: CardUnlogged): string {
  const name = plain(crm, nameLimit);
  return isDue ? `Waits to be logged to ${name}` : `Not logged to ${name}`;
}

/** What keeps it, and what can be done. @param more what else stands beside its buttons. */
export function drawQuestion(
  { logging }: Pick<CardModel, "logging">,
  more: readonly Pressed[] = [],
): KnownBlock[] {
  if (logging === null || logging.state === "logged" || logging.state === "unlogged") return [];
  const reason = plain(logging.sentence ?? reasons[logging.state], reasonLimit);
  return [context(`*${standingOf(logging)}:* ${reason}`), actions([...buttonsOf(logging), ...more])];
}

function standingOf(logging: CardRecord): string {
  if (logging.state === "association") return standsThere(logging);
  const crm = plain(logging.crm, nameLimit);
  const not = logging.isPart ? "Some messages not logged" : "Not logged";
  return `${not} to ${crm} ${logging.stands ? "any further" : "yet"}`;
}

const reasons = {
  contact: "Choose whom it is logged on.",
  association: "Choose what else it belongs to.",
  uncertain: "It did not say whether it took the record. Please look there before you try again.",
  rejected: "It did not take the record.",
  deleted: "The record was deleted there.",
} as const;

function buttonsOf({ state, record, creates }: CardRecord): Pressed[] {
  const choose = button("Choose contact", loggingActions.choose, record);
  switch (state) {
    case "contact":
      return creates ? [choose, button("Create contact", loggingActions.create, record)] : [choose];
    case "deleted":
      return [button("Log again", loggingActions.again, record)];
    case "association":
      return [button("Log to CRM", logActions.open, record)];
    default:
      return [button("Try again", loggingActions.again, record)];
  }
}
