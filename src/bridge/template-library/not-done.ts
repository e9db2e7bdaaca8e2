/** Why nothing was done, as whoever asked for it reads it. */
export interface NotDone {
  readonly kind: "refused";
  readonly sentence: string;
}

export function notDone(sentence: string): NotDone {
  return { kind: "refused", sentence };
}
