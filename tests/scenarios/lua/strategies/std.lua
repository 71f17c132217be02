-- STD, the strategy of the acceptance scenarios.
return strategy {
   name = "Standard of the scenarios",
   catch_up = "latest",
   min_gap = days(5),
   send_at = "08:00",
   send_days = "all",
   segment = "std",
   rank = 100,
   steps = {
      step { id = "r1", at = after_due(3), send = "reminder_first" },
      step { id = "r2", at = after_due(10), send = "reminder_second" },
      step { id = "r3", at = after_due(20), send = "final_notice", fee = percent("10") },
      step { id = "call", at = after_due(30), task = "call" },
   },
}
