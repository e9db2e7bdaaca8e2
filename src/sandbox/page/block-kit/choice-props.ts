import { flag, type Wire } from "./read.ts";

export type Value = string | string[] | null;

export interface ChoiceProps {
  readonly element: Wire;
  readonly blockId: string;
  /** What a screen reader says. */
  readonly label: string;
  /** Null: what the element begins with; an empty one: nothing. */
  readonly value: Value;
  readonly id?: string;
  readonly describedBy?: string;
  readonly invalid?: boolean;
  readonly onChoose: (value: Value) => void;
  /** Enter in a field of one line. */
  readonly onEnter?: () => void;
}

/** What the field's tag needs to be found and described. */
export function common({ id, label, describedBy, invalid, element }: ChoiceProps) {
  return {
    ...(id === undefined ? { "aria-label": label } : { id }),
    ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
    ...(invalid === true ? { "aria-invalid": true as const } : {}),
    ...(flag(element, "focus_on_load") ? { autofocus: true } : {}),
  };
}
