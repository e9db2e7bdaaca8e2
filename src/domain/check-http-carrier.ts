/** What the parts of one described carrier owe each other. */

import { checkAnswer, checkInbound, checkProof, checkReports } from "./check-http-callbacks.ts";
import { checkSend } from "./check-http-send.ts";
import type { HttpCarrierDraft } from "./http-carrier-fields.ts";
import type { Problem } from "./outline.ts";

/** @returns what is wrong between them; what is wrong with each was reported. */
export function checkHttpCarrier({ fields, unread }: HttpCarrierDraft): Problem[] {
  const { proof, answer, inbound, reports, send, url } = fields;
  const hasUrl = url !== undefined || unread.has("url");
  return [
    ...(proof ? checkProof(proof) : []),
    ...(answer ? checkAnswer(answer.value) : []),
    ...(inbound ? checkInbound(inbound, hasUrl) : []),
    ...(reports ? checkReports(reports, send?.value ?? null) : []),
    ...(send
      ? checkSend(send, { hasUrl, reports: reports?.value ?? null, areReportsUnread: unread.has("reports") })
      : []),
  ];
}
