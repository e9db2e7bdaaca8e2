/** All instances of a site as one: what is asked of it is asked of each, or of one that answers. */
import type { AppProcess } from "./app-process.ts";

export interface Instances extends AppProcess {
  readonly each: readonly AppProcess[];
}

export function createInstances(each: readonly AppProcess[]): Instances {
  async function firstOf<Answer>(ask: (one: AppProcess) => Promise<Answer | null>): Promise<Answer | null> {
    for (const one of each) {
      const answer = await ask(one);
      if (answer !== null) return answer;
    }
    return null;
  }

  const all = <Answer>(ask: (one: AppProcess) => Promise<Answer>) => Promise.all(each.map(ask));

  return {
    each,
    start: () => {
      for (const one of each) one.start();
    },
    kill: async () => void (await all((one) => one.kill())),
    freeze: () => {
      for (const one of each) one.freeze();
    },
    thaw: () => {
      for (const one of each) one.thaw();
    },
    process: () => each[0]?.process() ?? null,
    run: async (args) => (await each[0]?.run(args)) ?? false,
    stop: async () => void (await all((one) => one.stop())),
    listens: async () => (await all((one) => one.listens())).every(Boolean),
    metrics: () => firstOf((one) => one.metrics()),
    ends: () => each.reduce((sum, one) => sum + one.ends(), 0),
    lastWords: () =>
      each.flatMap((one, index) =>
        one.lastWords().map((words) => (each.length > 1 ? `${index + 1}: ${words}` : words)),
      ),
  };
}
