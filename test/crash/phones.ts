import { scene } from "../../src/sandbox/sandbox.ts";

export interface Phone {
  readonly number: string;
  readonly name: string;
  /** The line that it texts, and that answers it: the one that the team shares, or Ben's own. */
  readonly line: string;
}

/** Every third texts Ben's own line. */
export const newPhones = (count: number): Phone[] =>
  Array.from({ length: count }, (_, index) => ({
    number: `+1555020${String(index).padStart(4, "0")}`,
    name: `Phone ${String(index).padStart(3, "0")}`,
    line: index % 3 === 2 ? scene.directLine : scene.line,
  }));

/** Whose owners never write: only lists reach them. */
export const newListed = (count: number): Phone[] =>
  Array.from({ length: count }, (_, index) => ({
    number: `+1555030${String(index).padStart(4, "0")}`,
    name: `Listed ${String(index).padStart(3, "0")}`,
    line: scene.line,
  }));
