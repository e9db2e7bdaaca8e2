/** Which shared conversations are some groups', as a question to the database can say it: `partyOf`, turned around. */
import { type Directory, type Group, groupOfLine } from "./directory.ts";
import type { E164, SlackChannelId } from "./ids.ts";

export interface SharedScope {
  /** All conversations of these lines. */
  readonly lines: readonly E164[];
  /** Of lines that lead to no group now, those that stand where one of the groups works. */
  readonly strays: { readonly lines: readonly E164[]; readonly channels: readonly SlackChannelId[] };
}

export function sharedScope(directory: Directory, groups: readonly Group[]): SharedScope {
  const led = directory.lines.map(({ number, ...line }) => ({
    number,
    group: groupOfLine(directory, { number, ...line }),
  }));
  const channels = directory.groups.map(({ channel }) => channel);
  return {
    lines: led.flatMap(({ number, group }) => (group !== null && groups.includes(group) ? number : [])),
    strays: {
      lines: led.flatMap(({ number, group }) => (group === null ? number : [])),
      channels: [...new Set(channels)].filter((channel) => {
        const first = directory.groups.find((group) => group.channel === channel);
        return first !== undefined && groups.includes(first);
      }),
    },
  };
}
