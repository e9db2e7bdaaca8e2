import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { install } from "../../src/sandbox/manifest.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import { startStandIn } from "./slack/stand-in-world.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder("manifest");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function installed(manifest: string) {
  const file = join(folder, "manifest.yml");
  writeFileSync(file, manifest);
  const { control } = await startStandIn();
  install(control, file);
  const { scopes, settings } = control.state();
  const { botEvents, shortcuts, commands, homeTab, messagesTab } = settings;
  return { scopes, botEvents, shortcuts, commands, homeTab, messagesTab };
}

it("gives an app what its manifest says, and nothing else", async () => {
  const manifest = `
features:
  app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false }
  shortcuts: [{ name: Why?, type: message, callback_id: reply.why, description: Says why }]
oauth_config: { scopes: { bot: [chat:write, im:history] } }
settings: { event_subscriptions: { bot_events: [message.im, app_home_opened] } }
`;
  expect(await installed(manifest)).toEqual({
    scopes: ["chat:write", "im:history"],
    botEvents: ["message.im", "app_home_opened"],
    shortcuts: ["reply.why"],
    commands: [],
    homeTab: true,
    messagesTab: "on",
  });
});

it.each([
  ["read only", "messages_tab_enabled: true, messages_tab_read_only_enabled: true", "readOnly"],
  ["off", "messages_tab_enabled: false, messages_tab_read_only_enabled: false", "off"],
])("has a messages tab that is %s where its manifest says so", async (_, tab, expected) => {
  expect(await installed(`features: { app_home: { ${tab} } }`)).toMatchObject({
    homeTab: false,
    messagesTab: expected,
  });
});
