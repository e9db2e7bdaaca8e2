/**
 * `threadline doctor --callback FILE`: says how a request that somebody captured would be read. It opens no connection and changes
 * nothing; what is set up of the carrier suffices.
 */
import { readFile, stat } from "node:fs/promises";
import type { Carrier, WebhookKind } from "../../bridge/contracts/carrier.ts";
import { carrierTitle, createCarriers } from "../../carriers/index.ts";
import type { DirectoryFile } from "../../directory-file.ts";
import type { Directory } from "../../domain/directory.ts";
import { AppError } from "../../domain/errors.ts";
import type { Finding } from "../../domain/finding.ts";
import { cleanText, withoutMisleading } from "../../domain/plain-text.ts";
import { NoAnswer } from "../../lib/call.ts";
import { knownCarriers } from "../load-site.ts";
import type { Terminal } from "../terminal.ts";
import { type CheckedConfig, checkConfig } from "./check-config.ts";
import { judgeCallback } from "./judge-callback.ts";
import { notSetUp } from "./not-set-up.ts";
import { readCapture } from "./read-capture.ts";
import { received } from "./received.ts";
import { showBelow, showFinding } from "./show-finding.ts";
import { tellEvent } from "./tell-event.ts";
import { whoseCallback } from "./whose-callback.ts";

export interface CallbackAsked {
  /** `-`: standard input. */
  readonly file: string;
  readonly carrier?: string;
  readonly kind?: WebhookKind;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** All of standard input. */
  readonly input: () => Promise<Buffer>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Resolves with the exit code: 0 where it would be taken and something comes of it; of a body alone, where something would once it is proven.
 * @throws AppError where the file is no request, or nobody can say whose it is.
 */
export async function explainCallback(asked: CallbackAsked, around: Surroundings): Promise<number> {
  const { bytes, at } = await bytesOf(asked.file, around);
  const capture = readCapture(bytes, asked.file === "-" ? "Standard input" : asked.file);
  const known = await knownCarriers(around.env);
  const { carriers, directory: file } = known;
  const checked = checkConfig(around.env, [], known);
  const { config } = checked;
  if (config === null)
    throw new AppError("config", checked.findings.map(({ sentence }) => sentence).join("\n"));
  const show = (findings: readonly Finding[]) => {
    for (const finding of findings) showFinding(plain(finding), around.terminal);
  };
  // It may describe the carrier, so this is said before that is looked for.
  const directory = directoryIn(file, show);
  const whose = whoseCallback(capture, asked, {
    names: carriers.map(({ name }) => name),
    described: carriers.flatMap(({ name, isDescribed = false }) => (isDescribed ? [name] : [])),
    basePath: config.publicUrl === null ? "/" : new URL(config.publicUrl).pathname,
  });
  const title = (name: string) => carrierTitle(carriers, name);
  show(received(whose, title(whose.carrier), capture));
  const carrier = carrierOf({ ...checked, config }, whose.carrier, at);
  if (carrier === undefined) {
    showFinding(notSetUp(whose.carrier, title(whose.carrier), checked, around.env), around.terminal);
    return 1;
  }
  const read = judgeCallback(carrier, title(whose.carrier), whose);
  show(read.findings);
  for (const sentence of read.sentences) showBelow(inOneLine(sentence), around.terminal);
  const telling = { carrier: whose.carrier, title, directory };
  const results = read.events.map((event) => tellEvent(event, telling));
  show(results.length === 0 ? [nothing] : results);
  const isFine = [...read.findings, ...results].every(({ level }) => level !== "problem");
  return isFine && results.length > 0 ? 0 : 1;
}

/** As of when the file was written: a signature that names its time is as old as what was captured. */
async function bytesOf(file: string, { input, now }: Surroundings) {
  if (file === "-") return { bytes: await input(), at: now() };
  try {
    const [bytes, { mtimeMs }] = await Promise.all([readFile(file), stat(file)]);
    return { bytes, at: Math.min(mtimeMs, now()) };
  } catch (cause) {
    const sentence = `The file ${file} can't be read. Check its name and your rights.`;
    throw new AppError("refused", sentence, { cause });
  }
}

function carrierOf({ config, known, set }: CheckedConfig, name: string, at: number): Carrier | undefined {
  const definitions = known.filter((one) => one.name === name);
  return createCarriers(definitions, config.carriers, {
    publicUrl: set.publicUrl ? config.publicUrl : null,
    call: () => Promise.reject(new NoAnswer("ECONNREFUSED", false)),
    connect: () => ({ send() {}, close() {} }),
    fetchSafely: () => Promise.reject(new NoAnswer("ECONNREFUSED", false)),
    now: () => at,
  }).get(name);
}

/** Null where it can't be read: then whose a text is stays open. */
function directoryIn(found: DirectoryFile, show: (findings: readonly Finding[]) => void): Directory | null {
  if (found.kind === "read") return found.directory;
  show([
    {
      name: "directory",
      level: "warning",
      sentence:
        "It can't be read, or has mistakes, so whose a text is can't be told, nor all that it says of carriers.",
      remedy: "threadline doctor says what is wrong with it.",
    },
  ]);
  return null;
}

const nothing: Finding = {
  name: "what comes of it",
  level: "warning",
  sentence: "Nothing: Threadline finds neither a text in it, nor what became of one.",
};

function plain(finding: Finding): Finding {
  const { sentence, remedy } = finding;
  return {
    ...finding,
    sentence: inOneLine(sentence),
    ...(remedy === undefined ? {} : { remedy: inOneLine(remedy) }),
  };
}

/** What others wrote can't move the cursor, turn the line around, or begin one that passes for ours. */
function inOneLine(text: string): string {
  return withoutMisleading(cleanText(text)).replaceAll(/\s+/gu, " ");
}
