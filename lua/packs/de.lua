-- Germany. Sources stand beside the figures. Not legal advice.

return {
   country = "DE",
   name = "Germany",

   -- Einigungsvertrag art. 2 (2) for 3 October; else the holiday laws of the Länder
   holidays = {
      { name = "Neujahr", month = 1, day = 1 },
      { name = "Heilige Drei Könige", month = 1, day = 6, regions = { "BW", "BY", "ST" } },
      { name = "Frauentag", month = 3, day = 8, from = 2019, regions = { "BE" } },
      { name = "Frauentag", month = 3, day = 8, from = 2023, regions = { "MV" } },
      { name = "Karfreitag", easter = -2 },
      { name = "Ostersonntag", easter = 0, regions = { "BB" } },
      { name = "Ostermontag", easter = 1 },
      { name = "Tag der Arbeit", month = 5, day = 1 },
      { name = "Christi Himmelfahrt", easter = 39 },
      { name = "Pfingstsonntag", easter = 49, regions = { "BB" } },
      { name = "Pfingstmontag", easter = 50 },
      { name = "Fronleichnam", easter = 60, regions = { "BW", "BY", "HE", "NW", "RP", "SL" } },
      { name = "Mariä Himmelfahrt", month = 8, day = 15, regions = { "SL" } },
      { name = "Weltkindertag", month = 9, day = 20, from = 2019, regions = { "TH" } },
      { name = "Tag der Deutschen Einheit", month = 10, day = 3, from = 1990 },
      { name = "Reformationstag", month = 10, day = 31, regions = { "BB", "MV", "SN", "ST", "TH" } },
      { name = "Reformationstag", month = 10, day = 31, from = 2018, regions = { "HB", "HH", "NI", "SH" } },
      { name = "Allerheiligen", month = 11, day = 1, regions = { "BW", "BY", "NW", "RP", "SL" } },
      -- the Wednesday before 23 November
      { name = "Buß- und Bettag", month = 11, weekday = 3, nth = 1, after = 16, regions = { "SN" } },
      { name = "1. Weihnachtstag", month = 12, day = 25 },
      { name = "2. Weihnachtstag", month = 12, day = 26 },
   },

   -- BGB § 288 (5): 40 euros where the debtor is no consumer (Directive 2011/7/EU art. 6 (1)); law
   -- of 22 July 2014 (BGBl. I p. 1218), for debts from after 28 July 2014: EGBGB art. 229 § 34
   fees = {
      {
         from = "2014-07-29", law = "BGB § 288 (5)", currency = "EUR",
         tiers = { { amount = "40.00" } },
      },
   },

   -- BGB § 288 (2): 9 points above the base rate, where no consumer takes part. Base rate by BGB
   -- § 247, announced by the Bundesbank each half-year: -0.88, 1.62, 3.12, 3.62, 3.37, 2.27, 1.27, 1.27
   interest = {
      { from = "2022-07-01", percent = "8.12", law = "BGB § 288 (2)" },
      { from = "2023-01-01", percent = "10.62", law = "BGB § 288 (2)" },
      { from = "2023-07-01", percent = "12.12", law = "BGB § 288 (2)" },
      { from = "2024-01-01", percent = "12.62", law = "BGB § 288 (2)" },
      { from = "2024-07-01", percent = "12.37", law = "BGB § 288 (2)" },
      { from = "2025-01-01", percent = "11.27", law = "BGB § 288 (2)" },
      { from = "2025-07-01", percent = "10.27", law = "BGB § 288 (2)" },
      { from = "2026-01-01", percent = "10.27", law = "BGB § 288 (2)" },
   },

   -- BGB § 367 (1)
   payment_order = { "costs", "interest", "principal" },
}
