import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "../../../src/slack/transport/client.ts";
import { createSelf, type Self } from "../../../src/slack/transport/identity.ts";
import { verifySlack } from "../../../src/slack/transport/verify.ts";
import { scopesUsed } from "../../../src/slack/uses.ts";
import { recordingLog } from "../stand-in.ts";

const all = scopesUsed.map(({ scope }) => scope);
let granted: readonly string[];
let server: Server;
let self: Self;
let verify: () => ReturnType<typeof verifySlack>;
const dispatcher = new Agent();

beforeEach(async () => {
  granted = all;
  server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "x-oauth-scopes": granted.join(",") });
    response.end(
      JSON.stringify({
        ok: true,
        url: "https://acme.slack.com/",
        team: "Acme",
        team_id: "T1",
        user_id: "U0BOT",
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  const web = createClient({ token: "xoxb-1", apiUrl, dispatcher, log: recordingLog() });
  self = createSelf(web);
  verify = () => verifySlack({ web, self }, []);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("scopes", () => {
  it("are all there", async () => {
    expect(await verify()).toContainEqual(expect.objectContaining({ name: "slack: scopes", level: "ok" }));
  });

  it.each(scopesUsed)("$scope missing is named with what is off", async ({ scope, without, essential }) => {
    granted = all.filter((one) => one !== scope);
    const finding = (await verify()).find(({ name }) => name === `slack: scope ${scope}`);
    expect(finding?.level).toBe(essential ? "problem" : "warning");
    expect(finding?.sentence).toContain(without);
    expect(finding?.remedy).toContain("manifest.yml");
  });

  it("that are missing switch their feature off, and on again when they are granted", async () => {
    granted = all.filter((one) => one !== "reactions:write");
    await self.check();
    expect(self.may("reactions:write")).toBe(false);
    expect(self.may("chat:write.customize")).toBe(true);
    granted = all;
    await self.check();
    expect(self.may("reactions:write")).toBe(true);
  });

  it("that Slack refused to honour stay off until the next check", async () => {
    await self.check();
    expect(self.lacks("reactions:write")).toBe(true);
    expect(self.lacks("reactions:write")).toBe(false);
    expect(self.may("reactions:write")).toBe(false);
    await self.check();
    expect(self.may("reactions:write")).toBe(true);
  });
});
