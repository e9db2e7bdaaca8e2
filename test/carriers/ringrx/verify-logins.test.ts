import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { E164, LoginName } from "../../../src/domain/ids.ts";
import {
  ben,
  bensLine,
  createRingRxSide,
  line,
  office,
  type RingRxSide,
  strangeLine,
} from "./ringrx-world.ts";

let side: RingRxSide;
beforeEach(async () => {
  side = await createRingRxSide();
});
afterEach(() => side.stop());

const lines = [
  { number: line, login: office },
  { number: bensLine, login: ben },
];
const saidBy = async (carrier = side.carrier, of: Parameters<typeof carrier.verify>[0] = lines) =>
  (await carrier.verify(of)).map(({ name, level, sentence }) => `${level} ${name}: ${sentence}`);

describe("what RingRx says of itself", () => {
  it("all is well: each key lets in, each line has its own, a callback leads here", async () => {
    const host = new URL(side.standIn.url).host;
    expect(await saidBy()).toEqual([
      `ok ringrx: connection: RingRx (${host}) answers.`,
      "ok ringrx: login office: Its API key lets in.",
      "ok ringrx: login ben: Its API key lets in.",
      "ok ringrx: callback: A callback of the account leads here.",
    ]);
  });

  it("sends nothing", async () => {
    await saidBy();
    expect(side.standIn.control.messages()).toEqual([]);
  });

  it("a key that was revoked, beside one that lets in", async () => {
    side.standIn.control.revokeKey(ben);
    const found = await side.carrier.verify(lines);
    expect(found.filter(({ level }) => level === "problem")).toMatchObject([
      { name: "ringrx: login ben", remedy: expect.stringContaining("RINGRX_TOKEN_BEN") },
    ]);
  });

  it("two lines of one login: both would leave from one number", async () => {
    const problems = (await saidBy(side.carrier, [...lines, { number: strangeLine, login: office }])).filter(
      (said) => said.startsWith("problem"),
    );
    expect(problems).toEqual([
      "problem ringrx: line …0001: It has the same login, office, as the line …0099: RingRx sends the texts of both from one number, that of the login's user.",
      "problem ringrx: line …0099: It has the same login, office, as the line …0001: RingRx sends the texts of both from one number, that of the login's user.",
    ]);
  });

  it("nothing of lines that nothing leaves from: many numbers may lead to one user, who answers from one of them", async () => {
    const others = [
      { number: strangeLine, login: ben, sendsNothing: true },
      { number: "+15550100098" as E164, sendsNothing: true },
    ];
    expect(await saidBy(side.carrier, [...lines, ...others])).toEqual(await saidBy());
  });

  it("a line without a login, and one of a login without a key", async () => {
    const said = await saidBy(side.carrier, [
      { number: line },
      { number: bensLine, login: "dee" as LoginName },
    ]);
    expect(said).toContain(
      "problem ringrx: line …0001: The line names no login, and there is more than one.",
    );
    expect(said).toContain("problem ringrx: line …0002: There is no API key for its login dee.");
  });

  it("no callback that leads here", async () => {
    side.putCallback({ url: "https://elsewhere.example/hook" });
    const [found] = (await side.carrier.verify(lines)).filter(({ level }) => level === "warning");
    expect(found).toMatchObject({
      name: "ringrx: callback",
      remedy: expect.stringContaining("RINGRX_CALLBACK_PATH"),
    });
    expect(JSON.stringify(found)).not.toContain("first-secret");
  });

  it("nothing of callbacks where no login may see them", async () => {
    const { token, secret } = side.standIn.control.keys().find(({ name }) => name === ben) ?? {
      token: "",
      secret: "",
    };
    const carrier = side.carrierWith({
      keys: { [ben]: { token, secret } } as Record<LoginName, { token: string; secret: string }>,
    });
    expect(await saidBy(carrier, [{ number: bensLine }])).toHaveLength(2);
  });

  it.each([
    ["cuts the connection", { kind: "fail", status: 0 }, "can't be reached"],
    ["has a failure of its own", { kind: "fail", status: 500 }, "HTTP 500"],
    ["is somebody else", { kind: "fail", status: 404 }, "HTTP 404"],
  ] as const)("is told where it %s", async (_, wrong, words) => {
    side.standIn.control.misbehave({ match: "token", ...wrong, times: 2 });
    const [first] = await side.carrier.verify(lines);
    expect(first).toMatchObject({ level: "problem", sentence: expect.stringContaining(words) });
  });
});
