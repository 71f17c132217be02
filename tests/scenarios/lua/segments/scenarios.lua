-- Which strategy a customer of a scenario follows: its number begins with it.
local function group(tag, start)
   return segment {
      name = tag,
      tag = tag,
      when = function(c) return string.sub(c.customer_number, 1, #start) == start end,
      reason = function() return "number begins with " .. start end,
   }
end

return {
   group("std", "STD-"),
   group("late", "LATE-"),
   group("new-york", "NY-"),
   group("spread", "SPREAD-"),
   group("letter", "LETTER-"),
   group("faulty", "FAULTY-"),
}
