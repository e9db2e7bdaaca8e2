/** What makes one CRM different from another: its API over the same world. */
import type { CrmCall } from "./types/misbehaviour.ts";
import type { CrmWorld } from "./world.ts";

export interface CrmRequest {
  readonly method: string;
  /** Without the query, decoded piece by piece. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** Undefined where it was no JSON. */
  readonly body: unknown;
}

export interface CrmAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined: nothing is sent. */
  readonly body?: unknown;
}

export interface CrmVendor {
  /** What misbehaviours go by. */
  callOf(request: CrmRequest): CrmCall | null;
  answer(request: CrmRequest, call: CrmCall | null): CrmAnswer;
  /** An error as the vendor writes it. */
  failed(status: number): CrmAnswer;
  environment(url: string): Readonly<Record<string, string>>;
}

export interface CrmVendorDefinition {
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** In which form it shows a record. */
  readonly form: "html" | "text";
  /** What it calls a record. */
  readonly kind: string;
  newId(count: number, prefix: string): string;
  /** @param limits false: as fast as anybody likes. */
  create(world: CrmWorld, limits: boolean, url: () => string): CrmVendor;
}

export type Json = Readonly<Record<string, unknown>>;

/** What was sent, where it is an object. */
export function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
