/**
 * How many bytes each file of a text may have, so that all of them fit together: pictures share what the others leave, and a small one
 * leaves what it does not need to the large ones.
 */
export function shareOut(
  files: readonly { readonly size: number | null; readonly isPicture: boolean }[],
  most: number,
): number[] {
  const shares = files.map(({ size, isPicture }) => (isPicture ? 0 : (size ?? 0)));
  let left = Math.max(0, most - shares.reduce((all, one) => all + one, 0));
  const pictures = files
    .map(({ size, isPicture }, index) => ({ size: size ?? Number.POSITIVE_INFINITY, isPicture, index }))
    .filter(({ isPicture }) => isPicture)
    .sort((one, other) => one.size - other.size);
  for (const [done, { size, index }] of pictures.entries()) {
    const share = Math.min(size, Math.floor(left / (pictures.length - done)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
