/** The row of the lead before anybody had it. */
export const firstOfLead = "insert into lead (id, number) values (1, 0) on conflict do nothing";
