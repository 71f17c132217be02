-- High risk: earlier and tighter. The first call comes before the second letter.

return strategy {
   name = "High risk",
   segment = "high-risk",
   rank = 50,
   catch_up = "latest",
   min_gap = days(4),
   exclude_tags = { "no-reminders" },

   threshold = per_currency {
      EUR = "100.00", USD = "110.00", GBP = "90.00", CHF = "100.00", SEK = "1100.00",
      NOK = "1100.00", DKK = "750.00", PLN = "450.00", CZK = "2500.00", CAD = "150.00",
      AUD = "170.00", JPY = "16000",
   },

   steps = {
      step { id = "upcoming", at = before_due(5), send = "upcoming" },
      step { id = "first", at = after_due(1), send = "reminder_first" },
      step {
         id = "call", at = after_due(5), task = "call",
         when = function(c) return not c.threshold or c.overdue >= c.threshold end,
      },
      step { id = "second", at = after_due(7), send = "reminder_second" },
      step { id = "final", at = after_due(14), send = "final_notice" },
      step { id = "agency", at = after_due(30), task = "review_for_agency", approval = "manager" },
   },

   priority = function(c)
      return {
         high_risk = 15,
         overdue = c.overdue_share * 50,
         days_late = math.min(c.days_late, 60) / 2,
         broken_promises = math.min(c.broken_promises, 4) * 20,
         amount = c.threshold and math.min(c.overdue / c.threshold / 5, 20) or 0,
      }
   end,
}
