-- Norway. Sources: inkassoloven § 9 (14 days between a notice and what follows);
-- forsinkelsesrenteloven § 3a. Not legal advice.

return {
   country = "NO",
   name = "Norway",

   holidays = {
      { name = "Nyttårsdag", month = 1, day = 1 },
      { name = "Skjærtorsdag", easter = -3 },
      { name = "Langfredag", easter = -2 },
      { name = "Annen påskedag", easter = 1 },
      { name = "Arbeidernes dag", month = 5, day = 1 },
      { name = "Grunnlovsdagen", month = 5, day = 17 },
      { name = "Kristi himmelfartsdag", easter = 39 },
      { name = "Annen pinsedag", easter = 50 },
      { name = "Første juledag", month = 12, day = 25 },
      { name = "Annen juledag", month = 12, day = 26 },
   },

   rules = {
      { from = "1989-07-01", min_gap = 14, law = "inkassoloven § 9" },
   },

   payment_order = { "costs", "interest", "principal" },
}
