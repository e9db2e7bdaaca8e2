/** The frames of RFC 6455: what travels over a WebSocket after its handshake. */

export type Opcode = "continuation" | "text" | "binary" | "close" | "ping" | "pong";

const OPCODES: Record<Opcode, number> = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
};
const NAMES = new Map(Object.entries(OPCODES).map(([name, code]) => [code, name as Opcode]));

export interface Frame {
  opcode: Opcode;
  final: boolean;
  payload: Buffer;
}

/** A breach of the protocol, with the close code that answers it. */
export class FrameError extends Error {
  readonly closeCode: number;

  constructor(closeCode: number, message: string) {
    super(message);
    this.name = "FrameError";
    this.closeCode = closeCode;
  }
}

function header(opcode: Opcode, length: number, final: boolean): Buffer {
  const first = (final ? 0x80 : 0) | OPCODES[opcode];
  if (length < 126) return Buffer.from([first, length]);
  if (length < 65_536) {
    const short = Buffer.from([first, 126, 0, 0]);
    short.writeUInt16BE(length, 2);
    return short;
  }
  const long = Buffer.alloc(10);
  long.set([first, 127]);
  long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}

/** A frame from server to client (never masked). */
export function encodeFrame(opcode: Opcode, payload: Buffer, final = true): Buffer {
  return Buffer.concat([header(opcode, payload.length, final), payload]);
}

interface Sizes {
  start: number;
  length: number;
}

/** Where a frame's mask starts and how long its payload is; null while bytes are missing. */
function sizesOf(buffer: Buffer, maxPayload: number): Sizes | null {
  const short = (buffer[1] ?? 0) & 0x7f;
  if (short < 126) return { start: 2, length: short };
  if (short === 126) return buffer.length < 4 ? null : { start: 4, length: buffer.readUInt16BE(2) };
  if (buffer.length < 10) return null;
  const length = buffer.readBigUInt64BE(2);
  if (length > BigInt(maxPayload)) throw new FrameError(1009, "The message is too big.");
  return { start: 10, length: Number(length) };
}

function unmasked(payload: Buffer, mask: Buffer): Buffer {
  const plain = Buffer.allocUnsafe(payload.length);
  for (let i = 0; i < payload.length; i += 1) plain[i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return plain;
}

function checked(first: number, second: number): { opcode: Opcode; final: boolean } {
  const opcode = NAMES.get(first & 0x0f);
  const final = (first & 0x80) !== 0;
  if ((first & 0x70) !== 0 || opcode === undefined) throw new FrameError(1002, "Unknown kind of frame.");
  if ((second & 0x80) === 0) throw new FrameError(1002, "A client's frame must be masked.");
  const isControl = (first & 0x08) !== 0;
  if (isControl && (!final || (second & 0x7f) > 125))
    throw new FrameError(1002, "A control frame is short and whole.");
  return { opcode, final };
}

/**
 * Reads one frame of a client from the beginning of `buffer`; null while it is incomplete.
 * Throws `FrameError` on a breach or above `maxPayload` bytes.
 */
export function decodeFrame(buffer: Buffer, maxPayload: number): { frame: Frame; size: number } | null {
  const [first, second] = buffer;
  if (first === undefined || second === undefined) return null;
  const { opcode, final } = checked(first, second);
  const sizes = sizesOf(buffer, maxPayload);
  if (sizes === null) return null;
  if (sizes.length > maxPayload) throw new FrameError(1009, "The message is too big.");
  const size = sizes.start + 4 + sizes.length;
  if (buffer.length < size) return null;
  const mask = buffer.subarray(sizes.start, sizes.start + 4);
  const payload = unmasked(buffer.subarray(sizes.start + 4, size), mask);
  return { frame: { opcode, final, payload }, size };
}
