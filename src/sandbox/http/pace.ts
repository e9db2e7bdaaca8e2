/** How fast a line may send: so many texts in each second. */
export function createPace(perSecond: number, now: () => number): (line: string) => boolean {
  const sent = new Map<string, number[]>();
  return (line) => {
    const at = now();
    const recent = (sent.get(line) ?? []).filter((time) => time > at - 1_000);
    sent.set(line, recent);
    if (recent.length >= perSecond) return true;
    recent.push(at);
    return false;
  };
}
