import type { Sentence } from "../../domain/sentence.ts";

/** What a person who pressed or typed learns; null when what happened shows by itself. */
export interface Outcome {
  readonly sentence: Sentence | null;
}

/** Why it can't be, in words for whoever asked. */
export interface Refused {
  readonly refusal: string;
}

export const silent: Outcome = { sentence: null };

export function says(...sentence: Sentence): Outcome {
  return { sentence };
}

/** For someone who is no member. */
export const notInDirectory =
  "You are not in Threadline's directory, so you can't do this. Ask whoever runs Threadline to add you.";
