-- Day numbers (0 is 1970-01-01), as the program counts them.

local M = {}

-- Day number of a date; Howard Hinnant's civil calendar.
function M.number(year, month, day)
   if month <= 2 then year = year - 1 end
   local era = year // 400
   local yoe = year - era * 400
   local doy = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
   return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468
end

function M.civil(n)
   n = n + 719468
   local era = n // 146097
   local doe = n - era * 146097
   local yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
   local doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
   local mp = (5 * doy + 2) // 153
   local month = mp + (mp < 10 and 3 or -9)
   return yoe + era * 400 + (month <= 2 and 1 or 0), month, doy - (153 * mp + 2) // 5 + 1
end

function M.parse(text)
   local y, m, d = text:match("^(%d%d%d%d)-(%d%d)-(%d%d)$")
   local n = y and M.number(tonumber(y), tonumber(m), tonumber(d))
   if not n or select(2, M.civil(n)) ~= tonumber(m) then
      error("not a date: " .. text, 0)
   end
   return n
end

-- date[n] is "2026-03-04"; each is made once.
M.date = setmetatable({}, {
   __index = function(t, n)
      local text = string.format("%04d-%02d-%02d", M.civil(n))
      t[n] = text
      return text
   end,
})

function M.month(n)
   local _, month = M.civil(n)
   return month
end

-- 0 is Monday.
function M.weekday(n)
   return (n + 3) % 7
end

-- That day, or the Monday after a weekend.
function M.working_day(n)
   local at = M.weekday(n)
   return at < 5 and n or n + 7 - at
end

-- An instant of a day as a DATETIME(6) column takes it.
function M.at(n, hour, minute)
   return string.format("%s %02d:%02d:00.000000", M.date[n], hour, minute or 0)
end

return M
