/** A pooler in transaction mode, of one connection to PostgreSQL's server: whoever asks has it until their transaction is over. */
import { createConnection, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** @param database an address by a socket of the system's. Returns the address of the same database by way of it. */
export async function startPooler(database: string): Promise<string> {
  const [, user = "", name = "", host = ""] = /^postgres:\/\/(\w+)@\/(\w+)\?host=(.+)$/.exec(database) ?? [];
  const far = createConnection(`${decodeURIComponent(host)}/.s.PGSQL.5432`);
  const waiting: { readonly of: Socket; readonly asked: Buffer }[] = [];
  let isReady = false;
  let owner: Socket | null = null;

  function goOn(): void {
    const next = waiting.findIndex(({ of }) => owner === null || of === owner);
    const [turn] = isReady && next !== -1 ? waiting.splice(next, 1) : [];
    if (turn === undefined) return;
    isReady = false;
    owner = turn.of;
    far.write(turn.asked);
  }

  eachMessage(far, (message, type) => {
    owner?.write(message);
    if (type !== "Z") return;
    isReady = true;
    if (message.at(-1) === idle) owner = null;
    goOn();
  });
  far.write(startup(`user\0${user}\0database\0${name}\0\0`));

  const near = new Set<Socket>();
  const server = createServer((socket) => {
    near.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(letIn);
      let asked: Buffer[] = [];
      eachMessage(socket, (message, type) => {
        if (type === "X") return void socket.end();
        asked.push(message);
        if (type !== "Q" && type !== "S") return;
        waiting.push({ of: socket, asked: Buffer.concat(asked) });
        asked = [];
        goOn();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of [far, ...near]) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `postgres://${user}@127.0.0.1:${typeof address === "object" ? address?.port : 0}/${name}`;
}

/** In no transaction. */
const idle = "I".charCodeAt(0);
/** Nothing to prove, and ready. */
const letIn = Buffer.from("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", "latin1");

/** Version 3.0 of the protocol. */
function startup(parameters: string): Buffer {
  const message = Buffer.from(`\0\0\0\0\0\x03\0\0${parameters}`, "latin1");
  message.writeInt32BE(message.length);
  return message;
}

/** Each begins with a letter and the length of all that is behind that. */
function eachMessage(socket: Socket, hear: (message: Buffer, type: string) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const end = rest.readInt32BE(1) + 1;
      hear(rest.subarray(0, end), String.fromCharCode(rest[0] ?? 0));
      rest = rest.subarray(end);
    }
  });
}
