/** An app that draws what a test wants, beside a Slack without Threadline: for everything that the page has to draw. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AppFace } from "../../src/sandbox/page-api.ts";
import { startPageServer } from "../../src/sandbox/page-server.ts";
import { type Sandbox, type SandboxOptions, scene, startSandbox } from "../../src/sandbox/sandbox.ts";
import { listener } from "../lib/listener.ts";
import { openWindows, type Windows } from "./open-windows.ts";
import { pageFolder } from "./page-folder.ts";

export type Json = Record<string, unknown>;

export interface FakeApp extends Windows {
  readonly sandbox: Sandbox;
  /** Interactions and commands as they came, oldest first. */
  readonly heard: Json[];
  /** What the next interactions are answered with. */
  answer: (payload: Json) => Json | null;
  /** Calls Slack as the app. */
  call(method: string, body: Json): Promise<Json>;
  stop(): Promise<void>;
}

const face: AppFace = {
  name: "Threadline",
  hasHome: true,
  readOnlyMessages: false,
  commands: [
    { command: "/sms", description: "Text somebody", hint: "[number and words]" },
    { command: "/sms-template", description: "Send a template", hint: "[key or words]" },
  ],
  shortcuts: [
    { name: "New text", type: "global", callbackId: "text.new", description: "Text somebody" },
    { name: "Save as template", type: "message", callbackId: "template.save", description: "" },
  ],
};

/** `shown`: what its manifest says otherwise. */
export async function createFakeApp(
  shown: Partial<AppFace> = {},
  world: Pick<SandboxOptions, "crm"> = {},
): Promise<FakeApp> {
  const sandbox = await startSandbox({
    ...world,
    mode: "http",
    slack: { limits: "off", commands: ["/sms", "/sms-template"] },
  });
  const heard: Json[] = [];
  const app = { answer: (_: Json): Json | null => null };
  const server = createServer(
    listener(async (incoming, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString("utf8");
      const isForm = incoming.headers["content-type"]?.includes("urlencoded") === true;
      if (!isForm) return void response.end();
      const form = new URLSearchParams(body);
      const given = form.get("payload");
      const payload = (given === null ? Object.fromEntries(form) : JSON.parse(given)) as Json;
      heard.push(payload);
      const answered = app.answer(payload);
      response.setHeader("content-type", "application/json");
      response.end(answered === null ? "" : JSON.stringify(answered));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  sandbox.pointAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const pageServer = await startPageServer({
    sandbox,
    app: { ...face, ...shown },
    folder: pageFolder,
    port: 0,
  });
  const windows = await openWindows(pageServer.url);
  return {
    ...windows,
    sandbox,
    heard,
    get answer() {
      return app.answer;
    },
    set answer(answer) {
      app.answer = answer;
    },
    async call(method, body) {
      const answer = await fetch(`${sandbox.slack.apiUrl}${method}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${sandbox.slack.botToken}`,
          "content-type": "application/json; charset=utf-8",
        },
        body: JSON.stringify(body),
      });
      const result = (await answer.json()) as Json;
      if (result.ok !== true) throw new Error(`${method}: ${JSON.stringify(result)}`);
      return result;
    },
    async stop() {
      await windows.close();
      await pageServer.stop();
      await sandbox.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

export { scene };
