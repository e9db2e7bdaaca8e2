/** Signs of life of whoever has the lead: its connection's last query says that it lives; what it asks is nothing. */
import type pg from "pg";

/** So many within the patience of those who wait for the lead. */
const signsInTime = 10;
/** As often as is any use. Milliseconds. */
const soonest = 20;

/** Until it is lost. @param lost aborted where no answer comes within that patience: another one has it by then, or will. */
export function giveSigns(client: pg.Client, patience: number, lost: AbortController): void {
  let askedAt: number | null = null;
  const isUnanswered = () => askedAt !== null && performance.now() - askedAt > patience;

  function sign(): void {
    if (askedAt !== null) {
      // Where we stood still ourselves, the answer is here, and only waits to be read.
      if (isUnanswered()) setImmediate(() => isUnanswered() && lost.abort());
      return;
    }
    askedAt = performance.now();
    client.query("select 1").then(
      () => {
        askedAt = null;
      },
      () => lost.abort(),
    );
  }

  const timer = setInterval(sign, Math.max(soonest, patience / signsInTime));
  lost.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  if (lost.signal.aborted) clearInterval(timer);
}
