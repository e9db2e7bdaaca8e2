/** What the terminal tells of the phones and of Slack after the scene. */
import { expect, it, onTestFinished } from "vitest";
import { createDrawing } from "../../src/demo/drawing.ts";
import { follow } from "../../src/demo/follow.ts";
import { scene, startSandbox } from "../../src/sandbox/sandbox.ts";

it.each(["twilio", "ringcentral"] as const)(
  "names files that stand alone, on a phone at %s and in Slack",
  async (carrier) => {
    const sandbox = await startSandbox({ mode: "socket", carrier });
    onTestFinished(() => sandbox.stop());
    const told: string[] = [];
    const terminal = {
      say: (line: string) => void told.push(line),
      paint: (_: string, words: string) => words,
    };
    onTestFinished(follow(sandbox, createDrawing(sandbox, terminal)));
    const file = { contentType: "image/png", base64: Buffer.from("picture").toString("base64") };
    await sandbox.phones.text({ from: scene.maria, to: scene.line, body: "", media: [file, file] });
    await sandbox.phones.text({ from: scene.maria, to: scene.line, body: "Look", media: [file] });
    const files = [{ name: "map.png", title: "map.png", mimetype: "image/png", content: file.base64 }];
    sandbox.slack.control.post({ user: scene.ben, channel: scene.channel, text: "", files });
    expect(told.join("\n")).toContain("Maria Lopez sends: (2 files)");
    expect(told.join("\n")).toContain("Maria Lopez sends: Look (a file)");
    expect(told.join("\n")).toMatch(/Ben Ito +\[file: map\.png\]/);
  },
);
