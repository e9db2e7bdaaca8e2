/** Whether the shared inbox of the carrier and our rows agree: who has a conversation, and whether it is resolved. */
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { CrashDatabase } from "./database.ts";

interface Row {
  readonly thread: string;
  readonly state: string;
  readonly assignee: string | null;
  readonly episode: string | null;
  readonly holder: string | null;
  /** How many of our texts left in it, or may have, by the login that it has there. */
  readonly by_its_holder: number;
}

/** Sentences, one for each thread of which both sides think otherwise. */
export async function threadsThatDiffer(
  database: CrashDatabase,
  { ringcentral }: Pick<Sandbox, "ringcentral">,
): Promise<string[]> {
  const { control } = ringcentral;
  const logins = new Map(control.logins().map(({ name, extension }) => [extension, name]));
  const rows = new Map((await ourThreads(database)).map((row) => [row.thread, row]));
  return control.threads().flatMap(({ id, guest, status, assignee }) => {
    const there = `${guest} ${status === "Open" ? `open, with ${loginOf(assignee)}` : "resolved"}`;
    const row = rows.get(id);
    if (row === undefined) return [`not known here: ${there}`];
    const kept = `${guest} ${row.state === "open" ? `open, with ${row.assignee ?? "nobody"}` : row.state}`;
    const here = `${guest} ${row.episode === "open" ? `open, with ${row.holder ?? "nobody"}` : row.episode}`;
    // What a list began is nobody's here until its customer answers.
    const isQuiet = row.episode === "quiet";
    // For a conversation that nobody has here the line's own login sends. Where that makes a thread, it has it there, which is given back behind
    // the text: unless a kill came before that, since then nobody can tell whether it was us, or a person by that login.
    const isLines =
      row.holder === null &&
      row.episode === "open" &&
      status === "Open" &&
      assignee === ringCentralIds.office;
    const isOurs = isLines && row.by_its_holder > 0;
    return [
      ...(kept === there ? [] : [`kept as ${kept}; there ${there}`]),
      ...(isQuiet || isOurs || here === there ? [] : [`here ${here}; there ${there}`]),
    ];
  });

  function loginOf(extension: string | null): string {
    return extension === null ? "nobody" : (logins.get(extension) ?? extension);
  }
}

/** Whoever has one here has a login of the same name there. */
const ourThreads = ({ rows }: CrashDatabase): Promise<Row[]> =>
  rows(
    `select carrier_threads.thread as thread, carrier_threads.state as state, carrier_threads.assignee as assignee,
       episodes.state as episode, episodes.assignee as holder,
       (select count(*) from messages where messages.episode_id = episodes.id and messages.direction = 'outbound'
         and messages.login = carrier_threads.assignee) as by_its_holder
     from carrier_threads left join episodes on episodes.id = carrier_threads.episode_id`,
  );
