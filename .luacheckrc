std = "lua54"
max_line_length = 140
exclude_files = { "build", "var", "www" }

-- A script may use what lua/api.lua documents, and nothing else of its own making.
local names = {}
for line in io.lines("lua/api.lua") do
  local name = line:match("^%-%-%- ([%a_][%w_]*)")
  if name then
    names[#names + 1] = name
  end
end
files["lua"] = { read_globals = names }
files["tests"] = { read_globals = names }
files["lua/templates"] = { max_line_length = false }
files["tests/bench/wrk.lua"] = { globals = { "wrk", "init", "request", "done" } }
