/** Where there is no server, the tests on it are shown as skipped, with what to do. */
import { beforeEach, inject } from "vitest";
import { howToGet } from "./cluster.ts";

beforeEach(({ skip }) => skip(inject("postgres") === null, howToGet));
