/** Every journey's log, at its finest: nothing that anybody wrote may be in it (docs/operating.md promises that). */
import { expect } from "vitest";
import { type Sandbox, scene } from "../../src/sandbox/sandbox.ts";

/** Shorter ones may stand in our own sentences by chance. */
const tellingLength = 12;

export function createWatchedLog() {
  let lines = "";
  return {
    write(line: string): void {
      lines += line;
      if (process.env.THREADLINE_TEST_LOG !== undefined) process.stdout.write(line);
    },
    /** @param canaries words that must have stayed outside. */
    expectWithout(canaries: readonly string[]): void {
      const sung = canaries.filter((words) => lines.includes(words));
      expect(sung, "words of people in the log").toEqual([]);
    },
  };
}

/** What customers texted and members wrote, as JSON and as addresses write it. */
export function wordsIn({ carriers, slack }: Sandbox): string[] {
  const texts = carriers.flatMap(({ control }) => control.messages()).map(({ body }) => body);
  const written = slack.control
    .messages(scene.channel)
    .flatMap(({ ts }) => slack.control.thread(scene.channel, ts))
    .filter(({ botId }) => botId === null)
    .map(({ text }) => text);
  return [...texts, ...written]
    .filter((words) => words.trim() !== "")
    .flatMap((words) => [JSON.stringify(words).slice(1, -1), inAddress(words)])
    .filter((words) => words.length >= tellingLength);
}

/** Some carriers are given a text in the address that they are called at. */
function inAddress(words: string): string {
  return new URLSearchParams({ words }).toString().slice("words=".length).replaceAll("+", "%20");
}
