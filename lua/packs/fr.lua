-- France. Sources stand beside the figures. Not legal advice. Regions 57, 67 and 68 are Moselle,
-- Bas-Rhin and Haut-Rhin.

return {
   country = "FR",
   name = "France",

   -- Code du travail L3133-1; Good Friday and 26 December by L3134-13
   holidays = {
      { name = "Jour de l'an", month = 1, day = 1 },
      { name = "Vendredi saint", easter = -2, regions = { "57", "67", "68" } },
      { name = "Lundi de Pâques", easter = 1 },
      { name = "Fête du Travail", month = 5, day = 1 },
      { name = "Victoire 1945", month = 5, day = 8, from = 1982 },
      { name = "Ascension", easter = 39 },
      { name = "Lundi de Pentecôte", easter = 50 },
      { name = "Fête nationale", month = 7, day = 14 },
      { name = "Assomption", month = 8, day = 15 },
      { name = "Toussaint", month = 11, day = 1 },
      { name = "Armistice 1918", month = 11, day = 11 },
      { name = "Noël", month = 12, day = 25 },
      { name = "Saint-Étienne", month = 12, day = 26, regions = { "57", "67", "68" } },
   },

   -- Code de commerce L441-10 (II) and D441-5: 40 euros (Directive 2011/7/EU art. 6 (1)), by décret
   -- 2012-1115 from 1 January 2013 on
   fees = {
      {
         from = "2013-01-01", law = "Code de commerce D441-5", currency = "EUR",
         tiers = { { amount = "40.00" } },
      },
   },

   -- Code de commerce L441-10 (II): 10 points above the rate of the ECB's main refinancing
   -- operations in force on 1 January or 1 July, unless another rate was agreed, of at least three
   -- times the legal one. The ECB's: 2.50, 4.00, 4.50, 4.25, 3.15, 2.15, 2.15
   interest = {
      { from = "2023-01-01", percent = "12.50", law = "Code de commerce L441-10" },
      { from = "2023-07-01", percent = "14.00", law = "Code de commerce L441-10" },
      { from = "2024-01-01", percent = "14.50", law = "Code de commerce L441-10" },
      { from = "2024-07-01", percent = "14.25", law = "Code de commerce L441-10" },
      { from = "2025-01-01", percent = "13.15", law = "Code de commerce L441-10" },
      { from = "2025-07-01", percent = "12.15", law = "Code de commerce L441-10" },
      { from = "2026-01-01", percent = "12.15", law = "Code de commerce L441-10" },
   },

   -- Code civil art. 1343-1: interest before principal; costs before both is the usual practice
   payment_order = { "costs", "interest", "principal" },
}
