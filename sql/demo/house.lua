-- The company whose customers these are: three legal entities, its staff, rates of exchange.

local calendar = require "calendar"
local out = require "out"
local random = require "random"

local M = {}

-- hour: of eight in the morning there, in UTC.
M.divisions = {
   DE = { id = 1, name = "Meridian Instruments GmbH", country = "DE", region = "HH",
      time_zone = "Europe/Berlin", currency = "EUR", hour = 7 },
   UK = { id = 2, name = "Meridian Instruments Ltd", country = "GB", region = "ENG",
      time_zone = "Europe/London", currency = "GBP", hour = 8 },
   US = { id = 3, name = "Meridian Instruments Inc.", country = "US", region = "NY",
      time_zone = "America/New_York", currency = "USD", hour = 13 },
}
local ORDER = { "DE", "UK", "US" }

-- Decimals, and units for one euro.
M.currencies = {
   EUR = { decimals = 2, per_euro = 1 },
   USD = { decimals = 2, per_euro = 1.09 },
   GBP = { decimals = 2, per_euro = 0.85 },
   CHF = { decimals = 2, per_euro = 0.96 },
   JPY = { decimals = 0, per_euro = 163 },
}

M.users = {
   { id = 1, name = "Jonas Adler", role = "admin", mail = "jonas.adler" },
   { id = 2, name = "Vera Lindholm", role = "manager", mail = "vera.lindholm" },
   { id = 3, name = "Mara Petersen", role = "collector", mail = "mara.petersen" },
   { id = 4, name = "Tom Whitfield", role = "collector", mail = "tom.whitfield", only = { "UK", "US" } },
   { id = 5, name = "Nina Sauer", role = "collector", mail = "nina.sauer" },
   { id = 6, name = "Paul Okafor", role = "viewer", mail = "paul.okafor" },
}

function M.mail(id)
   return M.users[id].mail .. "@meridian.example"
end

-- Who collects for a division.
function M.collector(division)
   if division == "DE" then return random.chance(0.6) and 3 or 5 end
   return 4
end

local function write_rates(today)
   local start = calendar.at(today, 5)
   for k, code in ipairs({ "USD", "GBP", "CHF", "JPY" }) do
      random.seed(k)
      local rate = 1 / M.currencies[code].per_euro
      for day = today, today - 760, -7 do
         out.row("fx_rate", code, "EUR", calendar.date[day], math.floor(rate * 1e8 + 0.5), "demo", start)
         rate = rate * (1 + random.normal(0, 0.004))
      end
   end
end

function M.write(today)
   local since = calendar.at(today - 800, 6)
   for _, code in ipairs(ORDER) do
      local d = M.divisions[code]
      out.row("division", d.id, code, d.name, d.country, d.region, d.time_zone, d.currency, "erp", since)
      out.row("source_sync", d.id, "erp", calendar.at(today, 4, 30))
      out.row("source_sync", d.id, "bank", calendar.at(today, 5, 10))
   end
   for _, u in ipairs(M.users) do
      out.row("user", u.id, M.mail(u.id), u.name, u.role, "en", since)
      for _, code in ipairs(u.only or {}) do out.row("user_division", u.id, M.divisions[code].id) end
   end
   write_rates(today)
end

-- An amount for people: "1,250.00 EUR".
-- Between thousands and before cents, where it is not as in English.
local MARKS = { de = { ".", "," }, fr = { "\u{202F}", "," } }

function M.money(minor, currency, language)
   local decimals = M.currencies[currency].decimals
   local whole = decimals == 0 and minor or minor // 100
   local group, point = table.unpack(MARKS[language] or { ",", "." })
   local text = tostring(whole):reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""):gsub(",", group)
   if decimals == 0 then return text .. " " .. currency end
   return string.format("%s%s%02d %s", text, point, minor % 100, currency)
end

return M
