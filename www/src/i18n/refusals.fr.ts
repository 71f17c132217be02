/* Why the server refuses, in French; staff and customers read it. See core/phrases.ts. */
import type { Book } from '$core/phrases';

export default {
  '{text} may not see this customer': '{text} n’a pas accès à ce client',
  'The colleague may not see this customer.': 'Le collègue n’a pas accès à ce client.',
  // links, signing in, people
  'Approve or refuse it: that ends this task.': 'Approuvez ou refusez : cela met fin à cette tâche.',
  'is more than is open': 'dépasse ce qui est ouvert',
  'The amount to pay, {amount}, is more than the {amount2} that is open.':
    'Le montant à payer, {amount}, dépasse les {amount2} ouverts.',
  'must be all that is open: write to us to pay in parts':
    'doit être tout ce qui est ouvert : écrivez-nous pour payer en plusieurs fois',
  'all of it is disputed: say how much to pay of it': 'tout est contesté : indiquez combien vous en payez',
  'explains nothing: all that is open and not disputed is paid':
    'n’explique rien : tout ce qui est ouvert et non contesté est payé',
  'is more than is left of it': 'dépasse ce qu’il en reste',
  'is not needed': 'n’est pas nécessaire',
  'are more than what is paid with them': 'dépassent ce qui est payé avec eux',
  'does not take this payment: pay another way': 'n’accepte pas ce paiement : payez autrement',
  'is not offered here': 'n’est pas proposé ici',
  'cannot be used here: write to us to apply them':
    'ne peuvent pas être utilisés ici : écrivez-nous pour les imputer',
  'cannot be given here: write to us about it': 'ne peut pas être indiqué ici : écrivez-nous à ce sujet',
  'must be viewer, collector, manager, admin or a role of yours':
    'doit être viewer, collector, manager, admin ou un rôle de l’entreprise',
  'there is a role of that name already': 'un rôle de ce nom existe déjà',
  'Somebody has this role: give them another one first.':
    'Quelqu’un a ce rôle : donnez-lui d’abord un autre.',
  'This link has expired. Ask for a new one.': 'Ce lien a expiré. Demandez-en un nouveau.',
  'This invitation has expired. Ask for a new one.': 'Cette invitation a expiré. Demandez-en une nouvelle.',
  'Too many attempts: wait before you try again.': 'Trop d’essais : patientez avant de réessayer.',
  'Too many at once: wait before you try again.': 'Trop à la fois : patientez avant de réessayer.',
  'Too much at once: wait a little before you go on.':
    'Trop à la fois : patientez un peu avant de continuer.',
  'Too many messages: wait before you send another.':
    'Trop de messages : patientez avant d’en envoyer un autre.',
  'Sign in to see this.': 'Connectez-vous pour voir ceci.',
  'Enter the code of your second factor.': 'Saisissez le code de votre second facteur.',
  'Sign in with your passkey.': 'Connectez-vous avec votre clé d’accès.',
  'The code is wrong, or was used already.': 'Le code est faux, ou a déjà servi.',
  'The code is wrong, was used already or is too old.': 'Le code est faux, a déjà servi ou est trop ancien.',
  'The e-mail address or the password is wrong.': 'L’adresse e-mail ou le mot de passe est faux.',
  'The password or the code is wrong.': 'Le mot de passe ou le code est faux.',
  'or mail_code is needed, one of the two': 'ou le code reçu par e-mail est nécessaire, l’un des deux',
  'There is no second factor here. Begin to set one up.':
    'Il n’y a pas de second facteur ici. Commencez à en mettre un en place.',
  'An admin needs a second factor. Set up another one instead.':
    'Un admin a besoin d’un second facteur. Mettez-en plutôt un autre en place.',
  'An admin needs a second factor: set one up.':
    'Un admin a besoin d’un second facteur : mettez-en un en place.',
  'The passkey was not accepted. Try again, or sign in another way.':
    'La clé d’accès n’a pas été acceptée. Réessayez, ou connectez-vous autrement.',
  'This passkey is registered already, or there are too many.':
    'Cette clé d’accès est déjà enregistrée, ou il y en a trop.',
  'There is no passkey yet. Add one first.': 'Il n’y a pas encore de clé d’accès. Ajoutez-en d’abord une.',
  'is no base64url': 'n’est pas du base64url',
  'This person has access already.': 'Cette personne a déjà un accès.',
  'Somebody must manage the people: make another one an admin first.':
    'Quelqu’un doit gérer les personnes : nommez d’abord un autre admin.',
  'Somebody must get invoices and reminders by mail.':
    'Quelqu’un doit recevoir factures et relances par e-mail.',
  'The company lets staff look, not act for customers.':
    'L’entreprise laisse ses collaborateurs regarder, pas agir pour les clients.',
  "The X-CSRF-Token header is missing or not this session's.":
    'L’en-tête X-CSRF-Token manque ou n’est pas de cette session.',
  'The request comes from another site.': 'La demande vient d’un autre site.',

  // fields
  'is missing': 'manque',
  'is required': 'est nécessaire',
  'is needed': 'est nécessaire',
  'is empty': 'est vide',
  'must not be empty': 'ne doit pas être vide',
  'is too long': 'est trop long',
  'is too much': 'est trop',
  'is in the past': 'est dans le passé',
  'is after the end': 'est après la fin',
  'is more than five years before the end': 'est plus de cinq ans avant la fin',
  'is no division': 'n’est pas une division',
  'has not come yet': 'n’est pas encore arrivé',
  'must be whole days that rise, with commas between: 30,60,90':
    'doivent être des jours entiers croissants, séparés par des virgules : 30,60,90',
  'stands there twice': 'y figure deux fois',
  'stands twice': 'figure deux fois',
  'needs one at least': 'en demande au moins un',
  'is not a field here': 'n’est pas un champ ici',
  'is not a parameter of this call': 'n’est pas un paramètre de cet appel',
  'is not encoded properly': 'n’est pas bien encodé',
  'the query is too long': 'la requête est trop longue',
  'is no mail address': 'n’est pas une adresse e-mail',
  'must be a mail address': 'doit être une adresse e-mail',
  'must be one line of text': 'doit être une ligne de texte',
  'must be en, de or fr': 'doit être en, de ou fr',
  'is no time zone we know': 'n’est pas un fuseau horaire connu',
  'is not a currency': 'n’est pas une devise',
  'must be an id': 'doit être un identifiant',
  'must be true or false': 'doit être true ou false',
  'must be an object': 'doit être un objet',
  'must be a date such as {day}': 'doit être une date comme {day}',
  'must be from {n} to {n2}': 'doit aller de {n} à {n2}',
  'must be a number from {n} to {n2}': 'doit être un nombre de {n} à {n2}',
  'must be at most {n}': 'doit être au plus {n}',
  'must be one of: {text}': 'doit être l’un de : {text}',
  'must be an amount such as 1250.00': 'doit être un montant comme 1250.00',
  'must be an amount of {text} with at most {n} decimals':
    'doit être un montant en {text} avec au plus {n} décimales',
  'must not be longer than {n} bytes': 'ne doit pas dépasser {n} octets',
  'must not hold control characters': 'ne doit pas contenir de caractères de contrôle',
  'must not have more than {n} elements': 'ne doit pas avoir plus de {n} éléments',
  'more than {n} bytes, {n2} values or {n3} levels': 'plus de {n} octets, {n2} valeurs ou {n3} niveaux',
  'line {n}, column {n2}: {text}': 'ligne {n}, colonne {n2} : {text}',
  'is not a cursor of this list': 'n’est pas un curseur de cette liste',

  // promises and disputes
  'is none of your accounts': 'n’est aucun de vos comptes',
  'is not saved for this account': 'n’est pas enregistré pour ce compte',
  'saves nothing here': 'n’enregistre rien ici',
  'is not offered autopay: ask us': 'n’a pas le paiement automatique : demandez-nous',
  'cannot be saved here': 'ne peut pas être enregistré ici',
  'does not save anything for this account': 'n’enregistre rien pour ce compte',
  'It is not there any more to pay with.': 'On ne peut plus payer avec.',
  'is none of your invoices': 'n’est aucune de vos factures',
  'is none of your disputes': 'n’est aucune de vos contestations',
  'is of another invoice': 'concerne une autre facture',
  'Another file came under this client_key before.': 'Un autre fichier est déjà arrivé sous ce client_key.',
  'has nothing open to promise': 'n’a rien d’ouvert à promettre',
  'is of another account or currency: promise it apart':
    'relève d’un autre compte ou d’une autre devise : promettez-la à part',
  'The amount promised, {amount}, is more than the {amount2} that is open of these items.':
    'Le montant promis de {amount} dépasse les {amount2} qui restent dus sur ces pièces.',
  'The amount promised, {amount}, is more than the {amount2} that the account owes.':
    'Le montant promis de {amount} dépasse les {amount2} que doit le compte.',
  'The amount promised, {amount}, is more than the {amount2} that is open and not disputed.':
    'Le montant promis de {amount} dépasse les {amount2} qui restent dus et ne sont pas contestés.',
  'The amount disputed, {amount}, is more than the {amount2} that is open and not disputed yet.':
    'Le montant contesté de {amount} dépasse les {amount2} qui restent dus et ne sont pas encore contestés.',
  'is promised already: write to us to change the date':
    'est déjà promis : écrivez-nous pour changer la date',
  'was promised before and not paid: write to us to agree a date':
    'avait été promis et n’a pas été payé : écrivez-nous pour convenir d’une date',
  'must be no later than {day}: write to us to agree another day':
    'ne doit pas dépasser le {day} : écrivez-nous pour convenir d’un autre jour',
  'are not offered here: write to us to agree them':
    'ne sont pas proposées ici : écrivez-nous pour en convenir',
  'must come after the one before': 'doit venir après la précédente',
  'is no line of this document': 'n’est pas une ligne de ce document',
  'must be more than nothing': 'doit être plus que rien',
  'must be more than nothing and no more than the line': 'doit être plus que rien et pas plus que la ligne',
  'is not what the lines come to': 'n’est pas la somme des lignes',
  'only a posted invoice or fee can be disputed':
    'seuls une facture ou des frais comptabilisés peuvent être contestés',
  'nothing was paid of it, so nothing was deducted': 'rien n’en a été payé, donc rien n’en a été déduit',
  'give a category or days past due: without either nobody would get it':
    'indiquez une catégorie ou des jours de retard : sans cela, personne ne le recevrait',
  'The file is called .{code}, but its content is not recognised as such: it may be damaged, protected by a password or only named so. Save it again, or send it as PDF.':
    'Le fichier s’appelle .{code}, mais son contenu n’est pas reconnu comme tel : il est peut-être endommagé, protégé par un mot de passe ou seulement nommé ainsi. Enregistrez-le de nouveau, ou envoyez-le en PDF.',
  'We opened this one ourselves: write to us if it is settled.':
    'Nous avons ouvert celle-ci nous-mêmes : écrivez-nous si elle est réglée.',

  // files, lists, documents
  'write something, or add a file first': 'écrivez quelque chose, ou ajoutez d’abord un fichier',
  'names a file that you have not handed over, or sent already':
    'nomme un fichier que vous n’avez pas remis, ou déjà envoyé',
  'The file is empty.': 'Le fichier est vide.',
  'The file is larger than {n} MiB.': 'Le fichier dépasse {n} Mio.',
  'Files of the type {text} are not taken; send a document, a picture, a table, a mail or an archive of them.':
    'Les fichiers de type {text} ne sont pas acceptés ; envoyez un document, une image, un tableau, un e-mail ou une archive de ceux-ci.',
  'A virus was found in the file: {text}.': 'Un virus a été trouvé dans le fichier : {text}.',
  'The virus scanner does not take the file. Send a smaller one, or a plain document.':
    'L’antivirus n’accepte pas le fichier. Envoyez-en un plus petit, ou un document simple.',
  'The virus scanner does not answer, so no file is taken now. Try again in a few minutes.':
    'L’antivirus ne répond pas, aucun fichier n’est donc accepté pour l’instant. Réessayez dans quelques minutes.',
  'What belongs to a note or a call stays internal.': 'Ce qui relève d’une note ou d’un appel reste interne.',
  'Send the file itself as the body, with its name in file_name.':
    'Envoyez le fichier lui-même comme corps, avec son nom dans file_name.',
  'The body is empty.': 'Le corps est vide.',
  'The body ended before its time.': 'Le corps s’est terminé trop tôt.',
  'The body is larger than this call takes.': 'Le corps est plus grand que cet appel n’en accepte.',
  'The body must be application/json.': 'Le corps doit être application/json.',
  'The body is too large or too deep.': 'Le corps est trop grand ou trop profond.',
  'The body is not proper JSON.': 'Le corps n’est pas du JSON correct.',
  'The query is not proper.': 'La requête n’est pas correcte.',
  'The query of the list is not proper.': 'La requête de la liste n’est pas correcte.',
  'The cursor does not fit this list.': 'Le curseur ne va pas avec cette liste.',
  'This method is not one of those in Allow.': 'Cette méthode n’est pas dans Allow.',
  'That is more than {n} documents: narrow the list.':
    'Cela fait plus de {n} documents : restreignez la liste.',
  'No invoice is among them.': 'Aucune facture n’en fait partie.',
  'The statement would have more than {n} lines: choose a shorter period.':
    'Le relevé aurait plus de {n} lignes : choisissez une période plus courte.',
  'It changed since you read it: load it again.': 'Cela a changé depuis votre lecture : rechargez.',

  // whatever has no sentence of its own
  'The request breaks a rule.': 'La demande enfreint une règle.',
  'This is not allowed.': 'Ce n’est pas permis.',
  'There is no such thing.': 'Cela n’existe pas.',
  'It changed meanwhile, or exists already.': 'Cela a changé entre-temps, ou existe déjà.',
  'The request takes too long or comes too often.': 'La demande prend trop de temps ou vient trop souvent.',
  'A part of the system does not answer.': 'Une partie du système ne répond pas.',
  'Something went wrong here; the log knows it.': 'Quelque chose s’est mal passé ; le journal le sait.',
  'is of another account or currency: pay it apart':
    'relève d’un autre compte ou d’une autre devise : payez-la séparément',
  'is no credit of this account': 'n’est pas un avoir de ce compte',
  'It is paid already: look at what is open now.': 'C’est déjà payé : voyez ce qui reste ouvert.',
  'A payment of it is under way already: go on with that one, or cancel it.':
    'Un paiement est déjà en cours : poursuivez-le ou annulez-le.',
  'The payment service does not answer: try again, or pay another way.':
    'Le service de paiement ne répond pas : réessayez, ou payez autrement.',
  'The payment is on its way already and cannot be stopped here.':
    'Le paiement est déjà en route et ne peut plus être arrêté ici.',
  'This payment has ended already.': 'Ce paiement est déjà terminé.',
  'goes by mail only: in the portal the customer has it':
    'va par courriel seulement : dans le portail, le client l’a déjà',
  'is no document of this customer': 'n’est pas un document de ce client',
  'the files are too large for a mail: at most {n} MB in {n2} files':
    'les fichiers sont trop volumineux pour un courriel : au plus {n} Mo dans {n2} fichiers',

  // figures and reports
  'The report cannot be made: {phrase}.': 'Le rapport ne peut pas être créé : {phrase}.',
  'a PDF takes 9 columns: choose fewer, or Excel':
    'un PDF contient 9 colonnes : choisissez-en moins, ou Excel',
  'a PDF takes 5,000 rows: filter the report, or choose Excel':
    'un PDF contient 5 000 lignes : filtrez le rapport, ou choisissez Excel',
  'too many currencies': 'trop de devises',
  'a sum is larger than can be': 'une somme dépasse le possible',
  'there are more than 50,000 groups: filter the report, or group it by less':
    'il y a plus de 50 000 groupes : filtrez le rapport, ou groupez-le par moins de colonnes',
  'more than 50,000 rows cannot be put in order: filter the report, or leave the order out':
    'plus de 50 000 lignes ne peuvent être triées : filtrez le rapport, ou renoncez à l’ordre',
  'it has more than 50,000 rows: filter or group it, or have it sent by mail':
    'il a plus de 50 000 lignes : filtrez-le, groupez-le ou faites-le envoyer par e-mail',
  'its definition does not fit its view any more': 'sa définition ne correspond plus à sa vue',
  'is no amount such as 250.00': 'n’est pas un montant comme 250.00',
  'is no whole number': 'n’est pas un nombre entier',
  'is neither true nor false': 'n’est ni true ni false',
  'is no day such as 2026-03-31, today-30 or month_start':
    'n’est pas un jour comme 2026-03-31, today-30 ou month_start',
  'is no column of this view': 'n’est pas une colonne de cette vue',
  'is no column of the report': 'n’est pas une colonne du rapport',
  'is no view that reports are made of': 'n’est pas une vue de rapport',
  'needs a column': 'demande une colonne',
  'cannot be asked of this column': 'ne peut être demandé de cette colonne',
  'must be a day of the week, 1 (Monday) to 7': 'doit être un jour de la semaine, de 1 (lundi) à 7',
  'must be a day of the month, 1 to 31': 'doit être un jour du mois, de 1 à 31',
  'needs somebody to send it to': 'demande un destinataire',
  'You have a report of that name.': 'Vous avez déjà un rapport de ce nom.',
  'You have {n} reports; remove one first.': 'Vous avez {n} rapports ; supprimez-en un d’abord.',
  'is more than three years before the end': 'est plus de trois ans avant la fin',
  '{text}: its owner may not sign in any more': '{text} : son auteur ne peut plus se connecter',
  '{text}: its definition does not fit its view any more':
    '{text} : sa définition ne correspond plus à sa vue',
  '{text}: its file is larger than 10 MB: filter or group it':
    '{text} : son fichier dépasse 10 Mo : filtrez-le ou groupez-le',
  '{text}: it could not be made; the log says why':
    '{text} : il n’a pas pu être créé ; le journal dit pourquoi',
} satisfies Book;
