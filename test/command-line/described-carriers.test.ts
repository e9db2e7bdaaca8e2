/** Carriers that a directory describes, as whoever sets a site up meets them: at start, in doctor, and beside a running app. */
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { apply } from "../../src/command-line/apply.ts";
import { doctor } from "../../src/command-line/doctor/doctor.ts";
import { type CallbackAsked, explainCallback } from "../../src/command-line/doctor/explain-callback.ts";
import { loadSite } from "../../src/command-line/load-site.ts";
import { scene, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { shown } from "../journeys/reading.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
});
afterEach(() => site.stop());

const described = (url: string) => `http_carriers:
  - name: acme
    title: Acme SMS
    url: "${url}"
    proof: { basic: { username: ACME_USER, password: ACME_PASSWORD } }
    inbound: { id: /id, from: /from, to: /to, text: /text }
    send:
      headers: { Authorization: "Bearer {{secret.ACME_TOKEN}}" }
      json: { to: "{{to}}", from: "{{from}}", text: "{{text}}" }
      answer: { id: /id }
`;
const acme = described("https://api.acme.example");
const secrets = { ACME_USER: "acme", ACME_PASSWORD: "opensesame", ACME_TOKEN: "t0ken" };
const atAcme = sceneDirectory.replace("carrier: twilio", "carrier: http");

const problemsOf = async (change: Record<string, string> = {}) => {
  const loaded = await loadSite({ ...site.env, ...change });
  return loaded.ok ? [] : loaded.problems;
};

async function examined(change: Record<string, string> = {}): Promise<string> {
  const screen = createScreen();
  await doctor({ ...site.env, ...change }, screen, Date.now);
  return screen.text();
}

describe("a site whose directory describes a carrier", () => {
  it("has its variables beside the house's: what is missing of them is said before anything is started", async () => {
    site.writeDirectory(atAcme + acme);
    const told = await problemsOf({ ACME_USER: "acme" });
    expect(told).toEqual([
      expect.stringMatching(/^ACME_PASSWORD is missing; the directory names it for Acme SMS/),
      expect.stringMatching(/^ACME_TOKEN is missing; the directory names it for Acme SMS/),
    ]);
    expect(await problemsOf(secrets)).toEqual([]);
  });

  it("needs no other carrier", async () => {
    site.writeDirectory(atAcme + acme);
    const none = { TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_API_URL: "" };
    expect(await problemsOf({ ...secrets, ...none })).toEqual([]);
    site.writeDirectory(sceneDirectory);
    expect((await problemsOf({ ...secrets, ...none })).join("\n")).toContain("No carrier is set up");
  });

  it("lacks no carrier where the one that it describes has a mistake: that is what is said", async () => {
    const none = { TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_API_URL: "" };
    site.writeDirectory(atAcme + acme.replace("id: /id, from", "id: id, from"));
    expect(await problemsOf(none)).toEqual([
      expect.stringMatching(/line \d+: `id: id` is not a JSON pointer/),
    ]);
    expect(await examined(none)).not.toContain("No carrier is set up");
    site.writeDirectory(sceneDirectory.replace("role: manager", "role: boss"));
    expect((await problemsOf(none)).join("\n")).toContain("No carrier is set up");
  });

  it("hears what is wrong with its directory and with its environment at once", async () => {
    site.writeDirectory(`${atAcme.replace("role: manager", "role: boss")}${acme}`);
    expect(await problemsOf({ ...secrets, ACME_TOKEN: "", PORT: "many" })).toEqual([
      expect.stringMatching(/^PORT must be/),
      expect.stringMatching(/^ACME_TOKEN is missing/),
      expect.stringMatching(/directory\.yml, line \d+: `role: boss` is not known/),
    ]);
    rmSync(join(site.folder, "directory.yml"));
    expect(await problemsOf({ PORT: "many" })).toEqual([
      expect.stringMatching(/^PORT must be/),
      expect.stringMatching(/directory\.yml can't be read\. Write one/),
    ]);
  });

  it("is looked at by doctor as one that has it", async () => {
    site.writeDirectory(atAcme + acme);
    const said = await examined({ ACME_USER: "acme", ACME_TOKEN: "to ken" });
    expect(said).toContain("ACME_PASSWORD is missing; the directory names it for Acme SMS");
    expect(said).toContain("ACME_TOKEN holds spaces");
    expect(said).toContain("Acme SMS was not asked, because its configuration is incomplete.");
    expect(said).not.toContain("to ken");
  });

  it("is told what a captured request of it would come to, also by the name that stands for the only one", async () => {
    site.writeDirectory(atAcme + acme);
    const body = JSON.stringify({ id: "7", from: scene.maria, to: scene.line, text: "Thanks!" });
    const basic = Buffer.from("acme:opensesame").toString("base64");
    const file = join(site.folder, "captured.txt");
    const head = `POST /webhooks/acme/inbound HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Basic ${basic}`;
    writeFileSync(file, `${head}\r\n\r\n${body}`);
    const bare = join(site.folder, "body.json");
    writeFileSync(bare, body);
    const explained = async (asked: CallbackAsked, change: Record<string, string> = secrets) => {
      const screen = createScreen();
      const around = { env: { ...site.env, ...change }, terminal: screen, now: Date.now };
      const code = await explainCallback(asked, { ...around, input: async () => Buffer.from("") });
      return { code, said: screen.text() };
    };
    const whole = await explained({ file });
    expect(whole).toMatchObject({ code: 0, said: expect.stringContaining("It proves to be Acme SMS's.") });
    expect(whole.said).not.toContain("opensesame");
    expect((await explained({ file: bare, carrier: "http" })).code).toBe(0);
    const other = await explained({ file }, { ...secrets, ACME_PASSWORD: "another" });
    expect(other).toMatchObject({
      code: 1,
      said: expect.stringContaining("password is not that of ACME_PASSWORD"),
    });
    const unset = await explained({ file }, {});
    expect(unset).toMatchObject({ code: 1, said: expect.stringContaining("ACME_TOKEN is missing") });

    site.writeDirectory(`${atAcme}${acme.replace("id: /id, from", "from")}`);
    const screen = createScreen();
    const around = { env: site.env, terminal: screen, now: Date.now, input: async () => Buffer.from("") };
    await expect(explainCallback({ file }, around)).rejects.toThrow('There is no carrier "acme" here');
    expect(screen.text()).toContain("It can't be read, or has mistakes");
  });

  it("hears that a change of it holds from the next start; until then its line says so to whoever writes", async () => {
    const { control } = site.sandbox.slack;
    const asked: { authorization: string | undefined; body: unknown }[] = [];
    const api = createServer(async (request, response) => {
      const body = await text(request);
      if (request.method === "POST")
        asked.push({ authorization: request.headers.authorization, body: JSON.parse(body) });
      response.writeHead(200, { "content-type": "application/json" }).end('{"id":"m1"}');
    });
    await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void api.close());
    const there = described(`http://127.0.0.1:${(api.address() as AddressInfo).port}`);
    const app = await site.startApp();
    await until("the app's socket", () => control.sockets() > 0);

    site.writeDirectory(atAcme + there);
    const screen = createScreen();
    await apply(site.config(), screen, Date.now);
    expect(screen.text()).toContain("New: described carrier acme.");
    expect(screen.text()).toContain("What `http_carriers` says holds from its next start");
    const ready = await fetch(`${site.env.PUBLIC_URL}/readyz`);
    expect(await ready.text()).toContain("It is with Acme SMS, which is not set up here");
    expect(await examined(secrets)).toContain("PROBLEM  running: line Front desk");

    await site.sandbox.phones.text({ from: scene.maria, to: scene.line, body: "Hello?" });
    const card = await until("the card", () => control.messages(scene.channel).find(({ botId }) => botId));
    control.post({ user: scene.ben, channel: scene.channel, text: "Hi Maria", threadTs: card.ts });
    const told = () => JSON.stringify(control.ephemerals(scene.ben));
    await until("why it stays", () => told().includes("its line is with Acme SMS, which is not set up here"));
    expect(asked).toEqual([]);

    await app.stop();
    await site.startApp(secrets);
    await until("the app's socket", () => control.sockets() > 0);
    control.post({ user: scene.ben, channel: scene.channel, text: "Hi again", threadTs: card.ts });
    await until("the reply at the carrier", () => asked.length > 0);
    expect(asked).toEqual([
      { authorization: "Bearer t0ken", body: { to: scene.maria, from: scene.line, text: "Hi again" } },
    ]);
    const thread = () => control.thread(scene.channel, card.ts).map(shown).join("\n");
    await fetch(`${site.env.PUBLIC_URL}/webhooks/acme/inbound`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${Buffer.from("acme:opensesame").toString("base64")}`,
      },
      body: JSON.stringify({ id: "7", from: scene.maria, to: scene.line, text: "Thanks!" }),
    });
    await until("the text in the thread", () => thread().includes("Thanks!"));
  });

  it("takes texts in by GET, from one that has everything in the address, once each", async () => {
    const { control } = site.sandbox.slack;
    const elm = `http_carriers:
  - name: elm
    url: "https://elm.example"
    numbers: us
    proof: { secret_path: ELM_PATH }
    answer: { body: ok }
    inbound: { body: query, id: /id, from: /from, to: /to, text: /message }
    send: { method: GET, query: { to: "{{to}}", message: "{{text}}" } }
`;
    site.writeDirectory(atAcme + elm);
    await site.startApp({ ELM_PATH: "a-path-that-nobody-guesses" });
    await until("the app's socket", () => control.sockets() > 0);
    const national = (number: string) => number.replace("+1", "");
    const query = new URLSearchParams({
      from: national(scene.maria),
      to: national(scene.line),
      message: "Hi & hello? +1 50 %",
      id: "8812",
    });
    const ask = async (end: string, method = "GET") => {
      const answer = await fetch(`${site.env.PUBLIC_URL}/webhooks/elm/inbound/${end}?${query}`, { method });
      return [answer.status, await answer.text()];
    };
    expect((await ask("another-path-than-that"))[0]).toBe(403);
    expect((await ask("a-path-that-nobody-guesses", "DELETE"))[0]).toBe(405);
    for (const _ of [1, 2]) expect(await ask("a-path-that-nobody-guesses")).toEqual([200, "ok"]);
    const card = await until("the card", () => control.messages(scene.channel).find(({ botId }) => botId));
    const said = () => control.thread(scene.channel, card.ts).map(shown);
    await until("the text", () => said().some((words) => words.includes("Hi &amp; hello? +1 50 %")));
    expect(said().filter((words) => words.includes("hello?"))).toHaveLength(1);
  });

  it("says nothing of the next start where no description changed, or nothing runs", async () => {
    const applied = async () => {
      const screen = createScreen();
      await apply(site.config(), screen, Date.now);
      return screen.text();
    };
    site.writeDirectory(sceneDirectory + acme);
    expect(await applied()).not.toContain("next start");
    await site.startApp(secrets);
    site.writeDirectory(sceneDirectory.replace("role: manager", "role: admin") + acme);
    expect(await applied()).not.toContain("next start");
    site.writeDirectory(
      sceneDirectory.replace("role: manager", "role: admin") + acme.replace("text: /text", "text: /body"),
    );
    expect(await applied()).toContain("described carrier acme: another inbound.");
    expect(await applied()).not.toContain("next start");
  });
});
