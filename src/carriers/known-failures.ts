/** What a vendor's error codes mean, and the words of ours for what has none: in sentences, by whose trouble each is. */
import type { CarrierFailure } from "../bridge/contracts/carrier-events.ts";

type Scope = CarrierFailure["scope"];

export type FailureSentences = Readonly<Record<Scope, Readonly<Record<string, string>>>>;
export type KnownFailure = Pick<CarrierFailure, "scope" | "sentence">;
export type KnownFailures = ReadonlyMap<string, KnownFailure>;

export function failuresByCode(sentences: FailureSentences): KnownFailures {
  return new Map(
    (Object.keys(sentences) as Scope[]).flatMap((scope) =>
      Object.entries(sentences[scope]).map(([code, sentence]) => [code, { scope, sentence }] as const),
    ),
  );
}

/** @param otherwise what one that is not known means */
export function failureOf(
  known: KnownFailures,
  code: string,
  otherwise: (code: string) => KnownFailure,
  retryAfterMs?: number,
): CarrierFailure {
  const { scope, sentence } = known.get(code) ?? otherwise(code);
  return { code, scope, sentence, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
