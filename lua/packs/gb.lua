-- United Kingdom. Sources stand beside the figures. Not legal advice.

return {
   country = "GB",
   name = "United Kingdom",
   observed = "next",

   -- Banking and Financial Dealings Act 1971, schedule 1, and royal proclamations under its s. 1;
   -- Good Friday and Christmas Day in England, Wales and Northern Ireland by custom
   holidays = {
      { name = "New Year's Day", month = 1, day = 1 },
      { name = "2 January", month = 1, day = 2, regions = { "SCT" } },
      { name = "St Patrick's Day", month = 3, day = 17, regions = { "NIR" } },
      { name = "Good Friday", easter = -2 },
      { name = "Easter Monday", easter = 1, regions = { "ENG", "WLS", "NIR" } },
      { name = "Early May bank holiday", month = 5, weekday = 1, nth = 1, to = 2019 },
      { name = "Early May bank holiday (VE Day)", month = 5, day = 8, from = 2020, to = 2020 },
      { name = "Early May bank holiday", month = 5, weekday = 1, nth = 1, from = 2021 },
      { name = "Coronation", month = 5, day = 8, from = 2023, to = 2023 },
      { name = "Spring bank holiday", month = 5, weekday = 1, nth = -1, to = 2021 },
      { name = "Spring bank holiday", month = 6, day = 2, from = 2022, to = 2022 },
      { name = "Platinum Jubilee", month = 6, day = 3, from = 2022, to = 2022 },
      { name = "Spring bank holiday", month = 5, weekday = 1, nth = -1, from = 2023 },
      { name = "Battle of the Boyne", month = 7, day = 12, regions = { "NIR" } },
      { name = "Summer bank holiday", month = 8, weekday = 1, nth = 1, regions = { "SCT" } },
      { name = "Summer bank holiday", month = 8, weekday = 1, nth = -1, regions = { "ENG", "WLS", "NIR" } },
      { name = "State Funeral", month = 9, day = 19, from = 2022, to = 2022 },
      { name = "St Andrew's Day", month = 11, day = 30, from = 2007, regions = { "SCT" } },
      { name = "Christmas Day", month = 12, day = 25 },
      { name = "Boxing Day", month = 12, day = 26 },
   },

   -- Act of 1998, s. 5A (2), as put in by the regulations of 2002 (SI 2002/1674) from 7 August 2002
   fees = {
      {
         from = "2002-08-07", law = "Late Payment of Commercial Debts (Interest) Act 1998, s. 5A",
         currency = "GBP",
         tiers = {
            { below = "1000.00", amount = "40.00" },
            { below = "10000.00", amount = "70.00" },
            { amount = "100.00" },
         },
      },
   },

   -- Act of 1998, s. 6, and the order SI 2002/1675, art. 4: 8 points above the Bank of England's rate
   -- in force on 30 June or 31 December before: 3.50, 5.00, 5.25, 5.25, 4.75, 4.25, 3.75
   interest = {
      { from = "2023-01-01", percent = "11.50", law = "Act of 1998, s. 6" },
      { from = "2023-07-01", percent = "13.00", law = "Act of 1998, s. 6" },
      { from = "2024-01-01", percent = "13.25", law = "Act of 1998, s. 6" },
      { from = "2024-07-01", percent = "13.25", law = "Act of 1998, s. 6" },
      { from = "2025-01-01", percent = "12.75", law = "Act of 1998, s. 6" },
      { from = "2025-07-01", percent = "12.25", law = "Act of 1998, s. 6" },
      { from = "2026-01-01", percent = "11.75", law = "Act of 1998, s. 6" },
   },

   -- no statute: the courts let a payment on account go to interest first
   payment_order = { "interest", "costs", "principal" },
}
