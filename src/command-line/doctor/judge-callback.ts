/** What a carrier says of a captured request: whether it is its own, whether it would be taken, what was found in it. */
import type { Carrier, WebhookResult } from "../../bridge/contracts/carrier.ts";
import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";
import type { Finding } from "../../domain/finding.ts";
import type { WhoseCallback } from "./whose-callback.ts";

export interface Judged {
  /** What keeps it from being taken, and what else is to be known before; a problem among them says that it would not be. */
  readonly findings: readonly Finding[];
  /** What was found where. */
  readonly sentences: readonly string[];
  readonly events: readonly CarrierEvent[];
}

/** @param title the carrier's, as people write it. */
export function judgeCallback(
  carrier: Carrier,
  title: string,
  { kind, request, path }: WhoseCallback,
): Judged {
  const { reply, events } = carrier.readWebhook(kind, request);
  const refusal = reply.status >= 400 ? refusedWith(reply, title) : null;
  const isBodyAlone = path === "none";
  const explained = carrier.explainWebhook?.(kind, request);
  if (explained === undefined) {
    const proof = isBodyAlone ? tooLittle(title) : (refusal ?? proven(title));
    return { findings: [proof], sentences: [], events };
  }
  const { unproven, sentences } = explained;
  const findings = isBodyAlone
    ? [nothingProves]
    : unproven === null
      ? [proven(title), ...(refusal === null ? [] : [refusal])]
      : [{ name, level: "problem", sentence: `${unproven} ${onceProven}` } as const];
  return { findings, sentences, events: explained.events };
}

const name = "whose it is";
const onceProven = "What follows would come of it, once it is proven.";
const captureAll = "Capture the whole request, with its first line and all headers";

function proven(title: string): Finding {
  return { name, level: "ok", sentence: `It proves to be ${title}'s.` };
}

const nothingProves: Finding = {
  name,
  level: "warning",
  sentence: `A body alone can't prove it. ${onceProven}`,
  remedy: `${captureAll}, to know that as well.`,
};

function tooLittle(title: string): Finding {
  const sentence = `Of ${title}'s requests a body alone says too little.`;
  return { name, level: "problem", sentence, remedy: `${captureAll}.` };
}

function refusedWith({ status, body }: WebhookResult["reply"], title: string): Finding {
  const sentence = `It would be refused with HTTP ${status}: ${body}.`;
  if (status !== 403) return { name: "answer", level: "problem", sentence };
  const remedy = `Compare the address and the secret that ${title} has with PUBLIC_URL and the variables here; threadline doctor looks at them.`;
  return { name, level: "problem", sentence, remedy };
}
