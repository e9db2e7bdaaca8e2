/** The stand-in held against RingCentral's own client: what that understands, the vendor's API would have answered alike. */
import { SDK } from "@ringcentral/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RingCentralStandIn } from "../../../src/sandbox/ringcentral/types/stand-in.ts";
import { ana, ben, createStandIn, direct, own, phone, shared, smsBody } from "./stand-in-world.ts";

type Json = Record<string, unknown>;

const threads = "/restapi/v1.0/account/~/message-threads";

let standIn: RingCentralStandIn;
beforeEach(async () => {
  standIn = await createStandIn();
});
afterEach(() => standIn.stop());

function clientOf({ url, clientId, clientSecret }: RingCentralStandIn) {
  return new SDK({
    server: url,
    clientId,
    clientSecret,
    handleRateLimit: false,
    cachePrefix: url,
  }).platform();
}

async function loggedIn(jwt = "jwt-ben") {
  const platform = clientOf(standIn);
  await platform.login({ jwt });
  return platform;
}

const read = async (answer: Promise<Response>) => (await (await answer).json()) as Json;

describe("RingCentral's own client", () => {
  it("logs in with a JWT, and is refused with another one", async () => {
    const platform = await loggedIn();
    expect(await read(platform.get(own))).toMatchObject({ extensionNumber: "102", name: "Ben Ito" });
    await expect(clientOf(standIn).login({ jwt: "jwt-nobody" })).rejects.toThrow(/JWT/);
  });

  it("renews its token when it is over, and is out when its login is revoked", async () => {
    const platform = await loggedIn();
    await standIn.control.pass(3_700_000);
    await platform.auth().setData({ ...(await platform.auth().data()), expire_time: 1 });
    expect(await read(platform.get(own))).toMatchObject({ name: "Ben Ito" });
    standIn.control.revoke("ben", true);
    await expect(platform.get(own)).rejects.toThrow();
  });

  it("logs out", async () => {
    const platform = await loggedIn();
    const token = (await platform.auth().data()).access_token ?? "";
    await platform.logout();
    const answer = await fetch(standIn.url + own, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(401);
  });

  it("sends a text, and reads it in list, message-sync and by its id", async () => {
    const platform = await loggedIn();
    const sent = await read(platform.post(`${own}/sms`, smsBody("Hello")));
    expect(sent).toMatchObject({ type: "SMS", messageStatus: "Queued" });
    await standIn.control.idle();
    const list = await read(
      platform.get(`${own}/message-store`, { messageType: "SMS", direction: "Outbound" }),
    );
    expect(list.records).toMatchObject([{ subject: "Hello", messageStatus: "Delivered" }]);
    const sync = await read(platform.get(`${own}/message-sync`, { syncType: "FSync", messageType: ["SMS"] }));
    expect(sync.records).toHaveLength(1);
    const again = await read(
      platform.get(`${own}/message-sync`, {
        syncType: "ISync",
        syncToken: (sync.syncInfo as { syncToken: string }).syncToken,
      }),
    );
    expect(again.records).toHaveLength(1);
  });

  it("sends a picture, and gets one", async () => {
    const platform = await loggedIn();
    const form = new FormData();
    form.append("json", new Blob([JSON.stringify(smsBody("Look"))], { type: "application/json" }));
    form.append("attachment", new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" }), "a.png");
    const { access_token: token } = await platform.auth().data();
    const answer = await fetch(`${standIn.url}${own}/mms`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    expect(await answer.json()).toMatchObject({
      attachments: [{ type: "Text" }, { contentType: "image/png", size: 3 }],
    });
    await standIn.control.text({
      from: phone,
      to: direct,
      body: "",
      media: [{ contentType: "image/jpeg", base64: Buffer.from("picture").toString("base64") }],
    });
    const list = await read(platform.get(`${own}/message-store`, { direction: "Inbound" }));
    const [message] = list.records as { attachments: { uri: string }[] }[];
    const content = await platform.get(message?.attachments[0]?.uri);
    expect(content.headers.get("content-type")).toBe("image/jpeg");
    expect(await content.text()).toBe("picture");
  });

  it("finds the numbers that it may send from, and who answers a queue", async () => {
    const platform = await loggedIn();
    const { records } = await read(platform.get(`${own}/phone-number`));
    expect(records).toMatchObject([
      { phoneNumber: direct, features: expect.arrayContaining(["SmsSender"]) as string[] },
      { phoneNumber: shared, features: expect.arrayContaining(["SmsSender"]) as string[] },
    ]);
    const features = await read(platform.get(`${own}/features`, { featureId: "MessageThreads" }));
    expect(features.records).toMatchObject([{ id: "MessageThreads", available: true }]);
    const queue = await read(platform.get("/restapi/v1.0/account/~/extension/400200001/sms-recipients"));
    expect(queue.smsRecipients).toMatchObject([
      { id: ana, assignable: true, hasLicense: true },
      { id: ben, assignable: true, hasLicense: true },
    ]);
  });

  it("answers in a thread, and is told in its own words that another has it", async () => {
    const platform = await loggedIn();
    await standIn.control.text({ from: phone, to: shared, body: "Open?" });
    const sent = await read(platform.post(`${threads}/messages`, smsBody("Until six", phone, shared)));
    expect(sent).toMatchObject({ direction: "Outbound", author: { extensionId: ben } });
    const hers = await loggedIn("jwt-ana");
    await expect(hers.post(`${threads}/messages`, smsBody("Me", phone, shared))).rejects.toThrow(/assigned/);
  });

  it("is told to slow down, by the group that was too fast, and longer each time that it asks meanwhile", async () => {
    await standIn.stop();
    standIn = await createStandIn({ limits: "vendor" });
    const platform = await loggedIn();
    const first = await platform.get(own);
    expect(first.headers.get("x-rate-limit-group")).toBe("light");
    expect(first.headers.get("x-rate-limit-remaining")).toBe("49");
    for (let call = 0; call < 49; call++) await platform.get(own);
    const refused = () =>
      platform.get(own).then(
        () => 0,
        (error: { response?: Response }) => error.response?.status,
      );
    expect(await refused()).toBe(429);
    await standIn.control.pass(50_000);
    expect(await refused()).toBe(429);
    await standIn.control.pass(50_000);
    expect(await refused()).toBe(429);
    await standIn.control.pass(61_000);
    expect(await refused()).toBe(0);
  });
});
