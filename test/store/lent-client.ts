/** A connection to PostgreSQL that is lent: to who has it, it is a new one, and ending it gives it back. */
import { EventEmitter } from "node:events";
import type pg from "pg";

export interface Lender {
  take(): Promise<pg.Client>;
  giveBack(client: pg.Client): Promise<void>;
}

const forwarded = ["error", "end", "notification"] as const;

class LentClient extends EventEmitter {
  readonly #lender: Lender;
  #client: pg.Client | null = null;
  #ended: Promise<void> | null = null;
  readonly #hears = forwarded.map((event) => [event, (what: unknown) => this.emit(event, what)] as const);

  constructor(lender: Lender) {
    super();
    this.#lender = lender;
  }

  async connect(): Promise<void> {
    this.#client = await this.#lender.take();
    for (const [event, hear] of this.#hears) this.#client.on(event as "error", hear);
  }

  query(...asked: Parameters<pg.Client["query"]>): unknown {
    if (this.#client === null || this.#ended !== null)
      return Promise.reject(new Error("Client was closed and is not queryable"));
    return this.#client.query(...asked);
  }

  end(): Promise<void> {
    this.#ended ??= this.#giveBack();
    return this.#ended;
  }

  async #giveBack(): Promise<void> {
    const client = this.#client;
    if (client === null) return;
    for (const [event, hear] of this.#hears) client.off(event as "error", hear);
    await this.#lender.giveBack(client);
    this.emit("end");
  }
}

/** As much of pg's own as the store uses. */
export const createLentClient = (lender: Lender) => new LentClient(lender) as unknown as pg.Client;
