/** A record as the CRM gets it: each piece with what tells it from another. */
import { createHash } from "node:crypto";
import { renderDigest, splitDigest } from "../../domain/digest/render-digest.ts";
import type { Digest, Rendered } from "../../domain/digest.ts";
import type { Crm, CrmContact, LogEntry } from "../contracts/crm.ts";
import type { Instead, RecordToWrite } from "./record-to-write.ts";

export interface Piece {
  readonly log: LogEntry;
  /** The same digest: it says the same, on the same contact, as somebody's. */
  readonly digest: string;
}

/** One for each part that stands, too: what is left over of them says so. */
export function piecesOf(
  crm: Crm,
  what: Pick<RecordToWrite, "record" | "parts" | "instead"> & { readonly digest: Digest },
  contact: CrmContact,
  owner: string | null,
): readonly Piece[] {
  const { record, digest, parts } = what;
  const { form, maxBody } = crm.capabilities;
  const written = form === "own" ? "text" : form;
  const said = what.instead === null ? digest : saying(digest, sentences[what.instead]);
  const bodies =
    what.instead === null ? splitDigest(digest, written, maxBody) : [renderDigest(said, written)];
  const last = Math.max(bodies.length, ...parts.map(({ number }) => number));
  return Array.from({ length: last }, (_, index): Piece => {
    const left = saying(digest, leftOverSentence);
    const body = bodies[index];
    const rendered = body ?? renderDigest(left, written);
    return piece(body === undefined ? left : said, rendered, index + 1);
  });

  function piece(of: Digest, { subject, body }: Rendered, part: number): Piece {
    const { associations = {} } = record.additions;
    const log: LogEntry = {
      key: record.key,
      part,
      parts: last,
      contact,
      subject,
      body,
      digest: of,
      owner,
      associations,
    };
    const own = form === "own" ? of : null;
    return { log, digest: hash([subject, body, contact.id, owner, associations, own]) };
  }
}

const sentences: Readonly<Record<Instead, string>> = {
  elsewhere: "What was said here is in another record now.",
  unsent: "What was written here did not leave, or did on another day.",
};
const leftOverSentence = "Nothing of the record is left in this part.";

/** What stands on a contact, once the record went to another. It stays true where the record comes back, and this is not found. */
export function movedPiece(crm: Crm, { log }: Piece, before: CrmContact): Piece {
  const { form } = crm.capabilities;
  const to = log.contact.name === "" ? "another contact" : log.contact.name;
  const digest = saying(log.digest, `This was moved to ${to}.`);
  const { subject, body } = renderDigest(digest, form === "own" ? "text" : form);
  const moved = { ...log, contact: before, parts: log.part, subject, body, digest, associations: {} };
  return { log: moved, digest: hash([subject, body, before.id]) };
}

/** The same record with nothing in it but a sentence. */
function saying(digest: Digest, sentence: string): Digest {
  const said = { kind: "event", at: digest.startedAt, sentence } as const;
  return { ...digest, members: [], leftOut: 0, note: null, disposition: null, entries: [said] };
}

function hash(of: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(of)).digest("base64url").slice(0, 22);
}
