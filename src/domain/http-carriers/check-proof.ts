/** What the parts owe each other that say what proves a described carrier's callbacks, and how they are answered. */

import type { Located } from "../draft-record.ts";
import type { Problem } from "../outline.ts";
import type {
  CallbackAnswerDraft,
  HmacDraft,
  InboundDraft,
  ProofDraft,
  ReportsDraft,
} from "./http-carrier-fields.ts";

export function checkProof(
  { value: { fields, unread }, line }: Located<ProofDraft>,
  readings: readonly (Located<InboundDraft | ReportsDraft> | undefined)[],
): Problem[] {
  const { secret_path, basic, hmac } = fields;
  if (secret_path || basic || hmac)
    return hmac ? [...checkHmac(hmac.value), ...checkCover(hmac.value, readings)] : [];
  if (unread.size > 0) return [];
  const sentence =
    "`proof` names nothing, so that anybody could post texts; write `secret_path`, `basic` or `hmac`.";
  return [{ line, sentence }];
}

function checkHmac({ fields, unread }: HmacDraft): Problem[] {
  const { signs, timestamp_header: header, tolerance_seconds: tolerance } = fields;
  if (signs === undefined || unread.has("timestamp_header")) return [];
  const isSigned = signs.value.includes("{{timestamp}}");
  if (isSigned && header === undefined) {
    const sentence =
      "`signs` holds {{timestamp}}, and nothing says where it comes; add `timestamp_header`, such as X-Timestamp.";
    return [{ line: signs.line, sentence }];
  }
  if (!isSigned && header !== undefined) {
    const sentence =
      "`timestamp_header` is not signed, so that anybody could write it; put {{timestamp}} into `signs`, or leave it out.";
    return [{ line: header.line, sentence }];
  }
  if (tolerance === undefined || isSigned) return [];
  const sentence = "`tolerance_seconds` is about a time, and none is signed; leave it out.";
  return [{ line: tolerance.line, sentence }];
}

/** What stands in an address is covered by no signature over the body, which is empty then. */
function checkCover(
  { fields: { signs } }: HmacDraft,
  readings: readonly (Located<InboundDraft | ReportsDraft> | undefined)[],
): Problem[] {
  const read = readings.find((one) => one?.value.fields.body?.value === "query");
  if (read === undefined || signs === undefined || signs.value.includes("{{url}}")) return [];
  const sentence =
    "`body: query` reads the address, and the signature does not cover it, so that anybody could exchange it; write {{url}} into `signs`, or prove it by `secret_path` or `basic` alone.";
  return [{ line: read.value.fields.body?.line ?? read.line, sentence }];
}

export function checkAnswer({ fields: { status, body } }: CallbackAnswerDraft): Problem[] {
  if (!status || !body?.value || ![204, 205].includes(status.value)) return [];
  return [
    {
      line: status.line,
      sentence: `An answer of ${status.value} has no body; write 200, or leave \`body\` out.`,
    },
  ];
}
