import { describe, expect, it } from "vitest";
import type { AttachedFile } from "../../src/domain/attached-file.ts";
import type { DeskFileId } from "../../src/domain/ids.ts";
import {
  filesSentence,
  mayHelpToSendAgain,
  type TakenFiles,
  troubleWithFiles,
} from "../../src/domain/outbound-trouble.ts";

const limits: TakenFiles = { files: 3, bytes: 1_500_000, types: ["image/*", "application/pdf"] };
const jpegOnly: TakenFiles = { ...limits, types: ["image/jpeg"] };

const file = (change: Partial<AttachedFile> = {}): AttachedFile => ({
  id: "F1" as DeskFileId,
  name: "shop.jpg",
  contentType: "image/jpeg",
  size: 1_000,
  url: "https://files.slack.com/shop.jpg",
  lack: null,
  ...change,
});
const pdf = (name: string, size: number) => file({ name, contentType: "application/pdf", size });

describe("files of a reply", () => {
  it.each<[string, readonly AttachedFile[], TakenFiles]>([
    ["a picture", [file()], limits],
    ["none", [], limits],
    ["as many as a text takes", [file(), file(), pdf("a.pdf", 5)], limits],
    ["a picture of a kind that can be made another", [file({ contentType: "image/heic" })], jpegOnly],
    ["a picture that has to be made smaller", [file({ size: 20_000_000 })], limits],
    ["a document as large as a text can be", [pdf("a.pdf", 1_500_000)], limits],
    [
      "what the desk says nothing of before it is asked",
      [file({ contentType: "", size: null, url: null })],
      limits,
    ],
  ])("can leave: %s", (_, files, taken) => {
    expect(troubleWithFiles(files.length, files, taken)).toBeNull();
  });

  it.each<[string, readonly AttachedFile[] | null, TakenFiles | null, RegExp]>([
    ["the line takes none", [file()], null, /^This did not leave: the line can't carry files\.$/],
    [
      "it is not known which they are",
      null,
      limits,
      /^This did not leave: Slack did not say what hangs on it\. Write it again, with its files\.$/,
    ],
    [
      "there are too many",
      [file(), file(), file(), file()],
      limits,
      /: 4 files hang on it, and a text takes 3 along at most\. Send some of them with another reply\.$/,
    ],
    [
      "a kind is not taken",
      [file(), file({ name: "list.xlsx", contentType: "application/vnd.ms-excel" })],
      limits,
      /: list\.xlsx is of a kind that can't be sent to phones\. Send it in another form\.$/,
    ],
    [
      "a drawing may hold a program",
      [file({ name: "logo.svg", contentType: "image/svg+xml" })],
      jpegOnly,
      /: logo\.svg is of a kind/,
    ],
    [
      "one is too large and no picture",
      [pdf("menu.pdf", 1_500_001)],
      limits,
      /: menu\.pdf is too large\. The files of a text can have 1\.5 MB together\. Send a smaller one\.$/,
    ],
    [
      "one that is no picture is too large for one of those",
      [pdf("menu.pdf", 500_001), file({ size: 1_400_000 }), file({ contentType: "", size: 600_000 })],
      { ...limits, otherBytes: 500_000 },
      /: menu\.pdf is too large\. What is no picture can have 0\.5 MB\. Send a smaller one\.$/,
    ],
    [
      "they are too large together",
      [pdf("a.pdf", 800_000), pdf("b.pdf", 800_000), file()],
      limits,
      /: a\.pdf and b\.pdf are too large\. .* Send smaller ones\.$/,
    ],
    ["a picture has 40 MB", [file({ size: 40_000_000 })], limits, /: shop\.jpg is too large/],
    [
      "one was deleted",
      [file(), file({ name: null, lack: "deleted" })],
      limits,
      /: Picture is not in Slack any more\.$/,
    ],
    ["one is hidden", [file({ lack: "hidden" })], limits, /Slack does not show shop\.jpg any more/],
    [
      "one lies elsewhere",
      [file({ name: "Plan", lack: "elsewhere" })],
      limits,
      /: Plan is kept outside of Slack\. Save it and post it here, or send a link\.$/,
    ],
  ])("can't where %s", (_, files, taken, sentence) => {
    const trouble = troubleWithFiles(files?.length ?? 1, files, taken);
    if (trouble === null) throw new Error("no trouble");
    expect(filesSentence(trouble)).toMatch(sentence);
  });

  it("are worth another try only where the desk may hand them out by then", () => {
    const about = { names: ["a.pdf"], count: 1, most: null };
    expect(mayHelpToSendAgain({ trouble: "unavailable", ...about })).toBe(true);
    expect(mayHelpToSendAgain({ trouble: "type", ...about })).toBe(false);
  });
});
