import { expect, it, onTestFinished } from "vitest";
import { crmKeeping } from "../../../src/crm-keeping.ts";
import { createSalesforceFake } from "../../crm/salesforce/salesforce-fake.ts";
import { salesforceWith } from "../../crm/salesforce/salesforce-with.ts";
import { openInstances } from "../lead/stores.ts";

it("a refresh token that works once is used once, however many instances notice at the same moment that what it brought is worn out", async () => {
  const fake = await createSalesforceFake();
  onTestFinished(() => fake.stop());
  const { all } = await openInstances(3);
  const crms = all.map(({ store }) =>
    salesforceWith(fake.url, {
      keeping: crmKeeping(() => store, { now: Date.now, newId: () => "not asked for" }),
    }),
  );
  const useAll = () => Promise.all(crms.map(async (crm) => await crm.listUsers?.()));
  for (let times = 1; times <= 5; times += 1) {
    await useAll();
    fake.accessTokens.clear();
    const used = fake.requests.filter(({ path }) => path === "/services/oauth2/token");
    expect(used).toHaveLength(times);
  }
});
