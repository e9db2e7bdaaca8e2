import { z } from "zod";
import type { CrmUser } from "../../bridge/contracts/crm.ts";
import { unreadable } from "../read-answer.ts";
import { type PipedriveApi, readData, reading } from "./pipedrive-api.ts";

const users = z.array(
  z.object({
    id: z.number(),
    name: z.string().nullish(),
    email: z.string().nullish(),
    active_flag: z.boolean().nullish(),
  }),
);

/** Those who are active; there is one list, without pages. Throws `CrmError`. */
export async function listUsers({ ask }: PipedriveApi): Promise<CrmUser[]> {
  const { data } = readData(await ask({ method: "GET", path: "/v1/users" }));
  const listed = users.safeParse(data);
  if (!listed.success) throw unreadable(reading);
  return listed.data
    .filter(({ active_flag: isActive }) => isActive !== false)
    .map(({ id, name, email }) => ({
      id: String(id),
      name: name ?? "",
      email: email?.toLowerCase() ?? null,
    }));
}
