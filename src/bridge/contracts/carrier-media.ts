/** Pictures and files, as carriers bring and take them. */

export interface CarrierMedia {
  /** Where the carrier has it. Only its own folder knows whether that may be asked, and with what. */
  readonly url: string;
  /** What the carrier says it is: `image/jpeg`. */
  readonly contentType: string;
  /** How its sender called it, where the carrier says so. */
  readonly name?: string;
  /** Bytes, where the carrier says so. */
  readonly size?: number;
}

export interface MediaLimits {
  /** How many files one text takes along. */
  readonly files: number;
  /** Of all files of a text together. */
  readonly bytes: number;
  /** Of each that is no picture; absent: of those as well only all together count. */
  readonly otherBytes?: number;
  /** Internet media types that it takes; `image/*` is all of a kind. */
  readonly types: readonly string[];
  /** Whether it fetches them at an address of ours; else they are handed to it. */
  readonly byAddress: boolean;
}

export interface OutgoingMedia {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  /** Where it can be fetched for a while, by whoever knows the address; null for a site without a public one. */
  readonly url: string | null;
  /** All of it. Rejects where it is gone. */
  read(): Promise<Buffer>;
}

export type FetchOutcome =
  | { readonly kind: "fetched"; readonly bytes: Buffer; readonly contentType: string | null }
  /** It will never be had. */
  | { readonly kind: "refused"; readonly why: "elsewhere" | "too_large" | "gone" | "forbidden" }
  /** Another try may do better. `reason` is for the log: no addresses. */
  | { readonly kind: "later"; readonly afterMs: number | null; readonly reason: string };
