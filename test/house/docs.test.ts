import { existsSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { doubtNotice, failureNotice } from "../../src/bridge/messages/failure-notices.ts";
import { heldNotice } from "../../src/bridge/messages/held-notice.ts";
import { usage } from "../../src/command-line/read-arguments.ts";
import { markFor } from "../../src/domain/mark.ts";
import { environmentKeys } from "../../src/environment.ts";
import { counted } from "../../src/http/metrics.ts";
import { emojiCharacters } from "../../src/lib/emoji.ts";
import { hostsUsed } from "../../src/slack/uses.ts";
import { ROOT, repositoryFiles, textOf } from "./repository.ts";

const documents = repositoryFiles().filter((path) => path.endsWith(".md"));
const readme = textOf("README.md");
const operating = textOf("docs/operating.md");
const { scripts, bin } = JSON.parse(textOf("package.json")) as {
  scripts: Record<string, string>;
  bin: Record<string, string>;
};

/** Those that have a mark of their own each. */
const states = ["waiting", "accepted", "delivered", "failed", "cancelled", "unknown"] as const;

const commandsOf = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
];

/** As GitHub names a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

function brokenLinks(path: string): string[] {
  const targets = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => {
    if (/^(https?|mailto):/.test(target)) return false;
    const [file = "", anchor] = target.split("#");
    const linked = file === "" ? path : posix.join(dirname(path), file);
    if (!existsSync(join(ROOT, linked))) return true;
    if (anchor === undefined || statSync(join(ROOT, linked)).isDirectory()) return false;
    return ![...textOf(linked).matchAll(/^#+ (.+)$/gm)].some(
      ([, heading = ""]) => anchorOf(heading) === anchor,
    );
  });
}

describe("the documents", () => {
  it("are there", () => {
    for (const path of ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"])
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    for (const path of ["docs/using.md", "docs/operating.md", "docs/sandbox.md"])
      expect(documents).toContain(path);
  });

  it.each(documents)("%s links to what exists", (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  it.each(documents)("%s names only npm scripts that exist", (path) => {
    const named = commandsOf(textOf(path), /\bnpm run ([a-z][a-z:-]*)/g);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.each(documents)("%s names only commands of the command line that exist", (path) => {
    const named = commandsOf(textOf(path), /\b(?:npx threadline|dist\/main\.js|`threadline) ([a-z]+)/g);
    expect(named.filter((name) => !usage.includes(`threadline ${name}`))).toEqual([]);
  });
});

describe("the README", () => {
  it("begins with two commands that work", () => {
    expect(readme).toContain("npm ci && npm run demo");
    expect(readme).toContain("npm ci && npm test");
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "demo", "test", "check", "bench"]));
    expect(bin.threadline).toBe("dist/main.js");
  });

  it("shows the sandbox in a picture that nobody waits for: under 300 KB", () => {
    const shown = [...readme.matchAll(/!\[[^\]]+\]\((\S+\.png)\)/g)].map(([, path = ""]) => path);
    expect(shown).toContain("docs/sandbox.png");
    for (const path of shown) expect(statSync(join(ROOT, path)).size, path).toBeLessThan(300_000);
  });

  it("names every command that is to be run as the service's user", () => {
    const commands = commandsOf(usage, /^ {2}threadline ([a-z]+)/gm);
    const named = /Run every other command \(([^)]+)\)/.exec(readme)?.[1] ?? "";
    const others = commands.filter((name) => name !== "start" && name !== "demo");
    expect(others).toContain("transcript");
    expect(others.filter((name) => !named.includes(`\`${name}\``))).toEqual([]);
  });

  it("shows proxies that expose the webhooks and what carriers fetch, and nothing else", () => {
    const [, nginx = ""] = /```nginx\n([\s\S]*?)```/.exec(readme) ?? [];
    const passed = [...nginx.matchAll(/location (.+?)\s*\{ proxy_pass/g)].map(([, path]) => path);
    expect(passed).toEqual(["/webhooks/", "/media/", "= /slack/events"]);
    const [, caddy = ""] = /```caddyfile\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(caddy).toContain("path /webhooks/* /media/* /slack/events\n");
    expect(caddy).toContain("respond 404");
  });
});

describe("docs/operating.md", () => {
  it("lists every variable of the environment", () => {
    expect(environmentKeys.filter((key) => !operating.includes(`\`${key}\``))).toEqual([]);
  });

  it("lists every metric of ours, and no other", () => {
    const own = [...textOf("src/http/metrics.ts").matchAll(/"(threadline_[a-z_]+)"/g)].map(
      ([, name = ""]) => name,
    );
    const all = [...Object.keys(counted).map((name) => `threadline_${name}_total`), ...own];
    const listed = [...operating.matchAll(/^\| `(threadline_[a-z_]+)(?:\{[a-z]+\})?` *\|/gm)].map(
      ([, name = ""]) => name,
    );
    expect(own.length).toBeGreaterThan(3);
    expect(listed.sort()).toEqual(all.sort());
  });

  it("explains every mark", () => {
    for (const mark of [...states.map(markFor), "memo"]) expect(operating).toContain(`\`${mark}\``);
  });

  it("names every host that a firewall must let through", () => {
    for (const host of [...hostsUsed.always, ...hostsUsed.socketMode, "api.twilio.com"])
      expect(operating).toContain(`\`${host}\``);
  });
});

describe("docs/using.md", () => {
  it("shows every mark as Slack draws it, and no other sign", () => {
    const rows = [...textOf("docs/using.md").matchAll(/^\| (\S+) +\| /gmu)].map(([, sign = ""]) => sign);
    const signs = rows.filter((sign) => /\p{Extended_Pictographic}/u.test(sign));
    const marks = [...states.map(markFor), "memo"].map((mark) => emojiCharacters(mark ?? ""));
    expect(signs.sort()).toEqual(marks.sort());
  });

  it("calls the buttons as they read", () => {
    const using = textOf("docs/using.md");
    const labels = [heldNotice, failureNotice, doubtNotice].flatMap((kind) => Object.values(kind.labels));
    for (const label of labels) expect(using).toContain(`**${label}**`);
    for (const label of ["Take", "Release", "Resolve", "Reopen", "Don't send", "Why was this not sent?"])
      expect(using).toContain(`**${label}**`);
  });
});
