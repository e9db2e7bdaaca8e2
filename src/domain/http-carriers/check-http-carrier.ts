/** What the parts of one described carrier owe each other. */

import type { Problem } from "../outline.ts";
import { checkInbound, checkReports } from "./check-callbacks.ts";
import { checkAnswer, checkProof } from "./check-proof.ts";
import { checkSend } from "./check-send.ts";
import type { HttpCarrierDraft } from "./http-carrier-fields.ts";

/** @returns what is wrong between them; what is wrong with each was reported. */
export function checkHttpCarrier({ fields, unread }: HttpCarrierDraft): Problem[] {
  const { proof, answer, inbound, reports, send, url } = fields;
  const hasUrl = url !== undefined || unread.has("url");
  return [
    ...(proof ? checkProof(proof, [inbound, reports]) : []),
    ...(answer ? checkAnswer(answer.value) : []),
    ...(inbound ? checkInbound(inbound, hasUrl) : []),
    ...(reports ? checkReports(reports, send?.value ?? null) : []),
    ...(send
      ? checkSend(send, { hasUrl, reports: reports?.value ?? null, areReportsUnread: unread.has("reports") })
      : []),
  ];
}
