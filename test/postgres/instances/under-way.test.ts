/** A text that is with its carrier, whose answer is not here yet, when whoever handed it over loses the lead. */
import pg from "pg";
import { expect, it } from "vitest";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { createSite, type Site } from "./site.ts";

/** The connection that holds the lead ends, and none else. */
async function cutLead({ database }: Site): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query(`select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and granted and objid = 2
      and database = (select oid from pg_database where datname = current_database())`);
  await client.end();
}

const sends = ({ sandbox }: Site) =>
  sandbox.twilio.control
    .calls()
    .filter(({ method, path }) => method === "POST" && path.endsWith("/Messages.json"));

it.each([
  ["stays so when that answer comes", "fail", "question"] as const,
  ["is settled by the report that comes later", "hold", "white_check_mark"] as const,
])("is unknown to its author, is not sent again, and %s", async (_, reports, mark) => {
  const site = await createSite({ mode: "http", instances: 2 });
  const former = await site.leader();
  const card = await site.opened();
  const twilio = site.sandbox.twilio.control;
  twilio.misbehave({ match: "send", kind: "hold" });
  const hideList = () => twilio.misbehave({ match: "list", kind: "fail", status: 503, times: 1_000 });
  hideList();
  twilio.misbehave({ match: "status", kind: reports, times: 1_000 });
  const ts = site.reply(scene.ben, card, "Yes, until six.");
  await until("the text on the phone", () => site.received().length === 1);
  await cutLead(site);
  const next = await until("another one that leads", () =>
    site.instances.find((one) => one !== former && one.leads()),
  );
  site.pointAt(next);
  await until("the mark", () => site.marks(ts).includes("question"));
  if (reports === "fail") twilio.release();
  else {
    // Whatever is reported later comes at once.
    twilio.clearMisbehaviour();
    hideList();
  }
  site.reply(scene.ben, card, "And tomorrow, too.");
  await until("the next text on the phone", () => site.received().includes("And tomorrow, too."));
  await until("the mark afterwards", () => site.marks(ts).includes(mark));
  await twilio.idle();
  expect(site.marks(ts)).toEqual([mark]);
  expect(site.received()).toEqual(["Yes, until six.", "And tomorrow, too."]);
  expect(sends(site)).toHaveLength(2);
});
