/** Bolt as a dispatcher alone, of what people press, type and submit: the receivers are ours, and who we are is learned without it. */
import { App } from "@slack/bolt";
import type { Log } from "../../bridge/contracts/log.ts";
import { quietLogger, type webOptions } from "./client.ts";
import type { Self } from "./identity.ts";

export interface BoltOptions {
  readonly botToken: string;
  readonly clientOptions: ReturnType<typeof webOptions>;
  readonly self: Self;
  readonly log: Log;
}

export function createBolt({ botToken, clientOptions, self, log }: BoltOptions): App {
  return new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => {
      const known = self.known();
      return known === null
        ? { botToken }
        : { botToken, botId: known.botId, botUserId: known.botUserId, teamId: known.teamId };
    },
    // What is ours is told apart by `read-message.ts`, edits and deletions included, which Bolt lets through.
    ignoreSelf: false,
    convoStore: false,
    clientOptions,
    logger: quietLogger(log),
  });
}
