-- A CSV of invoices for the profile `generic`: lua5.4 tests/bench/invoices.lua INVOICES
-- CUSTOMERS DATE > FILE. Every customer has its share, in no order of customers.

package.path = "sql/demo/?.lua;" .. package.path
local calendar = require "calendar"
local random = require "random"

local n, customers, today = tonumber(arg[1]), tonumber(arg[2]), calendar.parse(arg[3])

random.seed(7)
io.stdout:setvbuf("full", 1 << 18)
io.write("number,customer,customer_name,country,issued_on,due_on,amount,currency,reference\n")
for k = 1, n do
   local c = random.between(1, customers)
   local issued = today - random.between(0, 90)
   io.write(string.format("I-%07d,K%d,Customer %d,DE,%s,%s,%d.%02d,EUR,PO %d\n", k, c, c, calendar.date[issued],
      calendar.date[issued + 30], random.between(5, 9000), random.between(0, 99), random.between(1000, 99999)))
end
