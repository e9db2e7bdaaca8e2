/** What the commands print to: lines, with colours where a person looks on. */

export interface Terminal {
  /** To standard output. */
  say(line?: string): void;
  readonly paint: Paint;
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
