-- Writes the C of parsed statements, see parse.lua for their shape.

local emit = {}

-- The same statement for callers that leave parameters out, see macro.without.
local VARIANTS = { "unlimited", "lean" }

-- How many parameters a function takes one by one; more come as one struct.
local ARGS_MAX = 6

local MADE = "/* Made by sql/bindgen.lua from %s. */\n"

local C = {
  u64 = "uint64_t ", i64 = "int64_t ", u32 = "uint32_t ", i32 = "int32_t ", u8 = "uint8_t ",
  bool = "bool ", text = "const char *", json = "const char *", blob = "struct blob ",
  day = "int32_t ", instant = "int64_t ",
}

-- A field of a row; a cur or hash is in place there, and pointed to in a parameter.
local function declare(f, in_place)
  if f.type == "cur" then
    return in_place and ("char " .. f.name .. "[4]") or ("const char *" .. f.name)
  elseif f.type == "hash" then
    return in_place and ("uint8_t " .. f.name .. "[32]") or ("const uint8_t *" .. f.name)
  elseif f.type == "bool" and f.nullable then
    return "int8_t " .. f.name
  end
  return C[f.type] .. f.name
end

local NOTE = {
  u64 = "0", i64 = "I64_NONE", u32 = "U32_NONE", i32 = "I32_NONE", u8 = "U8_NONE",
  bool = "BOOL_NONE", text = "NULL", json = "NULL", blob = "data NULL", cur = '""',
  day = "DAY_NONE", instant = "INSTANT_NONE", hash = "zeros",
}

local function struct(name, list, in_place)
  local t = { "struct " .. name .. " {\n" }
  for _, f in ipairs(list) do
    t[#t + 1] = "    " .. declare(f, in_place) .. ";"
    if f.nullable then
      local none = not in_place and (f.type == "cur" or f.type == "hash") and "NULL" or NOTE[f.type]
      t[#t + 1] = " /* may be " .. none .. " */"
    end
    t[#t + 1] = "\n"
  end
  t[#t + 1] = "};\n"
  return table.concat(t)
end

local function by_struct(s)
  return #s.ins > ARGS_MAX
end

local function args(s)
  if by_struct(s) then
    return ", const struct " .. s.name .. "_in *in"
  end
  local t = {}
  for _, f in ipairs(s.ins) do
    t[#t + 1] = ", " .. declare(f, false)
  end
  return table.concat(t)
end

local function row(s)
  return s.row or s.name
end

local PROTOTYPE = {
  one = function(s)
    return ("enum err %s(struct db *db, struct arena *arena%s, struct %s *out)"):format(s.name, args(s), row(s))
  end,
  many = function(s)
    return ("enum err %s(struct db *db, struct arena *arena%s, struct %s **out, size_t *count)"):format(
      s.name, args(s), row(s))
  end,
  exec = function(s)
    return ("enum err %s(struct db *db%s, uint64_t *changed)"):format(s.name, args(s))
  end,
  bulk = function(s)
    return ("enum err %s(struct db *db, const struct %s *rows, size_t count, uint64_t *changed)"):format(s.name, s.name)
  end,
  stream = function(s)
    return ("enum err %s_open(struct %s_stream *stream, struct db *db%s)"):format(s.name, s.name, args(s))
  end,
}

local function comment(s)
  local t = { "/*\n" }
  for _, line in ipairs(s.notes) do
    t[#t + 1] = (" * " .. line:gsub("%*/", "* /")):gsub("%s+$", "") .. "\n"
  end
  t[#t + 1] = (" * %s:%d%s\n */\n"):format(s.file, s.line, s.hot and ", hot" or "")
  return table.concat(t)
end

function emit.header(layer, base, path, stmts)
  local guard = (layer .. "_Q_" .. base .. "_H"):upper():gsub("[^%w]", "_")
  local t = { MADE:format(path), "#ifndef ", guard, "\n#define ", guard, "\n\n",
    '#include "db/bulk.h"\n#include "db/query.h"\n#include "db/tx.h"\n' }
  local function add(...)
    for _, x in ipairs { ... } do
      t[#t + 1] = x
    end
  end
  for _, s in ipairs(stmts) do
    add("\n", comment(s))
    if s.kind == "bulk" then
      add(struct(s.name, s.ins, true))
    elseif by_struct(s) then
      add(struct(s.name .. "_in", s.ins, false))
    end
    if #s.outs > 0 and not s.row then
      add(struct(s.name, s.outs, true))
    end
    if s.kind == "stream" then
      add("struct ", s.name, "_stream {\n    struct db_stream *at;\n    struct ", row(s), " row;\n};\n")
    end
    add(PROTOTYPE[s.kind](s), ";\n")
    if s.kind == "stream" then
      add("bool ", s.name, "_next(struct ", s.name, "_stream *stream);\n")
      add("enum err ", s.name, "_close(struct ", s.name, "_stream *stream);\n")
    end
    add("extern const struct db_stmt ", s.name:upper(), "_STMT;\n")
    for _, v in ipairs(VARIANTS) do
      if s[v] then
        add("extern const struct db_stmt ", s.name:upper(), "_", v:upper(), "_STMT;\n")
      end
    end
  end
  add("\n#endif\n")
  return table.concat(t)
end

local ESCAPES = { ["\\"] = "\\\\", ['"'] = '\\"', ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r", ["?"] = "\\?" }

-- A C string, one line of text a line of C.
local function c_text(text, indent)
  local t = {}
  for line in text:gmatch("[^\n]*\n?") do
    if line ~= "" then
      t[#t + 1] = indent .. '"' .. line:gsub('[\\"\n\t\r?]', ESCAPES):gsub("[%z\1-\8\11-\31]", function(c)
        return ("\\%03o"):format(c:byte())
      end) .. '"'
    end
  end
  return #t > 0 and table.concat(t, "\n") or indent .. '""'
end

local function field_table(name, struct_name, list, in_place)
  local t = { ("static const struct db_field %s[] = {\n"):format(name) }
  for _, f in ipairs(list) do
    local kind = f.type:upper()
    if not in_place and (f.type == "cur" or f.type == "hash") then
      kind = kind .. "_AT"
    end
    t[#t + 1] = ('    { "%s", DB_%s, %s, offsetof(struct %s, %s) },\n'):format(
      f.name, kind, f.nullable and "true" or "false", struct_name, f.name)
  end
  t[#t + 1] = "};\n"
  return table.concat(t)
end

-- as: the statement itself, or the one without limits; parameters and rows are the same.
local function one_definition(s, in_struct, name, as)
  local t = {}
  local function add(fmt, ...)
    t[#t + 1] = fmt:format(...)
  end
  if #as.place > 0 then
    local zero = {}
    for i, p in ipairs(as.place) do
      zero[i] = p - 1
    end
    add("static const uint8_t %s_place[] = { %s };\n", name, table.concat(zero, ", "))
  end
  add("const struct db_stmt %s_STMT = {\n", name:upper())
  add('    .name = "%s",\n    .file = "%s",\n    .line = %d,\n', name, s.file, s.line)
  add("    .kind = DB_%s,\n    .hot = %s,\n    .reads = %s,\n", s.kind:upper(), tostring(s.hot), tostring(s.reads))
  if #s.ins > 0 then
    add("    .in = %s_ins,\n    .n_in = %d,\n    .in_size = sizeof(struct %s),\n", s.name, #s.ins, in_struct)
  end
  if #as.place > 0 then
    add("    .place = %s_place,\n    .n_place = %d,\n", name, #as.place)
  end
  if #s.outs > 0 then
    add("    .out = %s_outs,\n    .n_out = %d,\n    .out_size = sizeof(struct %s),\n", s.name, #s.outs, row(s))
  end
  t[#t + 1] = "    .sql =\n" .. c_text(as.sql, "        ") .. ",\n};\n"
  return table.concat(t)
end

local function definition(s, in_struct)
  local t = {}
  if #s.ins > 0 then
    t[#t + 1] = field_table(s.name .. "_ins", in_struct, s.ins, s.kind == "bulk")
  end
  if #s.outs > 0 then
    t[#t + 1] = field_table(s.name .. "_outs", row(s), s.outs, true)
  end
  t[#t + 1] = one_definition(s, in_struct, s.name, s)
  for _, v in ipairs(VARIANTS) do
    if s[v] then
      t[#t + 1] = one_definition(s, in_struct, s.name .. "_" .. v, s[v])
    end
  end
  return table.concat(t)
end

local ABSENT = { text = "NULL", json = "NULL", cur = "NULL", hash = "NULL" }

-- Which of its variants a call takes.
local function chosen(s)
  local def = "&" .. s.name:upper() .. "_STMT"
  if not s.unlimited then
    return def
  end
  local at, rare = by_struct(s) and "in->" or "in.", {}
  for _, f in ipairs(s.ins) do
    if s.lean and f.rare then
      rare[#rare + 1] = ("%s%s == %s"):format(at, f.name, ABSENT[f.type] or NOTE[f.type])
    end
  end
  local free = "&" .. s.name:upper() .. "_UNLIMITED_STMT"
  if #rare > 0 then
    free = ("%s ? &%s_LEAN_STMT : %s"):format(table.concat(rare, " && "), s.name:upper(), free)
  end
  return ("%sscope ? %s : %s"):format(at, def, free)
end

local function body(s, in_struct)
  local t, handed = {}, "NULL"
  if s.kind ~= "bulk" and by_struct(s) then
    handed = "in"
  elseif s.kind ~= "bulk" and #s.ins > 0 then
    handed = "&in"
    t[#t + 1] = ("    const struct %s in = {\n"):format(in_struct)
    for _, f in ipairs(s.ins) do
      t[#t + 1] = ("        .%s = %s,\n"):format(f.name, f.name)
    end
    t[#t + 1] = "    };\n\n"
  end
  local def = chosen(s)
  if s.kind == "one" then
    t[#t + 1] = ("    return db_one(db, arena, %s, %s, out);\n"):format(def, handed)
  elseif s.kind == "many" then
    t[#t + 1] = "    void *all = NULL;\n"
    t[#t + 1] = ("    enum err e = db_many(db, arena, %s, %s, &all, count);\n\n"):format(def, handed)
    t[#t + 1] = "    *out = all;\n    return e;\n"
  elseif s.kind == "exec" then
    t[#t + 1] = ("    return db_exec(db, %s, %s, changed);\n"):format(def, handed)
  elseif s.kind == "bulk" then
    t[#t + 1] = ("    return db_bulk(db, %s, rows, count, changed);\n"):format(def)
  else
    t[#t + 1] = ("    return db_stream_open(db, %s, %s, &stream->at);\n"):format(def, handed)
  end
  return table.concat(t)
end

function emit.source(layer, base, stmts)
  local t = { ('#include "%s/q_%s.h"\n\n#include <stddef.h>\n'):format(layer, base) }
  for _, s in ipairs(stmts) do
    local in_struct = s.kind == "bulk" and s.name or s.name .. "_in"
    t[#t + 1] = "\n"
    if s.kind ~= "bulk" and #s.ins > 0 and not by_struct(s) then
      t[#t + 1] = struct(in_struct, s.ins, false)
    end
    t[#t + 1] = definition(s, in_struct)
    t[#t + 1] = "\n" .. PROTOTYPE[s.kind](s) .. "\n{\n" .. body(s, in_struct) .. "}\n"
    if s.kind == "stream" then
      t[#t + 1] = ("\nbool %s_next(struct %s_stream *stream)\n{\n"):format(s.name, s.name)
      t[#t + 1] = "    return db_stream_next(stream->at, &stream->row);\n}\n"
      t[#t + 1] = ("\nenum err %s_close(struct %s_stream *stream)\n{\n"):format(s.name, s.name)
      t[#t + 1] = "    return db_stream_close(stream->at);\n}\n"
    end
  end
  return table.concat(t)
end

function emit.all_header()
  return MADE:format("sql/queries") .. [[
#ifndef STORE_Q_ALL_H
#define STORE_Q_ALL_H

#include <stddef.h>

#include "db/stmt.h"

/* Every statement there is, for check-sql. */
extern const struct db_stmt *const Q_ALL[];
extern const size_t Q_ALL_N;

#endif
]]
end

function emit.all_source(files)
  local t, n = { '#include "store/q_all.h"\n\n' }, 0
  for _, f in ipairs(files) do
    t[#t + 1] = ('#include "%s/q_%s.h"\n'):format(f.layer, f.base)
  end
  t[#t + 1] = "\nconst struct db_stmt *const Q_ALL[] = {\n"
  for _, f in ipairs(files) do
    for _, s in ipairs(f.stmts) do
      t[#t + 1] = ("    &%s_STMT,\n"):format(s.name:upper())
      n = n + 1
      for _, v in ipairs(VARIANTS) do
        if s[v] then
          t[#t + 1] = ("    &%s_%s_STMT,\n"):format(s.name:upper(), v:upper())
          n = n + 1
        end
      end
    end
  end
  t[#t + 1] = ("    NULL,\n};\nconst size_t Q_ALL_N = %d;\n"):format(n)
  return table.concat(t)
end

local function scripts(name, list)
  local t = { ("const struct db_script %s[] = {\n"):format(name) }
  for _, m in ipairs(list) do
    t[#t + 1] = ('    {\n        .name = "%s",\n        .sha256 = "%s",\n        .text =\n%s,\n    },\n'):format(
      m.name, m.sha256, c_text(m.text, "            "))
  end
  t[#t + 1] = ("    { 0 },\n};\nconst size_t %s_N = %d;\n"):format(name, #list)
  return table.concat(t)
end

function emit.migrations(migrations, checks)
  return '#include "db/migrate.h"\n\n' .. scripts("DB_MIGRATIONS", migrations) .. "\n" .. scripts("DB_CHECKS", checks)
end

return emit
