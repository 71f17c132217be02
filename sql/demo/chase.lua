-- What the engine did before today: replays the customer's strategy over the past of each
-- case, so that the first day goes on from there.

local calendar = require "calendar"
local house = require "house"
local letters = require "letters"
local out = require "out"
local random = require "random"
local schedule = require "schedule"

local M = {}
local NULL, date, at = out.NULL, calendar.date, calendar.at

-- Every step of every instalment, in the order of its day.
local function steps_of(case, strategy, until_day)
   local events = {}
   for _, t in ipairs(case.invoices) do
      if t.kind == "invoice" then
         for _, i in ipairs(t.instalments) do
            i.level = 0
            local ends = i.settled or until_day + 1
            if case.timeline or i.open > 0 then
               for _, step in ipairs(strategy.steps) do
                  local day = i.due + step.at
                  if day < ends and day <= until_day and day >= t.issued then
                     events[#events + 1] = { day = day, i = i, step = step }
                  end
               end
            end
         end
      end
   end
   table.sort(events, function(a, b)
      if a.day ~= b.day then return a.day < b.day end
      if a.i.id ~= b.i.id then return a.i.id < b.i.id end
      return a.step.level < b.step.level
   end)
   return events
end

local function open_on(i, day)
   local open = i.minor
   for _, part in ipairs(i.part) do
      if part.day < day then open = open - part.minor end
   end
   return open
end

-- Of the waiting events those that still matter on that day, the highest step each.
local function take_due(waiting, day)
   local overdue, upcoming, tasks, at_of = {}, {}, {}, {}
   for _, e in ipairs(waiting) do
      local late = e.step.upcoming and day > e.i.due
      if not late and e.step.level > e.i.level and open_on(e.i, day) > 0 then
         local list = e.step.task and tasks or e.step.upcoming and upcoming or overdue
         local k = at_of[e.i]
         if k and list[k] and list[k].i == e.i then
            list[k] = e
         else
            list[#list + 1] = e
            at_of[e.i] = #list
         end
      end
   end
   return overdue, upcoming, tasks
end

local function highest(lines)
   local top = lines[1].step
   for _, e in ipairs(lines) do
      if e.step.level > top.level then top = e.step end
   end
   return top
end

local function write_activity(case, day, hour, kind, ref_kind, ref_id, title)
   if case.timeline then
      out.row("activity", out.id("activity"), case.customer.id, case.id, at(day, hour, ref_id % 20), kind,
         kind == "mail_sent" and "system" or "script", kind == "mail_sent" and "deliver" or "1", ref_kind, ref_id,
         title, NULL)
   end
end

local function write_message(case, name, lines, day)
   local id = out.id("outbox")
   local c, step, total = case.customer, highest(lines), 0
   for _, e in ipairs(lines) do
      local open = open_on(e.i, day)
      total = total + open
      e.i.level = e.step.level
      out.row("outbox_line", e.i.id, name, e.step.id, 0, id, case.id, e.step.level, open, date[day])
   end
   local hour = case.hour
   local instant = at(day, hour, id % 20)
   local subject, body, html = NULL, NULL, NULL
   local message_id = "<" .. id .. ".demo@meridian.example>"
   if case.timeline then
      local text
      subject, text, html = letters.write(case, step.send, lines, day, total)
      body = out.text(text)
      if case.customer.contacts[1].email then
         case.sent = { day = day, message_id = message_id, subject = subject, text = text, lines = lines, total = total }
      end
   end
   out.row("outbox", id, case.id, c.id, step.upcoming and "upcoming" or "overdue", "email", step.send, name, step.id,
      "handed_over", at(day, hour), 1, message_id, subject, body, html, total,
      case.currency, "script", name, at(day, 4, 10), instant, date[day], "250 2.0.0 Ok: queued")
   local to = c.contacts[1]
   out.row("outbox_recipient", id, to.email, to.id, "to", random.chance(0.9) and "delivered" or "handed_over", instant)
   if case.timeline then out.row("outbox_attempt", id, 1, instant, "handed_over", "250 2.0.0 Ok: queued") end
   write_activity(case, day, hour, "mail_sent", "outbox", id, case.timeline and "Mail sent: " .. subject)
   case.last_contact = day
end

local OUTCOMES = { "spoke to accounts, will pay with the next run", "left a message", "waiting for an approval over there",
   "invoice was sent again", "asked for a statement of account" }

local function write_tasks(case, name, tasks, day)
   local c, step = case.customer, highest(tasks)
   local id = out.id("follow_up")
   local done = day < c.today - 12 or random.chance(0.5)
   local sum = 0
   for _, e in ipairs(tasks) do sum = sum + open_on(e.i, day) end
   local title = (step.task == "call" and "Call: " or "Review for agency: ") .. #tasks
      .. (#tasks == 1 and " invoice, " or " invoices, ") .. house.money(sum, case.currency)
   local ended = math.min(day + random.between(0, 4), c.today - 1)
   out.row("follow_up", id, c.id, case.id, step.task, out.text(title), date[day], 2, c.assignee,
      done and "done" or "open", done and random.pick(OUTCOMES) or NULL, "script", name, at(day, 4, 10),
      done and at(ended, 13) or NULL, done and c.assignee or NULL)
   for _, e in ipairs(tasks) do
      e.i.level = e.step.level
      out.row("follow_up_line", e.i.id, name, e.step.id, 0, id, case.id, date[day], e.step.level)
   end
   write_activity(case, day, 4, "follow_up", "follow_up", id, out.text(title))
end

-- One day of the case; true when a message went out.
local function act(case, name, waiting, day)
   local overdue, upcoming, tasks = take_due(waiting, day)
   if #tasks > 0 then write_tasks(case, name, tasks, day) end
   if case.customer.nobody or case.customer.direct_debit or case.customer.spared then return false end
   if #overdue > 0 then
      write_message(case, name, overdue, day)
   elseif #upcoming > 0 then
      write_message(case, name, upcoming, day)
   end
   return #overdue + #upcoming > 0
end

-- Plays the days up to and including until_day.
function M.play(case, until_day)
   local name = schedule.of(case.customer)
   local strategy = schedule[name]
   local events = steps_of(case, strategy, until_day)
   local waiting, k, free = {}, 1, 0
   case.hour = house.divisions[case.division].hour
   while k <= #events do
      local day = calendar.working_day(math.max(events[k].day, free))
      if day > until_day then break end
      while k <= #events and events[k].day <= day do
         waiting[#waiting + 1] = events[k]
         k = k + 1
      end
      if act(case, name, waiting, day) then free = day + strategy.gap end
      waiting = {}
   end
end

return M
