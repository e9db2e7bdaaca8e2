import { expect, it } from "vitest";
import type { Enqueued, Job } from "../../../src/bridge/contracts/store/outbox.ts";
import { createEnqueuedJournal } from "../../../src/store/queries/enqueued.ts";

const job: Job = {
  id: 1,
  kind: "open",
  payload: {},
  callee: "desk",
  pace: "post",
  priority: 1,
  loss: "never",
  lane: "thread:1",
  position: 0,
  key: "open:1",
  version: 1,
  dueAt: 0,
  attempts: 0,
  channel: null,
  isChannelClosed: false,
  triedAt: null,
  isClaimed: true,
  createdAt: 0,
};

it("a decision that failed leaves what another one has enqueued as it was", async () => {
  const journal = createEnqueuedJournal();
  const told: Enqueued[] = [];
  journal.readBy({ promises: () => true, enqueued: (what) => void told.push(what), settled: () => {} });
  await journal.during(async () => journal.first(job));
  const failing = journal.during(async () => {
    journal.first({ ...job, version: 2, isClaimed: false, triedAt: 0 });
    journal.first({ ...job, id: 2, lane: "thread:2" });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  journal.tell();
  expect(told).toEqual([{ jobs: [job], others: false }]);
});
