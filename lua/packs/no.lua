-- Norway. Sources stand beside the figures. Not legal advice.

return {
   country = "NO",
   name = "Norway",

   -- lov om helligdager og helligdagsfred § 2; lov om 1 og 17 mai som høgtidsdagar § 1
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

   -- inkassoloven (13 May 1988 no. 26, in force 1 July 1989) § 9: a written notice gives at least 14
   -- days before collection begins; kept between reminders, too
   rules = {
      { from = "1989-07-01", min_gap = 14, law = "inkassoloven § 9" },
   },

   -- No figures for forsinkelsesrenteloven § 3 (interest) and § 3a (compensation): both are set anew
   -- by regulation, in kroner. An admin adds those that were looked up.

   -- no statute for trade debts: the usual practice
   payment_order = { "costs", "interest", "principal" },
}
