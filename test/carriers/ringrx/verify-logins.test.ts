import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { E164, LoginName } from "../../../src/domain/ids.ts";
import {
  ben,
  bensLine,
  createRingRxSide,
  line,
  office,
  paths,
  type RingRxSide,
  strangeLine,
  watched,
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

  it.each([400, 401, 422])(
    "a key that is answered with HTTP %i: it may be shown in the wrong place",
    async (status) => {
      side.standIn.control.misbehave({ match: "token", kind: "fail", status, times: 2 });
      const [found] = (await side.carrier.verify(lines)).filter(({ level }) => level === "problem");
      expect(found).toMatchObject({ remedy: expect.stringContaining("RINGRX_LOGIN_AS=query") });
    },
  );

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

  it.each([
    ["without its secret end", (url: string) => url.slice(0, url.lastIndexOf("/"))],
    ["with another end", (url: string) => `${url}-old`],
    ["with a slash behind it", (url: string) => `${url}/`],
  ])("a callback that leads here %s: all that it posts is refused", async (_, change) => {
    side.putCallback({ url: change(`${side.url}/webhooks/ringrx/inbound/${paths[0]}`) });
    const [found] = (await side.carrier.verify(lines)).filter(({ level }) => level === "warning");
    expect(found).toMatchObject({
      sentence: expect.stringContaining("does not end as it should"),
      remedy: expect.stringContaining("RINGRX_CALLBACK_PATH"),
    });
    expect(JSON.stringify(found)).not.toContain("first-secret");
  });

  it("a callback that leads here by either end while it is replaced, or whatever stands behind it", async () => {
    for (const url of [`inbound/${paths[1]}`, `inbound/${paths[0]}?as=json`]) {
      side.putCallback({ url: `${side.url.toUpperCase().replace("HTTP", "http")}/webhooks/ringrx/${url}` });
      expect(await saidBy()).toContain("ok ringrx: callback: A callback of the account leads here.");
    }
  });

  it("a callback without an end where none is agreed", async () => {
    const carrier = side.carrierWith({ callbackPaths: [] });
    side.putCallback({ url: `${side.url}/webhooks/ringrx/inbound` });
    expect(await saidBy(carrier)).toContain("ok ringrx: callback: A callback of the account leads here.");
    side.putCallback({ url: `${side.url}/webhooks/ringrx/inbound/` });
    expect((await saidBy(carrier)).at(-1)).toContain("does not end as it should");
    side.putCallback({ url: `${side.url}/webhooks/ringrx/inbound-old` });
    expect((await saidBy(carrier)).at(-1)).toContain("None of the account's callbacks");
  });

  it("a callback that only another login may see", async () => {
    const { call } = watched();
    let lists = 0;
    const carrier = side.carrierWith({
      call: async (url, request) => {
        if (!url.endsWith("/pbxcallbacks")) return await call(url, request);
        lists += 1;
        const text =
          lists === 1 ? "[]" : JSON.stringify([{ url: `${side.url}/webhooks/ringrx/inbound/${paths[0]}` }]);
        return { status: 200, headers: {}, text };
      },
    });
    expect(await saidBy(carrier)).toContain("ok ringrx: callback: A callback of the account leads here.");
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
