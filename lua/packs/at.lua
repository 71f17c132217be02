-- Austria. Sources: UGB §§ 456, 458; Feiertagsruhegesetz 1957. Not legal advice.

return {
   country = "AT",
   name = "Austria",

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

   fees = {
      { from = "2013-03-16", law = "UGB § 458", currency = "EUR", tiers = { { amount = "40.00" } } },
   },

   payment_order = { "costs", "interest", "principal" },
}
