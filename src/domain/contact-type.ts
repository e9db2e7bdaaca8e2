/** The kind of contact that is made, as the directory names it, among those that the CRM has. */

export interface KnownType {
  readonly value: string;
  readonly name: string;
}

/** What a CRM's only kind is called by anybody. */
const onlyKind = ["contact", "person"];

/** Whether a CRM with these kinds can make one of that kind. */
export function isContactType(types: readonly KnownType[], said: string): boolean {
  if (types.length === 0) return onlyKind.includes(said.toLowerCase());
  return contactTypeIn(types, said) !== null;
}

/** By the CRM's word, or by what people call it; null: it has none such. */
export function contactTypeIn(types: readonly KnownType[], said: string): string | null {
  const is = (word: string) => word.toLowerCase() === said.toLowerCase();
  return (types.find(({ value }) => is(value)) ?? types.find(({ name }) => is(name)))?.value ?? null;
}

/** What is wrong with it, for whoever runs the app; null: nothing. @param crm as people call it. */
export function contactTypeProblem(
  types: readonly KnownType[],
  said: string,
  crm: string,
): { readonly sentence: string; readonly remedy: string } | null {
  if (isContactType(types, said)) return null;
  const known = types.map(({ value }) => `\`${value}\``).join(", ");
  const [sentence, remedy] =
    types.length === 0
      ? [`${crm} has but one kind of contact, and \`contact_type: ${said}\` names another.`, "Leave it out."]
      : [`${crm} knows no contact of the type ${said}.`, `Write one of these as \`contact_type\`: ${known}.`];
  return { sentence, remedy };
}
