/** What the commands print to: lines, with colours where a person looks on. */

export interface Terminal {
  /** To standard output. */
  say(line?: string): void;
  readonly paint: Paint;
}

/** How far something is that takes a while. */
export interface Progress {
  /** @param noun of what is counted; left out where that is plain. */
  show(done: number, total: number, noun?: string): void;
  /** Before something else is said. */
  end(): void;
}

const barWidth = 30;

/**
 * A bar where a person looks on, drawn again and again in its place; else a line at each tenth of it.
 * @param isTerminal whether `write` goes to one.
 */
export function createProgress(isTerminal: boolean, write: (text: string) => void): Progress {
  let tenths = 0;
  let isDrawn = false;
  return {
    show(done, total, noun = "") {
      const share = total === 0 ? 1 : done / total;
      const count = `${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} ${noun}`.trimEnd();
      if (isTerminal) {
        const full = Math.floor(share * barWidth);
        write(`\r\u001b[2K[${"#".repeat(full)}${" ".repeat(barWidth - full)}] ${count}`);
        isDrawn = true;
      } else if (Math.floor(share * 10) > tenths) {
        tenths = Math.floor(share * 10);
        write(`${count}\n`);
      }
    },
    end() {
      if (isDrawn) write("\n");
      isDrawn = false;
    },
  };
}

export type Colour = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";
export type Paint = (colour: Colour, text: string) => string;

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

export function createTerminal(colours: boolean): Terminal {
  return {
    say: (line = "") => void process.stdout.write(`${line}\n`),
    paint: colours ? painted : (_, text) => text,
  };
}

function painted(colour: Colour, text: string): string {
  const [on, off] = codes[colour];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
