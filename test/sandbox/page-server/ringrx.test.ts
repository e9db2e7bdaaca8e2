/** The page with RingRx's lines: what passes between RingRx and the app, in the words of any carrier. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStage, type Stage } from "../../../src/sandbox/page-server/stage.ts";
import { type Sandbox, scene, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { createApp, createClient } from "../ringrx/stand-in-world.ts";

const { line, maria } = scene;
let app: Awaited<ReturnType<typeof createApp>>;
let sandbox: Sandbox;
let stage: Stage;
const statuses: number[] = [];

beforeEach(async () => {
  app = await createApp(statuses);
  sandbox = await startSandbox({
    mode: "http",
    carrier: "ringrx",
    directLine: true,
    carriers: { deliveryDelayMs: 0 },
  });
  sandbox.pointAt(app.url);
  const face = { name: "Threadline", hasHome: true, readOnlyMessages: false, commands: [], shortcuts: [] };
  stage = createStage({ sandbox, app: face });
});
afterEach(async () => {
  stage.close();
  await sandbox.stop();
  await app.stop();
});

const lines = () => stage.state().strip.map(({ words, tone }) => `${words} [${tone}]`);
const said = (words: string) => until(words, () => lines().includes(words));
const text = (body: string) => stage.act({ act: "text", from: maria, to: line, body });
async function send(): Promise<number> {
  const client = createClient(sandbox.ringrx);
  const [{ token, secret } = { token: "", secret: "" }] = sandbox.ringrx.control.keys();
  const { body } = await client.post("/auth/token", { token, secret });
  const query = new URLSearchParams({ to: maria, message: "Until six" });
  const headers = { authorization: `Bearer ${body.access_token}` };
  return (await client.post(`/messaging/send_message?${query}`, undefined, headers)).status;
}

describe("the page on RingRx", () => {
  it("has its lines and phones, and tells what they text and what the app is told of it", async () => {
    const { phones, carrier } = stage.state();
    expect(carrier).toEqual({ name: "ringrx", title: "RingRx" });
    expect(phones.lines.map(({ name }) => name)).toEqual(["Front desk", "Ben's number"]);
    await text("Are you open?");
    await said("Maria Lopez texts Front desk: “Are you open?” [plain]");
    await said("The carrier's callback: verified, stored (a text of Maria Lopez) [good]");
    statuses.push(403);
    await text("Hello?");
    await said("The carrier's callback: refused by Threadline (403) (a text of Maria Lopez) [bad]");
    const { id } = stage.state().strip.find(({ kind }) => kind === "webhook") ?? {};
    expect(stage.raw(id ?? "")?.request).toContain(`POST ${app.url}/webhooks/ringrx/inbound/`);
  });

  it("tells what the app asks, that the phone has it, and that nobody reports it; its address is not shown whole", async () => {
    expect(await send()).toBe(200);
    await said("Let in by the carrier, by an API key [quiet]");
    await said("Sent: the carrier accepted the text to Maria Lopez [good]");
    await said("Maria Lopez's phone has it, and the carrier reports nothing [waiting]");
    const sent = stage.state().strip.find(({ words }) => words.startsWith("Sent:"));
    expect(stage.raw(sent?.id ?? "")?.request).toBe("POST /messaging/send_message?(to, message)");
  });

  it("lets the carrier refuse every text, and lose its answers", async () => {
    await stage.act({ act: "switch", name: "carrierRejecting", on: true });
    expect(await send()).toBe(422);
    await said("The carrier refuses the text to Maria Lopez (422) [bad]");
    await stage.act({ act: "switch", name: "carrierRejecting", on: false });
    await stage.act({ act: "switch", name: "answersLost", on: true });
    await expect(send()).rejects.toThrow();
    await said("Sending to Maria Lopez: the carrier's answer is lost [bad]");
  });
});
