-- The steps of the shipped strategies, read from lua/strategies themselves, so that the
-- history told here follows them whatever they become.

local M = {}

local function same(value) return value end

local function environment()
   local env = {
      strategy = same, step = same, days = same, per_currency = same, math = math,
      before_due = function(n) return -n end,
      after_due = same,
      money = same, legal_minimum = function() return nil end, percent = same, business_days = same,
   }
   -- whatever else a declaration names is of no matter here
   return setmetatable(env, { __index = function() return same end })
end

local function load_strategy(path)
   local chunk, fault = loadfile(path, "t", environment())
   if not chunk then error(fault, 0) end
   local declared = chunk()
   local s = { gap = declared.min_gap or 5, steps = {} }
   for _, step in ipairs(declared.steps) do
      if type(step.at) == "number" and not step.repeat_every then
         s.steps[#s.steps + 1] = { id = step.id, at = step.at + (step.at > 0 and declared.grace or 0),
            send = step.send, task = step.task, upcoming = step.at < 0 }
      end
   end
   table.sort(s.steps, function(a, b) return a.at < b.at end)
   for level, step in ipairs(s.steps) do step.level = level end
   return s
end

function M.load(dir)
   for _, name in ipairs({ "standard", "key-account", "low-touch", "high-risk" }) do
      M[name] = load_strategy(dir .. "/" .. name .. ".lua")
   end
end

-- Which one a customer follows.
function M.of(c)
   return c.key_account and "key-account" or c.small and "low-touch" or "standard"
end

return M
