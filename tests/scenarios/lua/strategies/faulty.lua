-- Raises for one customer, by its number.
return strategy {
   name = "Faulty",
   send_days = "all",
   segment = "faulty",
   rank = 100,
   steps = {
      step {
         id = "r1", at = after_due(3), send = "reminder_first",
         when = function(c)
            if c.customer_number == "FAULTY-2" then error("no rule for this one") end
            return true
         end,
      },
   },
}
