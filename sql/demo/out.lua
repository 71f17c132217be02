-- One file a table, as LOAD DATA reads it: a line of column names, then a line a row,
-- values apart by tabs, \N for NULL. Ids count up from 1 in each table.

local M = { NULL = "\\N", largest_id = 0 }

local columns = {
   division = "id code name country region time_zone currency cash_authority created_at",
   user = "id email name role language created_at",
   user_division = "user_id division_id",
   fx_rate = "base quote rate_on rate_e8 source recorded_at",
   source_sync = "division_id source_system synced_at",
   customer = "id source_system source_id source_version number name status kind language time_zone "
      .. "country tax_id terms_days payment_method credit_limit_minor credit_currency since_on "
      .. "known_from recorded_at",
   address = "id customer_id kind line1 postcode city country known_from",
   contact = "id customer_id source_system source_id source_version name email phone language roles "
      .. "email_consent known_from recorded_at",
   suppression = "id email reason detail known_from",
   customer_tag = "id customer_id tag origin user_id reason known_from",
   customer_assignment = "id customer_id division_id user_id portfolio known_from",
   case_state = "id customer_id division_id currency last_contact_on last_contact_at",
   item = "id case_id customer_id division_id currency kind side source_system source_id "
      .. "source_version number reference issued_on amount_minor open_minor payment_method payer_name "
      .. "known_at recorded_at",
   item_line = "item_id line_no description order_number quantity unit_minor tax_rate tax_minor amount_minor",
   instalment = "id item_id seq case_id issued_on due_on amount_minor open_minor settled_on known_from",
   allocation = "id case_id credit_case_id credit_item_id instalment_id debit_item_id credit_minor "
      .. "debit_minor effective_on known_at recorded_at reverses_id source_system source_id reason",
   fee_claim = "id instalment_id script step cycle case_id item_id base_minor rate_e6 fixed_minor days "
      .. "basis claimed_on",
   hold = "id customer_id case_id item_id kind amount_minor until_on reason user_id known_from known_to",
   dispute = "id case_id customer_id item_id amount_minor reason_code detail owner_id target_on "
      .. "opened_on actor_kind actor_id known_from known_to resolution",
   dispute_event = "id dispute_id kind at actor_kind actor_id detail",
   promise = "id case_id customer_id amount_minor made_on promised_on judged_on channel note actor_kind "
      .. "actor_id known_from",
   promise_item = "promise_id instalment_id minor",
   follow_up = "id customer_id case_id kind title due_on priority assignee_id state outcome origin "
      .. "origin_id created_at ended_at ended_by",
   follow_up_line = "instalment_id script step cycle follow_up_id case_id taken_on level",
   note = "id customer_id case_id item_id user_id body created_at",
   phone_call = "id customer_id case_id contact_id user_id outcome body called_at",
   conversation = "id customer_id subject state created_at last_at",
   message = "id conversation_id customer_id author_kind author_id channel body created_at",
   activity = "id customer_id case_id at kind actor_kind actor_id ref_kind ref_id title detail",
   outbox = "id case_id customer_id kind channel template script step state not_before attempts "
      .. "message_id subject body_text body_html total_minor currency actor_kind actor_id created_at "
      .. "handed_at handed_on reply",
   outbox_line = "instalment_id script step cycle outbox_id case_id level open_minor handed_on",
   outbox_recipient = "outbox_id email contact_id role state at",
   outbox_attempt = "outbox_id attempt real_at outcome reply",
}

local FLUSH_EVERY = 2000
local files = {}

local function begin(dir, name, list)
   local path = dir .. "/" .. name .. ".tsv"
   local file, fault = io.open(path, "wb")
   if not file then error(fault, 0) end
   file:setvbuf("full", 1 << 18)
   local n = select(2, list:gsub("%S+", ""))
   local t = { file = file, rows = {}, n = 0, count = 0, id = 0, width = n, name = name }
   file:write((list:gsub(" +", "\t")), "\n")
   files[name] = t
   return t
end

local function flush(t)
   t.file:write(table.concat(t.rows, "\n", 1, t.n), t.n > 0 and "\n" or "")
   t.n = 0
end

function M.open(dir)
   for name, list in pairs(columns) do begin(dir, name, list) end
end

function M.id(name)
   local t = files[name]
   t.id = t.id + 1
   return t.id
end

-- Every value is text or an integer; NULL is M.NULL.
function M.row(name, ...)
   local t = files[name]
   assert(select("#", ...) == t.width, name)
   t.n = t.n + 1
   t.count = t.count + 1
   t.rows[t.n] = table.concat({ ... }, "\t")
   if t.n == FLUSH_EVERY then flush(t) end
end

-- Free text as a value.
function M.text(s)
   return (s:gsub("[\\\t\n\r]", { ["\\"] = "\\\\", ["\t"] = "\\t", ["\n"] = "\\n", ["\r"] = "" }))
end

function M.count(name)
   return files[name].count
end

-- Closes all; the largest id of any table.
function M.close()
   local largest = 0
   for _, t in pairs(files) do
      flush(t)
      assert(t.file:close())
      if t.id > largest then largest = t.id end
   end
   return largest
end

return M
