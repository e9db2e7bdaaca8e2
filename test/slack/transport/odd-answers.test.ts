import { WebClient } from "@slack/web-api";
import { Agent, fetch, Response } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeskError } from "../../../src/domain/errors.ts";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { createCalls } from "../../../src/slack/transport/calls.ts";
import { webOptions } from "../../../src/slack/transport/client.ts";
import { createSelf } from "../../../src/slack/transport/identity.ts";
import { createPacer } from "../../../src/slack/transport/pacer.ts";
import { ben, front, recordingLog, startStandIn } from "../stand-in.ts";

let slack: SlackStandIn;
beforeEach(async () => {
  slack = await startStandIn();
});
afterEach(() => slack.stop());

/** Our side of the wire, on which Slack's answers lose these fields. */
function sideWithout(...fields: string[]) {
  const log = recordingLog();
  const options = webOptions({ apiUrl: slack.apiUrl, dispatcher: new Agent(), log });
  const losing = async (...asked: Parameters<typeof fetch>) => {
    const answer = (await (await fetch(...asked)).json()) as Record<string, unknown>;
    for (const field of fields) delete answer[field];
    return Response.json(answer);
  };
  const web = new WebClient(slack.botToken, { ...options, fetch: losing as typeof options.fetch });
  const pacer = createPacer({ postsPerSecond: 0, now: Date.now });
  return { calls: createCalls({ web, pacer, log }), self: createSelf(web) };
}

async function failureOf(work: Promise<unknown>) {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof DeskError ? error.failure : null;
}

/** It was done, perhaps: whoever owes it looks before it is done again. */
const doubtful = { kind: "unreachable", retryable: true, certain: false };
const post = { channel: front, thread: null, drawn: { text: "Hi", blocks: [] }, author: null, key: null };

describe("an answer of Slack's that says it went well, and not what it did", () => {
  it("leaves a post in doubt", async () => {
    expect(await failureOf(sideWithout("ts").calls.post(post))).toMatchObject(doubtful);
    expect(slack.control.messages(front).at(-1)?.text).toBe("Hi");
  });

  it("opens no direct conversation", async () => {
    expect(await failureOf(sideWithout("channel").calls.openDirect(ben))).toMatchObject(doubtful);
  });

  it("does not tell us who we are", async () => {
    const { self } = sideWithout("user_id");
    expect(await failureOf(self.learn())).toMatchObject(doubtful);
    expect(self.known()).toBeNull();
  });
});
