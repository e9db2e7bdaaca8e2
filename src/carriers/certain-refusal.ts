/**
 * Whether an answer of this HTTP code to a send says for certain that nothing was done (law 3). A gateway's 408 and 499 say that it gave up
 * waiting, not that nothing happened; and "see there" (302, 303) is what many pages say once they have done what they were asked.
 */
export function isCertainRefusal(status: number): boolean {
  return status >= 300 && status < 500 && !leavesOpen.includes(status);
}

const leavesOpen: readonly number[] = [302, 303, 408, 499];
