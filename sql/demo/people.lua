-- What people did about a case: promises, disputes, holds, notes, calls, tasks, a word in the portal.

local calendar = require "calendar"
local house = require "house"
local out = require "out"
local random = require "random"

local M = {}
local NULL, date, at = out.NULL, calendar.date, calendar.at
local TOLERANCE_DAYS = 2 -- as the setting promise_tolerance_days says

local function tell(case, day, hour, kind, user, ref_kind, ref_id, title)
   if case.timeline then
      out.row("activity", out.id("activity"), case.customer.id, case.id, at(day, hour, ref_id % 60), kind,
         user > 0 and "user" or "contact", user > 0 and user or case.customer.contacts[1].id, ref_kind, ref_id,
         out.text(title), NULL)
   end
end

-- Open instalments that are overdue, the oldest first.
local function overdue(case)
   local list = {}
   for _, t in ipairs(case.invoices) do
      for _, i in ipairs(t.instalments) do
         if i.open > 0 and i.due < case.customer.today and t.kind == "invoice" then list[#list + 1] = i end
      end
   end
   table.sort(list, function(a, b) return a.due < b.due or (a.due == b.due and a.id < b.id) end)
   return list
end

local PROMISED = { "by transfer, said accounts payable", "waits for a payment of its own", "the payment run is on Thursdays",
   "asked for a week more", "the managing director gave his word" }

local function promise(case, made, days, list, n)
   local c = case.customer
   local id, sum = out.id("promise"), 0
   for k = 1, math.min(n, #list) do
      sum = sum + list[k].open
      out.row("promise_item", id, list[k].id, list[k].open)
   end
   local on = calendar.working_day(made + days)
   local by_phone = random.chance(0.7)
   out.row("promise", id, case.id, c.id, sum, date[made], date[on], date[on + TOLERANCE_DAYS],
      by_phone and "call" or "mail", random.pick(PROMISED), "user", c.assignee, at(made, 10))
   tell(case, made, 10, "promise", c.assignee, "promise", id, "Promised " .. house.money(sum, case.currency) .. " by "
      .. date[on])
end

local function make_promises(case)
   local c, list = case.customer, overdue(case)
   if #list == 0 then return end
   if c.payer == "promise_breaker" then
      for k = 1, random.between(1, 3) do
         promise(case, c.today - 14 - 21 * k + random.between(0, 6), 7, list, 2)
      end
      if random.chance(0.3) then promise(case, c.today - 2, 8, list, 2) end
   elseif (c.payer == "slow" or c.payer == "erratic") and random.chance(0.16) then
      promise(case, c.today - random.between(1, 4), random.between(5, 12), list, random.between(1, #list))
   end
end

local REASONS = {
   { "quality", "two of the instruments were out of calibration" }, { "price", "the agreed discount is missing" },
   { "not_received", "the delivery arrived incomplete" }, { "quantity", "eight ordered, six delivered" },
   { "other", "was invoiced twice, they say" },
}

local function dispute(case, i, opened, wholly, closed, resolution)
   local c = case.customer
   local id = out.id("dispute")
   local minor = wholly and i.minor or math.max(1, i.minor * random.between(10, 60) // 100)
   if not closed then minor = math.min(minor, i.open) end
   local reason = random.pick(REASONS)
   out.row("dispute", id, case.id, c.id, i.item.id, minor, reason[1], reason[2], 2, date[opened + 21], date[opened],
      "user", c.assignee, at(opened, 11), closed and at(closed, 12) or NULL, resolution or NULL)
   out.row("dispute_event", out.id("dispute_event"), id, "opened", at(opened, 11), "user", c.assignee, NULL)
   tell(case, opened, 11, "dispute", c.assignee, "dispute", id, "Disputes " .. house.money(minor, case.currency) .. " of "
      .. i.item.number .. ": " .. reason[2])
   if closed then
      out.row("dispute_event", out.id("dispute_event"), id, "resolved", at(closed, 12), "user", 2, NULL)
      tell(case, closed, 12, "dispute", 2, "dispute", id, "Dispute of " .. i.item.number .. " closed: " .. resolution)
   end
end

local function make_disputes(case)
   local c, list = case.customer, overdue(case)
   if c.payer ~= "disputer" then return end
   local all = random.chance(0.4)
   for k = 1, math.min(#list, all and 6 or random.between(1, 3)) do
      dispute(case, list[k], math.max(list[k].item.issued + 3, c.today - random.between(3, 40)),
         all or random.chance(0.4))
   end
   if not case.timeline then return end
   for _, t in ipairs(case.invoices) do
      local i = t.instalments[1]
      if i.open == 0 and i.settled > i.due + 8 and i.settled > c.today - 300 and random.chance(0.25) then
         dispute(case, i, i.due + 2, random.chance(0.5), i.settled - 2, random.pick({ "reject", "credit", "withdrawn" }))
      end
   end
end

local function hold(case, kind, reason, days)
   local c = case.customer
   local id, from = out.id("hold"), c.today - random.between(2, 30)
   out.row("hold", id, c.id, case.id, NULL, kind, NULL, days and date[c.today + days] or NULL, reason, 2, at(from, 9), NULL)
   tell(case, from, 9, "hold", 2, "hold", id, "Reminders for everything held: " .. reason)
end

local function make_holds(case)
   if #overdue(case) == 0 then return end
   local roll = random.between(1, 100)
   if roll <= 3 then
      hold(case, "manual", random.pick({ "talks about a new frame contract", "new bookkeeping over there, give them time",
         "waits for our corrected invoice" }), random.between(4, 25))
   elseif roll == 4 then
      hold(case, "legal", "handed to the lawyers")
   end
end

local NOTES = {
   "Accounts payable is in the office on Tuesdays and Thursdays only.", "Wants a statement with every reminder.",
   "Ask for Mrs. %s, she can release payments up to 10,000.", "Pays by collective transfer at the end of the month.",
   "New purchasing department; order numbers must stand on the invoice.",
   "Good customer for years. A friendly call does more than a letter.",
   "Says that invoices get lost in the scanning office; always send a copy by mail.",
}
local CALLS = {
   { "reached", "Will check and call back." }, { "reached", "The invoices are approved and go out with the next run." },
   { "no_answer", NULL }, { "message_left", "Left a message with the switchboard." },
   { "reached", "Asked for copies of two invoices; sent them." },
}
local TASKS = { "Send a statement of account", "Ask for the missing order number", "Check the address for invoices",
   "Talk about terms of payment", "Call back about the open credit note" }

local function write_note(case, day)
   local c, id = case.customer, out.id("note")
   local body = random.pick(NOTES):gsub("%%s", c.contacts[1].name:match("%S+$"))
   out.row("note", id, c.id, case.id, NULL, c.assignee, out.text(body), at(day, 13, id % 60))
   tell(case, day, 13, "note", c.assignee, "note", id, body)
end

local function write_call(case, day)
   local c, id, call = case.customer, out.id("phone_call"), random.pick(CALLS)
   out.row("phone_call", id, c.id, case.id, c.contacts[1].id, c.assignee, call[1], call[2], at(day, 12, id % 60))
   local said = call[2] ~= NULL and ": " .. call[2] or ""
   tell(case, day, 12, "call", c.assignee, "phone_call", id, "Called " .. c.contacts[1].name .. " ("
      .. call[1]:gsub("_", " ") .. ")" .. said)
end

local function write_task(case)
   local c, id = case.customer, out.id("follow_up")
   local day = c.today - random.between(1, 12)
   local title = random.pick(TASKS)
   out.row("follow_up", id, c.id, case.id, "by_hand", title, date[c.today + random.between(-2, 6)],
      random.between(1, 3), c.assignee, "open", NULL, "user", 2, at(day, 9), NULL, NULL)
   tell(case, day, 9, "follow_up", 2, "follow_up", id, title)
end

local function write_messages(case)
   local c, id, day = case.customer, out.id("conversation"), case.customer.today - random.between(2, 25)
   local contact = c.contacts[1].id
   out.row("conversation", id, c.id, "Statement of account", "open", at(day, 8), at(day, 14))
   local said = { { "contact", contact, "Could you send us a copy of the oldest invoice? We cannot find it.", 8 },
      { "user", c.assignee, "Of course, it stands in the portal under its number; here it is once more.", 14 } }
   for _, m in ipairs(said) do
      local message = out.id("message")
      out.row("message", message, id, c.id, m[1], m[2], "portal", m[3], at(day, m[4]))
      tell(case, day, m[4], "message", m[1] == "user" and c.assignee or 0, "message", message, m[3])
   end
   local visit = out.id("activity")
   out.row("activity", visit, c.id, case.id, at(day, 7, 50), "portal_visit", "contact", contact, NULL, NULL,
      "Opened the customer portal", NULL)
end

-- What bears on the engine.
function M.act(case)
   make_promises(case)
   make_disputes(case)
   make_holds(case)
end

-- What makes the customer's page alive.
function M.talk(case)
   local c = case.customer
   local trouble = c.payer ~= "prompt"
   for _ = 1, random.between(trouble and 1 or 0, trouble and 3 or 1) do
      write_note(case, calendar.working_day(c.today - random.between(3, 400)) - 3)
   end
   for _ = 1, trouble and random.between(1, 4) or 0 do
      write_call(case, calendar.working_day(c.today - random.between(6, 150)) - 3)
   end
   if random.chance(trouble and 0.2 or 0.04) then write_task(case) end
   if random.chance(0.12) then write_messages(case) end
end

return M
