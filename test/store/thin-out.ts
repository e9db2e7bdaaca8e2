/**
 * Tests that go through many cases go through fewer of them on PostgreSQL. Above the store nothing knows which engine it is, so that what
 * the others would find is found on files, where each costs a third.
 */
import { postgres } from "./database.ts";

const oneOf = 6;

/** How many of so many cases are tried. */
export const thinned = (cases: number): number => (postgres() === null ? cases : Math.ceil(cases / oneOf));

/** From one case that is tried to the next. */
export const caseStep = (): number => (postgres() === null ? 1 : oneOf);
