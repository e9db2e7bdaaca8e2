import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCall } from "../../../src/lib/call.ts";
import { addressInThread, answerPress } from "../../../src/slack/transport/answer-press.ts";

let server: Server;
let url: string;
let answer: { status: number; body: string };
let requests: { path: string | undefined; body: Record<string, unknown> }[];
const call = createCall(new Agent());

beforeEach(async () => {
  answer = { status: 200, body: "ok" };
  requests = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({ path: request.url, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/actions/1`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const press = (responseUrl: string, replace = false) =>
  answerPress(call, {
    responseUrl,
    sentence: ["Done & <over>."],
    replace,
    teamUrl: "https://a.slack.com/",
    timeoutMs: 5_000,
  });

describe("the answer to a press", () => {
  it("is seen by the presser alone, in the thread of the press", async () => {
    await press(addressInThread(url, "5.000001"));
    expect(requests).toMatchObject([
      {
        path: "/actions/1",
        body: { response_type: "ephemeral", replace_original: false, thread_ts: "5.000001" },
      },
    ]);
    expect(requests[0]?.body).toMatchObject({
      text: "Done &amp; &lt;over&gt;.",
      parse: "none",
      link_names: false,
    });
  });

  it("stands at the channel's end when the card was pressed", async () => {
    await press(addressInThread(url, null));
    expect(requests[0]?.body).not.toHaveProperty("thread_ts");
  });

  it("takes the place of the message that was pressed on", async () => {
    await press(url, true);
    expect(requests[0]?.body).toMatchObject({ replace_original: true });
    expect(requests[0]?.body).not.toHaveProperty("response_type");
  });

  it.each([
    [404, '{"ok":false,"error":"expired_url"}', { kind: "nobody", retryable: false, certain: true }],
    [404, '{"ok":false,"error":"used_url"}', { kind: "nobody" }],
    [404, "", { kind: "nobody" }],
    [200, '{"ok":false,"error":"invalid_blocks"}', { kind: "refused", certain: true }],
    [429, "", { kind: "rate_limited", retryable: true }],
    [500, "", { kind: "unreachable", retryable: true, certain: false }],
    [400, "", { kind: "refused", retryable: false }],
    [302, "", { kind: "unreachable", retryable: true, certain: false }],
  ])("that Slack answers with %i %s fails accordingly", async (status, body, wanted) => {
    answer = { status, body };
    await expect(press(url)).rejects.toMatchObject({ failure: wanted });
  });

  it("that reaches nobody fails as certain", async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(press(url)).rejects.toMatchObject({ failure: { kind: "unreachable", certain: true } });
  });
});
