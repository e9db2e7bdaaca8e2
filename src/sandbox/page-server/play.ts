import type { PlayPlace, PlayState } from "../page-api.ts";
import type { Sandbox } from "../sandbox.ts";

/** A scripted walk-through: what each step is called, and how it is played. */
export interface Scene {
  readonly steps: readonly string[];
  /** Calls `onStep` as each step begins, and when what it shows is somewhere else; resolves after the last. */
  play(sandbox: Sandbox, onStep: (index: number, place: PlayPlace) => void): Promise<void>;
}

export interface Play {
  state(): PlayState;
  /** Plays it, or what is given as its player; while it plays, again does nothing. @throws what stopped it. */
  run(sandbox: Sandbox, player?: Scene["play"]): Promise<void>;
  /** As if it had never been played. */
  forget(): void;
}

export function createPlay(scene: Scene | null, changed: (state: PlayState) => void): Play {
  const fresh: PlayState = {
    steps: scene?.steps ?? [],
    current: null,
    done: 0,
    place: null,
    trouble: null,
  };
  let state = fresh;
  let round = 0;

  /** What an older round still says is not heard. */
  function become(by: number, change: Partial<PlayState>): void {
    if (by !== round) return;
    state = { ...state, ...change };
    changed(state);
  }

  return {
    state: () => state,
    async run(sandbox, player = scene?.play) {
      if (player === undefined || state.current !== null) return;
      round += 1;
      const mine = round;
      become(mine, { current: 0, done: 0, place: null, trouble: null });
      try {
        await player(sandbox, (index, place) => become(mine, { current: index, done: index, place }));
        become(mine, { current: null, done: state.steps.length });
      } catch (error) {
        become(mine, { current: null, trouble: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    },
    forget() {
      round += 1;
      state = fresh;
    },
  };
}
