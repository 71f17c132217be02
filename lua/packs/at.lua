-- Austria. Sources stand beside the figures. Not legal advice.

return {
   country = "AT",
   name = "Austria",

   -- Feiertagsruhegesetz 1957 § 1; Arbeitsruhegesetz § 7
   holidays = {
      { name = "Neujahr", month = 1, day = 1 },
      { name = "Heilige Drei Könige", month = 1, day = 6 },
      { name = "Ostermontag", easter = 1 },
      { name = "Staatsfeiertag", month = 5, day = 1 },
      { name = "Christi Himmelfahrt", easter = 39 },
      { name = "Pfingstmontag", easter = 50 },
      { name = "Fronleichnam", easter = 60 },
      { name = "Mariä Himmelfahrt", month = 8, day = 15 },
      { name = "Nationalfeiertag", month = 10, day = 26, from = 1967 },
      { name = "Allerheiligen", month = 11, day = 1 },
      { name = "Mariä Empfängnis", month = 12, day = 8 },
      { name = "Christtag", month = 12, day = 25 },
      { name = "Stefanitag", month = 12, day = 26 },
   },

   -- UGB § 458: 40 euros between businesses (Directive 2011/7/EU art. 6 (1)), by the
   -- Zahlungsverzugsgesetz for contracts from 16 March 2013 on
   fees = {
      { from = "2013-03-16", law = "UGB § 458", currency = "EUR", tiers = { { amount = "40.00" } } },
   },

   -- UGB § 456: 9.2 points above the base rate of the last day of the half-year before. The
   -- rates themselves are not given here: an admin adds those that were looked up.

   -- ABGB § 1416: interest before principal; costs before both is the usual practice
   payment_order = { "costs", "interest", "principal" },
}
