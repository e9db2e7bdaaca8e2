/** A row of a table for spreadsheets: each cell in quotation marks, as RFC 4180 has it. */
export function csvRow(cells: readonly string[]): string {
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
}

/** Words from outside, which a spreadsheet would take for a formula where they begin like one. */
export function noFormula(words: string): string {
  return /^'*\s*[=+\-@]/.test(words) ? `'${words}` : words;
}

/** Whom it is about: numbers stay as they are written, and a sender's own name may begin like a formula. */
export function noFormulaUnlessNumber(shown: string): string {
  return /^\+[\d ()-]+$/.test(shown) ? shown : noFormula(shown);
}

/** The same words, from a table that is read again. */
export function withoutGuard(cell: string): string {
  return cell.replace(/^'(?='*\s*[=+\-@])/, "");
}
