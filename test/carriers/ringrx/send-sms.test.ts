import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Carrier, OutgoingSms } from "../../../src/bridge/contracts/carrier.ts";
import type { RingRxSettings } from "../../../src/carriers/ringrx/ringrx-settings.ts";
import type { Address, LoginName, MessageId } from "../../../src/domain/ids.ts";
import {
  ben,
  bensLine,
  createRingRxSide,
  line,
  office,
  phone,
  type RingRxSide,
  watched,
} from "./ringrx-world.ts";

let side: RingRxSide;
const start = async (...options: Parameters<typeof createRingRxSide>) => {
  side = await createRingRxSide(...options);
};
beforeEach(() => start());
afterEach(() => side.stop());

const sms = (change: Partial<OutgoingSms> = {}): OutgoingSms => ({
  messageId: "m-1" as MessageId,
  from: line,
  to: phone,
  body: "See you at 3 & bring 50% + a friend 🌷",
  login: office,
  ...change,
});
const control = () => side.standIn.control;
const arrived = () =>
  control()
    .messages()
    .filter(({ direction }) => direction !== "inbound")
    .map(({ from, to, body }) => ({ from, to, body }));
const tokensAsked = () =>
  control()
    .calls()
    .filter(({ path }) => path === "/auth/token").length;
const sends = () =>
  control()
    .calls()
    .filter(({ path }) => path === "/messaging/send_message");

describe("a text to RingRx", () => {
  it("stands in the query, whatever it holds, and has the id that RingRx gave", async () => {
    const outcome = await side.carrier.send(sms());
    expect(outcome).toEqual({ kind: "accepted", carrierMessageId: "48100231", state: "accepted" });
    expect(arrived()).toEqual([{ from: line, to: phone, body: sms().body }]);
    expect(sends()).toMatchObject([{ method: "POST", query: ["to", "message"], username: office }]);
  });

  it("stands in a JSON body where that is set, and then in no address", async () => {
    await side.stop();
    await start({ reads: "json" });
    const { call, urls } = watched();
    const outcome = await side.carrierWith({ sendAs: "json", call }).send(sms());
    expect(outcome.kind).toBe("accepted");
    expect(arrived()).toEqual([{ from: line, to: phone, body: sms().body }]);
    expect(urls.join()).not.toContain("15550199001");
  });

  it.each([
    ["digits", "to=15550199001"],
    ["e164", "to=%2B15550199001"],
    ["national", "to=5550199001"],
  ] as const)("has its number as %s", async (numbers, written) => {
    const { call, urls } = watched();
    const outcome = await side.carrierWith({ numbers, call }).send(sms({ body: "Hi there" }));
    expect(outcome.kind).toBe("accepted");
    expect(urls.at(-1)).toBe(`${side.standIn.url}/messaging/send_message?${written}&message=Hi%20there`);
    expect(arrived()).toMatchObject([{ to: phone }]);
  });

  it("keeps the country's code of a number abroad, whatever the form", async () => {
    const { call, urls } = watched();
    await side.carrierWith({ numbers: "national", call }).send(sms({ to: "+442079460958" as Address }));
    expect(urls.at(-1)).toContain("to=%2B442079460958&");
  });

  it("leaves from the number of its login's user", async () => {
    await side.carrier.send(sms());
    await side.carrier.send(sms({ from: bensLine, login: ben }));
    expect(arrived().map(({ from }) => from)).toEqual([line, bensLine]);
  });

  it("needs no login where there is only one, and names what is missing where there are more, or none of that name", async () => {
    const { token, secret } = control().keys()[0] ?? { token: "", secret: "" };
    const only = side.carrierWith({ keys: { [office]: { token, secret } } as RingRxSettings["keys"] });
    const { login: _, ...unnamed } = sms();
    expect((await only.send(unnamed)).kind).toBe("accepted");
    expect(await side.carrier.send(unnamed)).toMatchObject({
      kind: "rejected",
      failure: { code: "no-login", scope: "account" },
    });
    const stranger = await side.carrier.send(sms({ login: "front-desk" as LoginName }));
    expect(stranger).toMatchObject({ kind: "rejected", failure: { code: "no-key", scope: "account" } });
    expect(JSON.stringify(stranger)).toContain("RINGRX_TOKEN_FRONT_DESK");
  });

  it("takes no files along: nothing is sent", async () => {
    const file = {
      name: "a.gif",
      contentType: "image/gif",
      size: 3,
      url: null,
      read: async () => Buffer.from("gif"),
    };
    const outcome = await side.carrier.send(sms({ media: [file] }));
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "no-files", scope: "content" } });
    expect(sends()).toEqual([]);
  });
});

describe("what lets in", () => {
  it("is asked for once, in no address, however many texts wait for it", async () => {
    const { call, urls, bodies } = watched();
    const carrier = side.carrierWith({ call });
    await Promise.all([1, 2, 3].map(() => carrier.send(sms())));
    expect(tokensAsked()).toBe(1);
    expect(arrived()).toHaveLength(3);
    const { token, secret } = control().keys()[0] ?? { token: "", secret: "" };
    expect(urls.join()).not.toContain(token);
    expect(urls.join()).not.toContain(secret);
    expect(bodies[0]).toBe(JSON.stringify({ token, secret }));
  });

  it("is shown in the address only where that is set", async () => {
    const { call, urls, bodies } = watched();
    expect((await side.carrierWith({ loginAs: "query", call }).send(sms())).kind).toBe("accepted");
    expect(urls[0]).toMatch(/\/auth\/token\?token=[\w-]+&secret=[\w-]+$/);
    expect(bodies[0]).toBe("");
  });

  it("is renewed before it ends, each login's for itself", async () => {
    await side.carrier.send(sms());
    await side.carrier.send(sms({ login: ben, from: bensLine }));
    side.clock.ms += 3_500_000;
    await side.carrier.send(sms());
    expect(tokensAsked()).toBe(2);
    side.clock.ms += 60_000;
    await side.carrier.send(sms());
    expect(tokensAsked()).toBe(3);
    expect(sends().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it("is renewed where RingRx ends it early: the text leaves once", async () => {
    await side.carrier.send(sms());
    control().expireTokens();
    expect((await side.carrier.send(sms({ body: "Again" }))).kind).toBe("accepted");
    expect(sends().map(({ status }) => status)).toEqual([200, 401, 200]);
    expect(arrived().map(({ body }) => body)).toEqual([sms().body, "Again"]);
  });

  it("is no longer asked for a while where the key was revoked, and the author learns what to do", async () => {
    await side.carrier.send(sms());
    control().revokeKey(office);
    for (const _ of [1, 2, 3]) {
      const outcome = await side.carrier.send(sms());
      expect(outcome).toMatchObject({
        kind: "rejected",
        failure: { code: "login-refused", scope: "account" },
      });
      expect(JSON.stringify(outcome)).toContain("RINGRX_SECRET_OFFICE");
      expect(JSON.stringify(outcome)).not.toContain("retryAfterMs");
    }
    expect(tokensAsked()).toBe(2);
    side.clock.ms += 61_000;
    await side.carrier.send(sms());
    expect(tokensAsked()).toBe(3);
  });

  it.each([
    ["does not answer", { kind: "dropAnswer" }, "unreachable"],
    ["has a failure of its own", { kind: "fail", status: 500 }, "login-unanswered"],
    ["answers with nothing that can be read", { kind: "garble", body: "<html>" }, "login-unanswered"],
    ["gives up waiting on the way", { kind: "fail", status: 408 }, "login-unanswered"],
    ["is asked too often", { kind: "fail", status: 429 }, "http-429"],
  ] as const)(
    "may be tried again where RingRx %s: the text certainly did not leave",
    async (_, wrong, code) => {
      control().misbehave({ match: "token", ...wrong });
      const outcome = await side.carrier.send(sms());
      expect(outcome).toMatchObject({ kind: "rejected", failure: { code, scope: "passing" } });
      expect(outcome.kind === "rejected" && outcome.failure.retryAfterMs).toBeGreaterThan(0);
      expect(sends()).toEqual([]);
      expect((await side.carrier.send(sms())).kind).toBe("accepted");
    },
  );
});

describe("what RingRx answers", () => {
  it.each([
    [400, "http-400", "recipient"],
    [402, "http-402", "account"],
    [403, "login-refused", "account"],
    [404, "http-404", "account"],
    [414, "http-414", "content"],
    [431, "http-431", "content"],
    [418, "http-418", "account"],
    [301, "http-301", "account"],
    [308, "http-308", "account"],
  ])("HTTP %i is a certain refusal", async (status, code, scope) => {
    control().misbehave({ match: "send", kind: "fail", status, times: 2 });
    expect(await side.carrier.send(sms())).toMatchObject({ kind: "rejected", failure: { code, scope } });
    expect(arrived()).toEqual([]);
  });

  it.each([302, 303, 408, 499, 500, 502, 503])(
    "HTTP %i leaves it unknown, and is asked once",
    async (status) => {
      control().misbehave({ match: "send", kind: "fail", status });
      expect(await side.carrier.send(sms())).toEqual({ kind: "unknown", reason: `HTTP ${status}` });
      expect(sends()).toHaveLength(1);
    },
  );

  it.each(["", "<html>Thank you</html>", "{}", '{"sms_id":null}', '{"status":"ok"}'])(
    "200 with %j leaves it unknown",
    async (body) => {
      control().misbehave({ match: "send", kind: "garble", body });
      expect(await side.carrier.send(sms())).toEqual({ kind: "unknown", reason: "HTTP 200 without an id" });
    },
  );

  it.each([
    ['{"sms_id":"abc"}', "abc"],
    ['{"sms_id":90071992547409931}', "90071992547409931"],
    ['{"message_id":7}', "7"],
    ['{"id":"8","to":"1"}', "8"],
  ])("an id is read as %s", async (body, id) => {
    control().misbehave({ match: "send", kind: "garble", body });
    expect(await side.carrier.send(sms())).toMatchObject({ kind: "accepted", carrierMessageId: id });
  });

  it("too many requests say when to come back", async () => {
    control().misbehave({ match: "send", kind: "fail", status: 429 });
    expect(await side.carrier.send(sms())).toMatchObject({
      failure: { code: "http-429", retryAfterMs: 3_000 },
    });
  });
});

describe("a text that stands in an address", () => {
  const words = "my blood test is on Tuesday";
  const ofWords = () => sms({ body: words, to: "+15550199777" as Address });

  it.each<[string, (carrier: () => Carrier) => Promise<unknown>]>([
    [
      "refused",
      async (carrier) => {
        control().misbehave({ match: "send", kind: "fail", status: 400 });
        return await carrier().send(ofWords());
      },
    ],
    [
      "lost",
      async (carrier) => {
        control().misbehave({ match: "send", kind: "dropAnswer" });
        return await carrier().send(ofWords());
      },
    ],
    [
      "not answered in time",
      async () => {
        control().misbehave({ match: "send", kind: "hold" });
        return await side.carrierWith({ timeoutMs: 200 }).send(ofWords());
      },
    ],
    [
      "sent where nobody listens",
      async () => {
        const carrier = side.carrierWith();
        await carrier.send(ofWords());
        control().down(true);
        return [await carrier.send(ofWords()), await carrier.verify([{ number: line, login: office }])];
      },
    ],
    [
      "thrown at by what carries it",
      async () => {
        const { call } = watched();
        const broken = side.carrierWith({
          call: async (url, request) => {
            if (url.includes("send_message")) throw new Error(`socket hang up: ${url}`);
            return await call(url, request);
          },
        });
        return await broken.send(ofWords());
      },
    ],
  ])("is told nowhere when it is %s", async (_, act) => {
    const told = JSON.stringify(await act(() => side.carrier));
    for (const secret of [words, encodeURIComponent(words), "5550199777", "send_message"])
      expect(told).not.toContain(secret);
  });
});
