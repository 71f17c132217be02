-- The messages that ship, in English, German and French. An admin's own versions of them
-- win; a newer file never replaces an active text.
--
-- Placeholders: {{name}} is replaced, and in HTML escaped. {{#name}} … {{/name}} is
-- repeated for each element of a list, or kept when there is something; {{^name}} …
-- {{/name}} is kept when there is nothing.
--
--    customer_name customer_number contact_name   who is written to
--    company_name sender_name                     who writes
--    total currency                               what is asked for: "1.250,00 €"
--    overdue_total                                of it, what is past its due date
--    today pay_by                                 dates as the reader writes them
--    portal_link                                  the signed link; may be nothing
--    lines: number issued_on due_on amount open days_late
--    also: the same, of items that are mentioned only
--    invoices: both together, by due date
--    fee: what this message charges; may be nothing
--    company_iban company_bic company_footer: the letterhead; may be nothing
--    opt_out_link: ends such mail for the reader; may be nothing
--
-- A message that a person writes has besides: subject, message, and paragraphs, a list of
-- rows, each a list of row. A field that may be nothing stands in a section of its own name;
-- any other is never blank: a message that would be is not sent.
--
-- topic says which of these a text may name, stage where it stands on the ladder.

-- Text becomes HTML: a paragraph a block, the list of invoices a table, the link a button.
local function html(text, head, button)
   local function paragraph(block)
      if block:find("{{opt_out_link}}", 1, true) then
         return "<p><small>" .. block:gsub(" ?: {{opt_out_link}}", "") .. ': <a href="{{opt_out_link}}">'
            .. "{{opt_out_link}}</a></small></p>"
      elseif not block:find("{{portal_link}}", 1, true) then
         return "<p>" .. block:gsub("\n", "<br>\n") .. "</p>"
      end
      return "<p>" .. block:gsub(" ?: {{portal_link}}", ".") .. "</p>\n"
         .. '<p><a class="button" href="{{portal_link}}">' .. button .. "</a></p>"
   end

   local function rows(list)
      return "{{#" .. list .. "}}<tr><td>{{number}}</td><td>{{issued_on}}</td><td>{{due_on}}</td>"
         .. '<td style="text-align:right">{{open}}</td></tr>{{/' .. list .. "}}"
   end

   local out = {}
   for block in (text .. "\n\n"):gmatch("(.-)\n\n+") do
      local when, inner = block:match("^{{#([%w_]+)}}(.*){{/[%w_]+}}$")
      if block:find("^{{#has_invoices}}") then
         out[#out + 1] = "{{#has_invoices}}\n" .. html(inner, head, button) .. "\n{{/has_invoices}}"
      elseif block == "{{message}}" then
         out[#out + 1] = "{{#paragraphs}}\n<p>{{#rows}}{{row}}<br>\n{{/rows}}</p>\n{{/paragraphs}}"
      elseif block:find("{{#invoices}}", 1, true) then
         local cells = {}
         for i = 1, #head do
            cells[i] = '<th scope="col" style="text-align:' .. (i > 3 and "right" or "left") .. '">' .. head[i] .. "</th>"
         end
         out[#out + 1] = "<table><thead><tr>" .. table.concat(cells) .. "</tr></thead><tbody>"
            .. rows("invoices") .. "</tbody></table>"
         local rest = block:match("{{/invoices}}(.+)$")
         if rest then out[#out + 1] = "<p>" .. rest .. "</p>" end
      elseif when then
         out[#out + 1] = "{{#" .. when .. "}}\n" .. paragraph(inner) .. "\n{{/" .. when .. "}}"
      elseif #block > 0 then
         out[#out + 1] = paragraph(block)
      end
   end
   return table.concat(out, "\n")
end

local heads = {
   en = { "Invoice", "Date", "Due", "Open" },
   de = { "Rechnung", "Datum", "Fällig", "Offen" },
   fr = { "Facture", "Date", "Échéance", "Solde" },
}

local words = {
   en = {
      hello = "Dear {{contact_name}},",
      list = "{{#invoices}}Invoice {{number}} of {{issued_on}}, due {{due_on}}: {{open}}\n{{/invoices}}"
         .. "Total: {{total}}",
      portal = "{{#portal_link}}See all open invoices and write to us here: {{portal_link}}{{/portal_link}}",
      button = "Open your account",
      bank = "{{#company_iban}}Please pay to IBAN {{company_iban}}{{#company_bic}}, BIC {{company_bic}}{{/company_bic}}.{{/company_iban}}",
      opt_out = "{{#opt_out_link}}No more mail like this: {{opt_out_link}}{{/opt_out_link}}",
      paid = "If you have paid in the last few days, please take this message as settled.",
      bye = "Kind regards\n{{sender_name}}\n{{company_name}}\n{{#address_lines}}{{line}}\n{{/address_lines}}",
   },
   de = {
      hello = "Guten Tag {{contact_name}},",
      list = "{{#invoices}}Rechnung {{number}} vom {{issued_on}}, fällig am {{due_on}}: {{open}}\n{{/invoices}}"
         .. "Summe: {{total}}",
      portal = "{{#portal_link}}Alle offenen Rechnungen ansehen und uns schreiben: {{portal_link}}{{/portal_link}}",
      button = "Zum Kundenportal",
      bank = "{{#company_iban}}Bitte zahlen Sie auf IBAN {{company_iban}}{{#company_bic}}, BIC {{company_bic}}{{/company_bic}}.{{/company_iban}}",
      opt_out = "{{#opt_out_link}}Keine solchen Nachrichten mehr: {{opt_out_link}}{{/opt_out_link}}",
      paid = "Falls Sie in den letzten Tagen gezahlt haben, betrachten Sie diese Nachricht bitte als erledigt.",
      bye = "Freundliche Grüße\n{{sender_name}}\n{{company_name}}\n{{#address_lines}}{{line}}\n{{/address_lines}}",
   },
   fr = {
      hello = "Bonjour {{contact_name}},",
      list = "{{#invoices}}Facture {{number}} du {{issued_on}}, échéance {{due_on}} : {{open}}\n{{/invoices}}"
         .. "Total : {{total}}",
      portal = "{{#portal_link}}Consulter toutes les factures ouvertes et nous écrire : {{portal_link}}{{/portal_link}}",
      button = "Ouvrir votre compte",
      bank = "{{#company_iban}}Merci de régler sur l'IBAN {{company_iban}}{{#company_bic}}, BIC {{company_bic}}{{/company_bic}}.{{/company_iban}}",
      opt_out = "{{#opt_out_link}}Ne plus recevoir ces messages : {{opt_out_link}}{{/opt_out_link}}",
      paid = "Si vous avez réglé ces derniers jours, merci de ne pas tenir compte de ce message.",
      bye = "Cordialement\n{{sender_name}}\n{{company_name}}\n{{#address_lines}}{{line}}\n{{/address_lines}}",
   },
}

-- The usual letter: what it says first, the invoices, what it says last.
local footer = "{{#company_footer}}{{company_footer}}{{/company_footer}}"

local function letter(language, subject, first, last, courtesy)
   local w = words[language]
   local parts = { w.hello, first, w.list, last, w.bank, w.portal }
   if not courtesy then parts[#parts + 1] = w.paid end
   parts[#parts + 1] = w.bye
   parts[#parts + 1] = footer
   if courtesy then parts[#parts + 1] = w.opt_out end
   return {
      subject = subject,
      text = table.concat(parts, "\n\n") .. "\n",
      html = html(table.concat(parts, "\n\n"), heads[language], w.button),
   }
end

-- What a person writes, in the company's letter: the words, the invoices it is about if any.
local function own(language)
   local w = words[language]
   local list = "{{#has_invoices}}" .. w.list .. "{{/has_invoices}}"
   local parts = { "{{message}}", list, w.portal, w.bye, footer, w.opt_out }
   return {
      subject = "{{subject}}",
      text = table.concat(parts, "\n\n") .. "\n",
      html = html(table.concat(parts, "\n\n"), heads[language], w.button),
   }
end

-- Something about the account: what there is to say, the invoices it is about if any. Such a
-- notice reminds of nothing.
local function notice(language, subject, first, head, last)
   local w = words[language]
   local parts = { w.hello, first, "{{#has_invoices}}" .. head .. "{{/has_invoices}}",
      "{{#has_invoices}}" .. w.list .. "{{/has_invoices}}" }
   for _, more in ipairs { last, w.portal, w.bye, footer, w.opt_out } do parts[#parts + 1] = more end
   return {
      subject = subject,
      text = table.concat(parts, "\n\n") .. "\n",
      html = html(table.concat(parts, "\n\n"), heads[language], w.button),
   }
end

-- A document that is asked for: what is wanted, and where it can be sent.
local function asked(language, subject, first, portal, button)
   local w = words[language]
   local parts = { w.hello, first, "{{message}}", "{{#portal_link}}" .. portal .. ": {{portal_link}}{{/portal_link}}", w.bye,
      footer, w.opt_out }
   return {
      subject = subject,
      text = table.concat(parts, "\n\n") .. "\n",
      html = html(table.concat(parts, "\n\n"), heads[language], button),
   }
end

local fee = {
   en = "{{#fee}}By law we charge a fixed sum of {{fee}} for the late payment; it is not part "
      .. "of the total above.{{/fee}}",
   de = "{{#fee}}Für den Verzug berechnen wir nach dem Gesetz eine Pauschale von {{fee}}; sie ist in "
      .. "der Summe nicht enthalten.{{/fee}}",
   fr = "{{#fee}}Une indemnité forfaitaire de {{fee}} est due selon la loi ; elle n'est pas comprise "
      .. "dans le total.{{/fee}}",
}

return {
   upcoming = {
      purpose = "A friendly word before invoices fall due",
      topic = "reminder",
      stage = 0,
      en = letter("en", "Invoices due soon – {{company_name}}",
         "these invoices will fall due in the next days:",
         "Please let us know now if anything about them is not right.", true),
      de = letter("de", "Bald fällige Rechnungen – {{company_name}}",
         "diese Rechnungen werden in den nächsten Tagen fällig:",
         "Bitte sagen Sie uns jetzt Bescheid, falls etwas daran nicht stimmt.", true),
      fr = letter("fr", "Factures bientôt à échéance – {{company_name}}",
         "ces factures arrivent à échéance dans les prochains jours :",
         "Merci de nous signaler dès maintenant toute anomalie.", true),
   },

   reminder_first = {
      purpose = "First reminder of what is overdue",
      topic = "reminder",
      stage = 1,
      en = letter("en", "Payment reminder – {{company_name}}",
         "we have not yet received payment for these invoices:",
         "Please arrange the payment by {{pay_by}}, or tell us what keeps you from it."),
      de = letter("de", "Zahlungserinnerung – {{company_name}}",
         "für diese Rechnungen haben wir noch keine Zahlung erhalten:",
         "Bitte zahlen Sie bis zum {{pay_by}}, oder sagen Sie uns, was dem entgegensteht."),
      fr = letter("fr", "Rappel de paiement – {{company_name}}",
         "nous n'avons pas encore reçu le règlement de ces factures :",
         "Merci de régler d'ici le {{pay_by}}, ou de nous dire ce qui s'y oppose."),
   },

   reminder_second = {
      purpose = "Second reminder, firmer, with a date",
      topic = "reminder",
      stage = 2,
      en = letter("en", "Second reminder: {{total}} overdue – {{company_name}}",
         "we wrote to you before; these invoices are still open:",
         "Please pay {{total}} by {{pay_by}}. If you dispute an invoice, tell us which one and why, "
            .. "so that we can clear it up."),
      de = letter("de", "Zweite Mahnung: {{total}} überfällig – {{company_name}}",
         "wir haben Ihnen bereits geschrieben; diese Rechnungen sind noch offen:",
         "Bitte zahlen Sie {{total}} bis zum {{pay_by}}. Wenn Sie eine Rechnung beanstanden, nennen Sie "
            .. "uns bitte welche und warum, damit wir es klären können."),
      fr = letter("fr", "Deuxième rappel : {{total}} en retard – {{company_name}}",
         "nous vous avons déjà écrit ; ces factures restent ouvertes :",
         "Merci de régler {{total}} d'ici le {{pay_by}}. Si vous contestez une facture, dites-nous "
            .. "laquelle et pourquoi, afin que nous puissions régler la question."),
   },

   final_notice = {
      purpose = "Last notice before the case goes on to a person",
      topic = "reminder",
      stage = 3,
      en = letter("en", "Final notice: {{total}} overdue – {{company_name}}",
         "in spite of our reminders these invoices are still unpaid:",
         "This is our final notice. Please pay {{total}} by {{pay_by}}; after that date we will decide "
            .. "on further steps.\n\n" .. fee.en),
      de = letter("de", "Letzte Mahnung: {{total}} überfällig – {{company_name}}",
         "trotz unserer Erinnerungen sind diese Rechnungen noch unbezahlt:",
         "Dies ist unsere letzte Mahnung. Bitte zahlen Sie {{total}} bis zum {{pay_by}}; danach "
            .. "entscheiden wir über weitere Schritte.\n\n" .. fee.de),
      fr = letter("fr", "Dernier avis : {{total}} en retard – {{company_name}}",
         "malgré nos rappels, ces factures restent impayées :",
         "Ceci est notre dernier avis. Merci de régler {{total}} d'ici le {{pay_by}} ; passé cette date, "
            .. "nous déciderons de la suite.\n\n" .. fee.fr),
   },

   statement = {
      purpose = "Sends the account statement",
      topic = "notice",
      stage = 0,
      en = notice("en", "Account statement of {{today}} – {{company_name}}",
         "we send you the statement of your account with us as of {{today}}.", "These invoices are open:",
         "Please compare it with your books, and tell us if anything differs."),
      de = notice("de", "Kontoauszug vom {{today}} – {{company_name}}",
         "wir senden Ihnen den Auszug Ihres Kontos bei uns zum {{today}}.", "Diese Rechnungen sind offen:",
         "Bitte vergleichen Sie ihn mit Ihren Büchern, und sagen Sie uns, falls etwas abweicht."),
      fr = notice("fr", "Relevé de compte au {{today}} – {{company_name}}",
         "nous vous adressons le relevé de votre compte chez nous au {{today}}.", "Ces factures sont ouvertes :",
         "Merci de le comparer à vos livres et de nous signaler toute différence."),
   },

   promise_confirmed = {
      purpose = "Confirms a promise to pay",
      topic = "notice",
      stage = 0,
      en = notice("en", "We have noted your payment – {{company_name}}",
         "thank you for telling us when you will pay.{{#promised_total}} We have noted "
            .. "{{promised_total}}{{#promised_on}} by {{promised_on}}{{/promised_on}}.{{/promised_total}} "
            .. "Until then we send you no reminder of it.", "It is about these invoices:",
         "If anything changes, please tell us before that day."),
      de = notice("de", "Wir haben Ihre Zahlung vorgemerkt – {{company_name}}",
         "vielen Dank, dass Sie uns gesagt haben, wann Sie zahlen.{{#promised_total}} Wir haben "
            .. "{{promised_total}}{{#promised_on}} bis zum {{promised_on}}{{/promised_on}} vorgemerkt."
            .. "{{/promised_total}} Bis dahin erinnern wir Sie nicht daran.", "Es geht um diese Rechnungen:",
         "Falls sich etwas ändert, sagen Sie uns bitte vor diesem Tag Bescheid."),
      fr = notice("fr", "Nous avons noté votre paiement – {{company_name}}",
         "merci de nous avoir indiqué quand vous paierez.{{#promised_total}} Nous avons noté "
            .. "{{promised_total}}{{#promised_on}} d'ici le {{promised_on}}{{/promised_on}}.{{/promised_total}} "
            .. "D'ici là, nous ne vous enverrons pas de relance à ce sujet.", "Il s'agit de ces factures :",
         "Si quelque chose change, merci de nous prévenir avant cette date."),
   },

   promise_broken = {
      purpose = "Says that a promised payment has not come",
      topic = "notice",
      stage = 0,
      en = notice("en", "Your promised payment has not arrived – {{company_name}}",
         "we expected the payment that you promised us{{#broken_on}} for {{broken_on}}{{/broken_on}}."
            .. "{{#broken_total}} {{broken_total}} of it has not arrived.{{/broken_total}}",
         "These invoices are still open:",
         "Please pay by {{pay_by}}, or tell us what keeps you from it. If you paid in the last few days, "
            .. "please tell us when and how, so that we can find the payment."),
      de = notice("de", "Ihre zugesagte Zahlung ist nicht eingegangen – {{company_name}}",
         "wir haben die Zahlung erwartet, die Sie uns{{#broken_on}} für den {{broken_on}}{{/broken_on}} "
            .. "zugesagt hatten.{{#broken_total}} Davon fehlen {{broken_total}}.{{/broken_total}}",
         "Diese Rechnungen sind noch offen:",
         "Bitte zahlen Sie bis zum {{pay_by}}, oder sagen Sie uns, was dem entgegensteht. Falls Sie in den "
            .. "letzten Tagen gezahlt haben, sagen Sie uns bitte wann und wie, damit wir die Zahlung finden."),
      fr = notice("fr", "Votre paiement promis n'est pas arrivé – {{company_name}}",
         "nous attendions le paiement que vous nous aviez promis{{#broken_on}} pour le {{broken_on}}{{/broken_on}}."
            .. "{{#broken_total}} Il manque {{broken_total}}.{{/broken_total}}",
         "Ces factures restent ouvertes :",
         "Merci de régler d'ici le {{pay_by}}, ou de nous dire ce qui s'y oppose. Si vous avez payé ces derniers "
            .. "jours, dites-nous quand et comment, afin que nous retrouvions le paiement."),
   },

   dispute_received = {
      purpose = "Confirms that a dispute is looked into",
      topic = "notice",
      stage = 0,
      en = notice("en", "We are looking into it – {{company_name}}",
         "thank you for telling us that something is not right.{{#disputed_total}} We have noted "
            .. "{{disputed_total}} as disputed and send you no reminder of it while we look into it.{{/disputed_total}}",
         "It is about these invoices:",
         "You will hear from us as soon as we know more. What is not disputed stays payable as agreed."),
      de = notice("de", "Wir prüfen Ihre Beanstandung – {{company_name}}",
         "vielen Dank für Ihren Hinweis, dass etwas nicht stimmt.{{#disputed_total}} Wir haben {{disputed_total}} "
            .. "als strittig vermerkt und erinnern Sie nicht daran, solange wir es prüfen.{{/disputed_total}}",
         "Es geht um diese Rechnungen:",
         "Sie hören von uns, sobald wir mehr wissen. Was nicht strittig ist, bleibt wie vereinbart zu zahlen."),
      fr = notice("fr", "Nous examinons votre réclamation – {{company_name}}",
         "merci de nous avoir signalé un problème.{{#disputed_total}} Nous avons noté {{disputed_total}} comme "
            .. "contesté et ne vous enverrons pas de relance à ce sujet pendant notre examen.{{/disputed_total}}",
         "Il s'agit de ces factures :",
         "Nous revenons vers vous dès que nous en saurons plus. Ce qui n'est pas contesté reste dû comme convenu."),
   },

   dispute_closed = {
      purpose = "Says that a dispute is settled",
      topic = "notice",
      stage = 0,
      en = notice("en", "Your complaint is settled – {{company_name}}",
         "we have looked into what you told us and closed the matter. What we took off stands as a credit on your "
            .. "account; what remains is payable as agreed.", "This remains open:",
         "If you see it differently, or want to know why we decided so, please answer this message."),
      de = notice("de", "Ihre Beanstandung ist geklärt – {{company_name}}",
         "wir haben Ihre Beanstandung geprüft und abgeschlossen. Was wir erlassen, steht als Gutschrift auf Ihrem "
            .. "Konto; der Rest bleibt wie vereinbart zu zahlen.", "Das bleibt offen:",
         "Falls Sie es anders sehen oder unsere Gründe wissen möchten, antworten Sie bitte auf diese Nachricht."),
      fr = notice("fr", "Votre réclamation est réglée – {{company_name}}",
         "nous avons examiné votre réclamation et clos le dossier. Ce que nous vous accordons figure en avoir sur "
            .. "votre compte ; le reste est dû comme convenu.", "Reste ouvert :",
         "Si vous n'êtes pas d'accord, ou souhaitez en connaître les raisons, répondez à ce message."),
   },

   payment_thanks = {
      purpose = "Thanks for a payment",
      topic = "notice",
      stage = 0,
      en = notice("en", "Thank you for your payment – {{company_name}}",
         "your payment has arrived. Thank you!", "This is still open:",
         "If you have a question about your account, simply answer this message."),
      de = notice("de", "Vielen Dank für Ihre Zahlung – {{company_name}}",
         "Ihre Zahlung ist eingegangen. Vielen Dank!", "Das ist noch offen:",
         "Wenn Sie eine Frage zu Ihrem Konto haben, antworten Sie einfach auf diese Nachricht."),
      fr = notice("fr", "Merci pour votre paiement – {{company_name}}",
         "votre paiement est bien arrivé. Merci !", "Reste ouvert :",
         "Pour toute question sur votre compte, répondez simplement à ce message."),
   },

   message = {
      purpose = "What a person writes, in the company's letter",
      topic = "message",
      stage = 0,
      en = own("en"),
      de = own("de"),
      fr = own("fr"),
   },

   payment_receipt = {
      purpose = "Says that a payment has come",
      topic = "message",
      stage = 0,
      en = asked("en", "Your payment {{subject}} – {{company_name}}", "thank you: your payment has arrived.",
         "It stands on your account here", "Look at the account"),
      de = asked("de", "Ihre Zahlung {{subject}} – {{company_name}}", "vielen Dank: Ihre Zahlung ist eingegangen.",
         "Sie steht hier auf Ihrem Konto", "Konto ansehen"),
      fr = asked("fr", "Votre paiement {{subject}} – {{company_name}}", "merci : votre paiement est arrivé.",
         "Il figure ici sur votre compte", "Voir le compte"),
   },
   payment_ahead = {
      purpose = "Says what will be collected by autopay",
      topic = "message",
      stage = 0,
      en = asked("en", "We collect {{subject}} soon – {{company_name}}", "as you chose, we collect on this day, by what you saved:",
         "You can change or stop that here", "Look at the account"),
      de = asked("de", "Wir ziehen {{subject}} bald ein – {{company_name}}", "wie von Ihnen gewählt, ziehen wir an diesem Tag mit der gespeicherten Zahlungsart ein:",
         "Ändern oder beenden können Sie das hier", "Konto ansehen"),
      fr = asked("fr", "Nous prélevons {{subject}} bientôt – {{company_name}}", "comme vous l'avez choisi, nous prélevons ce jour, par le moyen de paiement enregistré :",
         "Vous pouvez modifier ou arrêter cela ici", "Voir le compte"),
   },
   payment_declined = {
      purpose = "Says that autopay was declined",
      topic = "message",
      stage = 0,
      en = asked("en", "We could not collect {{subject}} – {{company_name}}", "what we wanted to collect was declined. We do not try again by ourselves: please pay it yourself.",
         "Pay here", "Pay"),
      de = asked("de", "Wir konnten {{subject}} nicht einziehen – {{company_name}}", "der Einzug wurde abgelehnt. Wir versuchen ihn nicht von selbst noch einmal: Bitte zahlen Sie selbst.",
         "Hier zahlen", "Zahlen"),
      fr = asked("fr", "Nous n'avons pas pu prélever {{subject}} – {{company_name}}", "le prélèvement a été refusé. Nous ne réessayons pas de nous-mêmes : merci de payer vous-même.",
         "Payer ici", "Payer"),
   },
   payment_declined_again = {
      purpose = "Says that autopay was declined and is tried once more",
      topic = "message",
      stage = 0,
      en = asked("en", "We could not collect {{subject}} – {{company_name}}", "what we wanted to collect was declined. We try once more on the day below, unless you pay before.",
         "Pay here", "Pay"),
      de = asked("de", "Wir konnten {{subject}} nicht einziehen – {{company_name}}", "der Einzug wurde abgelehnt. Wir versuchen ihn an dem Tag unten noch einmal, wenn Sie nicht vorher zahlen.",
         "Hier zahlen", "Zahlen"),
      fr = asked("fr", "Nous n'avons pas pu prélever {{subject}} – {{company_name}}", "le prélèvement a été refusé. Nous réessayons le jour indiqué ci-dessous, sauf si vous payez avant.",
         "Payer ici", "Payer"),
   },
   document_request = {
      purpose = "Asks a customer for a document",
      topic = "message",
      stage = 0,
      en = asked("en", "A document we need from you – {{company_name}}", "we need a document from you:",
         "You can send it or write to us here", "Send the document"),
      de = asked("de", "Ein Dokument, das uns fehlt – {{company_name}}", "wir brauchen ein Dokument von Ihnen:",
         "Hier können Sie es senden oder uns schreiben", "Dokument senden"),
      fr = asked("fr", "Un document à nous transmettre – {{company_name}}", "nous avons besoin d'un document de votre part :",
         "Vous pouvez l'envoyer ou nous écrire ici", "Envoyer le document"),
   },
}
