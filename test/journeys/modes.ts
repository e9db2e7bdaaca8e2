/** What is heard goes two ways as far as our intake, and one from there: so a feature's first scene is lived in both modes, and each other one in one of them, in turn. */
import { describe, it } from "vitest";
import type { SlackMode } from "../../src/sandbox/slack/types/settings.ts";

const modes: readonly SlackMode[] = ["socket", "http"];

type InTurn = (name: string, live: () => Promise<void>) => void;

/** @param name with `%s` where the mode stands. */
export function describeModes(name: string, tell: (mode: SlackMode, inTurn: InTurn) => void): void {
  describe.each(modes)(name, (mode) => {
    let told = 0;
    tell(mode, (words, live) => {
      if (told === 0 || modes[told % modes.length] === mode) it(words, live);
      told += 1;
    });
  });
}
