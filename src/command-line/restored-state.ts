/** What is said of a database that was put back. */

/** @param age how old its state is, in milliseconds; null: no app has run on it. */
export function aboutState(age: number | null): string[] {
  const minutes = age === null ? null : Math.max(0, Math.round(age / 60_000));
  return [
    ...(minutes === null ? [] : [`Its state is ${howLong(minutes)} old.`]),
    "Texts that were due then don't leave by themselves: they wait in their threads for Send now or Discard,",
    "and managers are told how many. What customers wrote since is fetched.",
    "Start Threadline to go on.",
  ];
}

function howLong(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
