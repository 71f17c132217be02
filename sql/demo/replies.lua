-- What customers answered to messages that went out before today: mails as a mailbox has
-- them, a file each, for `dunlin demo` to receive as it receives any.

local calendar = require "calendar"
local house = require "house"

local M = {}

local RECENT_DAYS = 21
local DAYS = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" }
local MONTHS = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }

local function date_line(day, hour, minute)
   local year, month, of_month = calendar.civil(day)
   return string.format("%s, %d %s %d %02d:%02d:00 +0000", DAYS[calendar.weekday(day) + 1], of_month, MONTHS[month],
      year, hour, minute)
end

local WROTE = { en = "On %s, %s wrote:", de = "Am %s schrieb %s:", fr = "Le %s, %s a écrit :" }

local function quoted(sent)
   local wrote = WROTE[sent.case.customer.language]:format(calendar.date[sent.day], house.divisions[sent.case.division].name)
   return string.format("\n%s\n> %s\n", wrote, (sent.text:gsub("\n", "\n> ")))
end

-- A text in a header (RFC 2047).
local function header(text)
   if not text:find("[\128-\255]") then return text end
   return "=?UTF-8?Q?" .. text:gsub("[^%w]", function(c) return string.format("=%02X", c:byte()) end) .. "?="
end

-- The head of a mail: who writes, when, about which message of ours.
local function head(mail, sent, from, more)
   return string.format("From: %s\nTo: accounts@meridian.example\nSubject: %s\nDate: %s\n"
      .. "Message-ID: <demo-%d@mail.example>\n%sMIME-Version: 1.0\n%s", from,
      header(mail.subject or "Re: " .. sent.subject),
      date_line(mail.day, mail.hour, mail.minute), mail.no, sent and "In-Reply-To: " .. sent.message_id .. "\n" or "",
      more)
end

local PLAIN = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"

local function sender(sent)
   local to = sent.case.customer.contacts[1]
   return string.format("%s <%s>", header(to.name), to.email)
end

local function say(mail, sent, words)
   return head(mail, sent, sender(sent), PLAIN) .. words .. "\n" .. quoted(sent)
end

local function advice(sent)
   local rows = { "invoice;amount;currency" }
   for _, e in ipairs(sent.lines) do
      local amount, currency = house.money(e.i.open, sent.case.currency):match("^(%S+) (%S+)$")
      rows[#rows + 1] = string.format("%s;%s;%s", e.i.item.number, (amount:gsub(",", "")), currency)
   end
   return table.concat(rows, "\n") .. "\n"
end

local function with_file(mail, sent, words, name, file)
   local b = "part-of-" .. mail.no
   return head(mail, sent, sender(sent), string.format('Content-Type: multipart/mixed; boundary="%s"\n\n', b))
      .. string.format("--%s\n%s%s\n%s\n--%s\nContent-Type: text/csv; name=\"%s\"\n"
         .. "Content-Disposition: attachment; filename=\"%s\"\n\n%s\n--%s--\n", b, PLAIN, words, quoted(sent), b, name,
         name, file, b)
end

local function away(mail, sent, words)
   return head(mail, sent, sender(sent), "Auto-Submitted: auto-replied\n" .. PLAIN) .. words .. "\n"
end

local function returned(mail, sent)
   local b, email = "report-" .. mail.no, sent.case.customer.contacts[1].email
   mail.subject = "Undelivered mail returned to sender"
   return head(mail, sent, "Mail Delivery System <mailer-daemon@mx.meridian.example>",
      string.format('Auto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary="%s"\n\n', b))
      .. string.format("--%s\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n--%s\n"
         .. "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.meridian.example\n\n"
         .. "Final-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n"
         .. "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\n\n--%s\nContent-Type: text/rfc822-headers\n\n"
         .. "Message-ID: %s\n\n--%s--\n", b, b, email, b, sent.message_id, b)
end

local function unknown(mail)
   return head(mail, nil, '"Kim Larsen" <kim.larsen@harbour-audit.example>', PLAIN)
      .. "Hello,\n\nwe audit one of your customers and ask you to confirm the balance at the end of the year."
      .. "\nWhom may we write to?\n\nKim Larsen\nHarbour Audit\n"
end

-- What each story needs to be told, and how; the first message that fits is answered.
local STORIES = {
   { fits = function(sent) return sent.case.customer.language == "en" and #sent.lines <= 4 end, tell = function(say_to, sent)
      say_to(say, "Hello,\n\nthank you for the reminder. Which of these has the order number 4711? We cannot find it.")
      say_to(say, string.format("Hello again,\n\nfound it. We will transfer %s on %s.\n\nKind regards",
         house.money(sent.total, sent.case.currency), calendar.date[calendar.working_day(sent.case.customer.today + 5)]))
   end },
   { fits = function(sent) return sent.case.customer.language == "de" and #sent.lines == 1 end, tell = function(say_to)
      say_to(say, "Guten Tag,\n\ndie Ware war beschädigt, zwei der Geräte mussten wir zurückschicken. "
         .. "Bitte schicken Sie uns eine Gutschrift.\n\nMit freundlichen Grüßen")
   end },
   { fits = function(sent) return sent.case.customer.language == "fr" end, tell = function(say_to, sent)
      say_to(with_file, "Bonjour,\n\nveuillez trouver ci-joint le détail de notre règlement.\n\nCordialement",
         "avis-de-paiement.csv", advice(sent))
   end },
   { fits = function(sent) return sent.case.customer.language == "en" end, tell = function(say_to)
      say_to(away, "I am out of the office until Monday and read no mail. Accounts payable answers meanwhile.")
   end },
   { fits = function(sent) return sent.case.customer.language == "de" end, tell = function(say_to)
      say_to(returned)
   end },
}

local chosen, taken = {}, {}

local function all_open(sent)
   for _, e in ipairs(sent.lines) do
      if e.i.open == 0 or e.i.due >= sent.day then return false end
   end
   return true
end

-- A customer whose latest messages may be answered.
function M.offer(c)
   for _, case in ipairs(c.cases) do
      local sent = case.sent
      if sent and sent.day >= c.today - RECENT_DAYS and not taken[c.id] and all_open(sent) then
         sent.case = case
         for k, story in ipairs(STORIES) do
            if not chosen[k] and story.fits(sent) then
               chosen[k], taken[c.id] = sent, true
               break
            end
         end
      end
   end
end

-- Writes mail-1.eml and so on, in the order in which they came; how many there are.
function M.write(folder, today)
   local n = 0
   local function put(tell, ...)
      n = n + 1
      local mail = { no = n, day = today - 1, hour = 13, minute = 5 * n }
      local file = assert(io.open(string.format("%s/mail-%d.eml", folder, n), "wb"))
      file:write((tell(mail, ...):gsub("\n", "\r\n")))
      file:close()
   end
   for k, story in ipairs(STORIES) do
      local sent = chosen[k]
      if sent then story.tell(function(tell, ...) put(tell, sent, ...) end, sent) end
   end
   put(function(mail)
      mail.subject = "Confirmation of a balance"
      return unknown(mail)
   end)
   return n
end

return M
