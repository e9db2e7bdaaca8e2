import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RingCentralStandIn } from "../../../src/sandbox/ringcentral/types/stand-in.ts";
import { type Ask, ana, ben, createStandIn, logIn, own, phone, shared, smsBody } from "./stand-in-world.ts";

const root = "/restapi/v1.0/account/~/message-threads";

let standIn: RingCentralStandIn;
let asAna: Ask;
let asBen: Ask;
beforeEach(async () => {
  standIn = await createStandIn();
  [asAna, asBen] = [await logIn(standIn, "jwt-ana"), await logIn(standIn, "jwt-ben")];
});
afterEach(() => standIn.stop());

const textIn = (body = "Are you open?") => standIn.control.text({ from: phone, to: shared, body });
const newest = () => standIn.control.threads().at(-1);
const idOf = () => newest()?.id ?? "";
const reply = (ask: Ask, text: string, more: object = {}) =>
  ask("POST", `${root}/messages`, { ...smsBody(text, phone, shared), ...more });
const entries = (ask: Ask, query: string) => ask("GET", `${root}/entries/sync?${query}`);
const tokenOf = (answer: Awaited<ReturnType<Ask>>) =>
  String((answer.body.syncInfo as { syncToken: string }).syncToken);

describe("the shared inbox", () => {
  it("opens a thread for a text, which stands in no message store", async () => {
    await textIn();
    expect(newest()).toMatchObject({ guest: phone, line: shared, status: "Open", assignee: null });
    const list = await asAna("GET", `${root}?threadStatus=Open`);
    expect(list.body.records).toMatchObject([
      {
        id: idOf(),
        label: "Are you open?",
        ownerParty: { phoneNumber: shared },
        guestParty: { phoneNumber: phone },
      },
    ]);
    expect((await asAna("GET", `${own}/message-store`)).body.records).toEqual([]);
  });

  it("assigns whoever answers, and lets nobody else answer", async () => {
    await textIn();
    const sent = await reply(asBen, "Until six");
    expect(sent.body).toMatchObject({
      threadId: idOf(),
      author: { extensionId: ben },
      messageStatus: "Queued",
    });
    await standIn.control.idle();
    expect(newest()).toMatchObject({ assignee: ben, messages: [{}, { status: "delivered" }] });
    const refused = await reply(asAna, "Me too");
    expect([refused.status, refused.body.errorCode]).toEqual([403, "MSG-427"]);
    await asAna("POST", `${root}/${idOf()}/assign`, { assignee: { extensionId: ana } });
    expect((await reply(asAna, "Me too")).status).toBe(200);
  });

  it("keeps what is sent by /sms out of it", async () => {
    await textIn();
    const sent = await asBen("POST", `${own}/sms`, smsBody("Hello", phone, shared));
    expect(sent.status).toBe(200);
    expect(newest()?.messages).toHaveLength(1);
    expect((await asBen("GET", `${own}/message-store`)).body.records).toMatchObject([{ subject: "Hello" }]);
  });

  it("resolves for good; the next text opens another thread", async () => {
    await textIn();
    const first = idOf();
    await reply(asBen, "Until six");
    const resolved = await asAna("POST", `${root}/${first}/resolve`);
    expect(resolved.body).toMatchObject({ status: "Resolved", statusReason: "Manual" });
    expect(resolved.body.assignee).toBeUndefined();
    expect((await asAna("POST", `${root}/${first}/resolve`)).status).toBe(400);
    expect((await reply(asBen, "Late", { threadId: first })).status).toBe(400);
    await textIn("One more thing");
    expect(idOf()).not.toBe(first);
  });

  it("resolves by itself after 72 hours without a word", async () => {
    await textIn();
    await standIn.control.pass(71 * 3_600_000);
    expect(newest()?.status).toBe("Open");
    await standIn.control.pass(2 * 3_600_000);
    expect(newest()).toMatchObject({ status: "Resolved", statusReason: "ThreadExpired" });
  });

  it("tells by entries/sync what was said and done, newest first", async () => {
    const token = tokenOf(await entries(asAna, "syncType=FSync&scope=Accessible"));
    await textIn();
    await asBen("POST", `${root}/notes`, { threadId: idOf(), text: "Ask about March" });
    await asBen("POST", `${root}/${idOf()}/assign`, { assignee: { extensionId: ana } });
    await asBen("POST", `${root}/${idOf()}/resolve`);
    const told = await entries(asAna, `syncType=ISync&syncToken=${token}`);
    expect(told.body.records).toMatchObject([
      { recordType: "ThreadResolvedHint", initiator: { extensionId: ben } },
      { recordType: "ThreadAssignedHint", assignee: { extensionId: ana } },
      { recordType: "AliveNote", text: "Ask about March" },
      { recordType: "AliveMessage", text: "Are you open?", direction: "Inbound", messageStatus: "Received" },
      { recordType: "ThreadCreatedHint" },
    ]);
    expect(told.body.records[3]).not.toHaveProperty("from");
  });

  it("tells of open threads alone, and of resolved ones where they are named", async () => {
    await textIn();
    await asBen("POST", `${root}/${idOf()}/resolve`);
    expect((await entries(asAna, "syncType=FSync&scope=Accessible")).body.records).toEqual([]);
    const named = await entries(asAna, `syncType=FSync&scope=Explicit&threadIds=${idOf()}`);
    expect(named.body.records).toMatchObject([{ recordType: "AliveMessage", text: "Are you open?" }]);
  });

  it("tells of somebody's own threads unless asked for more", async () => {
    await textIn();
    expect((await entries(asAna, "syncType=FSync")).body.records).toEqual([]);
    await standIn.control.assign(idOf(), ana, ben);
    expect((await entries(asAna, "syncType=FSync")).body.records).toHaveLength(1);
    expect((await entries(asBen, "syncType=FSync")).body.records).toEqual([]);
  });

  it("lets only its author change a note, while the thread is open", async () => {
    await textIn();
    const note = await asBen("POST", `${root}/notes`, { threadId: idOf(), text: "One" });
    const path = `${root}/notes/${String(note.body.id)}`;
    expect((await asAna("PATCH", path, { text: "Two" })).status).toBe(403);
    expect((await asBen("PATCH", path, { text: "Two" })).body).toMatchObject({ text: "Two" });
    await asBen("POST", `${root}/${idOf()}/resolve`);
    expect((await asBen("DELETE", `${root}/notes`, { ids: [note.body.id] })).status).toBe(400);
  });

  it("is closed to whoever has no licence, and to accounts without it", async () => {
    standIn.control.addLine({
      number: shared,
      extension: "400200001",
      isShared: true,
      handlers: [ana, ben],
      withoutLicence: [ben],
    });
    await textIn();
    expect((await asBen("GET", `${root}/${idOf()}`)).status).toBe(403);
    standIn.control.setMessageThreads(false);
    expect((await asAna("GET", root)).status).toBe(403);
    await textIn("Into the store");
    expect((await asAna("GET", `${own}/message-store`)).body.records).toMatchObject([
      { subject: "Into the store" },
    ]);
  });
});
