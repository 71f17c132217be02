-- The words of messages that went out before today, in the customer's language.

local calendar = require "calendar"
local house = require "house"
local out = require "out"

local M = {}

local WORDS = {
   en = {
      upcoming = { "Invoices falling due: %s", "the invoices below fall due soon. Thank you for paying them in time." },
      reminder_first = { "Reminder: %s overdue",
         "perhaps it escaped your notice: we have not yet received payment of the invoices below." },
      reminder_second = { "Second reminder: %s overdue",
         "in spite of our reminder the invoices below are still open. Please pay them within the next days." },
      final_notice = { "Final notice: %s overdue",
         "this is our final notice. Please pay the invoices below within seven days." },
      hello = "Dear %s,", due = "due", total = "Total", bye = "Kind regards",
   },
   de = {
      upcoming = { "Rechnungen werden fällig: %s",
         "die folgenden Rechnungen werden demnächst fällig. Vielen Dank für die pünktliche Zahlung." },
      reminder_first = { "Zahlungserinnerung: %s überfällig",
         "vielleicht ist es Ihrer Aufmerksamkeit entgangen: die folgenden Rechnungen sind noch offen." },
      reminder_second = { "Zweite Mahnung: %s überfällig",
         "trotz unserer Erinnerung sind die folgenden Rechnungen noch offen. Bitte zahlen Sie in den nächsten Tagen." },
      final_notice = { "Letzte Mahnung: %s überfällig",
         "dies ist unsere letzte Mahnung. Bitte zahlen Sie die folgenden Rechnungen innerhalb von sieben Tagen." },
      hello = "Guten Tag %s,", due = "fällig", total = "Summe", bye = "Mit freundlichen Grüßen",
   },
   fr = {
      upcoming = { "Factures à échéance : %s", "les factures ci-dessous arrivent à échéance. Merci de votre règlement." },
      reminder_first = { "Rappel : %s en retard",
         "sauf erreur de notre part, le règlement des factures ci-dessous ne nous est pas parvenu." },
      reminder_second = { "Deuxième rappel : %s en retard",
         "malgré notre rappel, les factures ci-dessous restent impayées. Merci de les régler sous quelques jours." },
      final_notice = { "Dernier rappel : %s en retard",
         "ceci est notre dernier rappel. Merci de régler les factures ci-dessous sous sept jours." },
      hello = "Bonjour %s,", due = "échéance", total = "Total", bye = "Cordialement",
   },
}

local function escape(s)
   return (s:gsub("[&<>]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }))
end

local function open_amount(e, day)
   local open = e.i.minor
   for _, part in ipairs(e.i.part) do
      if part.day < day then open = open - part.minor end
   end
   return open
end

-- Of a message about these lines: the subject, the text as it was sent, the HTML as a value of a row.
function M.write(case, template, lines, day, total)
   local language = case.customer.language
   local w = WORDS[language]
   local words = w[template] or w.reminder_first
   local sum = house.money(total, case.currency, language)
   local sender = house.divisions[case.division].name
   local text = { string.format(w.hello, case.customer.contacts[1].name), "", words[2], "" }
   local rows = {}
   for _, e in ipairs(lines) do
      local open = house.money(open_amount(e, day), case.currency, language)
      local due = w.due .. " " .. calendar.date[e.i.due]
      text[#text + 1] = string.format("  %-14s %s  %s", e.i.item.number, due, open)
      rows[#rows + 1] = string.format("<tr><td>%s</td><td>%s</td><td>%s</td></tr>", e.i.item.number, due, open)
   end
   text[#text + 1] = string.format("  %s: %s", w.total, sum)
   text[#text + 1] = ""
   text[#text + 1] = w.bye
   text[#text + 1] = sender
   local html = string.format("<p>%s</p><p>%s</p><table>%s</table><p>%s: %s</p><p>%s<br>%s</p>", escape(text[1]),
      escape(text[3]), table.concat(rows), w.total, sum, w.bye, escape(sender))
   return words[1]:format(sum), table.concat(text, "\n"), out.text(html)
end

return M
