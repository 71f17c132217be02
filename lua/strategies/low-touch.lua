-- Low touch: many customers, small amounts. Mail only; a person sees the case when the
-- mail has come to its end.

return strategy {
   name = "Low touch",
   segment = "low-touch",
   rank = 10,
   catch_up = "latest",
   min_gap = days(7),
   min_total = per_currency {
      EUR = "5.00", USD = "5.00", GBP = "5.00", CHF = "5.00", SEK = "50.00",
      NOK = "50.00", DKK = "40.00", PLN = "20.00", CZK = "120.00", CAD = "7.00",
      AUD = "7.00", JPY = "500",
   },
   exclude_tags = { "no-reminders" },
   exclude_payment_methods = { "direct_debit" },

   steps = {
      step { id = "upcoming", at = before_due(3), send = "upcoming" },
      step { id = "first", at = after_due(5), send = "reminder_first" },
      step { id = "second", at = after_due(15), send = "reminder_second" },
      step { id = "final", at = after_due(30), send = "final_notice" },
      step {
         id = "repeat", at = after_due(60), send = "final_notice",
         repeat_every = days(30), repeat_max = 3,
      },
   },

   priority = function(c)
      return {
         overdue = c.overdue_share * 20,
         days_late = math.min(c.days_late, 120) / 6,
         broken_promises = math.min(c.broken_promises, 4) * 5,
      }
   end,
}
