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

it("lets no words from a phone or from Slack move the cursor, colour the terminal or turn what follows round", async () => {
  const sandbox = await startSandbox({ mode: "socket", carrier: "twilio" });
  onTestFinished(() => sandbox.stop());
  const told: string[] = [];
  const terminal = {
    say: (line = "") => void told.push(line),
    paint: (_: string, words: string) => words,
  };
  const drawing = createDrawing(sandbox, terminal);
  onTestFinished(follow(sandbox, drawing));
  const harm = "a\u0000b\u0007c\u001b[31md\u202ee\u009bf\u2028Slack g\r\nh";
  await sandbox.phones.text({ from: scene.maria, to: scene.line, body: harm, media: [] });
  sandbox.slack.control.post({ user: scene.ben, channel: scene.channel, text: harm });
  drawing.tell("phone", drawing.phone(scene.maria));
  const from = told.findIndex((line) => line.includes("Maria Lopez sends: "));
  expect(told.slice(from, from + 3).map((line) => line.trim())).toEqual([
    "phone  Maria Lopez sends: abc[31mdef",
    "Slack g",
    "h",
  ]);
  expect(told[from + 1]).toMatch(/^ {20,}Slack g$/);
  expect(told.filter((line) => line.includes("[31m"))).toHaveLength(3);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not come out.
  expect(told.filter((line) => /[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/.test(line))).toEqual([]);
});
