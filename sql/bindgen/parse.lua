-- Reads a file of statements into tables:
--    { name, kind, hot, reads, file, line, notes = { line … }, sql,
--      ins = { { name, type, nullable } … }, outs = the same, row = struct's name or nil,
--      place = { index of the parameter for each '?' … },
--      unlimited = { sql, place } for callers without a scope, or nil; lean = the same for
--      those that name no rare parameter either }
-- Faults are collected as "file:line: what".

local macro = require "bindgen.macro"

local parse = {}

local KINDS = { one = true, many = true, stream = true, exec = true, bulk = true }
local TYPES = {}
for t in ("u64 i64 u32 i32 u8 bool text json blob cur day instant hash"):gmatch("%w+") do
  TYPES[t] = true
end

-- Names that a field or parameter cannot have in C, or that the functions use.
local TAKEN = {}
for w in ([[auto break case char const continue default do double else enum extern float for
    goto if inline int long register restrict return short signed sizeof static struct switch
    typedef union unsigned void volatile while bool true false asm db arena out count changed
    in rows stream linux unix]]):gmatch("%w+") do
  TAKEN[w] = true
end

-- Business time is a parameter; these are the server's clock.
local CLOCKS = { "NOW", "SYSDATE", "CURDATE", "CURTIME", "UTC_DATE", "UTC_TIME", "UTC_TIMESTAMP" }
local CLOCK_WORDS = { "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP" }

local function fields(text, what, fail)
  local list, seen = {}, {}
  if text:match("^%s*$") then
    return list
  end
  for part in (text .. ","):gmatch("([^,]*),") do
    local name, kind, null, rare = part:match("^%s*([%a_][%w_]*)%s+([%w_]+)(%??)%s*(r?a?r?e?)%s*$")
    if not name then
      fail(("cannot read the %s '%s': a name and a type are needed"):format(what, part:match("^%s*(.-)%s*$")))
      return list
    end
    if name ~= name:lower() then
      fail(("%s '%s' is not in lower case"):format(what, name))
    end
    if not TYPES[kind] then
      fail(("%s '%s' has the unknown type '%s'"):format(what, name, kind))
    elseif seen[name] then
      fail(("%s '%s' stands twice"):format(what, name))
    elseif TAKEN[name] then
      fail(("%s '%s' has a name that C or the generated code needs; use an alias"):format(what, name))
    end
    seen[name] = true
    list[#list + 1] = { name = name, type = kind, nullable = null == "?", rare = rare == "rare" }
  end
  return list
end

-- nil while the text is not whole yet.
local function signature(text)
  local name, kind, rest = text:match("^([%a_][%w_]*)%s+:(%a+)%s*(.*)$")
  local hot = false
  local marked = rest:match("^%[?hot%]?%s*(%(.*)$")
  if marked then
    hot, rest = true, marked
  end
  local ins, after = rest:match("^%(([^()]*)%)%s*(.*)$")
  if not ins then
    return nil
  end
  local sig = { name = name, kind = kind, hot = hot, ins = ins }
  if after == "" then
    return (kind == "exec" or kind == "bulk") and sig or nil
  end
  if not after:match("^%->") then
    sig.junk = after
    return sig
  end
  after = after:match("^%->%s*(.-)%s*$")
  if after:match("^[%a_][%w_]*$") then
    sig.same = after
    return sig
  end
  sig.outs = after:match("^%(([^()]*)%)$")
  return sig.outs and sig or nil
end

-- One pass over SQL: calls on(kind, text) for "code", "text" (quoted) and "comment".
local function tokens(sql, on)
  local i, n = 1, #sql
  while i <= n do
    local c, two = sql:sub(i, i), sql:sub(i, i + 1)
    local j
    if c == "'" or c == '"' or c == "`" then
      j = i + 1
      while j <= n and sql:sub(j, j) ~= c do
        j = j + (sql:sub(j, j) == "\\" and c ~= "`" and 2 or 1)
      end
      on("text", sql:sub(i, j))
    elseif two == "--" or c == "#" then
      j = (sql:find("\n", i, true) or n + 1) - 1
      on("comment", sql:sub(i, j))
    elseif two == "/*" then
      j = select(2, sql:find("*/", i + 2, true)) or n
      on("comment", sql:sub(i, j))
    else
      j = (sql:find("[-'\"`#/]", i + 1) or n + 1) - 1
      on("code", sql:sub(i, j))
    end
    i = j + 1
  end
end

local function clock_in(code)
  code = code:upper()
  for _, word in ipairs(CLOCKS) do
    if code:find("%f[%w_]" .. word .. "%s*%(") then
      return word
    end
  end
  for _, word in ipairs(CLOCK_WORDS) do
    if code:find("%f[%w_]" .. word .. "%f[^%w_]") then
      return word
    end
  end
  return code:find("%f[%w_]UNIX_TIMESTAMP%s*%(%s*%)") and "UNIX_TIMESTAMP" or nil
end

-- :name and ? into '?', and which parameter each takes.
local function places(s, fail)
  local index, used, marks, named = {}, {}, 0, 0
  for i, f in ipairs(s.ins) do
    index[f.name] = i
  end
  local out, code, place = {}, {}, {}
  tokens(s.sql, function(kind, text)
    if kind == "code" then
      local n = #code
      code[n + 1] = text
      text = text:gsub("([:?])([%a_]?[%w_]*)", function(mark, name)
        if mark == "?" then
          marks = marks + 1
          place[#place + 1] = marks
          return nil
        end
        if name == "" then
          return nil
        end
        named = named + 1
        if not index[name] then
          fail((":%s is not among the parameters"):format(name))
        end
        used[name] = true
        place[#place + 1] = index[name] or 1
        return "?"
      end)
    elseif kind == "text" then
      code[#code + 1] = " "
    else
      text = " "
    end
    out[#out + 1] = text
  end)
  local clock = clock_in(table.concat(code))
  if clock then
    fail(("%s() is the server's clock; business time is a parameter"):format(clock))
  end
  if named > 0 and marks > 0 then
    fail("mixes ? and :name")
  elseif marks ~= #s.ins and named == 0 and not s.partial then
    fail(("has %d '?' for %d parameters"):format(marks, #s.ins))
  elseif named > 0 and not s.partial then
    for _, f in ipairs(s.ins) do
      if not used[f.name] then
        fail(("parameter '%s' is never used"):format(f.name))
      end
    end
  end
  if #place > 255 then
    fail("has more than 255 values")
  end
  s.place = place
  s.sql = table.concat(out):gsub("[ \t]+\n", "\n"):gsub("^%s+", ""):gsub("[%s;]+$", "")
  local first = s.sql:match("^%(*%s*(%a+)") or ""
  local locks = s.sql:upper():find("FOR%s+UPDATE") or s.sql:upper():find("LOCK%s+IN%s+SHARE")
    or s.sql:upper():find("GET_LOCK") or s.sql:upper():find("RELEASE_LOCK")
  first = first:upper()
  s.reads = (first == "SELECT" or first == "WITH" or first == "VALUES") and not locks
end

-- Staff's scope is an id; the portal's is a word.
local function scope_of(ins)
  for _, f in ipairs(ins) do
    if f.name == "scope" and f.type == "u64" then
      return f
    end
  end
  return nil
end

local function finish(s, sig, rows, fail)
  if sig.junk then
    fail(("cannot read the signature at '%s'"):format(sig.junk))
    return
  end
  s.ins = fields(macro.include(sig.ins, fail), "parameter", fail)
  if s.kind == "exec" or s.kind == "bulk" then
    if sig.outs or sig.same then
      fail((":%s has no rows to return"):format(s.kind))
    end
    if s.kind == "bulk" and #s.ins == 0 then
      fail(":bulk needs parameters")
    end
    s.outs = {}
  elseif sig.same then
    s.row = sig.same
    s.outs = rows[sig.same]
    if not s.outs then
      fail(("no earlier statement of this file returns '%s'"):format(sig.same))
      s.outs = {}
    end
  else
    s.outs = fields(macro.include(sig.outs, fail), "column", fail)
    if #s.outs == 0 then
      fail((":%s needs columns"):format(s.kind))
    end
    rows[s.name] = s.outs
  end
  local scope = scope_of(s.ins)
  local sql = macro.expand(macro.include(s.sql, fail), scope ~= nil, fail)
  if scope and scope.nullable and s.kind ~= "bulk" then
    local names = { scope = true }
    s.unlimited = { ins = s.ins, sql = macro.without(sql, names), partial = true }
    places(s.unlimited, fail)
    for _, f in ipairs(s.ins) do
      if f.rare then
        names[f.name] = true
        s.lean = { ins = s.ins, partial = true }
      end
    end
    if s.lean then
      s.lean.sql = macro.without(sql, names)
      places(s.lean, fail)
    end
  end
  s.sql = sql
  places(s, fail)
end

-- names: statement → "file:line" over all files; faults: list to add to.
function parse.file(path, text, names, faults)
  local lines, stmts, rows = {}, {}, {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do
    lines[#lines + 1] = line:gsub("→", "->")
  end
  local raw = {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do
    raw[#raw + 1] = line
  end
  local i = 1
  while i <= #lines do
    local head = lines[i]:match("^%-%-%s+([%a_][%w_]*%s+:%a+.*)$")
    local at = i
    local function fail(why)
      faults[#faults + 1] = ("%s:%d: %s"):format(path, at, why)
    end
    if not head then
      if not lines[i]:match("^%s*$") and not lines[i]:match("^%s*%-%-") then
        fail("SQL without a signature (-- name :kind (parameters) → (columns))")
        return stmts
      end
      i = i + 1
    else
      local sig = signature(head)
      while not sig do
        i = i + 1
        local more = (lines[i] or ""):match("^%-%-%s*(.*)$")
        if not more then
          break
        end
        head = head:gsub("%s+$", "") .. " " .. more
        sig = signature(head)
      end
      if not sig then
        fail("the signature is not complete: -- name :kind (parameters) → (columns)")
        return stmts
      end
      local s = { name = sig.name, kind = sig.kind, hot = sig.hot, file = path, line = at, notes = {} }
      if not KINDS[s.kind] then
        fail(("unknown kind ':%s'"):format(s.kind))
      end
      if names[s.name] then
        fail(("'%s' stands already at %s"):format(s.name, names[s.name]))
      end
      names[s.name] = path .. ":" .. at
      i = i + 1
      while lines[i] and lines[i]:match("^%-%-") do
        s.notes[#s.notes + 1] = raw[i]:match("^%-%-%s?(.*)$")
        i = i + 1
      end
      -- up to the ';' that ends a line outside quotes
      local sql, ended = {}, false
      while lines[i] and not ended do
        sql[#sql + 1] = raw[i]
        local bare = {}
        tokens(table.concat(sql, "\n"), function(kind, t)
          bare[#bare + 1] = kind == "code" and t or (kind == "text" and "x" or "")
        end)
        local code = table.concat(bare)
        ended = code:find(";", 1, true) ~= nil
        if ended and not code:match("^[^;]*;%s*$") then
          fail("more text after ';'")
        end
        if lines[i]:match("^%-%-%s+[%a_][%w_]*%s+:%a+%s*[%(%[]") and not ended then
          break
        end
        i = i + 1
      end
      if not ended then
        fail(("'%s' has no SQL that ends with ';'"):format(s.name))
        return stmts
      end
      s.sql = table.concat(sql, "\n")
      finish(s, sig, rows, fail)
      s.place = s.place or {}
      stmts[#stmts + 1] = s
    end
  end
  return stmts
end

return parse
