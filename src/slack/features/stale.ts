import type { Answer } from "./feature.ts";

/** For a button or shortcut of an earlier version, or one that was made up: whoever pressed it must not wait for nothing. */
export const stale: Answer = {
  sentence: ["This button is from an earlier version of Threadline. Use the newest message instead."],
};
