/** Asks the CRM whether all is well. */
import type { Finding } from "../../domain/finding.ts";
import type { Context } from "../context/context.ts";

export async function verifyCrm(
  { crm }: Pick<Context, "crm">,
  found: (findings: readonly Finding[]) => void,
): Promise<void> {
  found(await crm.verify());
}
