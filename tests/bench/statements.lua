-- The statements of an endpoint as JSON, for programs that are not C: their SQL with '?'
-- and the names of the parameters in that order. lua5.4 tests/bench/statements.lua NAME...

package.path = "sql/?.lua;" .. package.path

local macro = require "bindgen.macro"

local function read(path)
   local f = assert(io.open(path, "rb"))
   local text = f:read("a")
   f:close()
   return text
end

-- The body of a statement, up to its semicolon, without comments.
local function body(name)
   local pipe = assert(io.popen("grep -l '^-- " .. name .. " :' sql/queries/*.sql"))
   local path = assert(pipe:read("l"), "no statement " .. name)
   pipe:close()
   local text = read(path)
   local from = text:find("-- " .. name .. " :", 1, true)
   local sql = {}
   for line in text:sub(from):gmatch("[^\n]*") do
      if not line:find("^%-%-") then sql[#sql + 1] = line end
      if line:find(";%s*$") and not line:find("^%-%-") then break end
   end
   return (table.concat(sql, " "):gsub(";%s*$", ""))
end

local function quoted(s)
   return '"' .. s:gsub('[\\"]', "\\%0"):gsub("%s+", " ") .. '"'
end

local out = {}
for _, name in ipairs(arg) do
   local names = {}
   local sql = macro.expand(macro.include(body(name), error), false, error):gsub("([^:]):(%a[%w_]*)", function(before, parameter)
      names[#names + 1] = quoted(parameter)
      return before .. "?"
   end)
   out[#out + 1] = string.format('%s:{"sql":%s,"names":[%s]}', quoted(name), quoted(sql), table.concat(names, ","))
end
print("{" .. table.concat(out, ",") .. "}")
