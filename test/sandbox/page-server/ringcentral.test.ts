/** The page with RingCentral's lines: the same phones, its own words underneath. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PageEvent } from "../../../src/sandbox/page-api.ts";
import { createStage, type Stage } from "../../../src/sandbox/page-server/stage.ts";
import { ringCentralIds } from "../../../src/sandbox/ringcentral/scene.ts";
import { type Sandbox, scene, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";

let sandbox: Sandbox;
let stage: Stage;
let events: PageEvent[];
beforeEach(async () => {
  sandbox = await startSandbox({
    mode: "http",
    carrier: "ringcentral",
    directLine: true,
    ringcentral: { deliveryDelayMs: 0 },
  });
  stage = createStage({
    sandbox,
    app: { name: "Threadline", hasHome: true, readOnlyMessages: false, commands: [], shortcuts: [] },
    async reset(carrier) {
      await sandbox.stop();
      sandbox = await startSandbox({ mode: "http", carrier });
      return sandbox;
    },
  });
  events = [];
  stage.listen((event) => events.push(event));
});
afterEach(async () => {
  stage.close();
  await sandbox.stop();
});

const words = () => stage.state().strip.map((line) => line.words);
const sendElsewhere = () =>
  sandbox.ringcentral.control.sendElsewhere({
    extension: ringCentralIds.ben,
    from: scene.directLine,
    to: scene.maria,
    body: "I'm on my way",
  });

describe("the page on RingCentral", () => {
  it("has its lines and phones, and shows what they text", async () => {
    const { phones, carrier, carriers } = stage.state();
    expect(carrier).toEqual({ name: "ringcentral", title: "RingCentral" });
    expect(carriers).toContainEqual({ name: "twilio", title: "Twilio" });
    expect(phones.lines.map(({ name }) => name)).toEqual(["Front desk", "Ben's number"]);
    expect(phones.phones.map(({ name }) => name)).toContain("Maria Lopez");
    await stage.act({ act: "text", from: scene.maria, to: scene.line, body: "Are you open?" });
    await until("her text", () => stage.state().phones.messages.length === 1);
    expect(words()).toContain("Maria Lopez texts Front desk: “Are you open?”");
    const media = [{ contentType: "image/png", base64: "eA==" }];
    const id = await sandbox.phones.text({ from: scene.maria, to: scene.line, body: "", media });
    await until("her picture", () => words().includes("Maria Lopez texts Front desk: a file"));
    expect(stage.phoneFile(id, 0)).toMatchObject({ mimetype: "image/png", content: "eA==" });
    expect(stage.phoneFile(id, 1)).toBeNull();
    expect(sandbox.ringcentral.control.threads()).toMatchObject([{ guest: scene.maria, status: "Open" }]);
  });

  it("shows what is sent by somebody else, and how it arrives", async () => {
    await sendElsewhere();
    await until("its arrival", () => words().includes("Maria Lopez's phone has it: “I'm on my way”"));
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "sms",
        message: expect.objectContaining({ status: "delivered", arrived: true }) as object,
      }),
    );
  });

  it("lets the carrier refuse every text, and report nothing", async () => {
    await stage.act({ act: "switch", name: "carrierRejecting", on: true });
    await expect(sendElsewhere()).rejects.toThrow("RingCentral does not take it: MSG-240.");
    await stage.act({ act: "switch", name: "carrierRejecting", on: false });
    await stage.act({ act: "switch", name: "carrierSilent", on: true });
    await sendElsewhere();
    await until("the silence", () =>
      words().includes("Maria Lopez's phone has it, and the carrier reports nothing"),
    );
  });

  it("begins anew with the other carrier, and with no other", async () => {
    expect(await stage.act({ act: "reset", carrier: "twilio" })).toMatchObject({ ok: true });
    expect(stage.state().carrier.name).toBe("twilio");
    await stage.act({ act: "text", from: scene.maria, to: scene.line, body: "Hello" });
    await until("her text", () => sandbox.twilio.control.messages().length === 1);
    const wrong = { act: "reset", carrier: "pigeon" } as unknown as Parameters<Stage["act"]>[0];
    expect(await stage.act(wrong)).toMatchObject({ ok: false, message: "There is no such carrier." });
    expect(await stage.act({ act: "reset" })).toMatchObject({ ok: true });
    expect(stage.state().carrier.name).toBe("twilio");
  });
});
