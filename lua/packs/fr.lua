-- France. Sources: Code de commerce L441-10, D441-5; Code du travail L3133-1. Not legal
-- advice. Regions 57, 67 and 68 are Moselle, Bas-Rhin and Haut-Rhin.

return {
   country = "FR",
   name = "France",

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

   fees = {
      {
         from = "2013-01-01", law = "Code de commerce D441-5", currency = "EUR",
         tiers = { { amount = "40.00" } },
      },
   },

   -- main refinancing rate of the ECB + 10 points, where the contract says nothing else
   interest = {
      { from = "2023-01-01", percent = "12.50", law = "Code de commerce L441-10" },
      { from = "2023-07-01", percent = "14.00", law = "Code de commerce L441-10" },
      { from = "2024-01-01", percent = "14.50", law = "Code de commerce L441-10" },
      { from = "2024-07-01", percent = "14.25", law = "Code de commerce L441-10" },
      { from = "2025-01-01", percent = "13.15", law = "Code de commerce L441-10" },
      { from = "2025-07-01", percent = "12.15", law = "Code de commerce L441-10" },
   },

   payment_order = { "costs", "interest", "principal" },
}
