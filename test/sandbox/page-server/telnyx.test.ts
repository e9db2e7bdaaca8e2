/** The page with Telnyx's lines: what passes between Telnyx and the app, in the words of any carrier. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStage, type Stage } from "../../../src/sandbox/page-server/stage.ts";
import { type Sandbox, scene, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { createApp, refused, vendorClient } from "../telnyx/stand-in-world.ts";

const { line, maria } = scene;
let app: Awaited<ReturnType<typeof createApp>>;
let sandbox: Sandbox;
let stage: Stage;
let answer = 204;

beforeEach(async () => {
  answer = 204;
  app = await createApp(() => answer);
  const carriers = { deliveryDelayMs: 0, retryDelayMs: 0 };
  sandbox = await startSandbox({ mode: "http", carrier: "telnyx", directLine: true, carriers });
  sandbox.telnyx.setInboundUrl(`${app.url}/in`);
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
const send = () => vendorClient(sandbox.telnyx).messages.send({ from: line, to: maria, text: "Until six" });
const text = (body: string) => stage.act({ act: "text", from: maria, to: line, body });

describe("the page on Telnyx", () => {
  it("has its lines and phones, and tells what they text and what the app is told of it", async () => {
    const { phones, carrier } = stage.state();
    expect(carrier).toEqual({ name: "telnyx", title: "Telnyx" });
    expect(phones.lines.map(({ name }) => name)).toEqual(["Front desk", "Ben's number"]);
    await text("Are you open?");
    await said("Maria Lopez texts Front desk: “Are you open?” [plain]");
    await said("The carrier's webhook: verified, stored (a text of Maria Lopez) [good]");
    answer = 403;
    await text("Hello?");
    await said("The carrier's webhook: refused by Threadline (403) (a text of Maria Lopez) [bad]");
    const { id } = stage.state().strip.find(({ kind }) => kind === "webhook") ?? {};
    const { request = "", answer: tries } = stage.raw(id ?? "") ?? {};
    expect(request).toContain(`POST ${app.url}/in\ntelnyx-signature-ed25519: (signed)`);
    expect(request).toContain("Hello?");
    expect(JSON.parse(tries ?? "")).toHaveLength(3);
  });

  it("tells what the app asks, and how a text arrives", async () => {
    await send();
    await said("Sent: the carrier accepted the text to Maria Lopez [good]");
    await said("The carrier sent it on to Maria Lopez [plain]");
    await said("Maria Lopez's phone has it: “Until six” [good]");
    await said("The carrier's report “delivered”: verified, stored (the text to Maria Lopez) [good]");
    await vendorClient(sandbox.telnyx).messagingOptouts.list();
    await said("Looked something up at the carrier [quiet]");
    await fetch(`${sandbox.telnyx.url}/_media/none`);
    await said("Fetched what came with a text [bad]");
  });

  it("lets the carrier refuse every text, lose its answers, and report nothing", async () => {
    await stage.act({ act: "switch", name: "carrierRejecting", on: true });
    expect((await refused(send())).codes).toEqual(["40309"]);
    await said("The carrier refuses the text to Maria Lopez (40309) [bad]");
    await stage.act({ act: "switch", name: "carrierRejecting", on: false });
    await stage.act({ act: "switch", name: "answersLost", on: true });
    await expect(send()).rejects.toThrow("Connection error");
    await said("Sending to Maria Lopez: the carrier's answer is lost [bad]");
    await stage.act({ act: "switch", name: "answersLost", on: false });
    await stage.act({ act: "switch", name: "carrierSilent", on: true });
    await send();
    await said("Maria Lopez's phone has it, and the carrier reports nothing [waiting]");
  });

  it("shows who has opted out, as its phone does", async () => {
    await text("STOP");
    await until("the answer", () => stage.state().phones.messages.length === 2);
    await sandbox.phones.idle();
    const phone = stage.state().phones.phones.find(({ number }) => number === maria);
    expect(phone?.stopped).toEqual([line, scene.directLine]);
  });
});
