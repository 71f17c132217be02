-- The "late payments" sample of IBM: settled invoices of 2012 and 2013. One row is an
-- invoice and the day on which it was paid in full. Amounts are US dollars.

return {
   source_system = "ibm-late-payments",
   encoding = "utf-8",
   delimiter = ",",
   date_order = "mdy",
   decimal = ".",
   currency = "USD",
   known = "effective", -- history: what happened was known when it happened

   -- made when there is no division of this code
   division = {
      code = "ibm",
      name = "IBM sample",
      country = "US",
      time_zone = "America/New_York",
      currency = "USD",
   },

   columns = {
      number = "invoiceNumber",
      customer = "customerID",
      issued_on = "InvoiceDate",
      due_on = "DueDate",
      amount = "InvoiceAmount",
      settled_on = "SettledDate",
   },

   -- rows without these were made up by whoever passed the file on
   filled = { "PaperlessDate", "PaperlessBill", "InvoiceDate", "DueDate", "SettledDate" },

   -- countryCode is no ISO code; the rest follows from the dates
   ignore = { "countryCode", "Disputed", "DaysToSettle", "DaysLate" },
}
