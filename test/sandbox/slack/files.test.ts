/** Files that the app uploads: an address for the bytes, the bytes, and a message that shows them. */
import { describe, expect, it } from "vitest";
import { ANA, clientOf, FRONT, SECRET, startStandIn, until } from "./stand-in-world.ts";

async function errorOf(call: Promise<unknown>): Promise<string> {
  const failed = (await call.then(
    () => ({}),
    (error: unknown) => error,
  )) as { data?: { error?: string } };
  return failed.data?.error ?? "ok";
}

async function ready() {
  const standIn = await startStandIn();
  const client = clientOf(standIn);
  const upload = async (content: string, filename = "transcript.txt") => {
    const length = Buffer.byteLength(content);
    const { upload_url = "", file_id = "" } = await client.files.getUploadURLExternal({ filename, length });
    await fetch(upload_url, { method: "POST", body: content });
    return file_id;
  };
  const show = (id: string, channel_id?: string) =>
    client.files.completeUploadExternal({
      files: [{ id, title: "Transcript" }],
      ...(channel_id === undefined ? {} : { channel_id }),
    } as never);
  return { standIn, client, upload, show };
}

describe("a file of the app's", () => {
  it("stands in a direct conversation as a message of the app's, to be downloaded", async () => {
    const { standIn, upload, show } = await ready();
    const direct = standIn.control.directMessage(ANA);
    await show(await upload("Maria: hi\n"), direct);
    const [file] = await until(
      () => standIn.control.files(direct).length > 0 && standIn.control.files(direct),
    );
    expect(file).toMatchObject({
      name: "transcript.txt",
      title: "Transcript",
      mimetype: "text/plain",
      user: standIn.botUserId,
      channel: direct,
      content: "Maria: hi\n",
    });
    expect(standIn.control.messages(direct)).toMatchObject([
      { subtype: "file_share", botId: standIn.botId, files: [{ title: "Transcript", size: 10 }] },
    ]);
    expect(standIn.control.files(FRONT)).toEqual([]);
    expect(standIn.control.notifications(ANA)).toHaveLength(1);
  });

  it("is shown nowhere before its bytes are there, nor without a conversation", async () => {
    const { standIn, client, upload, show } = await ready();
    const { file_id = "" } = await client.files.getUploadURLExternal({ filename: "a.csv", length: 3 });
    expect(await errorOf(show(file_id, FRONT))).toBe("file_not_found");
    expect(await errorOf(show(await upload("a,b")))).toBe("ok");
    expect(standIn.control.files()).toEqual([]);
  });

  it("goes to the id of a conversation in which the app is, and to no person's", async () => {
    const { standIn, upload, show } = await ready();
    const id = await upload("x");
    expect(await errorOf(show(id, ANA))).toBe("channel_not_found");
    expect(await errorOf(show(id, "C0NOWHERE"))).toBe("channel_not_found");
    standIn.control.remove({ channel: SECRET, user: standIn.botUserId });
    expect(await errorOf(show(id, SECRET))).toBe("channel_not_found");
  });

  it("is not empty, and needs files:write", async () => {
    const { standIn, client } = await ready();
    const ask = (length: number) => client.files.getUploadURLExternal({ filename: "a.txt", length });
    expect(await errorOf(ask(0))).toBe("missing_argument");
    standIn.control.setScopes(["chat:write"]);
    expect(await errorOf(ask(1))).toBe("missing_scope");
  });
});

describe("a file that a person attaches", () => {
  it("comes with its message, and its bytes are for the app's token alone", async () => {
    const { standIn, client } = await ready();
    const content = Buffer.from("a picture").toString("base64");
    standIn.control.post({
      user: ANA,
      channel: FRONT,
      text: "Look",
      files: [{ name: "map.png", content, encoding: "base64" }],
    });
    const [message] = standIn.control.messages(FRONT);
    expect(message).toMatchObject({
      subtype: "file_share",
      files: [{ name: "map.png", mimetype: "image/png", size: 9, mode: "hosted", file_access: "visible" }],
    });
    const address = String(message?.files[0]?.url_private_download);
    const get = (authorization: string) => fetch(address, { headers: { authorization } });
    const given = await get(`Bearer ${client.token ?? ""}`);
    expect([given.status, await given.text()]).toEqual([200, "a picture"]);
    for (const authorization of ["", "Bearer xoxb-another"]) {
      const led = await get(authorization);
      expect([led.redirected, led.headers.get("content-type")]).toEqual([true, "text/html; charset=utf-8"]);
      expect(await led.text()).toContain("Sign in");
    }
    standIn.control.setScopes(["chat:write"]);
    expect((await get(`Bearer ${client.token ?? ""}`)).redirected).toBe(true);
  });
});
