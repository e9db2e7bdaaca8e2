import { describe, expect, it } from "vitest";
import { postgresSite } from "../command-line/site.ts";

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const [old, other] = [keyOf(1), keyOf(2)];
const differ = /Other instances run on this database with another ENCRYPTION_KEY/;

describe("an instance that starts beside others", () => {
  it.each([
    ["has another key", other, /sealed with another key|with another ENCRYPTION_KEY/],
    ["has none", "", /ENCRYPTION_KEY is not set|with another ENCRYPTION_KEY/],
    ["seals with a key that they don't have yet", `${other},${old}`, differ],
  ])("is refused where it %s", async (_, keys, sentence) => {
    const there = await postgresSite();
    await there.start({ ENCRYPTION_KEY: old });
    await expect(there.start({ ENCRYPTION_KEY: keys })).rejects.toThrow(sentence);
    await there.start({ ENCRYPTION_KEY: old });
  });

  it("is refused where it has a key and they have none", async () => {
    const there = await postgresSite();
    await there.start({ ENCRYPTION_KEY: "" });
    await expect(there.start({ ENCRYPTION_KEY: old })).rejects.toThrow(differ);
  });

  it("may have a new key behind the old one, and then all may have it before", async () => {
    const there = await postgresSite();
    const first = await there.start({ ENCRYPTION_KEY: old });
    const second = await there.start({ ENCRYPTION_KEY: `${old},${other}` });
    await expect(there.start({ ENCRYPTION_KEY: `${other},${old}` })).rejects.toThrow(differ);
    await first.stop();
    await there.start({ ENCRYPTION_KEY: `${old},${other}` });
    await second.stop();
    await there.start({ ENCRYPTION_KEY: `${other},${old}` });
  });

  it("may have any key once those before it have stopped", async () => {
    const there = await postgresSite();
    await (await there.start({ ENCRYPTION_KEY: old })).stop();
    await there.start({ ENCRYPTION_KEY: `${other},${old}` });
  });
});
