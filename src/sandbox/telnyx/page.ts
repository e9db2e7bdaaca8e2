const USUAL_SIZE = 20;
const LARGEST_SIZE = 250;

/** A page of a list, counted from 1, as Telnyx's API writes it. @param largest how many fit on one at most */
export function page<T>(
  query: URLSearchParams,
  all: readonly T[],
  render: (one: T) => object,
  largest = LARGEST_SIZE,
): object {
  const size = Math.min(largest, Math.max(1, Number(query.get("page[size]")) || USUAL_SIZE));
  const number = Math.max(1, Number(query.get("page[number]")) || 1);
  return {
    data: all.slice((number - 1) * size, number * size).map(render),
    meta: {
      total_pages: Math.ceil(all.length / size),
      total_results: all.length,
      page_number: number,
      page_size: size,
    },
  };
}
