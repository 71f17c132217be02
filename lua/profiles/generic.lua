-- Any list of open or settled items. The first line names the columns as below; those
-- under `optional` may be missing. Copy it, say how your file writes dates and amounts,
-- and name the columns as your system does.
--
-- Neither date_order nor decimal is set: what can be read in one way only is read
-- ("2026-03-31", "31.3.2026", "1.234,50", "12.50"), and what can be read in two
-- ("03/04/2026", "1.000") is refused with its line.

return {
   source_system = "csv",
   encoding = "utf-8", -- or "windows-1252"
   delimiter = ",", -- or ";" or "\t"
   -- date_order = "dmy", -- or "mdy", "ymd"
   -- decimal = ",", -- group is then "."
   known = "import", -- "effective" for a load of history

   columns = {
      number = "number",
      source_id = "source_id", -- where numbers are used twice
      kind = "kind", -- invoice, credit, payment
      customer = "customer",
      customer_name = "customer_name",
      country = "country",
      language = "language",
      email = "email",
      division = "division",
      issued_on = "issued_on",
      due_on = "due_on",
      amount = "amount",
      currency = "currency",
      reference = "reference",
      status = "status", -- posted, cancelled
      version = "version",
      settled_on = "settled_on",
      settled_amount = "settled_amount", -- without it: all
   },

   optional = {
      "source_id",
      "kind",
      "customer_name",
      "country",
      "language",
      "email",
      "division",
      "due_on",
      "reference",
      "status",
      "version",
      "settled_on",
      "settled_amount",
   },
}
