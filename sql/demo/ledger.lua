-- The ledger of one case: invoices over two years, what settled them and when, what is open.

local calendar = require "calendar"
local house = require "house"
local out = require "out"
local random = require "random"
local words = require "words"

local M = {}
local NULL, date, at = out.NULL, calendar.date, calendar.at
local NEVER = "9999-12-31"

-- Business by month: a slack August, a busy end of the year.
local SEASON = { 0.9, 0.85, 1, 0.95, 1, 1.05, 0.8, 0.6, 1.05, 1.15, 1.25, 1.1 }

local function amount(case)
   local c = case.customer
   local currency = house.currencies[case.currency]
   local value = c.typical * currency.per_euro * math.exp(random.normal(0, 0.6))
   if currency.decimals == 0 then return math.max(100, math.floor(value / 10) * 10) end
   return math.max(500, math.floor(value * 100))
end

local function season_day(first, last)
   local day
   for _ = 1, 4 do
      day = random.between(first, last)
      if random.chance(SEASON[calendar.month(day)] / 1.25) then break end
   end
   return calendar.working_day(day)
end

-- Days after due that this payer took for what fell due on that day.
local function lateness(case, due)
   local c, habit = case.customer, case.customer.habit
   local late = random.rounded(habit.late, habit.spread)
   if habit.worse then
      late = late + math.floor(habit.worse * (1 - (c.today - due) / 730))
   end
   return math.max(late, -c.terms + 1)
end

-- -- documents -----------------------------------------------------------------

local function new_item(case, kind, side, prefix, issued, minor, reference)
   local id = out.id("item")
   local year = calendar.civil(issued)
   return { id = id, kind = kind, side = side, issued = issued, minor = minor, open = minor,
      number = string.format("%s%02d-%06d", prefix, year % 100, 100000 + id), reference = reference, case = case,
      source = kind == "fee" and "dunlin" or "erp" }
end

local function write_item(t)
   local case = t.case
   local known = at(t.issued, 15, t.id % 60)
   out.row("item", t.id, case.id, case.customer.id, case.division_id, case.currency, t.kind, t.side, t.source,
      t.number, 1, t.number, t.reference or NULL, date[t.issued], t.minor, t.open, t.kind == "payment" and
      (case.customer.direct_debit and "direct_debit" or "transfer") or NULL,
      t.kind == "payment" and case.customer.name or NULL, known, known)
end

local function write_lines(t)
   local left, n = t.minor, random.between(1, 3)
   local order = t.id % 3 > 0 and string.format("PO-%06d", t.id * 7 % 1000000) or NULL
   for k = 1, n do
      local part = k == n and left or left * random.between(30, 60) // 100
      left = left - part
      out.row("item_line", t.id, k, random.pick(words.product), order, "1.0000", part, NULL, NULL, part)
   end
end

local function tell(case, day, hour, kind, ref_kind, ref_id, title)
   if case.timeline then
      out.row("activity", out.id("activity"), case.customer.id, case.id, at(day, hour, ref_id % 60), kind, "client",
         "erp", ref_kind, ref_id, title, NULL)
   end
end

-- One or, rarely, three instalments; each will be settled on its own.
local function add_invoice(case, issued, due, plan)
   local t = new_item(case, "invoice", "debit", "R", issued, amount(case),
      random.chance(0.4) and "PO " .. random.between(10000, 99999) or nil)
   local n = plan and 3 or 1
   t.instalments = {}
   for k = 1, n do
      local part = k == n and t.minor - (n - 1) * (t.minor // n) or t.minor // n
      t.instalments[k] = { id = out.id("instalment"), item = t, seq = k, due = due + 30 * (k - 1), minor = part,
         open = part, part = {} }
   end
   case.invoices[#case.invoices + 1] = t
   tell(case, issued, 15, "invoice", "item", t.id, "Invoice " .. t.number .. " over "
      .. house.money(t.minor, case.currency) .. ", due " .. date[due])
   return t
end

local function write_invoice(t)
   local known = at(t.issued, 15, t.id % 60)
   t.open = 0
   for _, i in ipairs(t.instalments) do t.open = t.open + i.open end
   write_item(t)
   for _, i in ipairs(t.instalments) do
      out.row("instalment", i.id, t.id, i.seq, t.case.id, date[t.issued], date[i.due], i.minor, i.open,
         i.open == 0 and date[i.settled] or NEVER, known)
   end
   if t.case.timeline then write_lines(t) end
end

-- -- settlement ------------------------------------------------------------------

local function write_allocation(credit, i, minor, day, reverses, reason)
   local id = out.id("allocation")
   local known = at(day, 16, id % 60)
   out.row("allocation", id, i.item.case.id, credit.case.id, credit.id, i.id, i.item.id, minor, minor, date[day],
      known, known, reverses or NULL, "erp", "A" .. id, reason or NULL)
   return id
end

local function allocate(credit, i, minor, day)
   credit.open = credit.open - minor
   i.open = i.open - minor
   i.part[#i.part + 1] = { day = day, minor = minor }
   if i.open == 0 then i.settled = day end
   return write_allocation(credit, i, minor, day)
end

local function new_credit(case, kind, day, minor)
   local t = new_item(case, kind, "credit", kind == "payment" and "Z" or "G", day, minor)
   case.credits[#case.credits + 1] = t
   tell(case, day, kind == "payment" and 9 or 14, kind, "item", t.id,
      (kind == "payment" and "Payment " or "Credit note ") .. t.number .. " over " .. house.money(minor, case.currency))
   return t
end

-- A payment for a few instalments that were paid together.
local function pay_together(case, group, day)
   local sum = 0
   for _, i in ipairs(group) do sum = sum + i.open end
   local payment = new_credit(case, "payment", day, sum)
   for _, i in ipairs(group) do allocate(payment, i, i.open, day) end
end

local function settle_all(case, paid)
   table.sort(paid, function(a, b)
      if a.pays ~= b.pays then return a.pays < b.pays end
      return a.id < b.id
   end)
   local group, most = {}, 1
   for k, i in ipairs(paid) do
      if random.chance(0.03) and i.pays > i.item.issued + 2 then
         local minor = i.open * random.between(5, 25) // 100
         local day = random.between(i.item.issued + 1, i.pays - 1)
         if minor > 0 then allocate(new_credit(case, "credit", day, minor), i, minor, day) end
      end
      if #group == 0 then most = random.weighted({ { 1, 5 }, { 2, 3 }, { 4, 2 } }) end
      group[#group + 1] = i
      local later = paid[k + 1]
      if #group >= most or not later or later.pays > group[1].pays + 6 then
         pay_together(case, group, i.pays)
         group = {}
      end
   end
end

local function make_closed(case, n, paid)
   local c = case.customer
   for _ = 1, n do
      local plan = random.chance(0.015)
      local last = c.today - 1 - (plan and 60 or 0)
      local issued = season_day(c.since, last - 3)
      local t = add_invoice(case, issued, issued + c.terms, plan)
      for _, i in ipairs(t.instalments) do
         i.pays = i.due + lateness(case, i.due)
         if i.pays > c.today - 1 then i.pays = random.between(math.min(issued + 1, c.today - 1), c.today - 1) end
      end
      for _, i in ipairs(t.instalments) do paid[#paid + 1] = i end
   end
end

local function make_open(case, n, paid)
   local c, habit = case.customer, case.customer.habit
   local back = habit.open > 0 and habit.open + c.terms or c.terms - 1
   for _ = 1, n do
      local plan = random.chance(0.02)
      local reach = back * random.between(0, 1000) / 1000
      local issued = c.today - math.floor(reach)
      if random.chance(0.02) and habit.open > 0 then issued = issued - random.between(20, 60) end
      issued = issued - math.max(0, calendar.weekday(issued) - 4)
      local t = add_invoice(case, issued, issued + c.terms, plan)
      if plan and t.instalments[1].due < c.today then
         t.instalments[1].pays = t.instalments[1].due
         paid[#paid + 1] = t.instalments[1]
      end
   end
end

-- Some of an open invoice has come already.
local function pay_parts(case)
   local c = case.customer
   local share = c.payer == "part_payer" and 0.35 or 0.02
   for _, t in ipairs(case.invoices) do
      local i = t.instalments[1]
      if i.open == i.minor and i.minor > 100 and t.issued < c.today - 4 and #t.instalments == 1
         and random.chance(share) then
         local minor = i.minor * random.between(20, 70) // 100
         local day = random.between(t.issued + 2, c.today - 1)
         allocate(new_credit(case, "payment", day, minor), i, minor, day)
      end
   end
end

-- A payment that stood against the wrong invoice for a few days: taken back, then put right.
local function rematch(case)
   local wrong, right
   for _, t in ipairs(case.invoices) do
      local i = t.instalments[1]
      if i.open > 0 and not wrong and t.issued < case.customer.today - 20 then wrong = i end
      if i.open == i.minor and i ~= wrong and t.issued < case.customer.today - 12 then right = i end
   end
   if not wrong or not right or #right.item.instalments > 1 then return end
   local day = case.customer.today - 9
   local minor = math.min(wrong.open, right.minor // 2)
   local payment = new_credit(case, "payment", day, minor)
   local first = write_allocation(payment, wrong, minor, day)
   write_allocation(payment, wrong, -minor, day + 4, first, "wrong invoice")
   tell(case, day + 4, 10, "reversal", "item", wrong.item.id, house.money(minor, case.currency) .. " of payment "
      .. payment.number .. " no longer settle an invoice: wrong invoice")
   allocate(payment, right, minor, day + 4)
end

local function leave_unapplied(case)
   local c = case.customer
   local minor = amount(case) // random.between(2, 6)
   if minor > 0 then
      new_credit(case, random.chance(0.7) and "payment" or "credit", c.today - random.between(1, 40), minor)
   end
end

-- A fee that an earlier final notice claimed and nobody paid yet.
local function claim_fee(case)
   for _, t in ipairs(case.invoices) do
      local i = t.instalments[1]
      if i.open > 0 and i.due < case.customer.today - 30 and case.currency == "EUR" then
         local day = calendar.working_day(i.due + 20)
         local fee = new_item(case, "fee", "debit", "F", day, 4000)
         fee.instalments = { { id = out.id("instalment"), item = fee, seq = 1, due = day, minor = 4000, open = 4000,
            part = {} } }
         case.invoices[#case.invoices + 1] = fee
         out.row("fee_claim", out.id("fee_claim"), i.id, "standard", "final", 0, case.id, fee.id, i.open, 0, 4000,
            day - i.due, "Directive 2011/7/EU, article 6", date[day])
         return
      end
   end
end

-- Fills case.invoices (each with its instalments) and case.credits, and writes them. The
-- allocations stand before the documents that they speak of; a loader takes table by table.
function M.make(case, open_n, closed_n)
   local paid = {}
   case.invoices, case.credits = {}, {}
   make_closed(case, closed_n, paid)
   make_open(case, open_n, paid)
   settle_all(case, paid)
   pay_parts(case)
   if case.customer.payer == "erratic" and random.chance(0.3) then rematch(case) end
   if random.chance(0.06) then leave_unapplied(case) end
   if case.customer.payer == "promise_breaker" and random.chance(0.5) then claim_fee(case) end
   for _, t in ipairs(case.invoices) do write_invoice(t) end
   for _, t in ipairs(case.credits) do write_item(t) end
end

return M
