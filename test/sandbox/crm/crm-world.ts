/** A CRM's stand-in, and a plain client of it. */
import { afterEach } from "vitest";
import { startCrm } from "../../../src/sandbox/crm/start-crm.ts";
import type { CrmStandIn, CrmStandInOptions } from "../../../src/sandbox/crm/types/stand-in.ts";
import type { CrmVendorDefinition } from "../../../src/sandbox/crm/vendor.ts";

/** @template B what stands in its answers */
export interface CrmClient<B> {
  readonly crm: CrmStandIn;
  /** Moves its clock. Milliseconds. */
  pass(ms: number): void;
  /** @throws where the connection was cut. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<CrmClientAnswer<B>>;
}

interface CrmClientAnswer<B> {
  readonly status: number;
  readonly headers: Headers;
  /** As parsed; text where it is no JSON. */
  readonly body: B;
}

const running: CrmStandIn[] = [];
afterEach(async () => {
  for (const crm of running.splice(0)) await crm.stop();
});

/** @param letIn the headers that let in */
export async function crmClient<B>(
  definition: CrmVendorDefinition,
  letIn: (environment: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
  options: CrmStandInOptions = {},
): Promise<CrmClient<B>> {
  let passed = 0;
  const start = Date.parse("2026-11-26T15:00:00Z");
  const crm = await startCrm(definition, { now: () => start + passed, ...options });
  running.push(crm);
  return {
    crm,
    pass(ms) {
      passed += ms;
    },
    async ask(method, path, body, headers = letIn(crm.environment)) {
      const response = await fetch(`${crm.url}${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: parsed(text) as B };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
