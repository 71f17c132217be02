-- What must hold of the standard strategy, whatever its days are tuned to. Run with
--    dunlin script check lua/strategies/standard.lua

local function invoice(due)
   return { due = due, open = "1000.00" }
end

return {
   {
      name = "what is due today is not in arrears",
      today = "2026-03-04", invoices = { invoice("2026-03-04") },
      expect = { no_send = { "reminder_first", "reminder_second", "final_notice" } },
   },
   {
      name = "a week late, never written to: the first reminder",
      today = "2026-03-11", invoices = { invoice("2026-03-04") },
      expect = { send = "reminder_first" },
   },
   {
      name = "far too late at first sight: one message, the last that fits",
      today = "2026-03-30", invoices = { invoice("2026-03-04") },
      expect = { send = "final_notice" },
   },
   {
      name = "an open promise holds",
      today = "2026-03-11", invoices = { invoice("2026-03-04") },
      promises = { { amount = "1000.00", on = "2026-03-20" } },
      expect = { held = "promise", nothing = true },
   },
   {
      name = "a wholly disputed invoice is left alone",
      today = "2026-03-11", invoices = { { due = "2026-03-04", open = "1000.00", disputed = "1000.00" } },
      expect = { held = "dispute", nothing = true },
   },
   {
      name = "written to the day before: the gap holds",
      today = "2026-03-11", invoices = { invoice("2026-03-04") }, last_contact = "2026-03-10",
      expect = { held = "gap", nothing = true },
   },
   {
      name = "direct debit is not reminded",
      today = "2026-03-11", invoices = { invoice("2026-03-04") },
      customer = { payment_method = "direct_debit" },
      expect = { nothing = true },
   },
   {
      name = "a large debt of five weeks is a call",
      today = "2026-04-08", invoices = { invoice("2026-03-04") },
      expect = { task = "call" },
   },
}
