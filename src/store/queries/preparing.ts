/** Building a query costs several times what running it does: the frequent ones are built once a process and remembered. */
type Values = Record<string, unknown>;

/** What an order without rows answers: how many it changed, by SQLite's name or by PostgreSQL's. */
export type Written = { readonly changes: number } | { readonly rowCount: number | null };

/** How many rows. */
export function changed(written: Written): number {
  return "changes" in written ? written.changes : (written.rowCount ?? 0);
}

/** What is asked of a statement that stands prepared. */
export interface Asked<Row = unknown> {
  run(values?: Values): Promise<Written>;
  all(values?: Values): Promise<Row[]>;
  get(values?: Values): Promise<Row | undefined>;
}

/** A query, as drizzle's builder has it. */
export interface Query {
  prepare(): object;
}

type RowOf<Made> = Made extends { prepare(): { all(values?: Values): Promise<(infer Row)[]> } } ? Row : never;

/** What an engine does with queries. */
export interface Preparer<Built = unknown> {
  /** Its text, what its values are, how its rows are read: nothing of it belongs to a connection. @param name no other of this process has it. */
  build(query: Query, name: string): Built;
  /** On this connection. */
  bind(built: Built): Asked;
}

export interface Preparing {
  /** Prepared when it first runs: no process asks all that there is, and preparing all of it takes longer than the rest of a start. */
  prepared<Made extends Query>(make: () => Made): Asked<RowOf<Made>>;
  /** The same for statements that differ by a name. */
  preparedEach<Made extends Query>(make: (name: string) => Made): (name: string) => Asked<RowOf<Made>>;
}

interface Shared {
  readonly source: string;
  readonly byName: Map<string, unknown>;
}

/** By their place: each connection asks for the same statements in the same order. */
export type SharedStatements = Shared[];

/**
 * For one connection. What was built for another one is only bound to this: so what is made may hold nothing of a connection but
 * drizzle's view of it.
 * @param shared what was built before, empty at first; what is built here joins it.
 */
export function createPreparing(preparer: Preparer, shared: SharedStatements): Preparing {
  let places = 0;

  function preparedEach<Made extends Query>(make: (name: string) => Made) {
    const source = String(make);
    const place = places;
    shared[place] ??= { source, byName: new Map() };
    const { source: before, byName } = shared[place] as Shared;
    if (before !== source) throw new Error("a connection asks for its statements in another order");
    places += 1;
    const own = new Map<string, Asked>();
    return (name: string) => {
      let statement = own.get(name);
      if (statement === undefined) {
        if (!byName.has(name)) byName.set(name, preparer.build(make(name), `${place}_${byName.size}`));
        statement = preparer.bind(byName.get(name));
        own.set(name, statement);
      }
      return statement as Asked<RowOf<Made>>;
    };
  }

  return {
    preparedEach,
    prepared: (make) => {
      const statement = preparedEach(make);
      return {
        run: (values) => statement("").run(values),
        all: (values) => statement("").all(values),
        get: (values) => statement("").get(values),
      };
    },
  };
}
