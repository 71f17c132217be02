-- Chance, the same for the same seed on every machine. seed(n, i) begins the sequence
-- of thing number i, so that what comes before never shifts what comes after.

local M = {}

local random = math.random

M.seed = math.randomseed

function M.between(low, high)
   return random(low, high)
end

function M.chance(share)
   return random() < share
end

function M.pick(list)
   return list[random(#list)]
end

-- One of { { value, weight }, … }.
function M.weighted(list)
   local sum = 0
   for _, pair in ipairs(list) do sum = sum + pair[2] end
   local at = random() * sum
   for _, pair in ipairs(list) do
      at = at - pair[2]
      if at < 0 then return pair[1] end
   end
   return list[#list][1]
end

function M.normal(mean, deviation)
   local u = 1 - random()
   return mean + deviation * math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * random())
end

function M.rounded(mean, deviation)
   return math.floor(M.normal(mean, deviation) + 0.5)
end

return M
