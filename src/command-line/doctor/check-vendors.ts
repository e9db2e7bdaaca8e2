/** What `doctor` says about Slack and the carriers: it asks them, and changes nothing there. */
import type { Dispatcher } from "undici";
import { carrierLines } from "../../bridge/context/carrier-lines.ts";
import type { Carrier } from "../../bridge/contracts/carrier.ts";
import type { Store } from "../../bridge/contracts/store/store.ts";
import { emailOf } from "../../bridge/records/owner-in-crm.ts";
import { channelsOf, type Directory, type Member } from "../../domain/directory.ts";
import { AppError } from "../../domain/errors.ts";
import type { Finding } from "../../domain/finding.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { createCall } from "../../lib/call.ts";
import { createLog } from "../../log.ts";
import { createSlack } from "../../slack/slack.ts";
import { slackApi } from "../../slack/transport/client.ts";
import { verifyClock } from "../../slack/transport/verify-clock.ts";
import { verifyMember } from "../../slack/transport/verify-member.ts";
import type { CheckedConfig } from "./check-config.ts";

interface Surroundings {
  readonly directory: Directory | null;
  readonly store: Store | null;
  readonly dispatcher: Dispatcher;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export async function checkSlack(
  { config, set }: CheckedConfig,
  { directory, store, dispatcher, now }: Surroundings,
): Promise<Finding[]> {
  if (!set.slack || !set.connection) return [notChecked("slack", "Slack")];
  const slack = slackOf(config, { dispatcher, now });
  const findings = await slack.history.verify(directory === null ? [] : channelsOf(directory));
  const clock = await verifyClock(config.slack.apiUrl, { call: createCall(dispatcher), now });
  const reach = {
    token: config.slack.botToken,
    apiUrl: config.slack.apiUrl ?? slackApi,
    dispatcher,
    log: createLog("silent"),
  };
  const reachable = !findings.some(({ level, name }) => level === "problem" && !name.includes("channel"));
  const look = (email: string) => slack.history.findUser(email);
  if (!reachable) return [...findings, ...clock];
  return [
    ...findings,
    ...clock,
    ...(await checkIds(directory, (id) => verifyMember(id, reach))),
    ...(await checkEmails(directory, store, look)),
  ];
}

type Reach = Pick<Surroundings, "dispatcher" | "now">;

function slackOf(config: CheckedConfig["config"], { dispatcher, now }: Reach) {
  return createSlack({
    config: config.slack,
    bridge: () => {
      throw new AppError("unavailable", "Threadline is not started.");
    },
    dispatcher,
    log: createLog("silent"),
    now,
  });
}

/** The e-mails of members, as the app knows them: of those given by id, Slack's, where it tells. */
export function emailsAtDesk(
  { config, set }: CheckedConfig,
  reach: Reach,
): (member: Member) => Promise<string | null> {
  const history = set.slack && set.connection ? slackOf(config, reach).history : {};
  const log = createLog("silent");
  let left = mostIds;
  return async (member) => {
    if (member.slack.kind === "id") left -= 1;
    return left < 0 ? null : await emailOf({ history, log }, member);
  };
}

/** Slack allows 50 look-ups a minute; the running app asks for everybody in its own time. */
const mostLookUps = 40;

/** Slack allows 100 questions of this kind a minute. */
const mostIds = 80;

async function checkIds(
  directory: Directory | null,
  trouble: (id: SlackUserId) => Promise<string | null>,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const ids = (directory?.members ?? []).flatMap(({ username, slack }) =>
    slack.kind === "id" ? [{ username, id: slack.id }] : [],
  );
  for (const { username, id } of ids.slice(0, mostIds)) {
    const wrong = await trouble(id);
    if (wrong !== null) found.push(cannotText(`${username}'s member ID ${id} ${wrong}`));
  }
  return [...found, ...notAsked(ids.length - mostIds, "member IDs")];
}

function cannotText(what: string): Finding {
  return {
    name: "members",
    level: "problem",
    sentence: `${what}, so they can't text.`,
    remedy:
      "Copy it again in Slack (their profile, Copy member ID), or take the member out of the directory.",
  };
}

/** Nobody is to think that all were looked at. */
function notAsked(count: number, what: string): Finding[] {
  if (count <= 0) return [];
  const sentence = `${count} more ${what} were not looked up: Slack allows so many a minute.`;
  return [{ name: "members", level: "ok", sentence }];
}

async function checkEmails(
  directory: Directory | null,
  store: Store | null,
  look: (email: string) => Promise<string | null>,
): Promise<Finding[]> {
  const emails = (directory?.members ?? []).flatMap(({ slack }) =>
    slack.kind === "email" ? [slack.email] : [],
  );
  const known = store === null ? new Map() : await store.read((tx) => tx.directories.identities());
  const unsure = emails.filter((email) => (known.get(email) ?? null) === null);
  const missing: Finding[] = [];
  for (const email of unsure.slice(0, mostLookUps)) {
    const user = await look(email).catch(() => "unsure");
    if (user === null) missing.push(unknown(email));
  }
  return [...missing, ...notAsked(unsure.length - mostLookUps, "e-mails")];
}

function unknown(email: string): Finding {
  return {
    name: "members",
    level: "warning",
    sentence: `Slack knows nobody with the e-mail ${email}, so they can't text.`,
    remedy: "Correct it in the directory, or write their member ID (Slack profile, Copy member ID).",
  };
}

export async function checkCarriers(
  { carriers: meant }: CheckedConfig,
  carriers: ReadonlyMap<string, Carrier>,
  directory: Directory | null,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, title } of meant) {
    const carrier = carriers.get(name);
    const lines = directory === null ? [] : carrierLines(directory, name);
    const found = carrier === undefined ? [notChecked(name, title)] : await carrier.verify(lines);
    findings.push(...found.map((finding) => ({ ...finding, level: finding.atSetup ?? finding.level })));
  }
  return findings;
}

function notChecked(name: string, vendor: string): Finding {
  return {
    name,
    level: "warning",
    sentence: `${vendor} was not asked, because its configuration is incomplete.`,
    remedy: "Complete it, then run threadline doctor again.",
  };
}
