-- What a customer is, seen from its ledger. Each segment gives a tag while its facts
-- hold, and takes it away when they no longer do. A tag set by hand is never touched.

local large = {
   EUR = money("EUR", "50000.00"), USD = money("USD", "55000.00"),
   GBP = money("GBP", "45000.00"), CHF = money("CHF", "50000.00"),
}

local function is_large(amount)
   local limit = large[amount.currency]
   return limit ~= nil and amount >= limit
end

return {
   segment {
      name = "Key account",
      tag = "key-account",
      when = function(c)
         return is_large(c.open) or (c.credit_limit and is_large(c.credit_limit))
      end,
      reason = function(c)
         if is_large(c.open) then return "open balance of " .. tostring(c.open) end
         return "credit limit of " .. tostring(c.credit_limit)
      end,
   },
   segment {
      name = "Slow payer",
      tag = "slow-payer",
      when = function(c) return c.closed_items >= 3 and c.average_days_late >= 15 end,
      reason = function(c)
         return string.format("pays %d days late on average, over %d items of the last year",
            c.average_days_late, c.closed_items)
      end,
   },
   segment {
      name = "High risk",
      tag = "high-risk",
      when = function(c)
         return c.broken_promises >= 2 or not c:overdue_beyond(90):is_zero() or c.risk == "high"
      end,
      reason = function(c)
         if c.broken_promises >= 2 then return c.broken_promises .. " broken promises" end
         if not c:overdue_beyond(90):is_zero() then
            return tostring(c:overdue_beyond(90)) .. " more than 90 days late"
         end
         return string.format("%d %% of what is open will probably be over 30 days late", c.late_share * 100 // 1)
      end,
   },
   segment {
      name = "New customer",
      tag = "new-customer",
      when = function(c) return c.since_on and c.today - c.since_on < 180 end,
      reason = function(c) return "customer since " .. date_text(c.since_on) end,
   },
   segment {
      name = "Public body",
      tag = "public-body",
      when = function(c) return c.kind == "public_body" end,
      reason = function() return "registered as a public body" end,
   },
}
