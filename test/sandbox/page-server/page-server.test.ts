import { rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Act, ActAnswer, PageEvent, PageState } from "../../../src/sandbox/page-api.ts";
import { type PageServer, readAppFace, startPageServer } from "../../../src/sandbox/page-server.ts";
import { type Sandbox, scene, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { knock, otherLoopback } from "../../lib/knock.ts";
import { temporaryFolder } from "../../lib/temporary-folder.ts";

const manifest = fileURLToPath(new URL("../../../manifest.yml", import.meta.url));
let folder: string;
let sandbox: Sandbox;
let server: PageServer;
let resets: number;
let plays: number;
/** A reset ends with it. */
let resettable: Promise<void>;

const serve = (more: { host?: string } = {}) =>
  startPageServer({
    sandbox,
    app: readAppFace(manifest),
    folder,
    port: 0,
    scene: {
      steps: ["Only this"],
      async play() {
        plays += 1;
      },
    },
    reset: async () => {
      resets += 1;
      await resettable;
      await sandbox.stop();
      sandbox = await startSandbox({ mode: "socket" });
      return sandbox;
    },
    ...more,
  });

beforeEach(async () => {
  resets = 0;
  plays = 0;
  resettable = Promise.resolve();
  folder = temporaryFolder("page");
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>page</title>");
  sandbox = await startSandbox({ mode: "socket" });
  server = await serve();
});
afterEach(async () => {
  await server.stop();
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

const json = { "content-type": "application/json" };

interface Given {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** With the headers exactly as given, Host included, which fetch would not send. */
function ask(
  path: string,
  { method = "GET", headers = {}, body }: Given = {},
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: "127.0.0.1", port: server.port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString("utf8"),
          headers: response.headers,
        }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

async function act(given: Act): Promise<ActAnswer> {
  const { text } = await ask("/act", { method: "POST", headers: json, body: JSON.stringify(given) });
  return JSON.parse(text) as ActAnswer;
}

async function state(): Promise<PageState> {
  return JSON.parse((await ask("/state")).text) as PageState;
}

describe("the page's server", () => {
  it("serves the built page, with a policy that lets nothing foreign in", async () => {
    const { status, text, headers } = await ask("/");
    expect({ status, text }).toEqual({ status: 200, text: "<!doctype html><title>page</title>" });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it.each(["/../package.json", "/%2e%2e/package.json", "/nothing"])("has nothing at %s", async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it.each([
    ["another name (DNS rebinding)", { host: "evil.example:3000" }],
    ["a name that only begins like ours", { host: "localhost.evil.example" }],
    ["another site's origin", { origin: "https://evil.example" }],
    ["an origin without a name", { origin: "null" }],
    ["a foreign page's request without origin", { "sec-fetch-site": "cross-site" }],
  ])("refuses %s, to read and to act", async (_, headers) => {
    expect((await ask("/state", { headers })).status).toBe(403);
    expect((await ask("/stream", { headers })).status).toBe(403);
    const body = JSON.stringify({ act: "reset" });
    expect((await ask("/act", { method: "POST", headers: { ...json, ...headers }, body })).status).toBe(403);
  });

  it("takes acts from its own page, under each of its names", async () => {
    for (const name of ["localhost", "127.0.0.1"]) {
      const host = `${name}:${server.port}`;
      const headers = { ...json, host, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
      const body = JSON.stringify({ act: "switch", name: "slackSlow", on: false });
      expect((await ask("/act", { method: "POST", headers, body })).status).toBe(200);
    }
  });

  it("takes no act as a form, which a foreign page could post without being asked", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await ask("/act", { method: "POST", headers, body: "act=reset" })).status).toBe(415);
    expect(
      (await ask("/act", { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" })).status,
    ).toBe(415);
  });

  it.each(["", "no json", "[]", "null", '{"act":7}'])("refuses the body %j", async (body) => {
    expect((await ask("/act", { method: "POST", headers: json, body })).status).toBe(400);
  });

  it.each([
    { act: "dance" },
    { act: "slack", operation: "addUser", input: {} },
    { act: "slack", operation: "constructor", input: {} },
    { act: "slack", operation: "post" },
    { act: "switch", name: "toString", on: true },
  ])("does not do %j", async (given) => {
    expect(await act(given as unknown as Act)).toMatchObject({ ok: false });
  });

  it("says Slack's own words where its client lets nobody do that", async () => {
    const input = { user: scene.ben, channel: scene.channel, text: "/nonsense" };
    const answer = await act({ act: "slack", operation: "post", input });
    expect(answer).toMatchObject({ ok: false, code: "not_a_command" });
  });

  it("joins both stand-ins into one state, and the manifest's shortcuts", async () => {
    sandbox.slack.control.post({ user: scene.ana, channel: scene.channel, text: "Hello" });
    await act({ act: "text", from: scene.maria, to: scene.line, body: "Hi" });
    const now = await state();
    expect(now.slack.channels[0]?.messages.map(({ text }) => text)).toEqual(["Hello"]);
    expect(now.phones.messages.map(({ body }) => body)).toEqual(["Hi"]);
    expect(now.app.shortcuts.map(({ name }) => name)).toContain("Don't send");
    expect(now.strip[0]?.words).toContain("Maria Lopez texts Front desk");
  });

  it("streams the whole state first, then what changes, also over a reset", async () => {
    const events: PageEvent[] = [];
    const stream = await fetch(`http://127.0.0.1:${server.port}/stream`);
    const reading = (async () => {
      let rest = "";
      for await (const chunk of stream.body ?? []) {
        const parts = (rest + Buffer.from(chunk as Uint8Array).toString("utf8")).split("\n\n");
        rest = parts.pop() ?? "";
        for (const part of parts) events.push(JSON.parse(part.replace(/^data: /, "")) as PageEvent);
      }
    })().catch(() => {});
    const seen = (type: string) => events.filter((event) => event.type === type).length;
    await until("the state", () => seen("state") === 1);
    sandbox.slack.control.post({ user: scene.ana, channel: scene.channel, text: "Hello" });
    await until("the message", () => seen("slack") > 0);
    expect(await act({ act: "reset" })).toMatchObject({ ok: true });
    await until("the new state", () => seen("state") === 2);
    const fresh = events.findLast((event) => event.type === "state");
    expect(fresh?.type === "state" && fresh.state.slack.channels[0]?.messages).toEqual([]);
    sandbox.slack.control.post({ user: scene.ana, channel: scene.channel, text: "Again" });
    await until("news of the new world", () => events.at(-1)?.type !== "state");
    await server.stop();
    await reading;
  });

  it("resets once when two windows ask at once", async () => {
    const { world } = await state();
    let goOn = (): void => {};
    resettable = new Promise((resolve) => {
      goOn = resolve;
    });
    const asked = [act({ act: "reset" }), act({ act: "reset" })];
    await until("the first", () => resets > 0);
    await state();
    goOn();
    expect(await Promise.all(asked)).toEqual([
      { ok: true, result: null },
      { ok: true, result: null },
    ]);
    expect(resets).toBe(1);
    expect((await state()).world).not.toBe(world);
  });

  it("plays the scene in a world where nothing has happened: as it is, or reset", async () => {
    await act({ act: "play" });
    expect({ plays, resets }).toEqual({ plays: 1, resets: 0 });
    await act({ act: "switch", name: "carrierSilent", on: true });
    await act({ act: "play" });
    expect({ plays, resets }).toEqual({ plays: 2, resets: 1 });
    expect((await state()).switches.carrierSilent).toBe(false);
    sandbox.slack.control.post({ user: scene.ana, channel: scene.channel, text: "Hello" });
    await Promise.all([act({ act: "play" }), act({ act: "play" })]);
    expect(resets).toBe(2);
    expect((await state()).slack.channels[0]?.messages).toEqual([]);
  });

  it("turns the stand-ins' misbehaviour on and off", async () => {
    const call = () =>
      fetch(`${sandbox.slack.apiUrl}auth.test`, {
        method: "POST",
        headers: { authorization: `Bearer ${sandbox.slack.botToken}` },
      });
    await act({ act: "switch", name: "slackDown", on: true });
    await expect(call()).rejects.toThrow();
    expect((await state()).switches.slackDown).toBe(true);
    await act({ act: "switch", name: "carrierSilent", on: true });
    await expect(call()).rejects.toThrow();
    await act({ act: "switch", name: "slackDown", on: false });
    expect((await call()).status).toBe(200);
    expect((await state()).switches).toMatchObject({ slackDown: false, carrierSilent: true });
  });

  it("listens on this computer alone, unless told otherwise", async () => {
    expect(await knock(otherLoopback, server.port)).toBe(false);
    await server.stop();
    server = await serve({ host: "0.0.0.0" });
    expect(await knock(otherLoopback, server.port)).toBe(true);
  });

  it("takes the next port when its own is taken", async () => {
    const next = await startPageServer({ sandbox, app: readAppFace(manifest), folder, port: server.port });
    expect(next.port).toBeGreaterThan(server.port);
    await next.stop();
  });

  it("says what to do when the page is not built", async () => {
    const options = { sandbox, app: readAppFace(manifest), folder: join(folder, "nowhere"), port: 0 };
    await expect(startPageServer(options)).rejects.toThrow("npm run page:build");
  });
});
