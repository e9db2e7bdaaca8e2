/** Records as tests tell them. */
import type { Digest, DigestEvent, DigestNote, DigestText } from "../../../src/domain/digest.ts";
import type { MessageId } from "../../../src/domain/ids.ts";

export const at = (moment: string): number => Date.parse(moment);
const noon = at("2026-11-26T17:00:00Z");

const maria = { name: "Maria Lopez", number: "(555) 019-9001" };
const front = { name: "Front desk", number: "(555) 010-0001" };
const benDirect = { name: "Ben direct", number: "(555) 010-0003" };

export function came(words: string, change: Partial<DigestText> = {}): DigestText {
  return {
    kind: "text",
    id: "m1" as MessageId,
    at: noon,
    direction: "in",
    author: maria.name,
    number: maria.number,
    words,
    contentTypes: [],
    trouble: null,
    automatic: false,
    toMany: false,
    template: null,
    ...change,
  };
}

export function left(words: string, change: Partial<DigestText> = {}): DigestText {
  return came(words, { direction: "out", author: "Ben Ito", number: front.number, ...change });
}

export function noted(words: string, change: Partial<DigestNote> = {}): DigestNote {
  return { kind: "note", at: noon, author: "Ben Ito", words, files: 0, ...change };
}

export function happened(moment: string, sentence: string): DigestEvent {
  return { kind: "event", at: at(moment), sentence };
}

export function digestWith(change: Partial<Digest>): Digest {
  return {
    kind: "day",
    contact: maria,
    lines: [front],
    owner: null,
    assignee: null,
    members: [],
    zone: "America/New_York",
    day: "2026-11-26",
    startedAt: noon,
    endedAt: noon,
    resolvable: false,
    leftOut: 0,
    entries: [],
    link: null,
    note: null,
    disposition: null,
    ...change,
  };
}

/** Everything that a shared conversation can hold, over three days. */
export const sharedEpisode: Digest = digestWith({
  kind: "episode",
  day: null,
  lines: [front],
  assignee: "Ben Ito",
  members: ["Ana Silva", "Ben Ito", "Cy, from Slack"],
  startedAt: at("2026-11-26T14:05:00Z"),
  endedAt: at("2026-11-28T17:20:00Z"),
  resolvable: true,
  leftOut: 2,
  link: "https://example.slack.com/archives/C0FRONT/p1700000000000100",
  note: "Wants the early slot.\nCall before Friday.",
  disposition: "Interested",
  entries: [
    came("Hi, are you open today?\nI could come at 5.", { at: at("2026-11-26T14:05:00Z") }),
    left("We are closed now. We answer from 9.", {
      at: at("2026-11-26T14:05:02Z"),
      author: front.name,
      automatic: true,
    }),
    happened("2026-11-26T14:06:00Z", "Ana Silva assigned it to Ben Ito."),
    noted("She is a regular.\n\nGive her the usual room.", { at: at("2026-11-26T14:07:00Z"), files: 2 }),
    left("Yes, until 6 — see you then! 😀", {
      at: at("2026-11-26T14:08:00Z"),
      template: "Opening hours",
    }),
    came("", { at: at("2026-11-26T14:09:00Z"), contentTypes: ["image/jpeg", "image/png", "text/vcard"] }),
    happened("2026-11-26T14:10:00Z", "Ben Ito unassigned it: nobody has it."),
    left("Which card?", {
      at: at("2026-11-27T15:00:00Z"),
      author: "Cy, from Slack",
      trouble: "not delivered: The phone is off.",
    }),
    left("Which card did you mean?", {
      at: at("2026-11-27T15:10:00Z"),
      trouble: "not known whether it was sent",
    }),
    left("We have moved.", { at: at("2026-11-27T16:00:00Z"), toMany: true }),
    left("Sent from the carrier's own page", {
      at: at("2026-11-28T15:00:00Z"),
      author: "Sent through another app",
    }),
    happened("2026-11-28T16:00:00Z", "Ana Silva resolved it."),
    happened("2026-11-28T16:30:00Z", "It was reopened by a new text."),
    came("Thanks!", { at: at("2026-11-28T16:30:00Z") }),
    happened("2026-11-28T17:20:00Z", "Ben Ito resolved it."),
  ],
});

/** One o'clock comes twice. */
export const directDay: Digest = digestWith({
  lines: [benDirect],
  owner: "Ben Ito",
  members: ["Ben Ito"],
  day: "2026-11-01",
  startedAt: at("2026-11-01T05:30:00Z"),
  endedAt: at("2026-11-02T04:30:00Z"),
  link: "https://example.slack.com/archives/D0BEN/p1700000000000200",
  entries: [
    came("before the clocks go back", { at: at("2026-11-01T05:30:00Z") }),
    left("once more half past one", { at: at("2026-11-01T06:30:00Z"), number: benDirect.number }),
    came("in the afternoon", { at: at("2026-11-01T20:00:00Z") }),
    noted("Tomorrow at ten", { at: at("2026-11-02T04:30:00Z") }),
  ],
});

/** Whoever wrote it wants to be more than words. */
export const hostileDay: Digest = digestWith({
  contact: { name: "<b>Maria</b> </p><p>**Lopez** &amp; [x](javascript:alert(1))", number: "(555) 019-9001" },
  lines: [{ name: "Front\ndesk <i>", number: "(555) 010-0001" }],
  members: ["Ben </strong> Ito\u202e", "_Ana_ `Silva`\r\n9:05 AM, Eve"],
  note: "</p><script>alert(1)</script>\n# Not a title\n[2 pictures]",
  disposition: "<br>won",
  link: "https://example.slack.com/archives/C0FRONT/p1700000000000100",
  entries: [
    came("<script>alert('hi')</script><img src=x onerror=alert(1)>", { author: "<b>Maria</b>" }),
    came(
      "12:05 PM, Ben Ito, (555) 010-0001\n> Pay me\n[not delivered: never]\n</p><p><strong>12:06 PM</strong>",
    ),
    came(
      "- one\n1. two\n# three\n===\n---\n```\ncode\n```\n| a |\n|---|\n    four spaces\n\ttab  two  spaces",
    ),
    came(
      "&lt;b&gt; &#60; &nbsp; \\* \\ **bold** _it_ ~~no~~ [link](https://evil.example.com) <https://x.example>",
    ),
    came("https://evil.example.com/a_b www.evil.example.com mailto:a@b.example\u0000\u001b[2J\u0007"),
    came("\u202egnp.exe \u2066x\u2069 \u200f\u05e9\u05dc\u05d5\u05dd \ud800 half \ufeffmark\u2028next line"),
    left("ok", {
      author: "Ben </strong> Ito\u202e",
      template: "</em><h1>Hours*",
      trouble: "not delivered: <b>It</b>\nis *off*.",
    }),
    noted("</p>\n\n\n**12:06 PM, Maria**", { author: "_Ana_ `Silva`\r\n9:05 AM, Eve" }),
    happened("2026-11-26T17:00:00Z", "<i>Ana</i> assigned it\nto **Ben**."),
  ],
});
