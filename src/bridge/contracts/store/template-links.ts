import type { LoginName, TemplateId } from "../../../domain/ids.ts";
import type { TemplateLink } from "../../../domain/template-sync.ts";

/** A template of ours that stands at a carrier as well. */
export interface StoredTemplateLink extends TemplateLink {
  readonly carrier: string;
  readonly templateId: TemplateId;
  /** Of a login's own; null: the company's. */
  readonly login: LoginName | null;
  /** When both were the same. Milliseconds. */
  readonly syncedAt: number;
}

export interface TemplateLinks {
  /** Of all carriers. */
  all(): Promise<StoredTemplateLink[]>;
  /** There is one of what the carrier has: it takes the place of the one before. */
  put(link: StoredTemplateLink): Promise<void>;
  drop(carrier: string, theirs: string): Promise<void>;
}
