-- One step before the due date, one long after it.
return strategy {
   name = "Spread",
   send_days = "all",
   segment = "spread",
   rank = 100,
   steps = {
      step { id = "before", at = before_due(3), send = "upcoming" },
      step { id = "after", at = after_due(60), send = "reminder_second" },
   },
}
