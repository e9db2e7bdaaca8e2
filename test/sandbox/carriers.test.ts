/** Whatever carrier has the scene's lines, the scene is the same. */
import { expect, it, onTestFinished } from "vitest";
import { carrierNames, isCarrierName } from "../../src/sandbox/carriers.ts";
import { demoDirectory, scene, startSandbox } from "../../src/sandbox/sandbox.ts";

it.each(carrierNames)(
  "%s has the scene's lines and phones, its own variables, and a directory that says so",
  async (carrier) => {
    const sandbox = await startSandbox({
      mode: "http",
      carrier,
      directLine: true,
      carriers: { deliveryDelayMs: 0 },
    });
    onTestFinished(sandbox.stop);
    const { numbers, phones } = sandbox.phones.state();
    expect(numbers.map(({ number, name }) => [number, name])).toEqual([
      [scene.line, "Front desk"],
      [scene.directLine, "Ben's number"],
    ]);
    expect(phones.map(({ name }) => name)).toEqual(["Maria Lopez", "Sam Okafor", scene.unnamed]);
    expect(sandbox.carriers).toEqual([sandbox.inPlay]);
    const variables = Object.keys(sandbox.environment).filter((name) => !/^(SLACK_|QUIET_HOURS$)/.test(name));
    expect(variables).not.toEqual([]);

    const directory = sandbox.directory(demoDirectory);
    const lines = directory.match(/number: "\+1555010000[12]", name: [^,]+, carrier: \w+/g) ?? [];
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.endsWith("carrier: twilio")).toBe(carrier === "twilio");

    const heard: string[] = [];
    onTestFinished(
      sandbox.inPlay.hear((event, tell) => {
        const told = tell({ phone: (number) => number });
        if (event.type === "message" && told !== null) heard.push(told.words);
      }),
    );
    const id = await sandbox.phones.text({ from: scene.maria, to: scene.line, body: "Hi" });
    expect(sandbox.phones.messages()).toMatchObject([
      { sid: id, from: scene.maria, to: scene.line, body: "Hi" },
    ]);
    expect(heard).toEqual([`${scene.maria} texts ${scene.line}: “Hi”`]);
  },
);

it("starts those alone that are used or asked for, and says which one is not there", async () => {
  const sandbox = await startSandbox({ mode: "http", carrier: "http", twilio: {} });
  onTestFinished(sandbox.stop);
  expect(sandbox.carriers.map(({ title }) => title)).toEqual(["Twilio", "Acme SMS"]);
  expect(sandbox.twilio.control.state().numbers).toEqual([]);
  expect(Object.keys(sandbox.environment).filter((name) => name.startsWith("TWILIO"))).toEqual([]);
  expect(() => sandbox.ringcentral).toThrow(
    "RingCentral has not started here: give startSandbox { ringcentral: {} }.",
  );
});

it("has lines at two carriers, each furnished with its own", async () => {
  const sandbox = await startSandbox({
    mode: "http",
    carrier: "http",
    directLine: true,
    directCarrier: "twilio",
  });
  onTestFinished(sandbox.stop);
  expect(sandbox.http.control.state().numbers.map(({ number }) => number)).toEqual([scene.line]);
  expect(sandbox.twilio.control.state().numbers.map(({ number }) => number)).toEqual([scene.directLine]);
  expect(sandbox.environment).toMatchObject({
    ACME_TOKEN: expect.any(String) as string,
    TWILIO_AUTH_TOKEN: expect.any(String) as string,
  });
});

it("says who opted out where its carrier does: RingRx refuses without a word of why", async () => {
  for (const carrier of carrierNames) {
    const sandbox = await startSandbox({ mode: "http", carrier });
    onTestFinished(sandbox.stop);
    const { optedOut, refused } = sandbox.inPlay;
    expect([carrier, optedOut === null]).toEqual([carrier, carrier === "ringrx"]);
    expect(optedOut).not.toEqual(refused);
  }
});

it("knows no carrier of another name", () => {
  expect([...carrierNames, "pigeon", "toString"].map(isCarrierName)).toEqual([
    ...carrierNames.map(() => true),
    false,
    false,
  ]);
});
