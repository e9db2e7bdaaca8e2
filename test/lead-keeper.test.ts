import { describe, expect, it } from "vitest";
import type { Lead, Term } from "../src/bridge/contracts/store/store.ts";
import { createLeadKeeper, type LeadKeeper } from "../src/lead-keeper.ts";
import type { LeadersWork } from "../src/leaders-work.ts";
import { createGate } from "../src/lib/gate.ts";
import { until } from "./journeys/until.ts";

interface Scene {
  readonly keeper: LeadKeeper;
  /** What happened, a word each. */
  readonly happened: string[];
  /** What was logged as an error. */
  readonly errors: string[];
  /** Another one takes it. */
  lose(): void;
}

/** What happens on the way, by the number of the term; absent: nothing. */
interface OnTheWay {
  readonly taking?: (number: number) => Promise<void>;
  readonly recovering?: (number: number) => Promise<void>;
  readonly takenOver?: (number: number) => Promise<void>;
  readonly stopping?: (number: number) => Promise<void>;
}

const nothing = async () => {};

function keep(
  { taking = nothing, recovering = nothing, takenOver = nothing, stopping }: OnTheWay = {},
  endedWithin = 60_000,
): Scene {
  const happened: string[] = [];
  const errors: string[] = [];
  let number = 0;
  let held: AbortController | null = null;
  const lead: Lead = {
    isShared: true,
    patience: 10_000,
    isLost: () => false,
    name: "one",
    holder: async () => null,
    async take() {
      if (held !== null) throw new Error("it is held already");
      const lost = new AbortController();
      held = lost;
      number += 1;
      const mine = number;
      await taking(mine);
      return {
        number: mine,
        lost: lost.signal,
        store: {},
        onNews: () => {},
        async leave() {
          if (held === lost) held = null;
          happened.push(`left ${mine}`);
        },
      } as unknown as Term;
    },
  };
  const work = (term: Term): LeadersWork => ({
    async recover() {
      await recovering(term.number);
      happened.push(`recovered ${term.number}`);
    },
    begin: () => void happened.push(`begun ${term.number}`),
    tick: async () => {},
    async stop() {
      if (stopping !== undefined) await stopping(term.number);
      happened.push(`stopped ${term.number}`);
    },
  });
  const keeper = createLeadKeeper({
    lead: () => lead,
    workOf: work,
    async takenOver(mine) {
      await takenOver(number);
      mine.begin(Promise.resolve());
    },
    interrupted: () => void happened.push("interrupted"),
    ended: () => void happened.push("ended"),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: (_, word) => void errors.push(word) },
    askEvery: 5,
    endedWithin,
  });
  return { keeper, happened, errors, lose: () => held?.abort() };
}

const fails = (word: string) => async (number: number) => {
  if (number === 1) throw new Error(word);
};

describe("the lead, taken over while the process runs", () => {
  it.each([
    ["its work can't be begun", { takenOver: fails("the database can't be read just now") }, ["recovered 1"]],
    ["what was under way can't be settled", { recovering: fails("the database can't be written to") }, []],
  ])("is given up where %s, and taken again: nobody has it and does nothing", async (_, onTheWay, before) => {
    const { keeper, happened } = keep(onTheWay);
    keeper.keep();
    await until("its work begun", () => happened.includes("begun 2"));
    await keeper.stop();
    expect(happened).toEqual([
      ...before,
      ...["stopped 1", "ended", "left 1", "interrupted"],
      ...["recovered 2", "begun 2", "stopped 2", "ended", "left 2"],
    ]);
  });

  it("floods no log where that goes on and on", async () => {
    const { keeper, happened, errors } = keep({
      takenOver: () => Promise.reject(new Error("it is the same each time")),
    });
    keeper.keep();
    await until("many tries", () => happened.includes("recovered 10"));
    await keeper.stop();
    expect(errors).toHaveLength(1);
  });

  it("is had only once what was under way is settled", async () => {
    const [settling, settle] = [createGate(), createGate()];
    const { keeper, happened } = keep({
      async recovering() {
        settling.open();
        await settle.pass();
      },
    });
    keeper.keep();
    await settling.pass();
    expect(keeper.leads()).toBe(false);
    settle.open();
    await until("its work begun", () => happened.includes("begun 1"));
    expect(keeper.leads()).toBe(true);
    await keeper.stop();
    expect(keeper.leads()).toBe(false);
  });

  it("is not had from the moment in which it is lost: its work ends, what came meanwhile may be missed, and it is asked for again", async () => {
    const { keeper, happened, lose } = keep();
    keeper.keep();
    await until("its work begun", () => happened.includes("begun 1"));
    lose();
    expect(keeper.leads()).toBe(false);
    await until("its work begun again", () => happened.includes("begun 2"));
    expect(keeper.leads()).toBe(true);
    await keeper.stop();
    expect(happened).toEqual([
      ...["recovered 1", "begun 1", "interrupted", "stopped 1", "left 1", "ended"],
      ...["recovered 2", "begun 2", "stopped 2", "ended", "left 2"],
    ]);
  });

  it("is asked for again, once it is lost, only where its work has ended", async () => {
    const [stopping, end] = [createGate(), createGate()];
    const { keeper, happened, lose } = keep({
      async stopping() {
        stopping.open();
        await end.pass();
      },
    });
    keeper.keep();
    await until("its work begun", () => happened.includes("begun 1"));
    lose();
    await stopping.pass();
    await until("it left", () => happened.includes("left 1"));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(happened).toEqual(["recovered 1", "begun 1", "interrupted", "left 1"]);
    end.open();
    await until("its work begun again", () => happened.includes("begun 2"));
    await keeper.stop();
    expect(happened.slice(4, 8)).toEqual(["stopped 1", "ended", "recovered 2", "begun 2"]);
  });

  it("is asked for again, once it is lost, also where its work does not end in time; that one's end takes nothing from the next", async () => {
    const hung = createGate();
    const stopping = (number: number) => (number === 1 ? hung.pass() : nothing());
    const { keeper, happened, lose } = keep({ stopping }, 20);
    keeper.keep();
    await until("its work begun", () => happened.includes("begun 1"));
    lose();
    await until("its work begun again", () => happened.includes("begun 2"));
    hung.open();
    await until("the end of what hung", () => happened.includes("stopped 1"));
    expect(keeper.leads()).toBe(true);
    await keeper.stop();
    expect(happened).toEqual([
      ...["recovered 1", "begun 1", "interrupted", "left 1", "ended"],
      ...["recovered 2", "begun 2", "stopped 1", "stopped 2", "ended", "left 2"],
    ]);
  });

  it("is given up again where the process stops meanwhile, and nothing is begun", async () => {
    const [asking, answer] = [createGate(), createGate()];
    const { keeper, happened } = keep({
      async taking() {
        asking.open();
        await answer.pass();
      },
    });
    keeper.keep();
    await asking.pass();
    const stopped = keeper.stop();
    answer.open();
    await stopped;
    expect(happened).toEqual(["recovered 1", "stopped 1", "ended", "left 1"]);
  });
});

describe("the lead, taken at a start", () => {
  it("is given up where what was under way can't be settled", async () => {
    const { keeper, happened } = keep({ recovering: fails("the database can't be written to") });
    await expect(keeper.take()).rejects.toThrow("can't be written to");
    expect(happened).toEqual(["stopped 1", "ended", "left 1"]);
    expect(keeper.work()).toBeNull();
  });
});
