/** The manifest against what Slack says of manifests, events and scopes (`test/fixtures/slack`), and against our code. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { features } from "../../src/slack/features/features.ts";
import { scopesUsed } from "../../src/slack/uses.ts";
import { manifestForm } from "../fixtures/slack/manifest-form.ts";
import { codeLines, sourceFiles, textOf } from "./repository.ts";

interface Manifest {
  readonly display_information: { readonly name: string };
  readonly features: {
    readonly app_home: Readonly<Record<string, boolean>>;
    readonly shortcuts: readonly {
      readonly name: string;
      readonly type: string;
      readonly callback_id: string;
    }[];
    readonly slash_commands?: readonly { readonly command: string; readonly url?: string }[];
  };
  readonly oauth_config: { readonly scopes: Readonly<Record<string, readonly string[]>> };
  readonly settings: {
    readonly socket_mode_enabled: boolean;
    readonly interactivity: {
      readonly is_enabled: boolean;
      readonly request_url?: string;
      readonly message_menu_options_url?: string;
    };
    readonly event_subscriptions: { readonly bot_events: readonly string[]; readonly request_url?: string };
  };
}

type Needs = Readonly<Record<string, string | null>>;
const needs = parse(textOf("test/fixtures/slack/scopes.yml")) as { events: Needs; methods: Needs };

/** One of these scopes is needed. Fails for what Slack does not have. */
function neededBy(what: keyof typeof needs, name: string): string[] {
  const scopes = needs[what][name];
  if (scopes === undefined) return expect.fail(`Slack's ${what} have no ${name}`);
  return scopes === null ? [] : scopes.split(" ");
}

const TEXT = readFileSync(new URL("../../manifest.yml", import.meta.url), "utf8");
const socketForm = parse(TEXT) as Manifest;
/** As its first lines tell the reader to change it. */
const httpForm = parse(
  TEXT.replace("socket_mode_enabled: true", "socket_mode_enabled: false").replaceAll(
    /# ((?:request_|message_menu_options_)?url:)/g,
    "$1",
  ),
) as Manifest;
const scopes = socketForm.oauth_config.scopes.bot ?? [];
const events = socketForm.settings.event_subscriptions.bot_events;

/** The events that the features listen to. */
function listenedTo(): string[] {
  return [...new Set(features.flatMap(({ events = {} }) => Object.keys(events)))];
}

/** A conversation stands in a public channel, a private one, or direct messages, members write to each other in group ones, and Slack has a subscription for each. */
const wherever = (event: string) =>
  event === "message" ? ["message.channels", "message.groups", "message.im", "message.mpim"] : [event];

/** Methods of the Web API that are called with the bot's token. */
const methodsCalled = new Set(
  sourceFiles()
    .filter((path) => path.startsWith("src/slack/"))
    .flatMap((path) => codeLines(textOf(path)))
    .flatMap(({ code }) => [...code.matchAll(/\bweb\("((?:[a-z]+\.)+[a-zA-Z]+)"/g)])
    .map(([, method = ""]) => method),
);

describe("the manifest", () => {
  it("asks for exactly the bot scopes that the code uses, and for no user's", () => {
    expect([...scopes].sort()).toEqual(scopesUsed.map(({ scope }) => scope).sort());
    expect(Object.keys(socketForm.oauth_config.scopes)).toEqual(["bot"]);
  });

  it("subscribes to exactly the events that the features listen to", () => {
    expect([...events].sort()).toEqual(listenedTo().flatMap(wherever).sort());
  });

  it("offers exactly the shortcuts that the code answers", () => {
    const offered = socketForm.features.shortcuts.map(({ name, type, callback_id }) => ({
      name,
      type,
      callback_id,
    }));
    const answered = features
      .flatMap(({ shortcuts = {} }) => Object.entries(shortcuts))
      .map(([callbackId, { name, isGlobal = false }]) => ({
        name,
        type: isGlobal ? "global" : "message",
        callback_id: callbackId,
      }));
    expect(offered).toEqual(answered);
  });

  it("offers exactly the slash commands that the code answers", () => {
    const offered = (socketForm.features.slash_commands ?? []).map(({ command }) => command);
    expect(offered).toEqual(features.flatMap(({ commands = {} }) => Object.keys(commands)));
  });

  it("lets people write to the app directly, where conversations of direct lines stand", () => {
    expect(socketForm.features.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
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
    // Where Slack asks for the options of menus that load them: without it, they stay empty.
    const { message_menu_options_url: options, request_url: presses } = httpForm.settings.interactivity;
    expect(options).toBe(presses);
    expect(httpForm.features.slash_commands?.map(({ url }) => url)).toEqual(
      socketForm.features.slash_commands?.map(() => httpForm.settings.interactivity.request_url),
    );
    expect(socketForm.features.slash_commands?.[0]).not.toHaveProperty("url");
  });
});

describe("the manifest against Slack's own lists", () => {
  it.each([
    ["Socket Mode", socketForm],
    ["HTTP mode", httpForm],
  ])("fits Slack's form in %s", (_, manifest) => {
    expect(manifestForm.safeParse(manifest).error?.issues ?? []).toEqual([]);
  });

  it.each<[string, object]>([
    ["a name that is too long", { display_information: { name: "x".repeat(36) } }],
    ["no name", { display_information: {} }],
    ["a name that Slack does not know", { setting: {} }],
    ["a shortcut's name that is too long", { features: { shortcuts: [shortcutNamed("x".repeat(25))] } }],
    ["eleven shortcuts", { features: { shortcuts: Array(11).fill(shortcutNamed("Why?")) } }],
    [
      "an event twice",
      { settings: { event_subscriptions: { bot_events: ["reaction_added", "reaction_added"] } } },
    ],
    [
      "an address without a scheme",
      { settings: { event_subscriptions: { request_url: "sms.example.com" } } },
    ],
    ["interactivity that is neither on nor off", { settings: { interactivity: {} } }],
    ["a word for true", { settings: { socket_mode_enabled: "yes" } }],
  ])("would not with %s", (_, change) => {
    expect(manifestForm.safeParse({ ...socketForm, ...change }).success).toBe(false);
  });

  it.each(events)("may have %s: Slack sends it, and a scope that it needs is asked for", (event) => {
    const needed = neededBy("events", event);
    expect(needed.length === 0 || needed.some((scope) => scopes.includes(scope))).toBe(true);
  });

  const isOurs = (scope: string) => !/^mpim:(?:history|read)$/.test(scope);

  it.each([...methodsCalled])(
    "asks for what %s needs, in channels of either kind and in direct messages",
    (method) => {
      const wanted = neededBy("methods", method).filter(isOurs);
      const families = wanted.filter((scope) => /^(?:channels|groups|im):(?:history|read)$/.test(scope));
      if (families.length > 0) expect(scopes).toEqual(expect.arrayContaining(families));
      else expect(wanted.length === 0 || wanted.some((scope) => scopes.includes(scope)), method).toBe(true);
    },
  );

  it("asks for no scope that neither a method nor an event needs", () => {
    const needed = new Set([
      ...[...methodsCalled].flatMap((method) => neededBy("methods", method)),
      ...events.flatMap((event) => neededBy("events", event)),
      // These two belong to neither: the one adds arguments to chat.postMessage, the other brings shortcuts.
      "chat:write.customize",
      "commands",
    ]);
    expect(scopes.filter((scope) => !needed.has(scope))).toEqual([]);
  });
});

function shortcutNamed(name: string): object {
  return { name, type: "message", callback_id: "reply.why", description: "Says why" };
}
