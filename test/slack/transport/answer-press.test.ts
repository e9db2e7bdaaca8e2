import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCall } from "../../../src/lib/call.ts";
import { addressInThread, answerPress, isSlackAddress } from "../../../src/slack/transport/answer-press.ts";
import { drawSaid } from "../../../src/slack/views/posts.ts";
import { listener } from "../../lib/listener.ts";

let server: Server;
let url: string;
let answer: { status: number; body: string };
let requests: { path: string | undefined; body: Record<string, unknown> }[];
const call = createCall(new Agent());

beforeEach(async () => {
  answer = { status: 200, body: "ok" };
  requests = [];
  server = createServer(
    listener(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      requests.push({ path: request.url, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(answer.status).end(answer.body);
    }),
  );
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
    drawn: drawSaid(["Done & <over>."], null, "https://a.slack.com/"),
    replace,
    timeoutMs: 5_000,
  });

describe("an address for it", () => {
  it.each([
    ["https://hooks.slack.com/actions/T1/1/x", "https://slack.com/api/", true],
    ["https://hooks.slack-gov.com/actions/T1/1/x", "https://slack.com/api/", true],
    ["http://127.0.0.1:8080/actions/1", "http://127.0.0.1:8080/api/", true],
    ["http://127.0.0.1:8081/actions/1", "http://127.0.0.1:8080/api/", false],
    ["http://hooks.slack.com/actions/1", "https://slack.com/api/", false],
    ["https://hooks.slack.com.evil.example/1", "https://slack.com/api/", false],
    ["https://evilslack.com/1", "https://slack.com/api/", false],
    ["https://hooks.slack.com@evil.example/1", "https://slack.com/api/", false],
    ["http://169.254.169.254/latest/meta-data", "https://slack.com/api/", false],
    ["nonsense", "https://slack.com/api/", false],
  ])("%s is Slack's, where its API is at %s: %s", (address, api, theirs) => {
    expect(isSlackAddress(address, api)).toBe(theirs);
  });
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
    [200, "<html>Welcome to our hotel</html>", { kind: "unreachable", retryable: true, certain: false }],
    [200, '{"ok":tr', { kind: "unreachable", retryable: true, certain: false }],
  ])("that Slack answers with %i %s fails accordingly", async (status, body, wanted) => {
    answer = { status, body };
    await expect(press(url)).rejects.toMatchObject({ failure: wanted });
  });

  it.each(["ok", "", '{"ok":true}'])("that Slack answers with 200 %s is given", async (body) => {
    answer = { status: 200, body };
    await press(url);
    expect(requests).toHaveLength(1);
  });

  it("that reaches nobody fails as certain", async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(press(url)).rejects.toMatchObject({ failure: { kind: "unreachable", certain: true } });
  });
});
