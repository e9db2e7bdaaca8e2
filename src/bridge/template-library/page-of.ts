/** One page of what is listed. */
export interface PageOf<T> {
  readonly rows: readonly T[];
  /** From 0; the last one that there is, where there are fewer by now. */
  readonly page: number;
  readonly pages: number;
}

export function pageOf<T>(all: readonly T[], wanted: number, rowsPerPage: number): PageOf<T> {
  const pages = Math.max(1, Math.ceil(all.length / rowsPerPage));
  const page = Math.min(Math.max(wanted, 0), pages - 1);
  return { rows: all.slice(page * rowsPerPage, (page + 1) * rowsPerPage), page, pages };
}
