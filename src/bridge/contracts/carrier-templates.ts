/** A carrier's own prepared answers. All of it may throw `CarrierError`; lists may be asked for freely. */
import type { LoginName } from "../../domain/ids.ts";

export interface CarrierTemplates {
  /** The longest text that one may have, in UTF-16 code units. */
  readonly longest: number;
  /** How many there may be: of the whole company, and of one login. */
  readonly limits: { readonly company: number; readonly personal: number };
  /** The company's, as this login sees them. */
  listCompany(by: LoginName): Promise<readonly CarrierTemplate[]>;
  /** Which account that is, where the carrier tells. */
  accountOf(by: LoginName): Promise<string | null>;
  /** Whether this one of the company is known to be there no more: a list may be cut off, or not show all to this login. */
  isGone(id: string, by: LoginName): Promise<boolean>;
  /** The login's own. */
  listPersonal(by: LoginName): Promise<readonly CarrierTemplate[]>;
  /** Makes one of the company. Where its answer is lost, it is found by its name. */
  create(template: NewCarrierTemplate, by: LoginName): Promise<TemplateOutcome>;
  update(id: string, template: NewCarrierTemplate, by: LoginName): Promise<TemplateOutcome>;
  remove(id: string, by: LoginName): Promise<TemplateOutcome>;
}

export interface NewCarrierTemplate {
  readonly name: string;
  readonly text: string;
}

export interface CarrierTemplate extends NewCarrierTemplate {
  readonly id: string;
  /** When it was changed last, where the carrier says so. */
  readonly changedAt: Date | null;
}

export type TemplateOutcome =
  | { readonly kind: "done"; readonly id: string }
  | { readonly kind: "gone" }
  | {
      readonly kind: "refused";
      readonly why: "full" | "name_taken" | "permission" | "invalid";
      readonly sentence: string;
    };
