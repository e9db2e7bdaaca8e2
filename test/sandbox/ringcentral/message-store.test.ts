import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RingCentralStandIn } from "../../../src/sandbox/ringcentral/types/stand-in.ts";
import { type Ask, createStandIn, direct, logIn, own, phone, smsBody } from "./stand-in-world.ts";

let standIn: RingCentralStandIn;
let ask: Ask;
beforeEach(async () => {
  standIn = await createStandIn();
  ask = await logIn(standIn, "jwt-ben");
});
afterEach(() => standIn.stop());

const sync = (query: string) => ask("GET", `${own}/message-sync?${query}`);
const infoOf = (answer: Awaited<ReturnType<Ask>>) => answer.body.syncInfo as Record<string, unknown>;

describe("texts of an extension", () => {
  it("leave queued and are delivered to the phone", async () => {
    const sent = await ask("POST", `${own}/sms`, smsBody("Hello Maria"));
    expect(sent.body).toMatchObject({
      type: "SMS",
      direction: "Outbound",
      messageStatus: "Queued",
      subject: "Hello Maria",
    });
    await standIn.control.idle();
    expect(standIn.control.phone(phone).messages).toMatchObject([{ body: "Hello Maria", arrived: true }]);
    const read = await ask("GET", `${own}/message-store/${sent.body.id}`);
    expect(read.body).toMatchObject({ id: sent.body.id, messageStatus: "Delivered", segmentCount: 1 });
  });

  it("have ids that JavaScript's numbers can't hold", async () => {
    const sent = await ask("POST", `${own}/sms`, smsBody("Hello"));
    const id = /"id":(\d+)/.exec(sent.text)?.[1] ?? "";
    expect(Number.isSafeInteger(Number(id))).toBe(false);
    expect(sent.text).toMatch(/"conversationId":\d{19}/);
    expect((sent.body.conversation as { id: string }).id).toMatch(/^\d{19}$/);
    expect(standIn.control.messages()[0]?.sid).toBe(id);
  });

  it("stand in the list, newest first, in pages", async () => {
    for (const body of ["one", "two", "three"]) await standIn.control.text({ from: phone, to: direct, body });
    const first = await ask("GET", `${own}/message-store?messageType=SMS&direction=Inbound&perPage=2`);
    expect(first.body.records.map(({ subject }) => subject)).toEqual(["three", "two"]);
    expect(first.body.paging).toMatchObject({ page: 1, totalPages: 2, totalElements: 3 });
    const second = await ask("GET", `${own}/message-store?perPage=2&page=2`);
    expect(second.body.records.map(({ subject }) => subject)).toEqual(["one"]);
  });

  it("are told by message-sync, whole and then what changed", async () => {
    await standIn.control.text({ from: phone, to: direct, body: "before" });
    await standIn.control.pass(6_000);
    const whole = await sync("syncType=FSync&messageType=SMS");
    expect(whole.body.records).toMatchObject([{ subject: "before", messageStatus: "Received" }]);
    await standIn.control.text({ from: phone, to: direct, body: "after" });
    const more = await sync(`syncType=ISync&syncToken=${String(infoOf(whole).syncToken)}`);
    expect(more.body.records.map(({ subject }) => subject)).toEqual(["after"]);
    expect(infoOf(more)).toMatchObject({ syncType: "ISync" });
  });

  it("come again from message-sync within five seconds", async () => {
    const whole = await sync("syncType=FSync");
    await standIn.control.text({ from: phone, to: direct, body: "once" });
    const first = await sync(`syncType=ISync&syncToken=${String(infoOf(whole).syncToken)}`);
    const again = await sync(`syncType=ISync&syncToken=${String(infoOf(first).syncToken)}`);
    expect(again.body.records).toMatchObject([{ subject: "once" }]);
  });

  it("are whole again where a token is over", async () => {
    const whole = await sync("syncType=FSync");
    standIn.control.expireSyncTokens();
    const refused = await sync(`syncType=ISync&syncToken=${String(infoOf(whole).syncToken)}`);
    expect(refused.status).toBe(400);
    expect(refused.body.errorCode).toBe("MSG-333");
  });

  it("say that older ones exist where they do not all fit", async () => {
    for (const body of ["one", "two", "three"]) await standIn.control.text({ from: phone, to: direct, body });
    const some = await sync("syncType=FSync&recordCount=2");
    expect(some.body.records.map(({ subject }) => subject)).toEqual(["three", "two"]);
    expect(infoOf(some).olderRecordsExist).toBe(true);
    expect(infoOf(await sync("syncType=FSync")).olderRecordsExist).toBe(false);
  });

  it("can be marked as read", async () => {
    const id = await standIn.control.text({ from: phone, to: direct, body: "Hi" });
    const put = await ask("PUT", `${own}/message-store/${id}`, { readStatus: "Read" });
    expect(put.body).toMatchObject({ readStatus: "Read" });
    expect(standIn.control.messages()[0]?.isRead).toBe(true);
  });
});
