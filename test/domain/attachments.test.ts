import { describe, expect, it } from "vitest";
import { nameAttachments } from "../../src/domain/attachments.ts";

describe("what came with a text", () => {
  it.each([
    [1, [], "a picture"],
    [2, [], "2 pictures"],
    [0, ["text/x-vcard", "audio/amr"], "a contact card and a voice message"],
    [0, ["text/vcard"], "a contact card"],
    [1, ["video/mp4", "application/pdf"], "a picture, a video and a PDF document"],
    [0, ["application/octet-stream", "application/zip", "application/x-tar"], "an attachment and 2 files"],
    [0, [], ""],
  ])("%i pictures and %j are called %j", (pictures, types, names) => {
    expect(nameAttachments(pictures, types)).toBe(names);
  });
});
