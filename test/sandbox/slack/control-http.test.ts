import { expect, it } from "vitest";
import { ANA, BEN, clientOf, FRONT, startStandIn, until } from "./stand-in-world.ts";

async function operate(
  url: string,
  operation: string,
  body: object,
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${url}/_control/${operation}`, { method: "POST", body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

it("does over HTTP what the control does in process", async () => {
  const { url, control } = await startStandIn();
  await operate(url, "addUser", { id: "U0EVE", name: "eve" });
  await operate(url, "invite", { channel: FRONT, user: "U0EVE" });
  const posted = await operate(url, "post", { user: "U0EVE", channel: FRONT, text: "hello" });
  const { ts } = posted.body as { ts: string };
  await operate(url, "react", { user: BEN, channel: FRONT, ts, name: "eyes" });
  expect((await operate(url, "message", { channel: FRONT, ts })).body).toEqual(control.message(FRONT, ts));
  expect((await operate(url, "followers", { channel: FRONT, ts })).body).toEqual(["U0EVE"]);
  expect((await operate(url, "deliveries", { type: "reaction_added" })).body).toHaveLength(1);
  expect((await operate(url, "configure", { limits: "slack" })).status).toBe(200);
  expect(control.state().settings.limits).toBe("slack");
});

it("says in words what the client refuses, and what it doesn't know", async () => {
  const { url } = await startStandIn();
  const refused = await operate(url, "post", { user: ANA, channel: FRONT, text: "/x" });
  expect(refused).toMatchObject({ status: 400, body: { error: "not_a_command" } });
  expect(await operate(url, "explode", {})).toMatchObject({
    status: 404,
    body: { error: "unknown_operation" },
  });
  const broken = await fetch(`${url}/_control/post`, { method: "POST", body: "{" });
  expect(broken.status).toBe(400);
});

it("gives the whole workspace", async () => {
  const { url, control } = await startStandIn();
  control.post({ user: ANA, channel: FRONT, text: "hello" });
  const state = await (await fetch(`${url}/_control/state`)).json();
  expect(state).toEqual(JSON.parse(JSON.stringify(control.state())));
  expect(state).toMatchObject({ channels: [{ id: FRONT, messages: [{ text: "hello" }] }, {}, {}] });
});

it("tells everything that happens, as server-sent events", async () => {
  const standIn = await startStandIn();
  const abort = new AbortController();
  const answer = await fetch(`${standIn.url}/_control/stream`, { signal: abort.signal });
  const heard: { type: string }[] = [];
  const reading = (async () => {
    let rest = "";
    for await (const chunk of answer.body ?? []) {
      const lines = (rest + Buffer.from(chunk).toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("data: ")) heard.push(JSON.parse(line.slice(6)));
    }
  })().catch(() => {});
  const { ts } = standIn.control.post({ user: ANA, channel: FRONT, text: "hello" });
  await clientOf(standIn).reactions.add({ channel: FRONT, timestamp: ts, name: "eyes" });
  await clientOf(standIn).chat.postEphemeral({ channel: FRONT, user: ANA, text: "psst" });
  standIn.control.deleteMessage({ user: ANA, channel: FRONT, ts });
  await until(() => heard.some((activity) => activity.type === "message_deleted"));
  const types = new Set(heard.map((activity) => activity.type));
  const expected = [
    "message_posted",
    "notification",
    "delivery",
    "call",
    "reaction_added",
    "ephemeral",
    "message_deleted",
  ];
  expect(expected.filter((type) => !types.has(type))).toEqual([]);
  abort.abort();
  await reading;
});

it("keeps a bounded log of calls and deliveries, or none", async () => {
  const standIn = await startStandIn({ keepLog: 10 });
  const client = clientOf(standIn);
  for (let i = 0; i < 15; i += 1) await client.chat.postMessage({ channel: FRONT, text: `${i}` });
  const kept = standIn.control.calls();
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept.at(-1)?.args).toMatchObject({ text: "14" });
  expect(kept.at(-1)?.args).not.toHaveProperty("token");
  expect(standIn.control.requestCount("chat.postMessage")).toBe(15);
  standIn.control.configure({ keepLog: 0 });
  standIn.control.clearLogs();
  await client.auth.test();
  expect(standIn.control.calls()).toEqual([]);
  expect(standIn.control.requestCount()).toBe(1);
});
