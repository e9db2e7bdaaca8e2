/** What a record may belong to beside its contact, by kind: deals, matters, tickets of that contact. */
import type { Context } from "../context/context.ts";
import type { Association, CrmContact } from "../contracts/crm.ts";

export interface Belongs {
  readonly kind: string;
  readonly kindName: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** By kind, the CRM's id; null: none, although there are some. */
export type Belonging = Readonly<Record<string, string | null>>;

export async function associationsOf({ crm }: Context, contact: CrmContact): Promise<readonly Association[]> {
  return (await crm.listAssociations?.(contact)) ?? [];
}

export function belongsOf(associations: readonly Association[], before: Belonging): Belongs[] {
  const kinds = new Map<string, Association[]>();
  for (const one of associations) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  return [...kinds].map(([kind, all]) => {
    const chosen = before[kind] ?? null;
    const isKnown = chosen === null || all.some(({ id }) => id === chosen);
    const options = all.map(({ id, name }) => ({ value: id, label: name }));
    return {
      kind,
      kindName: all[0]?.kindName ?? kind,
      options: isKnown ? options : [{ value: chosen, label: "As it was chosen before" }, ...options],
    };
  });
}

/** The only one of its kind is meant. */
export function chosenAlready(belongs: readonly Belongs[], associations: Belonging): Belonging {
  return Object.fromEntries(
    belongs.map(({ kind, options }) => {
      const only = options.length === 1 ? (options[0]?.value ?? null) : null;
      return [kind, associations[kind] ?? only];
    }),
  );
}
