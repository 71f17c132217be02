-- What names are made of. Addresses of mail end in .example, which nobody can own.

local function list(text)
   local out = {}
   text = text:gsub("%s+", " ")
   for word in text:gmatch("[^,]+") do out[#out + 1] = word:match("^ ?(.-) ?$") end
   return out
end

local german = {
   first = list [[Anna, Lukas, Miriam, Jonas, Katrin, Stefan, Ute, Felix, Sabine, Markus, Heike, Jan,
      Petra, Tobias, Silke, Andreas, Birgit, Matthias, Nadine, Florian, Ines, Rainer, Claudia, Dirk]],
   last = list [[Bergmann, Hofer, Krause, Lindner, Vogt, Seidel, Brandt, Kessler, Reuter, Ahlers, Thiele,
      Wendt, Baumann, Eckert, Falk, Gruber, Hansen, Jansen, Kuhn, Lorenz, Mertens, Nowak, Oswald, Pohl,
      Richter, Sommer, Ulrich, Voss, Winter, Zeller, Arndt, Busch, Dietz, Ebert, Frey, Gerlach]],
   trade = list [[Maschinenbau, Elektrotechnik, Logistik, Druckerei, Holzhandel, Werkzeuge, Spedition,
      Metallbau, Gartenbau, Labortechnik, Verpackungen, Feinmechanik, Kunststoffe, Beschichtungen,
      Medizintechnik, Anlagenbau, Kältetechnik, Messtechnik, Lebensmittel, Bürobedarf]],
   form = { "GmbH", "GmbH", "GmbH", "GmbH & Co. KG", "AG", "KG", "e.K." },
   street = list [[Hafenstraße, Lindenweg, Am Markt, Bahnhofstraße, Industriestraße, Mühlweg, Ringstraße,
      Schillerstraße, Gewerbepark, Kirchgasse, Weststraße, Am Kanal]],
   body = { "Stadtwerke %s", "Landkreis %s", "Klinikum %s", "Universität %s" },
}

local english = {
   first = list [[Alice, Oliver, Priya, George, Hannah, Callum, Fiona, Rajiv, Emma, Thomas, Grace, Daniel,
      Sophie, Imran, Megan, Harry, Chloe, Owen, Naomi, Patrick, Leah, Simon, Rachel, Marcus]],
   last = list [[Ashworth, Barlow, Carver, Denholm, Ellison, Fairfax, Garside, Hartley, Ingham, Jessop,
      Kirkby, Langley, Marsden, Norwood, Ormond, Penrose, Quayle, Radcliffe, Selby, Thornton, Underhill,
      Vickers, Whitaker, Yardley, Brook, Crane, Dale, Firth, Holt, Kerr, Lowe, Moss, Pike, Rowe, Swift]],
   trade = list [[Engineering, Logistics, Printers, Timber, Fabrications, Instruments, Packaging, Foods,
      Electrical, Motors, Fixings, Textiles, Laboratories, Interiors, Haulage, Coatings, Marine, Optics,
      Plastics, Office Supply]],
   form = { "Ltd", "Ltd", "Ltd", "plc", "LLP" },
   street = list [[Mill Lane, Station Road, Quay Street, Victoria Road, Church Street, Foundry Way, Canal
      Street, Park Row, Bridge Road, Kiln Close, Market Place, Old Dock Road]],
   body = { "%s City Council", "%s NHS Trust", "University of %s", "%s Port Authority" },
}

local french = {
   first = list [[Camille, Julien, Élodie, Antoine, Margaux, Nicolas, Sylvie, Mathieu, Hélène, Pierre,
      Aurélie, Laurent, Chantal, Thibault, Nathalie, Benoît]],
   last = list [[Moreau, Lefèvre, Girard, Fontaine, Chevalier, Renard, Lambert, Masson, Perrin, Gauthier,
      Blanchard, Marchand, Colin, Aubert, Barbier, Caron, Delorme, Fabre, Guérin, Lacroix]],
   trade = list [[Mécanique, Transports, Imprimerie, Emballages, Outillage, Électricité, Menuiserie,
      Conserverie, Plastiques, Instruments, Distribution, Textiles, Froid, Agencement]],
   form = { "SARL", "SAS", "SAS", "SA" },
   street = list [[rue du Port, avenue de la Gare, quai des Forges, rue des Tanneurs, boulevard Carnot,
      place du Marché, chemin des Vignes, rue Pasteur]],
   body = { "Ville de %s", "Hôpital de %s", "Université de %s" },
}

local american = setmetatable({
   form = { "Inc.", "Inc.", "LLC", "LLC", "Corp.", "Co." },
   street = list [[Main Street, Industrial Boulevard, Harbor Drive, Commerce Way, 5th Avenue, Oak Street,
      Airport Road, Mill Road, Union Street, Lakeshore Drive]],
   body = { "City of %s", "%s School District", "%s Water Authority" },
}, { __index = english })

local dutch = {
   first = list "Daan, Femke, Joris, Anouk, Bram, Sanne, Pieter, Lotte, Ruben, Marieke, Sjoerd, Ilse",
   last = list [[de Wit, van Dijk, Bakker, Visser, Smit, Mulder, Bos, Vos, Dekker, Brouwer, de Graaf, Kok,
      van Leeuwen, Prins, Huisman, Postma]],
   trade = list [[Techniek, Transport, Drukwerk, Houthandel, Verpakkingen, Installaties, Staalbouw,
      Levensmiddelen, Instrumenten, Scheepsbouw]],
   form = { "B.V.", "B.V.", "N.V." },
   street = list "Havenweg, Stationsstraat, Kanaalkade, Industrieweg, Molenstraat, Dorpsplein, Nijverheidsweg",
   body = { "Gemeente %s", "Waterschap %s" },
}

local japanese = {
   first = list "Haruto, Yui, Sota, Aoi, Ren, Hina, Kaito, Sakura, Takumi, Mei",
   last = list "Sato, Suzuki, Takahashi, Tanaka, Ito, Yamamoto, Nakamura, Kobayashi, Kato, Yoshida, Mori, Abe",
   trade = list "Seiki, Denki, Kogyo, Shoji, Kagaku, Sangyo, Keiki, Unyu",
   form = { "K.K.", "Co., Ltd." },
   street = list "Minato-dori, Chuo-dori, Sakura-machi, Kita-ku 3-chome, Higashi-machi",
   body = { "%s City Hospital" },
}

-- Country: words, currency, language, time zone, cities, the division that sells there, weight.
local countries = {
   DE = { german, "EUR", "de", "Europe/Berlin", "DE", 34,
      list "Hamburg, Bremen, Kassel, Leipzig, Ulm, Münster, Rostock, Mannheim, Dresden, Aachen, Kiel, Erfurt" },
   AT = { german, "EUR", "de", "Europe/Vienna", "DE", 6, list "Wien, Linz, Graz, Salzburg, Villach" },
   CH = { german, "CHF", "de", "Europe/Zurich", "DE", 9, list "Zürich, Basel, Bern, Luzern, St. Gallen" },
   FR = { french, "EUR", "fr", "Europe/Paris", "DE", 8, list "Lyon, Nantes, Lille, Rennes, Dijon, Reims" },
   NL = { dutch, "EUR", "en", "Europe/Amsterdam", "DE", 5, list "Utrecht, Rotterdam, Groningen, Breda, Zwolle" },
   GB = { english, "GBP", "en", "Europe/London", "UK", 17,
      list "Leeds, Bristol, Hull, Sheffield, Glasgow, Cardiff, Norwich, Plymouth, Derby" },
   IE = { english, "EUR", "en", "Europe/Dublin", "UK", 3, list "Cork, Galway, Limerick, Dublin" },
   US = { american, "USD", "en", "America/New_York", "US", 15,
      list "Portland, Akron, Dayton, Tulsa, Omaha, Albany, Toledo, Savannah, Spokane, Boise" },
   JP = { japanese, "JPY", "en", "Asia/Tokyo", "US", 3, list "Osaka, Nagoya, Sendai, Kobe, Hiroshima" },
}

local by_weight = {}
for code, c in pairs(countries) do by_weight[#by_weight + 1] = { code, c[6] } end
table.sort(by_weight, function(a, b) return a[1] < b[1] end)

local M = { by_weight = by_weight, product = list [[Pressure sensor PS-40, Flow meter FM-2, Valve block VB-8,
   Calibration service, Annual maintenance, Control unit CU-16, Spare part kit, Data logger DL-7,
   Signal converter SC-3, Probe set, Installation on site, Software licence, Training day, Freight]] }

function M.country(code)
   local c = countries[code]
   return { code = code, words = c[1], currency = c[2], language = c[3], time_zone = c[4],
      division = c[5], cities = c[7] }
end

local PLAIN = { ["ä"] = "ae", ["ö"] = "oe", ["ü"] = "ue", ["ß"] = "ss", ["é"] = "e", ["è"] = "e", ["É"] = "e",
   ["î"] = "i", ["ç"] = "c", ["ô"] = "o", ["Ä"] = "ae", ["Ö"] = "oe", ["Ü"] = "ue" }

-- "Lindner & Vogt Metallbau GmbH" as a name in an address of mail.
function M.slug(name)
   return (name:gsub("[\xC3][\x80-\xBF]", PLAIN):lower():gsub("[^a-z0-9]+", "-"):gsub("^%-+", ""):gsub("%-+$", ""))
end

return M
