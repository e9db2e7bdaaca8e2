/** Whatever happens, in whatever order, and whichever answers are lost: each record stands in the CRM once, and says what our rows say. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Crm, LogEntry, WriteOutcome } from "../../../src/bridge/contracts/crm.ts";
import { reopenEpisode } from "../../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { releaseRecord } from "../../../src/bridge/records/hold-record.ts";
import type { LogReference } from "../../../src/domain/ids.ts";
import { thinned } from "../../store/thin-out.ts";
import { ben, maria } from "../front-desk.ts";
import { createScriptedCrm } from "../scripted-crm.ts";
import { hour, minute, second } from "../world.ts";
import { answerDirect, beginDirect, direct, logWorld, textsOf } from "./log-world.ts";

type Luck = "done" | "lost before" | "lost after" | "later" | "ends before" | "ends after";

/** A CRM whose lists lag, and whose answers go as luck has it. */
function luckyCrm(luck: Luck[]) {
  const logs = new Map<LogReference, LogEntry & { readonly at: number }>();
  const scripted = createScriptedCrm().crm;
  let made = 0;
  let lost = false;
  let tell = () => {};
  const never = () => {
    lost = true;
    tell();
    return new Promise<WriteOutcome>(() => {});
  };
  const crmOf = (now: () => number): Crm => ({
    ...scripted,
    async writeLog(log, existing) {
      const how = luck.shift() ?? "done";
      if (how === "later") return { kind: "later", afterMs: null, reason: "429" };
      if (how === "lost before") return { kind: "unknown", reason: "lost" };
      if (how === "ends before") return await never();
      if (existing === null) made += 1;
      const reference = existing ?? (`log ${made}` as LogReference);
      logs.set(reference, { ...log, at: logs.get(reference)?.at ?? now() });
      if (how === "lost after") return { kind: "unknown", reason: "lost" };
      if (how === "ends after") return await never();
      return { kind: "written", reference, url: null };
    },
    async findLog(key, part, contact) {
      for (const [reference, log] of logs)
        if (
          log.key === key &&
          log.part === part &&
          log.contact.id === contact.id &&
          log.at < now() - 30 * second
        )
          return { kind: "found", reference, url: null };
      return { kind: "absent" };
    },
  });
  return {
    logs,
    crmOf,
    /** Resolves once a call was made that never comes back. */
    stuck: () =>
      new Promise<void>((resolve) => {
        tell = resolve;
      }),
    /** Whether one was since this was asked last. */
    isLost: () => {
      const was = lost;
      lost = false;
      return was;
    },
  };
}

const act = fc.oneof(
  fc
    .constantFrom("text", "reply", "shared text", "resolve", "reopen", "restart", "tick")
    .map((kind) => ({ kind })),
  fc.constantFrom(second, minute, 11 * minute, 7 * hour).map((ms) => ({ kind: "pass", ms })),
);
const lucks = fc.constantFrom<Luck>(
  "done",
  "done",
  "lost before",
  "lost after",
  "later",
  "ends before",
  "ends after",
);

it("each record stands there once, and says what our rows say", async () => {
  const lives = fc.asyncProperty(
    fc.array(act, { minLength: 3, maxLength: 14 }),
    fc.array(lucks, { maxLength: 6 }),
    async (acts, luck) => {
      const left = [...luck];
      const { logs, crmOf, stuck, isLost } = luckyCrm(left);
      const world = await logWorld({ crmOf });
      const thread = await beginDirect(world, "text 0");
      let said = 0;
      /** The process may have ended in the middle of a call, which never comes back. */
      const work = async () => {
        await Promise.race([world.tick(), stuck()]);
        if (isLost()) await world.restart();
      };
      for (const one of acts) {
        said += 1;
        if (one.kind === "text") await world.text(maria, `text ${said}`, direct);
        if (one.kind === "reply") await answerDirect(world, thread, `reply ${said}`);
        if (one.kind === "shared text") await world.text(maria, `shared ${said}`);
        if (one.kind === "restart") await world.restart();
        if ("ms" in one) world.skip(one.ms);
        const shared = (await world.episodes(maria))
          .filter(({ channel }) => !channel?.startsWith("D"))
          .at(-1);
        const press = shared && { episode: shared.id, user: ben };
        if (one.kind === "resolve" && press) await resolveEpisode(world.ctx, press);
        if (one.kind === "reopen" && press) await reopenEpisode(world.ctx, press);
        await work();
      }
      left.length = 0;
      await world.live(20 * minute);
      for (const record of await world.ctx.store.read((tx) => tx.records.heldOf(maria, ["uncertain"])))
        await world.ctx.store.transaction((tx) => releaseRecord(world.ctx, tx, record));
      await world.live(15 * minute);
      const keys = [...logs.values()].map(({ key, part }) => `${key} ${part}`);
      expect(new Set(keys).size).toBe(keys.length);
      for (const log of logs.values()) {
        const record = await world.ctx.store.read((tx) => tx.records.atKey(log.key));
        expect(record).toMatchObject({ hold: null, written: record?.wanted });
        const rows = await world.ctx.store.read((tx) =>
          record?.kind === "day"
            ? tx.records.textsOfDay(record.conversationId, record.localDay ?? "")
            : tx.messages.ofEpisode(record?.episodeId ?? ("" as never)),
        );
        expect(textsOf(log)).toEqual(rows.map(({ body }) => body));
      }
      expect(await world.ctx.store.read((tx) => tx.unlogged.texts(1))).toEqual([]);
      expect(await world.ctx.store.read((tx) => tx.records.backlog())).toMatchObject({ owed: 0, held: [] });
      await world.close();
    },
  );
  await fc.assert(lives, { numRuns: thinned(12) });
});
