-- Makes a company with customers, two years of ledger, and what was done about it: one TSV
-- file a table in the folder OUT, for `dunlin demo --from OUT`. The same options give the
-- same bytes.
--
--    lua5.4 sql/demo/generate.lua --customers N --open N --closed N --seed N --today DATE
--        --out OUT [--history no] [--away DAYS]
--
-- open and closed count invoices. With --history no there is nothing that only people
-- read: no timeline, notes, calls, texts; of messages those that bear on what is open.
-- The engine was last awake DAYS ago (3), so that today it has something to do.
-- OUT/meta.tsv tells the largest id, whose portal to show, and how many files mail-N.eml
-- hold what customers answered, which has yet to be received.

local here = arg[0]:match("^(.*)/[^/]*$") or "."
package.path = here .. "/?.lua;" .. package.path

local calendar = require "calendar"
local chase = require "chase"
local customer = require "customer"
local house = require "house"
local ledger = require "ledger"
local out = require "out"
local people = require "people"
local random = require "random"
local replies = require "replies"
local schedule = require "schedule"

local ID_BLOCK = 1000 -- as the sequence id_block counts

local function options()
   local o = { customers = "120", open = "1500", closed = "4000", seed = "1", away = "3", history = "yes" }
   for k = 1, #arg, 2 do
      local name = arg[k]:match("^%-%-(%l+)$")
      if not name or not arg[k + 1] then error("unknown option: " .. arg[k], 0) end
      o[name] = arg[k + 1]
   end
   if not o.today or not o.out then error("--today DATE and --out FOLDER are needed", 0) end
   for _, name in ipairs({ "customers", "open", "closed", "seed", "away" }) do
      o[name] = math.tointeger(tonumber(o[name])) or error("--" .. name .. " wants a number", 0)
   end
   o.today = calendar.parse(o.today)
   return o
end

-- How large customer n is beside the others, in invoices.
local function weight(o, n)
   random.seed(o.seed, -n)
   return math.exp(random.normal(0, 0.6))
end

local function total_weight(o)
   local sum = 0
   for n = 1, o.customers do sum = sum + weight(o, n) end
   return sum
end

local function write_case(case)
   local last = case.last_contact
   out.row("case_state", case.id, case.customer.id, case.division_id, case.currency,
      last and calendar.date[last] or out.NULL, last and calendar.at(last, case.hour, 5) or out.NULL)
end

-- What a case has of its customer's invoices: all, or most in the first of two.
local function share(case, n, total)
   local cases = #case.customer.cases
   if cases == 1 then return total end
   local small = total // 4
   return n == 1 and total - small or small
end

local function make_customer(o, n, open_n, closed_n)
   random.seed(o.seed, n)
   local c = customer.make(n, o.today)
   for k, case in ipairs(c.cases) do
      case.timeline = o.history == "yes"
      ledger.make(case, share(case, k, open_n), share(case, k, closed_n))
      chase.play(case, o.today - o.away)
      people.act(case)
      if case.timeline then people.talk(case) end
      write_case(case)
   end
   return c
end

local function make_customers(o)
   local all, done = total_weight(o), 0
   local open_before, closed_before = 0, 0
   local first
   for n = 1, o.customers do
      done = done + weight(o, n)
      local upto = n == o.customers and 1 or done / all
      local open_now, closed_now = math.floor(o.open * upto + 0.5), math.floor(o.closed * upto + 0.5)
      local c = make_customer(o, n, open_now - open_before, closed_now - closed_before)
      open_before, closed_before = open_now, closed_now
      if first and o.history == "yes" then replies.offer(c) end
      first = first or c
      if n % 5000 == 0 then io.stderr:write(string.format("%d of %d customers\n", n, o.customers)) end
   end
   return first
end

local function main()
   local o = options()
   schedule.load(here .. "/../../lua/strategies")
   out.open(o.out)
   house.write(o.today)
   local first = make_customers(o)
   local rows = { items = out.count("item"), messages = out.count("outbox") }
   local mails = o.history == "yes" and replies.write(o.out, o.today) or 0
   local largest = out.close()
   local meta = assert(io.open(o.out .. "/meta.tsv", "wb"))
   meta:write("next_id\t", (largest // ID_BLOCK + 1) * ID_BLOCK, "\n",
      "portal_customer\t", first.id, "\nportal_contact\t", first.contacts[1].id, "\n",
      "collector\t", house.mail(3), "\nadmin\t", house.mail(1), "\ncompany\tMeridian Instruments\ncurrency\tEUR\nmails\t", mails, "\n")
   meta:close()
   print(string.format("%d customers, %d items, %d messages", o.customers, rows.items, rows.messages))
end

local ok, fault = pcall(main)
if not ok then
   io.stderr:write("generate: ", tostring(fault), "\n")
   os.exit(1)
end
