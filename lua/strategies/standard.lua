-- Standard: what every customer follows who is in no segment with a strategy of its own.
-- Mail first, a call after a month, then a look at handing the case over.

local small = per_currency {
   EUR = "500.00", USD = "550.00", GBP = "450.00", CHF = "500.00",
   SEK = "5500.00", NOK = "5500.00", DKK = "3700.00", PLN = "2200.00",
   CZK = "12500.00", CAD = "750.00", AUD = "850.00", JPY = "80000",
}

return strategy {
   name = "Standard",
   catch_up = "latest",
   min_gap = days(5),
   send_at = "08:00",
   send_days = "business",
   threshold = small,
   exclude_tags = { "no-reminders" },
   exclude_payment_methods = { "direct_debit" },

   steps = {
      step { id = "upcoming", at = before_due(3), send = "upcoming" },
      step { id = "first", at = after_due(3), send = "reminder_first" },
      step { id = "second", at = after_due(10), send = "reminder_second" },
      step { id = "final", at = after_due(20), send = "final_notice" },
      step {
         id = "call", at = after_due(30), task = "call",
         when = function(c) return not c.threshold or c.overdue >= c.threshold end,
      },
      step { id = "agency", at = after_due(60), task = "review_for_agency", approval = "manager" },
   },

   priority = function(c)
      return {
         overdue = c.overdue_share * 40,
         days_late = math.min(c.days_late, 90) / 3,
         broken_promises = math.min(c.broken_promises, 4) * 15,
         amount = c.threshold and math.min(c.overdue / c.threshold, 20) or 0,
      }
   end,
}
