/** The page with the lines of a carrier that the directory describes: what passes underneath, in words, and what its switches do. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { createStage, type Stage } from "../../../src/sandbox/page-server/stage.ts";
import { type Sandbox, scene, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { createApp, send } from "../http/stand-in-world.ts";

let sandbox: Sandbox;
let stage: Stage;
let app: Awaited<ReturnType<typeof createApp>>;
let status: number;
beforeEach(async () => {
  status = 204;
  app = await createApp(() => status);
  sandbox = await startSandbox({
    mode: "http",
    carrier: "http",
    carriers: { deliveryDelayMs: 0, retryDelayMs: 1 },
  });
  sandbox.pointAt(app.url);
  stage = createStage({
    sandbox,
    app: { name: "Threadline", hasHome: true, readOnlyMessages: false, commands: [], shortcuts: [] },
  });
});
afterEach(async () => {
  stage.close();
  await sandbox.stop();
  await app.stop();
});

const words = () => stage.state().strip.map((line) => line.words);
const says = (line: string) => until(line, () => words().includes(line));
const raw = (line: string) => {
  const found = stage.state().strip.find((one) => one.words === line);
  return stage.raw(found?.id ?? "");
};

it("tells of texts and callbacks, whose they are, and whether the app took them", async () => {
  expect(stage.state().carrier).toEqual({ name: "http", title: "Acme SMS" });
  await stage.act({ act: "text", from: scene.maria, to: scene.line, body: "Are you open?" });
  await says("Maria Lopez texts Front desk: “Are you open?”");
  await says("The carrier's callback: verified, stored (a text of Maria Lopez)");
  const told = raw("The carrier's callback: verified, stored (a text of Maria Lopez)");
  expect(told?.request).toContain(`POST ${app.url}/webhooks/acme/inbound`);
  expect(told?.request).toContain("x-acme-signature: (signed)");
  expect(told?.request).toContain("Are you open?");
  const [sid] = sandbox.phones.messages().map((message) => message.sid);
  expect(stage.state().phones.taken).toEqual({ [sid ?? ""]: "delivered" });
});

it("tells of what is sent, how it is reported, and of a callback that the app refuses", async () => {
  await send(sandbox.http, { text: "Until six" });
  await says("Sent: the carrier accepted the text to Maria Lopez");
  await says("Maria Lopez's phone has it: “Until six”");
  await says("The carrier's report “DELIVERED”: verified, stored (the text to Maria Lopez)");
  status = 403;
  sandbox.http.control.text({ from: scene.sam, to: scene.line, body: "Hi" }).catch(() => {});
  await until("the refusal", () => app.heard.filter(({ body }) => body.includes('"text":"Hi"')).length > 1);
  status = 204;
  await says("The carrier's callback: verified, stored (a text of Sam Okafor)");
  expect(raw("The carrier's callback: verified, stored (a text of Sam Okafor)")?.answer).toContain(
    '"status": 403',
  );
});

it("refuses every text, reports nothing, or loses its answers, while a switch is on", async () => {
  await stage.act({ act: "switch", name: "carrierRejecting", on: true });
  expect(await send(sandbox.http, {})).toMatchObject({ status: 403 });
  await says("The carrier refuses the text to Maria Lopez (country_off)");
  await stage.act({ act: "switch", name: "carrierRejecting", on: false });
  await stage.act({ act: "switch", name: "carrierSilent", on: true });
  await send(sandbox.http, {});
  await says("Maria Lopez's phone has it, and the carrier reports nothing");
  await stage.act({ act: "switch", name: "carrierSilent", on: false });
  await stage.act({ act: "switch", name: "answersLost", on: true });
  await expect(send(sandbox.http, {})).rejects.toThrow();
  await says("Sending to Maria Lopez: the carrier's answer is lost");
  await stage.act({ act: "switch", name: "answersLost", on: false });
  expect(await send(sandbox.http, {})).toMatchObject({ status: 202 });
});
