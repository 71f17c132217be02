-- A word three days before the due date, and one at six in the morning where the reader is.
return strategy {
   name = "New York",
   send_at = "06:00",
   send_days = "all",
   segment = "new-york",
   rank = 100,
   steps = {
      step { id = "soon", at = before_due(3), send = "upcoming" },
      step { id = "r1", at = after_due(3), send = "reminder_first" },
   },
}
