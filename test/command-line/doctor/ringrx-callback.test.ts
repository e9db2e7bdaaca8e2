/** What an office sees that sets RingRx's callback up: captured as the stand-in posts it, and read by `doctor`. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explainCallback } from "../../../src/command-line/doctor/explain-callback.ts";
import { ringrx } from "../../../src/sandbox/ringrx/ringrx.ts";
import { scene, sceneDirectory } from "../../../src/sandbox/sandbox.ts";
import { temporaryFolder } from "../../lib/temporary-folder.ts";
import { createApp, type Received } from "../../sandbox/ringrx/stand-in-world.ts";
import { createScreen } from "../site.ts";

const lines = { line: scene.line, directLine: null };
const words = 'Is "Dr. Ruiz" in today?';
let folder: string;
let site: Awaited<ReturnType<typeof begin>>;
beforeEach(async () => {
  folder = temporaryFolder("callback");
  site = await begin();
});
afterEach(async () => {
  await site.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function begin() {
  const app = await createApp();
  const { standIn, played } = await ringrx.start({}, { escapes: false });
  played.furnish(lines);
  played.pointAt(app.url);
  const directory = join(folder, "directory.yml");
  writeFileSync(directory, played.directory(sceneDirectory, scene.directLine));
  const env = { ...played.environment(lines), PUBLIC_URL: app.url, DIRECTORY_FILE: directory };
  return {
    env,
    async texted(): Promise<Received> {
      await standIn.control.text({ from: scene.maria, to: scene.line, body: words });
      return app.received.at(-1) ?? expect.fail("nothing was posted");
    },
    async stop() {
      await standIn.stop();
      await app.stop();
    },
  };
}

function captured({ path, headers, body }: Received): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`POST ${path} HTTP/1.1`, ...head, "", body].join("\r\n");
}

async function explained(content: string, carrier?: string) {
  const file = join(folder, "captured.txt");
  writeFileSync(file, content);
  const terminal = createScreen();
  const input = () => Promise.reject(new Error("nobody is to read it"));
  const asked = { file, ...(carrier === undefined ? {} : { carrier }) };
  const code = await explainCallback(asked, { env: site.env, terminal, input, now: Date.now });
  return { code, said: terminal.text() };
}

describe("threadline doctor --callback, of RingRx", () => {
  it("says that it proves itself, what was found, and whose it would be, and shows neither words nor secrets", async () => {
    const { code, said } = await explained(captured(await site.texted()));
    expect(said).toContain("It proves to be RingRx's.");
    expect(said).toContain("from: 15550199001");
    expect(said).toContain(`text: ${words.length} characters.`);
    expect(said).toContain("The group Front desk would get it.");
    expect(code).toBe(0);
    for (const secret of [words, "Dr. Ruiz", ...secretsOf(site.env)]) expect(said).not.toContain(secret);
  });

  it("says which secret is wrong where it proves nothing", async () => {
    const request = await site.texted();
    const authorization = `Basic ${Buffer.from("threadline:guessed").toString("base64")}`;
    const { code, said } = await explained(
      captured({ ...request, headers: { ...request.headers, authorization } }),
    );
    expect(said).toContain("RINGRX_CALLBACK_PASSWORD");
    expect(code).toBe(1);
  });

  it("says which tokens RingRx did not replace, of a body alone", async () => {
    const { code, said } = await explained(
      '{ "from": "{{caller}}", "to": "5550100001", "text": "hi" }',
      "ringrx",
    );
    expect(said).toContain("{{caller}} was not replaced");
    expect(said).toContain("from is missing, or its token was not replaced");
    expect(code).toBe(1);
  });
});

function secretsOf(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /^RINGRX_(TOKEN|SECRET|CALLBACK_P)/.test(name) ? [value] : [],
  );
}
