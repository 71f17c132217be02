-- Turns the statements of sql/queries into typed C functions.
--
--    lua5.4 sql/bindgen.lua OUT        (from the top of the tree; OUT is build/gen)
--
-- A statement is a signature in comment lines, free comment lines, and SQL up to ';':
--
--    -- open_items_of_customer :stream [hot] (customer_id u64, as_of day)
--    --     → (id u64, number text, due_on day, currency cur, open_minor i64)
--    -- Oldest first.
--    SELECT id, number, due_on, currency, open_minor FROM … WHERE customer_id = :customer_id …;
--
-- Kinds    :one, :many, :stream (rows), :exec (none), :bulk (once for each of many rows)
-- Types    u64 i64 u32 i32 u8 bool text json blob cur day instant hash; `?` after one:
--          may be NULL. What each is in C stands in fcgi/db/stmt.h.
-- scope    u64? asks for limits (SEES, see bindgen/macro.lua). A caller without one gets the
--          statement without them; and without each group (:x IS NULL OR …) of a parameter
--          that is marked rare (`x u32? rare`), when none of those is given.
-- Values   `:name` in the SQL, as often as needed, or a plain `?` for each in order.
-- Rows     `→ name_of_an_earlier_statement` of the same file shares its row struct.
-- hot      (or [hot]) check-sql demands an index.
--
-- Writes OUT/store/q_<file>.[ch], OUT/store/q_all.[ch] (the table of all statements),
-- OUT/db/q_db.[ch] (of db.sql) and OUT/db/migrations.c (sql/migrations and sql/checks,
-- embedded).

package.path = "sql/?.lua;" .. package.path
local parse = require "bindgen.parse"
local emit = require "bindgen.emit"

local out = arg[1]
if not out then
  io.stderr:write("usage: lua5.4 sql/bindgen.lua OUT\n")
  os.exit(2)
end

local function quoted(s)
  return "'" .. s:gsub("'", "'\\''") .. "'"
end

local function lines_of(command)
  local pipe = assert(io.popen(command))
  local lines = {}
  for line in pipe:lines() do
    lines[#lines + 1] = line
  end
  assert(pipe:close(), command)
  return lines
end

local function read(path)
  local f = assert(io.open(path, "rb"))
  local text = f:read("a")
  f:close()
  return text
end

local function write(path, text)
  local f = assert(io.open(path, "wb"))
  f:write(text)
  f:close()
end

local function sql_files(folder)
  return lines_of("ls " .. folder .. " 2>/dev/null | grep '\\.sql$' | LC_ALL=C sort || true")
end

local function embedded(folder)
  local list = {}
  for _, file in ipairs(sql_files(folder)) do
    local path = folder .. "/" .. file
    list[#list + 1] = {
      name = file:gsub("%.sql$", ""),
      text = read(path),
      sha256 = lines_of("sha256sum <" .. quoted(path))[1]:match("^%x+"),
    }
  end
  return list
end

local names, files, faults = {}, {}, {}
for _, file in ipairs(sql_files("sql/queries")) do
  local path = "sql/queries/" .. file
  local base = file:gsub("%.sql$", "")
  files[#files + 1] = {
    path = path,
    base = base,
    layer = base == "db" and "db" or "store",
    stmts = parse.file(path, read(path), names, faults),
  }
end
if #faults > 0 then
  io.stderr:write(table.concat(faults, "\n"), "\n")
  os.exit(1)
end

assert(os.execute("mkdir -p " .. quoted(out .. "/store") .. " " .. quoted(out .. "/db")))
for _, f in ipairs(files) do
  local stem = out .. "/" .. f.layer .. "/q_" .. f.base
  write(stem .. ".h", emit.header(f.layer, f.base, f.path, f.stmts))
  write(stem .. ".c", emit.source(f.layer, f.base, f.stmts))
end
write(out .. "/store/q_all.h", emit.all_header())
write(out .. "/store/q_all.c", emit.all_source(files))
write(out .. "/db/migrations.c", emit.migrations(embedded("sql/migrations"), embedded("sql/checks")))
