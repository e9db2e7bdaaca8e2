import { describe, expect, it } from "vitest";
import type { Lead, Term } from "../src/bridge/contracts/store/store.ts";
import { createLeadKeeper, type LeadKeeper } from "../src/lead-keeper.ts";
import type { LeadersWork } from "../src/leaders-work.ts";
import { until } from "./journeys/until.ts";

interface Scene {
  readonly keeper: LeadKeeper;
  /** What happened, a word each. */
  readonly happened: string[];
}

/** @param takenOver of each term, by its number. */
function keep(takenOver: (number: number) => Promise<void>): Scene {
  const happened: string[] = [];
  let number = 0;
  let isHeld = false;
  const lead: Lead = {
    isShared: true,
    name: "one",
    holder: async () => null,
    async take() {
      if (isHeld) throw new Error("it is held already");
      isHeld = true;
      number += 1;
      return {
        number,
        lost: new AbortController().signal,
        store: {},
        onNews: () => {},
        async leave() {
          isHeld = false;
          happened.push("left");
        },
      } as unknown as Term;
    },
  };
  const work = (term: Term): LeadersWork => ({
    recover: async () => void happened.push(`recovered ${term.number}`),
    begin: () => void happened.push(`begun ${term.number}`),
    tick: async () => {},
    stop: async () => void happened.push(`stopped ${term.number}`),
  });
  const keeper = createLeadKeeper({
    lead: () => lead,
    workOf: work,
    async takenOver(mine) {
      await takenOver(number);
      mine.begin(Promise.resolve());
    },
    interrupted: () => {},
    ended: () => {},
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    askEvery: 5,
  });
  return { keeper, happened };
}

describe("the lead, taken over while the process runs", () => {
  it("is given up where its work can't be begun, and taken again: nobody has it and does nothing", async () => {
    const { keeper, happened } = keep(async (number) => {
      if (number === 1) throw new Error("the database can't be read just now");
    });
    keeper.keep();
    await until("its work begun", () => happened.includes("begun 2"));
    await keeper.stop();
    expect(happened).toEqual([
      "recovered 1",
      "stopped 1",
      "left",
      "recovered 2",
      "begun 2",
      "stopped 2",
      "left",
    ]);
  });
});
