/** An app's manifest, as Slack would read it: what an app that is installed from it may do. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { SlackControl } from "./slack/types/control.ts";
import { isWire, listOf, type Wire } from "./slack/wire.ts";

/** What was read last: sandboxes that follow one another in a process read the same, and reading it takes longest of their start. */
let last: { readonly text: string; readonly manifest: unknown } | null = null;

export function readManifest(file: string): unknown {
  const text = readFileSync(file, "utf8");
  if (last?.text !== text) last = { text, manifest: parse(text) };
  return last.manifest;
}

export function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A part of it; empty where there is none. */
export function part(of: unknown, key: string): Wire {
  const value = isWire(of) ? of[key] : undefined;
  return isWire(value) ? value : {};
}

/** From now on the app has the scopes, hears the events, has the tabs, and answers the shortcuts and commands of its manifest, and no others. */
export function install(control: Pick<SlackControl, "configure" | "setScopes">, manifestFile: string): void {
  const manifest = readManifest(manifestFile);
  const features = part(manifest, "features");
  const settings = part(manifest, "settings");
  const home = part(features, "app_home");
  const commands = listOf(features.slash_commands);
  control.setScopes(listOfWords(part(part(manifest, "oauth_config"), "scopes").bot));
  control.configure({
    botEvents: listOfWords(part(settings, "event_subscriptions").bot_events),
    shortcuts: listOf(features.shortcuts).map((shortcut) => words(shortcut.callback_id)),
    homeTab: home.home_tab_enabled === true,
    messagesTab: messagesTab(home),
    commands: commands.map((command) => words(command.command)),
    escapedCommands: commands
      .filter((command) => command.should_escape === true)
      .map((command) => words(command.command)),
  });
}

function messagesTab(home: Wire): "on" | "readOnly" | "off" {
  if (home.messages_tab_enabled !== true) return "off";
  return home.messages_tab_read_only_enabled === true ? "readOnly" : "on";
}

function listOfWords(value: unknown): string[] {
  return Array.isArray(value) ? value.map(words) : [];
}
