-- As generic, for files whose decimal mark is a comma.
return {
   source_system = "comma",
   encoding = "utf-8",
   delimiter = ";",
   decimal = ",",
   columns = {
      number = "number",
      customer = "customer",
      division = "division",
      issued_on = "issued_on",
      due_on = "due_on",
      amount = "amount",
      currency = "currency",
   },
   optional = { "due_on" },
}
