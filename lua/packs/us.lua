-- United States. States have their own holidays and their own interest; a creditor chasing its own
-- trade debt has no federal fixed sum. Not legal advice.

return {
   country = "US",
   name = "United States",
   observed = "nearest",

   -- federal holidays: 5 U.S.C. § 6103 (a); a Saturday's is kept on Friday, a Sunday's on Monday by (b)
   -- and Executive Order 11582
   holidays = {
      { name = "New Year's Day", month = 1, day = 1 },
      { name = "Martin Luther King Jr. Day", month = 1, weekday = 1, nth = 3, from = 1986 },
      { name = "Washington's Birthday", month = 2, weekday = 1, nth = 3, from = 1971 },
      { name = "Memorial Day", month = 5, weekday = 1, nth = -1, from = 1971 },
      { name = "Juneteenth", month = 6, day = 19, from = 2021 },
      { name = "Independence Day", month = 7, day = 4 },
      { name = "Labor Day", month = 9, weekday = 1, nth = 1 },
      { name = "Columbus Day", month = 10, weekday = 1, nth = 2, from = 1971 },
      { name = "Veterans Day", month = 11, day = 11 },
      { name = "Thanksgiving Day", month = 11, weekday = 4, nth = 4 },
      { name = "Christmas Day", month = 12, day = 25 },
   },

   -- 12 CFR 1006.6 (b)(1)(i), in force 30 November 2021: debt collectors write to consumers neither
   -- before 8 a.m. nor after 9 p.m., local time. It binds no business that chases its own trade debt;
   -- kept all the same
   rules = {
      { from = "2021-11-30", quiet_from = "21:00", law = "modelled on 12 CFR 1006.6(b)" },
   },

   -- no federal statute: the usual practice
   payment_order = { "costs", "interest", "principal" },
}
