/**
 * The manifest against Slack's schema, Slack's lists of events and scopes, and our code. The first two are read from
 * `../shared/fixtures/slack` beside the repository; where that does not exist those tests are skipped.
 */
import { existsSync, readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { features } from "../../src/slack/features/features.ts";
import { listen } from "../../src/slack/features/listen.ts";
import { scopesUsed } from "../../src/slack/uses.ts";
import { codeLines, sourceFiles, textOf } from "./repository.ts";

interface Manifest {
  readonly display_information: { readonly name: string };
  readonly features: {
    readonly shortcuts: readonly {
      readonly name: string;
      readonly type: string;
      readonly callback_id: string;
    }[];
  };
  readonly oauth_config: { readonly scopes: Readonly<Record<string, readonly string[]>> };
  readonly settings: {
    readonly socket_mode_enabled: boolean;
    readonly interactivity: { readonly is_enabled: boolean; readonly request_url?: string };
    readonly event_subscriptions: { readonly bot_events: readonly string[]; readonly request_url?: string };
  };
}

const FIXTURES = new URL("../../../shared/fixtures/slack/", import.meta.url);
const withFixtures = describe.skipIf(!existsSync(FIXTURES));

/** That list leaves these out, though Slack sends them: the recorded shapes hold the channels' ones. */
const UNLISTED = ["channel_archive", "channel_unarchive", "group_archive", "group_unarchive"];

const TEXT = readFileSync(new URL("../../manifest.yml", import.meta.url), "utf8");
const socketForm = parse(TEXT) as Manifest;
/** As its first lines tell the reader to change it. */
const httpForm = parse(
  TEXT.replace("socket_mode_enabled: true", "socket_mode_enabled: false").replaceAll(
    "# request_url:",
    "request_url:",
  ),
) as Manifest;
const scopes = socketForm.oauth_config.scopes.bot ?? [];
const events = socketForm.settings.event_subscriptions.bot_events;

/** The events that the features listen to. */
function listenedTo(): string[] {
  const types = new Set<string>();
  const app: Parameters<typeof listen>[0] = {
    event: (type: unknown) => void types.add(String(type)),
    shortcut: () => {},
    action: () => {},
  };
  listen(app, features, () => expect.fail("nothing happens while they are registered"));
  return [...types];
}

/** A line's channel is public or private, and Slack has a subscription for each. */
const inChannels = (event: string) =>
  event === "message" ? ["message.channels", "message.groups"] : [event];

/** Methods of the Web API that are called with the bot's token. */
const methodsCalled = new Set(
  sourceFiles()
    .filter((path) => path.startsWith("src/slack/"))
    .flatMap((path) => codeLines(textOf(path)))
    .flatMap(({ code }) => [...code.matchAll(/\bweb\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g)])
    .map(([, method = ""]) => method),
);

describe("the manifest", () => {
  it("asks for exactly the bot scopes that the code uses, and for no user's", () => {
    expect([...scopes].sort()).toEqual(scopesUsed.map(({ scope }) => scope).sort());
    expect(Object.keys(socketForm.oauth_config.scopes)).toEqual(["bot"]);
  });

  it("subscribes to exactly the events that the features listen to", () => {
    expect([...events].sort()).toEqual(listenedTo().flatMap(inChannels).sort());
  });

  it("offers exactly the message shortcuts that the code answers", () => {
    const offered = socketForm.features.shortcuts.map(({ name, type, callback_id }) => ({
      name,
      type,
      callback_id,
    }));
    const answered = features
      .flatMap(({ shortcuts = {} }) => Object.entries(shortcuts))
      .map(([callbackId, { name }]) => ({ name, type: "message", callback_id: callbackId }));
    expect(offered).toEqual(answered);
  });

  it("is named Threadline and takes presses", () => {
    expect(socketForm.display_information.name).toBe("Threadline");
    expect(socketForm.settings.interactivity.is_enabled).toBe(true);
  });

  it("stands in Socket Mode, and becomes HTTP mode as its head says", () => {
    expect(socketForm.settings.socket_mode_enabled).toBe(true);
    expect(socketForm.settings.event_subscriptions.request_url).toBeUndefined();
    expect(httpForm.settings.socket_mode_enabled).toBe(false);
    expect(httpForm.settings.event_subscriptions.request_url).toMatch(/^https:.*\/slack\/events$/);
    expect(httpForm.settings.interactivity.request_url).toMatch(/^https:.*\/slack\/events$/);
  });
});

withFixtures("the manifest against Slack's own lists", () => {
  const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, FIXTURES), "utf8"));

  it.each([
    ["Socket Mode", socketForm],
    ["HTTP mode", httpForm],
  ])("fits Slack's schema in %s", (_, manifest) => {
    const ajv = new Ajv.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(read("manifest.schema.2.0.0.json") as object);
    validate(manifest);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...manifest, display_information: { name: "x".repeat(36) } })).toBe(false);
  });

  it("names only events that Slack sends, each with a scope that it asks for", () => {
    const known = read("events/events.json") as { name: string; scopes?: string[] }[];
    for (const event of events) {
      const entry = known.find(({ name }) => name === event);
      if (entry === undefined) {
        const payload = event.endsWith("_unarchive") ? "ChannelUnarchive" : "ChannelArchive";
        expect(UNLISTED).toContain(event);
        expect(existsSync(new URL(`shapes/events/${payload}Payload.json`, FIXTURES))).toBe(true);
        continue;
      }
      const needed = entry.scopes ?? [];
      expect(needed.length === 0 || needed.some((scope) => scopes.includes(scope)), event).toBe(true);
    }
  });

  const scopesOf = (method: string) =>
    (read(`methods/${method}.json`) as { scope?: { bot?: string[] } }).scope?.bot ?? [];
  const inLines = (scope: string) => !/^(?:im|mpim):(?:history|read)$/.test(scope);

  it.each([...methodsCalled])("asks for what %s needs, in public channels and in private ones", (method) => {
    const wanted = scopesOf(method).filter(inLines);
    const families = wanted.filter((scope) => /^(?:channels|groups):(?:history|read)$/.test(scope));
    if (families.length > 0) expect(scopes).toEqual(expect.arrayContaining(families));
    else expect(wanted.length === 0 || wanted.some((scope) => scopes.includes(scope)), method).toBe(true);
  });

  it("asks for no scope that neither a method nor an event needs", () => {
    const known = read("events/events.json") as { name: string; scopes?: string[] }[];
    const needed = new Set([
      ...[...methodsCalled].flatMap(scopesOf),
      ...known.filter(({ name }) => events.includes(name)).flatMap((event) => event.scopes ?? []),
      // These two belong to neither: the one adds arguments to chat.postMessage, the other brings shortcuts.
      "chat:write.customize",
      "commands",
    ]);
    expect(scopes.filter((scope) => !needed.has(scope))).toEqual([]);
  });
});
