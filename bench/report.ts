/** The figures as people read them: medians over the rounds, the product's beside the relay's, and their ratio. */
import { type Burst, clockSpeed } from "./burst.ts";
import { type Case, pacedRate, type Round } from "./compare.ts";
import type { DigestCost } from "./digest.ts";
import { easyRate, type Failovers } from "./failover.ts";
import type { LoggingCost } from "./logging.ts";
import type { Statements } from "./statements.ts";

type Figure = readonly [name: string, value: (round: Round) => number | null];

const figures: readonly Figure[] = [
  ["start, until it answers, ms", (round) => round.startedIn],
  ["processor time of a start, ms", (round) => round.startCpu],
  ["texts in, per second", (round) => round.inbound.perSecond],
  ["replies out, per second", (round) => round.outbound.perSecond],
  ["webhook to post, under full load, p50 ms", (round) => round.inbound.p50],
  ["webhook to post, under full load, p99 ms", (round) => round.inbound.p99],
  ["event to send, under full load, p50 ms", (round) => round.outbound.p50],
  ["event to send, under full load, p99 ms", (round) => round.outbound.p99],
  [`webhook to post, at ${pacedRate} a second, p50 ms`, (round) => round.inboundPaced.p50],
  [`webhook to post, at ${pacedRate} a second, p99 ms`, (round) => round.inboundPaced.p99],
  [`event to send, at ${pacedRate} a second, p50 ms`, (round) => round.outboundPaced.p50],
  [`event to send, at ${pacedRate} a second, p99 ms`, (round) => round.outboundPaced.p99],
  ["processor time per text in, ms", (round) => round.inbound.cpu],
  ["processor time per reply out, ms", (round) => round.outbound.cpu],
  ["HTTP calls made per text in", (round) => round.inbound.calls],
  ["HTTP calls made per reply out", (round) => round.outbound.calls],
  ["commits per text in", (round) => round.inbound.commits],
  ["commits per reply out", (round) => round.outbound.commits],
  ["the longest stall of the event loop, ms", (round) => round.longestStall],
  ["memory at rest, MB", (round) => round.memoryAtRest],
  ["memory, the most, MB", (round) => round.memoryMost],
];

export function roundsTable(rounds: readonly Round[]): string {
  const sizes = [...new Set(rounds.map((round) => round.stored))];
  const tables = sizes.map((stored) => {
    const of = (kind: Round["kind"]) =>
      rounds.filter((round) => round.kind === kind && round.case === "plain" && round.stored === stored);
    const rows = figures.map(([name, value]) => {
      const [product, relay] = [medianOf(of("product"), value), medianOf(of("relay"), value)];
      const ratio = product === null || !relay ? "" : (product / relay).toFixed(2);
      return row([name, shown(product), shown(relay), ratio]);
    });
    const title = `${stored} stored conversations (median of ${of("product").length} rounds)`;
    return [row([title, "product", "relay", "ratio"]), ...rows].join("\n");
  });
  return `${tables.join("\n\n")}\n`;
}

/** The same on PostgreSQL, beside both. Empty where it was not lived through. */
export function enginesTable(rounds: readonly Round[]): string {
  const sizes = [...new Set(rounds.filter(({ kind }) => kind === "postgres").map(({ stored }) => stored))];
  const server: readonly Figure[] = [
    ["the database server's processor time per text in, ms", (round) => round.inbound.serverCpu],
    ["the database server's processor time per reply out, ms", (round) => round.outbound.serverCpu],
  ];
  const tables = sizes.map((stored) => {
    const of = (kind: Round["kind"]) =>
      rounds.filter((round) => round.kind === kind && round.case === "plain" && round.stored === stored);
    const rows = [...figures, ...server].map(([name, value]) => {
      const [file, postgres, relay] = (["product", "postgres", "relay"] as const).map((kind) =>
        medianOf(of(kind), value),
      );
      const ratio = (one?: number | null, other?: number | null) =>
        one && other ? (one / other).toFixed(2) : "";
      const all = [file, postgres, relay].map((one) => shown(one ?? null));
      return row([name, ...all, ratio(postgres, file), ratio(postgres, relay)]);
    });
    const title = [`${stored} stored conversations (median of ${of("postgres").length} rounds)`];
    return [row([...title, "SQLite", "PostgreSQL", "relay", "Pg / SQLite", "Pg / relay"]), ...rows].join(
      "\n",
    );
  });
  return sizes.length === 0 ? "" : `${tables.join("\n\n")}\n`;
}

/** Two instances on one PostgreSQL. */
export function failoverTable(all: readonly Failovers[]): string {
  const tables = all.map(({ took, throughLeader, throughOther, idle, ...rest }) => {
    const sorted = [...took].sort((one, other) => one - other);
    return [
      row([`two instances, ${rest.stored} stored conversations`, "p50", "p99 or worst"]),
      row([
        `kill of who leads to next text visible, ms (${took.length} kills)`,
        shown(sorted[Math.floor(sorted.length / 2)] ?? null),
        shown(sorted.at(-1) ?? null),
      ]),
      ...(
        [
          ["who leads", throughLeader],
          ["the other one", throughOther],
        ] as const
      ).map(([by, { p50, p99 }]) =>
        row([`webhook to post at ${easyRate} a second, by ${by}, ms`, shown(p50), shown(p99)]),
      ),
      row(["while there is nothing to do", "CPU, ms a minute", "memory, MB"]),
      row(["  who leads", shown(idle.leader.cpu), shown(idle.leader.memory)]),
      row(["  the other one", shown(idle.other.cpu), shown(idle.other.memory)]),
      row(["  the database's server", shown(idle.server.cpu), ""]),
      row([
        `connections of both: ${rest.connections}; the database's size: ${shown(rest.databaseMegabytes)} MB`,
      ]),
    ].join("\n");
  });
  return tables.length === 0 ? "" : `${tables.join("\n\n")}\n`;
}

/** What grows with what is stored: the product at the smallest size and at the largest. Empty for one size. */
export function growthTable(rounds: readonly Round[]): string {
  const sizes = [...new Set(rounds.map((round) => round.stored))].sort((one, other) => one - other);
  const [least, most] = [sizes[0], sizes.at(-1)];
  const of = (size?: number) =>
    rounds.filter((one) => one.kind === "product" && one.case === "plain" && one.stored === size);
  if (least === most || of(least).length === 0) return "";
  const rows = figures.map(([name, value]) => {
    const [small, large] = [medianOf(of(least), value), medianOf(of(most), value)];
    return row([
      name,
      shown(small),
      shown(large),
      large === null || !small ? "" : (large / small).toFixed(2),
    ]);
  });
  return `${[row(["stored conversations", `${least}`, `${most}`, "ratio"]), ...rows].join("\n")}\n`;
}

/** What a hold and the carrier's reports cost a reply of the product's. Empty where they were not lived through. */
export function casesTable(rounds: readonly Round[]): string {
  const of = (wanted: Case) => rounds.filter((round) => round.kind === "product" && round.case === wanted);
  if (of("held").length === 0) return "";
  const figures: readonly Figure[] = [
    ["processor time per reply out, ms", (round) => round.outbound.cpu],
    ["HTTP calls made per reply out", (round) => round.outbound.calls],
    ["commits per reply out", (round) => round.outbound.commits],
  ];
  const rows = figures.map(([name, value]) => {
    const [plain, held, silent] = [of("plain"), of("held"), of("no reports")].map((some) =>
      medianOf(some, value),
    );
    const ratio = (one?: number | null, other?: number | null) =>
      one && other ? (one / other).toFixed(2) : "";
    return row([
      name,
      shown(plain ?? null),
      shown(held ?? null),
      ratio(held, plain),
      shown(silent ?? null),
      ratio(plain, silent),
    ]);
  });
  const title = ["a reply", "plain", "held for 3 s", "held / plain", "no reports", "plain / none"];
  return `${[row(title), ...rows].join("\n")}\n`;
}

/** A line that leads to one member beside the one that a team shares. Empty where it was not lived through. */
export function directTable(rounds: readonly Round[]): string {
  const direct = rounds.filter((round) => round.case === "direct");
  const [size] = direct.map(({ stored }) => stored);
  const shared = rounds.filter(
    (round) => round.kind === "product" && round.case === "plain" && round.stored === size,
  );
  if (direct.length === 0) return "";
  const rows = figures.map(([name, value]) => {
    const [one, other] = [medianOf(shared, value), medianOf(direct, value)];
    return row([name, shown(one), shown(other), other === null || !one ? "" : (other / one).toFixed(2)]);
  });
  return `${[row(["the product", "a shared line", "a direct line", "ratio"]), ...rows].join("\n")}\n`;
}

/** A direct line whose texts are logged, here and outside, beside one whose texts are not. Empty where it was not lived through. */
export function loggedTable(rounds: readonly Round[]): string {
  const of = (wanted: Case) => rounds.filter((round) => round.kind === "product" && round.case === wanted);
  if (of("unlogged").length === 0) return "";
  const rows = figures.map(([name, value]) => {
    const [none, here, outside] = [of("unlogged"), of("direct"), of("outside")].map((some) =>
      medianOf(some, value),
    );
    const ratio = (one?: number | null) => (one != null && none ? (one / none).toFixed(2) : "");
    const shownAll = [none, here, outside].map((one) => shown(one ?? null));
    return row([name, ...shownAll, ratio(here), ratio(outside)]);
  });
  const title = ["a direct line", "not logged", "logged here", "to HubSpot", "here / none", "HubSpot / none"];
  return `${[row(title), ...rows].join("\n")}\n`;
}

/** What is asked of the database for a message when little else is: with looks at what is due, marks, cards and reports. */
export function statementsTable(counted: readonly (Statements & { readonly stored: number })[]): string {
  const rows = counted.map(({ stored, text, reply }) => row([`${stored}`, shown(text), shown(reply)]));
  const title = row([
    `statements, at ${pacedRate} a second; conversations stored`,
    "a text in",
    "a reply out",
  ]);
  return rows.length === 0 ? "" : `${[title, ...rows].join("\n")}\n`;
}

/** A day of many texts, told in the CRM: beside reading its rows, and as its conversation grows. */
export function digestTable(costs: readonly DigestCost[]): string {
  const rows = costs.map(({ history, rows: read, read: facts, whole, statements }) =>
    row([`${history}`, shown(read), shown(facts), shown(whole), (whole / read).toFixed(2), `${statements}`]),
  );
  const title = row([
    `processor time, digest of a ${costs[0]?.texts ?? 0}-text day; other texts`,
    "its rows, ms",
    "all it says, ms",
    "with HTML, ms",
    "ratio",
    "statements",
  ]);
  return rows.length === 0 ? "" : `${[title, ...rows].join("\n")}\n`;
}

/** From the tick that finds a day's texts to the records that stand. */
export function loggingTable(costs: readonly LoggingCost[]): string {
  const rows = costs.map(({ history, statements, cpu }) =>
    row([`${history}`, statements.toFixed(2), cpu.toFixed(2)]),
  );
  const { texts = 0, records = 0 } = costs[0] ?? {};
  const title = [
    `${texts} texts logged in ${records} records; other texts`,
    "statements a text",
    "ms a text",
  ];
  return rows.length === 0 ? "" : `${[row(title), ...rows].join("\n")}\n`;
}

export function burstTable(bursts: readonly Burst[]): string {
  const rows = bursts.map(({ kind, half, last, posts, updates }) =>
    row([kind, half.toFixed(0), last.toFixed(0), `${posts} / ${updates}`]),
  );
  const title = `500 texts from 50 phones, Slack's limits on (clocks ${clockSpeed} times as fast)`;
  return [row([title, "half read, s", "all read, s", "posts / updates"]), ...rows, ""].join("\n");
}

function medianOf(rounds: readonly Round[], value: Figure[1]): number | null {
  const found = rounds.flatMap((round) => value(round) ?? []).sort((one, other) => one - other);
  const middle = found.length / 2;
  if (found.length === 0) return null;
  return ((found[Math.ceil(middle) - 1] ?? 0) + (found[Math.floor(middle)] ?? 0)) / 2;
}

function shown(value: number | null): string {
  if (value === null) return "-";
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

function row([name = "", ...cells]: readonly string[]): string {
  return name.padEnd(66) + cells.map((cell) => cell.padStart(16)).join("");
}
