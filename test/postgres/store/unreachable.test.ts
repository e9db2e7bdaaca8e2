import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createGate } from "../../../src/lib/gate.ts";
import { openStore } from "../../../src/store/index.ts";
import { openClient, openPatientClient } from "../../../src/store/postgres/client.ts";

/** Where something listens that answers what a client begins with so. */
async function answering(answer: (socket: Socket, begun: Buffer) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (begun) => answer(socket, begun));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

const refusal = (code: string, words: string): Buffer => {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${words}\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
};

const opened = (database: string) => openStore({ database, keys: [], tables: "expect" });

describe("a database that can't be had", () => {
  it("behind a pooler that keeps no sessions is said to be so", async () => {
    const host = await answering((socket) =>
      socket.end(refusal("08P01", "unsupported startup parameter: lock_timeout")),
    );
    await expect(opened(`postgres://u:hunter2@${host}/texts`)).rejects.toThrow(
      `the database texts on ${host} is behind a pooler that keeps no sessions`,
    );
  });

  it("without TLS, where that is asked for, is said to be so", async () => {
    const host = await answering((socket) => void socket.write("N"));
    await expect(opened(`postgres://u:hunter2@${host}/texts?sslmode=require`)).rejects.toThrow(
      /speaks no TLS\. Set it up there, or write sslmode=disable/,
    );
  });

  it.each([
    ["28P01", "does not let this user in"],
    ["53300", "has no connection left"],
    ["57P03", "can't be reached"],
    ["XX001", "failed (PostgreSQL says XX001)"],
  ])("by %s is told of in words, without its password", async (code, words) => {
    const host = await answering((socket) => socket.end(refusal(code, "hunter2")));
    const failure = await opened(`postgres://u:hunter2@${host}/texts`).catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining(words) });
    expect((failure as Error).message).not.toContain("hunter2");
  });

  it("for want of a file that its address names is told which", async () => {
    await expect(
      opened("postgres://u@127.0.0.1:1/texts?sslmode=verify-full&sslrootcert=/nowhere/ca.pem"),
    ).rejects.toThrow("The file /nowhere/ca.pem, which DATABASE_URL names, can't be read.");
  });

  it.each([
    ["asks", openClient],
    ["is patient with what it asks", openPatientClient],
  ])("because it answers nothing once it let us in is given up, also by who %s", async (_, open) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const letIn = Buffer.from([..."R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I"].map((sign) => sign.charCodeAt(0)));
    const asked = createGate();
    const host = await answering((socket) => {
      socket.write(letIn);
      socket.removeAllListeners("data").once("data", asked.open);
    });
    const opening = open({ url: `postgres://u@${host}/texts?sslmode=disable`, name: "a test" }, () => {});
    const failed = expect(opening).rejects.toThrow("timeout");
    await asked.pass();
    vi.advanceTimersByTime(30_000);
    await failed;
  });
});
