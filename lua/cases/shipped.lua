-- What the shipped segments must and must not say.

return {
   {
      name = "a small customer with a good record has no tag",
      today = "2026-03-04",
      customer = { since = "2020-01-01", closed_items = 20, average_days_late = 2 },
      invoices = { { due = "2026-03-20", open = "100.00" } },
      expect = { no_tags = { "key-account", "slow-payer", "high-risk", "new-customer", "public-body" } },
   },
   {
      name = "a large balance makes a key account",
      today = "2026-03-04", invoices = { { due = "2026-03-20", open = "60000.00" } },
      expect = { tags = { "key-account" }, no_tags = { "high-risk" } },
   },
   {
      name = "two broken promises are a risk",
      today = "2026-03-04", customer = { broken_promises = 2 },
      invoices = { { due = "2026-03-20", open = "100.00" } },
      expect = { tags = { "high-risk" } },
   },
   {
      name = "three months late is a risk",
      today = "2026-06-30", invoices = { { due = "2026-03-20", open = "100.00" } },
      expect = { tags = { "high-risk" } },
   },
   {
      name = "what will probably be late is a risk before it is",
      today = "2026-03-04", customer = { risk = "high", late_permille = 620 },
      invoices = { { due = "2026-03-20", open = "100.00" } },
      expect = { tags = { "high-risk" } },
   },
   {
      name = "a medium risk is none yet",
      today = "2026-03-04", customer = { risk = "medium", late_permille = 300 },
      invoices = { { due = "2026-03-20", open = "100.00" } },
      expect = { no_tags = { "high-risk" } },
   },
   {
      name = "two weeks late on average is a slow payer, once there is a record",
      today = "2026-03-04", customer = { closed_items = 3, average_days_late = 15 },
      invoices = { { due = "2026-03-20", open = "100.00" } },
      expect = { tags = { "slow-payer" } },
   },
   {
      name = "a customer of last month is new, a town hall public",
      today = "2026-03-04", customer = { since = "2026-02-01", kind = "public_body" },
      invoices = { { due = "2026-03-20", open = "100.00" } },
      expect = { tags = { "new-customer", "public-body" } },
   },
}
