-- Key accounts: a person before a letter. Every message goes out only after somebody
-- who knows the customer has had the chance to call.

return strategy {
   name = "Key account",
   segment = "key-account",
   rank = 100,
   catch_up = "latest",
   min_gap = days(10),
   grace = days(2),
   send_at = "09:30",
   max_contacts = 2,
   exclude_tags = { "no-reminders" },

   threshold = per_currency {
      EUR = "10000.00", USD = "11000.00", GBP = "9000.00", CHF = "10000.00",
      SEK = "110000.00", NOK = "110000.00", DKK = "75000.00", PLN = "45000.00",
      CZK = "250000.00", CAD = "15000.00", AUD = "17000.00", JPY = "1600000",
   },

   steps = {
      step { id = "courtesy-call", at = after_due(5), task = "call" },
      step { id = "friendly", at = after_due(12), send = "reminder_first" },
      step { id = "second-call", at = after_due(20), task = "call" },
      step { id = "second", at = after_due(30), send = "reminder_second" },
      step { id = "account-manager", at = after_due(45), task = "review", approval = "manager" },
   },

   priority = function(c)
      return {
         key_account = 20,
         overdue = c.overdue_share * 40,
         days_late = math.min(c.days_late, 90) / 3,
         broken_promises = math.min(c.broken_promises, 4) * 10,
         amount = c.threshold and math.min(c.overdue / c.threshold * 10, 30) or 0,
      }
   end,
}
