-- What a limited user may see, spelled once for every statement of staff:
--
--    SEES(division, customer)   whether :scope may see a case of that division and customer
--    SEES_DIVISION(division)    whether :scope may see something of that division at all
--
-- :scope is NULL for a user without limits, else the user. Both limits count: the user's
-- divisions (none named: all of them) and, where the user sees only the own portfolio, the
-- customers assigned to that user.
--
-- And what many statements share, in SQL or in a signature: @name stands for the text of
-- sql/fragments/name.sql, and @name(this | that) for it with this in the place of each $1
-- and that of each $2; this may be a call of another.

local macro = {}

-- What does not depend on the row stands first: it is asked once a statement.
local DIVISION = [[(NOT EXISTS (SELECT 1 FROM user_division sd WHERE sd.user_id = :scope)
          OR %s IN (SELECT sd.division_id FROM user_division sd WHERE sd.user_id = :scope))]]

local PORTFOLIO = [[(NOT EXISTS (SELECT 1 FROM user_sight st WHERE st.user_id = :scope AND st.sees = 'own')
          OR EXISTS (SELECT 1 FROM customer_assignment sa
                      WHERE sa.customer_id = %s AND sa.user_id = :scope AND sa.known_to IS NULL
                        AND (sa.division_id IS NULL OR sa.division_id = %s)))]]

local fragments = {}

local function fragment(name)
  if not fragments[name] then
    local f = io.open("sql/fragments/" .. name .. ".sql", "rb")
    fragments[name] = f and f:read("a"):gsub("%s+$", "") or nil
    if f then
      f:close()
    end
  end
  return fragments[name]
end

local function filled(text, list, fail)
  local args = {}
  for part in (list:sub(2, -2) .. "|"):gmatch("%s*(.-)%s*|") do
    args[#args + 1] = part
  end
  return (text:gsub("%$(%d)", function(n)
    if not args[tonumber(n)] then
      fail(("$%s of a fragment is not given"):format(n))
    end
    return args[tonumber(n)] or ""
  end))
end

-- @name, and what stands in there, written out.
function macro.include(text, fail)
  local function stands_for(name, list)
    local found = fragment(name)
    if not found then
      fail(("there is no sql/fragments/%s.sql"):format(name))
    end
    return found and filled(found, list or "()", fail) or ""
  end
  for _ = 1, 4 do
    local called, n
    text, called = text:gsub("@([%a_][%w_]*)(%b())", stands_for)
    text, n = text:gsub("@([%a_][%w_]*)(%(?)", function(name, open)
      -- One that is called, in what another was given, waits for the next round.
      return open == "" and stands_for(name) or nil
    end)
    if called + n == 0 then
      break
    end
  end
  return text
end

local function trim(s)
  return (s:gsub("^%s+", ""):gsub("%s+$", ""))
end

local function sees(division, customer)
  division, customer = trim(division), trim(customer)
  return ("(:scope IS NULL OR (%s\n      AND %s))"):format(DIVISION:format(division),
    PORTFOLIO:format(customer, division))
end

local function sees_division(division)
  return ("(:scope IS NULL OR %s)"):format(DIVISION:format(trim(division)))
end

-- The statement with its macros written out. Faults: a :scope that decides nothing, or one
-- that decides by divisions alone and would show other people's portfolios.
function macro.expand(sql, scoped, fail)
  if sql:find(":scope", 1, true) and sql:find("user_division", 1, true) then
    fail("limits by divisions alone; write SEES(division, customer)")
  end
  local out, n = sql:gsub("%f[%w_]SEES%(([^(),]+),([^(),]+)%)", sees)
  local more
  out, more = out:gsub("%f[%w_]SEES_DIVISION%(([^(),]+)%)", sees_division)
  if scoped and n + more == 0 then
    fail("takes a scope and does not use SEES(division, customer)")
  end
  return out
end

-- The same for callers that leave these parameters out: what each would have decided is true.
-- The server then looks at neither the tables nor the columns that have no say; with them, a
-- small statement takes twice as long and a pass over many rows half as long again.
function macro.without(sql, names)
  local function left_out(group)
    local name = group:match("^%(%s*:([%w_]+)%s+IS%s+NULL%s+OR%f[^%w_]")
    if name and names[name] then
      return "TRUE"
    end
    return "(" .. group:sub(2, -2):gsub("%b()", left_out) .. ")"
  end
  return (sql:gsub("%b()", left_out))
end

return macro
