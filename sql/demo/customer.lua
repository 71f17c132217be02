-- A customer: who it is, where, how it pays, whom to write to, and its cases.

local calendar = require "calendar"
local house = require "house"
local out = require "out"
local random = require "random"
local words = require "words"

local M = {}
local NULL = out.NULL

-- How customers pay. late: days after due of what was paid; spread around it. open: how far
-- before today the open items of such a payer reach back beyond their due date.
local PAYERS = {
   prompt = { late = -1, spread = 3, open = 0 },
   slow = { late = 13, spread = 6, open = 20 },
   erratic = { late = 18, spread = 18, open = 38 },
   declining = { late = 9, spread = 5, open = 55, worse = 28 },
   disputer = { late = 8, spread = 7, open = 45 },
   part_payer = { late = 10, spread = 8, open = 42 },
   promise_breaker = { late = 26, spread = 10, open = 75 },
}
local SHARES = { { "prompt", 50 }, { "slow", 18 }, { "erratic", 9 }, { "declining", 6 },
   { "disputer", 6 }, { "part_payer", 6 }, { "promise_breaker", 5 } }

local DIAL = { DE = 49, AT = 43, CH = 41, FR = 33, NL = 31, GB = 44, IE = 353, US = 1, JP = 81 }

-- Where the first customers are, so that a small company has every currency too. Number 1
-- is the one whose portal the demo shows.
local FIRST = { "DE", "GB", "US", "CH", "JP", "FR", "AT", "NL" }

local used = {}

local function company_name(w, country)
   if random.chance(0.05) then
      return string.format(random.pick(w.body), random.pick(country.cities)), "public_body"
   end
   for round = 1, 4 do
      local name = random.pick(w.last)
      if round > 1 or random.chance(0.3) then name = name .. " & " .. random.pick(w.last) end
      if round > 2 then name = name .. " " .. random.pick(country.cities) end
      name = name .. " " .. random.pick(w.trade) .. " " .. random.pick(w.form)
      if not used[name] or round == 4 then return name, "business" end
   end
end

local function person_name(w)
   return random.pick(w.first) .. " " .. random.pick(w.last)
end

-- How large an invoice of the customer is, in euros, in the middle.
local function typical_amount(c)
   if c.key_account then return 6000 + 6000 * math.exp(random.normal(0, 0.4)) end
   if c.small then return 20 + 90 * math.exp(random.normal(0, 0.4)) end
   return 650 * math.exp(random.normal(0, 0.8))
end

local function write_contacts(c, w, known)
   local domain = c.slug .. ".example"
   local n = random.weighted({ { 1, 5 }, { 2, 4 }, { 3, 1 } })
   c.contacts = {}
   for k = 1, n do
      local name = person_name(w)
      local id = out.id("contact")
      local email = words.slug(name):gsub("-", ".") .. "@" .. domain
      local consent = 1
      if k == 1 and random.chance(0.4) then email = "accounts@" .. domain end
      if k == 1 and c.nobody == "no address" then email = nil end
      if k == 1 and c.nobody == "no consent" then consent = 0 end
      local roles = k == 1 and "billing,statement" or random.pick({ "statement", "dispute", "billing", "legal" })
      if c.nobody and k > 1 then roles = "dispute" end
      c.contacts[k] = { id = id, name = name, email = email }
      out.row("contact", id, c.id, "erp", "C" .. id, 1, name, email or NULL,
         string.format("+%d %d 555 %04d", DIAL[c.country], random.between(20, 990), random.between(100, 199)),
         NULL, roles, consent, known, known)
      if k == 1 and c.nobody == "bounced" then
         out.row("suppression", out.id("suppression"), email, "hard_bounce",
            "550 5.1.1 no such mailbox", calendar.at(c.today - random.between(20, 200), 9))
      end
   end
end

local function write_address(c, w, country, known)
   local street = random.pick(w.street)
   local number = random.between(1, 180)
   local line = (w.form[1] == "Ltd" or c.country == "US" or c.country == "FR") and number .. " " .. street
      or street .. " " .. number
   out.row("address", out.id("address"), c.id, "billing", line, string.format("%05d", random.between(1000, 98999)),
      random.pick(country.cities), c.country, known)
end

local function add_case(c, division, currency)
   local id = out.id("case_state")
   c.cases[#c.cases + 1] = { id = id, customer = c, division = division,
      division_id = house.divisions[division].id, currency = currency }
end

local function write_tag(c, tag, reason)
   out.row("customer_tag", out.id("customer_tag"), c.id, tag, "hand", 2, reason,
      calendar.at(c.today - random.between(60, 400), 10))
end

local function choose_kind(c)
   local roll = random.between(1, 100)
   c.key_account = roll <= 6
   c.small = roll > 80
   c.payer = random.weighted(SHARES)
   c.habit = PAYERS[c.payer]
   local odd = random.between(1, 200)
   c.nobody = ({ "no address", "no consent", "bounced" })[odd]
   c.direct_debit = odd > 3 and odd <= 10
   c.spared = odd == 11
end

local function write_customer(c, w, country, since, known)
   local name, kind = company_name(w, country)
   used[name] = true
   c.name, c.slug = name, words.slug(name)
   local limit, limit_currency = NULL, NULL
   if c.key_account then
      local scale = house.currencies[country.currency].decimals == 0 and 1 or 100
      limit = math.floor(house.currencies[country.currency].per_euro * random.between(60, 250)) * 1000 * scale
      limit_currency = country.currency
   end
   out.row("customer", c.id, "erp", "K" .. c.id, 1, c.number, name, "active", kind, country.language,
      country.time_zone, country.code, kind == "business" and country.code .. random.between(100000000, 999999999) or NULL,
      c.terms, c.direct_debit and "direct_debit" or random.chance(0.93) and "transfer" or "card", limit, limit_currency,
      calendar.date[since], known, known)
end

-- Number n of the customers of that day.
function M.make(n, today)
   local c = { id = out.id("customer"), today = today, cases = {}, number = tostring(10000 + n) }
   choose_kind(c)
   if n == 1 then
      c.key_account, c.small, c.nobody, c.direct_debit, c.spared = false, false, nil, false, false
      c.payer, c.habit = "slow", PAYERS.slow
   end
   local country = words.country(FIRST[n] or random.weighted(words.by_weight))
   local w = country.words
   local since = today - random.weighted({ { random.between(760, 4000), 9 }, { random.between(90, 170), 1 } })
   local known = calendar.at(math.max(since, today - 790), 6)
   c.country, c.language, c.currency = country.code, country.language, country.currency
   c.since = math.max(since, today - 730)
   c.terms = random.weighted({ { 30, 6 }, { 14, 3 }, { 45, 1 }, { 60, c.key_account and 4 or 0 } })
   write_customer(c, w, country, since, known)
   write_address(c, w, country, known)
   write_contacts(c, w, known)
   add_case(c, country.division, country.currency)
   if random.chance(0.08) and n > 1 then
      add_case(c, country.division, country.currency == "EUR" and "USD" or "EUR")
   elseif random.chance(0.04) and n > 1 and country.division ~= "US" then
      add_case(c, "US", "USD")
   end
   c.assignee = house.collector(country.division)
   out.row("customer_assignment", out.id("customer_assignment"), c.id, NULL, c.assignee,
      c.key_account and "key accounts" or country.division, known)
   if c.small then write_tag(c, "low-touch", "small amounts, mail is enough") end
   if c.spared then write_tag(c, "no-reminders", "the managing director calls himself") end
   c.typical = n == 1 and 400 or typical_amount(c)
   return c
end

return M
