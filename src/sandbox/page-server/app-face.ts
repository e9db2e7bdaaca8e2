import { part, readManifest, words } from "../manifest.ts";
import type { AppFace, CommandHint, ShortcutHint } from "../page-api.ts";
import { listOf, type Wire } from "../slack/wire.ts";

function commandHint(given: Wire): CommandHint {
  return {
    command: words(given.command),
    description: words(given.description),
    hint: words(given.usage_hint),
  };
}

function shortcutHint(given: Wire): ShortcutHint {
  return {
    name: words(given.name),
    type: given.type === "global" ? "global" : "message",
    callbackId: words(given.callback_id),
    description: words(given.description),
  };
}

/** How Slack shows an app, read from the manifest as Slack would. */
export function readAppFace(manifestFile: string): AppFace {
  const manifest = readManifest(manifestFile);
  const features = part(manifest, "features");
  const home = part(features, "app_home");
  return {
    name:
      words(part(features, "bot_user").display_name) ||
      words(part(manifest, "display_information").name) ||
      "App",
    hasHome: home.home_tab_enabled === true,
    readOnlyMessages: home.messages_tab_read_only_enabled === true,
    commands: listOf(features.slash_commands).map(commandHint),
    shortcuts: listOf(features.shortcuts).map(shortcutHint),
  };
}
