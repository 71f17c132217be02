-- Switzerland. Sources stand beside the figures. Not legal advice.

local corpus_christi = { "AI", "FR", "JU", "LU", "NW", "OW", "SZ", "TI", "UR", "VS", "ZG" }

return {
   country = "CH",
   name = "Switzerland",

   -- Bundesverfassung art. 110 (3) for 1 August; else the laws of the cantons, days that hold in
   -- the whole canton
   holidays = {
      { name = "Neujahr", month = 1, day = 1 },
      {
         name = "Berchtoldstag", month = 1, day = 2,
         regions = { "AG", "BE", "FR", "GL", "JU", "LU", "NE", "OW", "SH", "TG", "VD", "ZG", "ZH" },
      },
      { name = "Heilige Drei Könige", month = 1, day = 6, regions = { "SZ", "TI", "UR" } },
      { name = "Instauration de la République", month = 3, day = 1, regions = { "NE" } },
      { name = "Josefstag", month = 3, day = 19, regions = { "NW", "SZ", "TI", "UR", "VS" } },
      {
         name = "Karfreitag", easter = -2,
         regions = { "AG", "AI", "AR", "BE", "BL", "BS", "FR", "GE", "GL", "GR", "JU", "LU", "NE",
            "NW", "OW", "SG", "SH", "SO", "SZ", "TG", "UR", "VD", "ZG", "ZH" },
      },
      {
         name = "Ostermontag", easter = 1,
         regions = { "AG", "AI", "AR", "BE", "BL", "BS", "FR", "GE", "GL", "GR", "JU", "LU", "NW",
            "OW", "SG", "SH", "SZ", "TG", "TI", "UR", "VD", "ZG", "ZH" },
      },
      { name = "Näfelser Fahrt", month = 4, weekday = 4, nth = 1, regions = { "GL" } },
      { name = "Tag der Arbeit", month = 5, day = 1, regions = { "BL", "BS", "JU", "NE", "SH", "TG", "TI", "ZH" } },
      { name = "Auffahrt", easter = 39 },
      {
         name = "Pfingstmontag", easter = 50,
         regions = { "AG", "AI", "AR", "BE", "BL", "BS", "FR", "GE", "GL", "GR", "JU", "LU", "NW",
            "OW", "SG", "SH", "SZ", "TG", "TI", "UR", "VD", "ZG", "ZH" },
      },
      { name = "Fronleichnam", easter = 60, regions = corpus_christi },
      { name = "Commémoration du plébiscite", month = 6, day = 23, regions = { "JU" } },
      { name = "Peter und Paul", month = 6, day = 29, regions = { "TI" } },
      { name = "Bundesfeier", month = 8, day = 1, from = 1994 },
      { name = "Mariä Himmelfahrt", month = 8, day = 15, regions = corpus_christi },
      -- the Thursday after the first Sunday of September
      { name = "Jeûne genevois", month = 9, weekday = 4, nth = 1, after = 5, regions = { "GE" } },
      -- the Monday after the third Sunday of September
      { name = "Lundi du Jeûne fédéral", month = 9, weekday = 1, nth = 1, after = 16, regions = { "VD" } },
      { name = "Bruderklausenfest", month = 9, day = 25, regions = { "OW" } },
      {
         name = "Allerheiligen", month = 11, day = 1,
         regions = { "AI", "FR", "GL", "JU", "LU", "NW", "OW", "SG", "SZ", "TI", "UR", "VS", "ZG" },
      },
      {
         name = "Mariä Empfängnis", month = 12, day = 8,
         regions = { "AI", "FR", "LU", "NW", "OW", "SZ", "TI", "UR", "VS", "ZG" },
      },
      { name = "Weihnachten", month = 12, day = 25 },
      {
         name = "Stephanstag", month = 12, day = 26,
         regions = { "AG", "AI", "AR", "BE", "BL", "BS", "FR", "GL", "GR", "LU", "NW", "OW", "SG",
            "SH", "SZ", "TG", "TI", "UR", "ZG", "ZH" },
      },
      { name = "Restauration de la République", month = 12, day = 31, regions = { "GE" } },
   },

   -- no fixed sum by law. OR art. 104 (1): 5 % a year, also where less was agreed; (2) a higher
   -- rate that was agreed counts in its place
   interest = {
      { from = "1912-01-01", percent = "5", law = "OR art. 104" },
   },

   -- OR art. 85 (1): principal only when neither interest nor costs are behind
   payment_order = { "costs", "interest", "principal" },
}
