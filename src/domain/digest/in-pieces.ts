/** Spreads what a record says over pieces that fit. What was said earlier stays in its piece as more is said. */
import { cutLines } from "./cut-lines.ts";
import { type Block, drawBlock } from "./digest-blocks.ts";
import type { Fact, FormOf } from "./digest-forms.ts";

/** The summary grows a little with each text: so that nothing moves for it, it takes its room in steps. UTF-16 code units. */
const summaryStep = 1_000;

interface Piece {
  readonly parts: string[];
  size: number;
  day: string | null;
}

/** @param room of one piece, in UTF-16 code units. */
export function inPieces(
  facts: readonly Fact[],
  blocks: readonly Block[],
  form: FormOf,
  room: number,
): string[] {
  const gap = form.between.length;
  const first: Piece = { parts: [], size: 0, day: null };
  const pieces: Piece[] = [first];
  let piece = first;

  function begin(): void {
    piece = { parts: [], size: 0, day: null };
    pieces.push(piece);
  }
  function add(part: string): void {
    piece.size += part.length + (piece.parts.length === 0 ? 0 : gap);
    piece.parts.push(part);
  }
  const fits = (parts: readonly string[]) =>
    piece.size + parts.reduce((size, part) => size + part.length + gap, 0) <= room;
  const heading = ({ day }: Block): string[] =>
    day === null || day.key === piece.day ? [] : [form.day(day.words)];

  /** Where there is room, else in a new piece. */
  function place(block: Block): void {
    const words = drawBlock(form, block);
    if (!fits([...heading(block), words])) begin();
    for (const part of [...heading(block), words]) add(part);
    piece.day = block.day?.key ?? piece.day;
  }

  /** What alone is larger than a piece: in numbered ones, what is to be known about it behind the last. */
  function cutUp(block: Block): Block[] {
    const day = block.day === null ? 0 : form.day(block.day.words).length + gap;
    if (drawBlock(form, block).length + day + gap <= room || block.lines.length === 0) return [block];
    const numbered = (number: number, of: number) => `${block.when} (${number} of ${of})`;
    const bare = drawBlock(form, { ...block, when: numbered(9_999, 9_999), lines: [] }).length;
    const cost = (line: string) => form.block("", [line], []).length - form.block("", [], []).length + 1;
    const cuts = cutLines(block.lines, cost, room - bare - day - gap);
    return cuts.map((lines, index) => ({
      ...block,
      when: numbered(index + 1, cuts.length),
      lines,
      remarks: index === cuts.length - 1 ? block.remarks : [],
    }));
  }

  for (const group of together(facts, (some) => form.facts(some).length <= room)) {
    const part = form.facts(group);
    if (!fits([part])) begin();
    add(part);
  }
  piece.size = Math.ceil(piece.size / summaryStep) * summaryStep;
  for (const block of blocks.flatMap(cutUp)) place(block);
  return pieces.filter(({ parts }) => parts.length > 0).map(({ parts }) => parts.join(form.between));
}

/** As many in one as fit. */
function together(facts: readonly Fact[], fitTogether: (some: readonly Fact[]) => boolean): Fact[][] {
  const groups: Fact[][] = [];
  for (const fact of facts) {
    const group = groups.at(-1);
    if (group !== undefined && fitTogether([...group, fact])) group.push(fact);
    else groups.push([fact]);
  }
  return groups;
}
