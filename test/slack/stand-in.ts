/** A stand-in Slack with two people, a private channel with the app in it, and our side of the wire. */
import { Agent } from "undici";
import { vi } from "vitest";
import type { Log } from "../../src/bridge/contracts/log.ts";
import type { CardModel } from "../../src/domain/card.ts";
import type { Address, EpisodeId, SlackChannelId, SlackTs, SlackUserId } from "../../src/domain/ids.ts";
import { createCall } from "../../src/lib/call.ts";
import { createSlackStandIn } from "../../src/sandbox/slack/index.ts";
import type { SlackStandIn, SlackStandInOptions } from "../../src/sandbox/slack/types/stand-in.ts";
import { createClient } from "../../src/slack/transport/client.ts";
import { createDesk } from "../../src/slack/transport/desk.ts";
import { createDeskHistory } from "../../src/slack/transport/history.ts";
import { createSelf } from "../../src/slack/transport/identity.ts";
import { createNames } from "../../src/slack/transport/names.ts";
import { createPacer } from "../../src/slack/transport/pacer.ts";
import { patientSlack } from "../lib/patient-slack.ts";

export const front = "C0FRONT" as SlackChannelId;
export const ana = "U0ANA" as SlackUserId;
export const ben = "U0BEN" as SlackUserId;

export async function startStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const slack = await createSlackStandIn({
    limits: "off",
    ...patientSlack,
    ...options,
    workspace: {
      users: [
        { id: ana, name: "ana", realName: "Ana Reyes", email: "ana@example.com" },
        { id: ben, name: "ben", realName: "Ben Ito", email: "ben@example.com" },
      ],
      channels: [{ id: front, name: "front-desk", isPrivate: true, members: [ana, ben] }],
      ...options.workspace,
    },
  });
  slack.control.invite({ channel: front, user: slack.botUserId });
  return slack;
}

export interface LogLine {
  readonly level: keyof Log;
  readonly fields: object;
  readonly message: string;
}

export function recordingLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: keyof Log) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Our side: a desk and its history, as `createSlack` wires them. */
export function connect(slack: Pick<SlackStandIn, "botToken" | "apiUrl">, postsPerSecond = 0) {
  const dispatcher = new Agent();
  const log = recordingLog();
  const now = () => Date.now();
  const web = createClient({ token: slack.botToken, apiUrl: slack.apiUrl, dispatcher, log });
  const self = createSelf(web);
  const names = createNames({ web, memberName: async () => null, now, log });
  const pacer = createPacer({ postsPerSecond, now });
  return {
    desk: createDesk({
      web,
      apiUrl: slack.apiUrl,
      self,
      pacer,
      names,
      now,
      log,
      call: createCall(dispatcher),
    }),
    history: createDeskHistory({ web, self, names, now, log }),
    self,
    names,
    pacer,
    log,
    web,
    dispatcher,
  };
}

export const card: CardModel = {
  episode: "e1" as EpisodeId,
  channel: front,
  contact: { name: "Maria Lopez", address: "+15550199001" as Address },
  line: "Front desk",
  state: "open",
  direct: null,
  assignee: null,
  lastTextAt: 1_700_000_000_000,
  waitingSince: 1_700_000_000_000,
  snoozedUntil: null,
  hasDrafts: false,
  answered: null,
  resolved: null,
  quote: { whose: "Customer", words: "Hi, are you open today?" },
  preview: ["Hi, are you open today?"],
  optedOut: null,
  inReview: false,
  blocked: null,
  movedTo: null,
  earlier: null,
  later: null,
  replaces: null,
  logging: null,
  newest: true,
  calls: { kind: "none" },
};

export const at = (ts: string, channel: SlackChannelId = front) => ({ channel, ts: ts as SlackTs });

/** Polls until the condition holds; what it last threw says why not. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 120_000, interval: 10 });
}
