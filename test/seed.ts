/**
 * Properties are tried with the same cases in every run, so that a red run says something of what was changed. `TEST_SEED=random` looks
 * for new cases, another number repeats those of a run.
 */
import fc from "fast-check";
import { Agent, setGlobalDispatcher } from "undici";

const usual = 20_260_131;
const given = process.env.TEST_SEED ?? "";

if (given !== "random") fc.configureGlobal({ seed: given === "" ? usual : Number(given) });

// What a test asks by `fetch` goes by a connection of its own: one that was kept may just be closing, on a busy machine.
setGlobalDispatcher(new Agent({ pipelining: 0 }));
