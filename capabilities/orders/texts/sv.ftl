# Menyn
orders-menu = Beställningar
    .words = beställa avbeställa behörigheter beställning mottagna utförda
orders-menu-new-user = Ansluta en ny användare
    .words = ny användare lägga till användare + Användare beställa konto kontakta support Uppgifter som vi behöver

orders-waiting = { $count ->
    [one] En väntar
   *[other] { $count } väntar
 }

# Listan
orders-title = Beställningar
orders-lead = Den som beställer får besked här. Ingen avgör sin egen beställning.
orders-own = Mina
orders-number = Nummer
orders-order-number = Beställning { $number }
orders-concerns = Gäller
orders-kind = Slag
orders-kind-connect-account = Ansluta en ny användare
orders-unit = Enhet
orders-orderer = Beställare
orders-when = Beställd
orders-state = Läge
orders-state-received = Mottagen
orders-state-done = Utförd
orders-state-declined = Avslagen
orders-state-withdrawn = Återtagen
orders-none = Inga beställningar här
orders-none-text = Beställningar visas här när någon vid dina enheter beställer.
orders-none-own = Du har inte beställt något
orders-none-own-text = När du beställer något ser du här hur det går.

# Ansluta en ny användare
orders-new-user = Ansluta en ny användare
orders-new-user-lead = Supporten lägger till användare i systemet. Fyll i de uppgifter som behövs, så får du besked när användaren är ansluten.
orders-where = Var
orders-needed = Uppgifter som vi behöver
orders-user-name = Användarnamn
    .hint = Användarnamn för inloggning.
    .missing = Ange ett användarnamn för inloggning.
orders-identity-number = Personnummer (BankID)
    .hint = Personnummer för inloggning med BankID. Samordningsnummer går också bra.
orders-no-password = Inget lösenord behövs här. När användaren ansluts skickas en engångslänk, och med den väljer användaren sitt eget lösenord att använda tillsammans med YubiKey.
orders-mobile = Mobilnummer
    .hint = Användarens mobilnummer.
orders-email = E-post
    .hint = Användarens e-postadress.
orders-title-of-user = Titel
    .hint = Till exempel Leg. Sjukgymnast, Leg. Fysioterapeut, Leg. Läkare eller Receptionist. Används vid signering av journaler.
orders-staff-category = Personalkategori
    .hint = Välj vilken personalkategori användaren tillhör.
    .missing = Välj vilken personalkategori användaren tillhör.
orders-choose-category = Välj personalkategori
orders-long-title = Lång titel
    .hint = Till exempel Leg. fysioterapeut, OMT steg 3 examen. Används vid underskrift av brev, remissvar och andra dokument.
orders-given-name = Förnamn
    .hint = Användarens förnamn.
    .missing = Ange användarens förnamn.
orders-family-name = Efternamn
    .hint = Användarens efternamn.
    .missing = Ange användarens efternamn.
orders-hsa-id = HSA-id
    .hint = Användarens HSA-id, om det finns ett.
orders-permissions = Behörigheter
    .hint = Välj vilken eller vilka behörigheter användaren ska ha, normalt Internpost.
orders-error-unreachable = Ange mobilnummer eller e-post, så att engångslänken kan skickas till användaren.
orders-taken-user-name = Användarnamnet är upptaget. Välj ett annat.
orders-taken-identity-number = Det finns redan ett konto med det personnumret. Be supporten om hjälp i stället för att beställa ett nytt.
orders-taken-hsa-id = HSA-id { $id } finns redan på ett annat konto.
orders-check = Granska
orders-check-title = Granska din beställning
orders-check-lead = Läs igenom uppgifterna innan du skickar dem till supporten.
orders-what-happens = När supporten ansluter användaren skickas en engångslänk till { $ways }.
orders-send = Skicka beställningen
orders-change = Ändra uppgifterna
orders-sent = Beställningen är skickad.

# Kvittot
orders-receipt = Beställningen är mottagen
orders-receipt-lead = { $name } vid { $unit }.
orders-next = Vad händer nu?
orders-next-text = Supporten granskar uppgifterna och ansluter användaren, som då får en engångslänk. Du ser läget under Beställningar och kan återta beställningen tills den är avgjord.
orders-to-order = Visa beställningen
orders-to-list = Till beställningarna
orders-to-user = Visa användaren

# En beställning
orders-decided = Avgjord
orders-reason = Skäl
    .hint = Beställaren läser det du skriver. Skriv inga personnummer.
    .missing = Skriv varför beställningen avslås, så att beställaren vet vad som behöver ändras.
orders-asked-for = Uppgifter
orders-in-the-way = Det här är i vägen
orders-in-the-way-text = Användaren kan inte anslutas så länge det är så. Avslå beställningen med skälet, så kan beställaren göra en ny.
orders-connect = Anslut användaren
orders-decline = Avslå
orders-decline-title = Avslå beställning { $number }
orders-decline-lead = Ingenting av beställningen görs. Beställaren ser ditt skäl.
orders-declined = Beställningen är avslagen.
orders-withdraw = Återta
orders-withdraw-title = Återta beställningen?
orders-withdraw-text = Supporten gör då ingenting av den. Du kan alltid beställa på nytt.
orders-withdrawn = Beställningen är återtagen.
orders-stale = Någon annan hann före. Så här står beställningen nu.
    .tone = warning
orders-refused-decided = Beställningen är redan avgjord.
orders-refused-own = Ingen avgör sin egen beställning. En annan i supporten får göra det.
orders-refused-namesake = Beställaren har samma namn som du, och konton utan personnummer går inte att skilja åt. En annan mottagare får avgöra beställningen.
orders-refused-oneself = Ingen avgör en beställning som gäller en själv. En annan i supporten får göra det.
orders-refused-not-receiver = Bara den som tar emot beställningar för enheten kan avgöra dem.
orders-refused-not-orderer = Bara beställaren kan återta en beställning.
orders-may-not-give = Du får inte ge rollen { $role } vid enheten. Be någon som får det, eller avslå beställningen med skälet.
orders-connected = Användaren är ansluten
orders-link-how = Skicka länken till { $name }: { $ways }. Med den väljer användaren sitt lösenord.

# Hjälpen
orders-guide-title = Beställningar
    .about = Beställ ett konto till en ny medarbetare från supporten.
orders-guide-lead = Den som inte själv får lägga upp användare beställer det av supporten.
orders-guide-order = Ansluta en ny användare
orders-guide-order-1 = Välj Ansluta en ny användare i menyn och fyll i uppgifterna. Upptagna användarnamn och nummer sägs till direkt.
orders-guide-order-2 = Klicka på Granska, läs igenom och klicka på Skicka beställningen. Du får ett nummer.
orders-guide-order-3 = Läget syns under Beställningar: mottagen, utförd, avslagen eller återtagen. Är den avslagen står skälet där.
orders-guide-order-4 = Så länge den är mottagen kan du återta den.
orders-guide-support = För supporten
orders-guide-support-1 = Öppna beställningen under Beställningar, Mottagen. Det som är i vägen står överst.
orders-guide-support-2 = Klicka på Anslut användaren. Kontot, behörigheterna och engångslänken skapas på en gång.
orders-guide-support-3 = Engångslänken mejlas till användaren. Utan e-post visas den i stället en gång för dig, och du lämnar den till användaren. En ny kan skickas från användarens sida.

# Ta emot beställningar: kön
orders-new-permissions = Beställa behörigheter
orders-kind-grant = Beställa behörigheter
orders-kind-revoke = Avbeställa behörigheter
orders-state-asked = Fråga ställd
orders-count-lines = { $count ->
    [one] en rad
   *[other] { $count } rader
}
orders-working-days = { $count ->
    [one] en arbetsdag
   *[other] { $count } arbetsdagar
}
orders-right = Kontroll av beställaren
orders-right-yes = Får beställa
orders-right-no = Får inte beställa
orders-right-where = för { $unit }.
orders-right-stops = Beställaren får inte längre beställa
orders-right-stops-text = Ingenting av beställningen kan godkännas så länge det är så. Fråga beställaren, eller avslå beställningen med skälet.
orders-right-lost-user = { $name } får inte längre beställa användare för { $unit }. Be en systemadministratör där att beställa i stället.
orders-right-lost = { $name } får inte längre beställa för { $unit }. Ingenting har godkänts.

# Ta emot beställningar: raderna
orders-service = Tjänst
orders-order-period = Gäller
orders-period-at-once = Behörigheterna avslutas direkt när beställningen godkänns.
orders-period-from-approval = Från godkännandet, tills vidare
orders-period-from = Från { $from }, tills vidare
orders-period-to = Från godkännandet till och med { $to }
orders-period-both = { $from } till och med { $to }
orders-lines = Rader
orders-line-person = Namn
orders-line-unit = Enhet
orders-line-unit-and-below = { $unit } och alla enheter under
orders-line-permission = Behörighet
orders-line-waiting = Väntar
orders-line-approved-once = Godkänd av en
orders-line-done = Utförd
orders-line-rejected = Avslagen
orders-line-withdrawn = Återtagen
orders-line-first-by = Godkänd av { $name }. En till ska godkänna.
orders-line-had-it = Hade den redan.
orders-line-had-it-not = Hade den inte längre.
orders-count-waiting = { $count } väntar
orders-count-approved-once = { $count ->
    [one] 1 godkänd av en
   *[other] { $count } godkända av en
}
orders-count-done = { $count ->
    [one] 1 utförd
   *[other] { $count } utförda
}
orders-count-rejected = { $count ->
    [one] 1 avslagen
   *[other] { $count } avslagna
}
orders-count-withdrawn = { $count ->
    [one] 1 återtagen
   *[other] { $count } återtagna
}
orders-choose = Välj
orders-choose-line = Välj { $name }, { $permission }
orders-approve-all = Godkänn alla
orders-approve-chosen = Godkänn valda
orders-reject-chosen = Avslå valda
orders-none-chosen = Välj minst en rad som väntar.
orders-reject-title = { $count ->
    [one] Avslå en rad
   *[other] Avslå { $count } rader
}
orders-reject-lead = Beställaren ser ditt skäl. De andra raderna påverkas inte.
orders-decline-order = Avslå beställningen
orders-withdraw-text-lines = Det som ännu väntar görs då inte. Det som redan är utfört står kvar. Du kan alltid beställa på nytt.
orders-decline-lead-lines = Allt som väntar avslås. Det som redan är utfört står kvar. Beställaren ser ditt skäl.
orders-line-refused-decided = En av raderna är redan avgjord. Så här står beställningen nu.
orders-line-refused-oneself = Ingen avgör en rad som gäller en själv, eller någon med samma namn som inte går att skilja från en själv. En annan mottagare får göra det.
orders-refused-line-oneself = En eller flera rader gäller dig själv. Dem får en annan mottagare avgöra.
orders-line-refused-same = Du har godkänt raden. En annan mottagare ska också godkänna den.
orders-line-may-not-give = Du får inte ge eller avsluta den behörigheten vid enheten. Be en mottagare som får det.
orders-line-not-orderable = Behörigheten går inte längre att beställa. Avslå raden med skälet.
orders-line-period-over = Perioden som beställdes är slut. Avslå raden med skälet.
orders-line-unit-ended = Enheten finns inte längre. Avslå raden med skälet.
orders-line-connect-unlisted = Anslut användaren först: personen har inget konto här och finns inte i personalkatalogen.
orders-line-connect-protected = Anslut användaren först: personen har inget konto här, och skyddade personuppgifter fylls i för hand.
orders-line-connect-no-mail = Anslut användaren först: personen har inget konto här, och engångslänken kan inte mejlas.
orders-line-connect-no-address = Anslut användaren först: personen har inget konto här, och personalkatalogen har ingen e-postadress att skicka engångslänken till.
orders-line-left-to-support = Personen har inget konto, och du får inte skapa konton. Raden väntar på supporten, som skapar kontot när den godkänner.
orders-left-to-support = Några rader väntar på supporten
orders-left-to-support-text = De gäller personer utan konto. Godkänn de andra. Beställningen står kvar i kön tills supporten har godkänt resten.
orders-line-has-left = Personen har slutat enligt personalkatalogen. Avslå raden med skälet.
orders-line-other-person = HSA-id hör nu till någon annan än den som raden gäller. Fråga beställaren, eller avslå raden med skälet.
orders-line-account-ended = Kontot är avslutat. Anslut användaren först.
orders-line-account-blocked = Kontot är spärrat. Häv spärren först, eller avslå raden med skälet.
orders-line-account-pending = Kontot väntar på en administratör. Godkänn kontot först, eller avslå raden med skälet.
orders-connect-first-named = Anslut { $name } först: ett konto kunde inte skapas. Ingenting har godkänts.
orders-last-administrator = { $unit } skulle stå utan systemadministratör. Ge någon annan behörigheten först. Ingenting har godkänts.
orders-told-approved = Raderna är godkända och utförda.
orders-told-done = Beställningen är utförd.
orders-told-approved-once = Ditt godkännande är sparat. En annan mottagare ska också godkänna.
orders-told-approved-some = Några rader kunde inte godkännas. Skälet står vid varje rad.
    .tone = warning
orders-told-rejected = Raderna är avslagna.

# Frågor och svar
orders-ask = Fråga beställaren
orders-ask-lead = Beställaren får ett mejl och svarar här. Beställningen står under Fråga ställd tills svaret har kommit.
orders-ask-send = Skicka frågan
orders-question = Fråga
    .hint = Skriv inga personnummer.
    .missing = Skriv vad du vill fråga.
orders-asked-of-you = Du har fått en fråga
orders-answer = Svar
    .hint = Skriv inga personnummer.
    .missing = Skriv ett svar.
orders-answer-send = Skicka svaret
orders-told-asked = Frågan är skickad.
orders-told-answered = Svaret är skickat.
orders-refused-nothing-asked = Ingen fråga väntar på svar.

# Händelserna
orders-timeline = Händelser
orders-event-placed = Skickad
orders-event-vouched = { $count ->
    [one] Beställaren har intygat att det är rätt person på en rad där namnet inte stämde med HSA-id eller är skyddat
   *[other] Beställaren har intygat att det är rätt person på { $count } rader där namnet inte stämde med HSA-id eller är skyddat
}
orders-event-asked = Fråga ställd
orders-event-answered = Besvarad
orders-event-approved = { $count ->
    [one] En rad godkänd och utförd
   *[other] { $count } rader godkända och utförda
}
orders-event-approved-once = { $count ->
    [one] En rad godkänd av en av två
   *[other] { $count } rader godkända av en av två
}
orders-event-rejected = { $count ->
    [one] En rad avslagen
   *[other] { $count } rader avslagna
}
orders-event-done = Avslutad
orders-event-declined = Avslagen
orders-event-withdrawn = Återtagen

# Mejlen
orders-letter-new = Ny beställning { $number } för { $unit }
orders-letter-new-body =
    En beställning för { $unit } har kommit och väntar på beslut.

    Öppna beställning { $number }: { $link }

    Mejlet kommer från { $installation } och innehåller inga personuppgifter. Det går inte att svara på det. Under Personliga inställningar väljer du om du vill få aviseringar.
orders-letter-answered = Svar om beställning { $number } för { $unit }
orders-letter-answered-body =
    Beställaren har svarat på frågan om beställning { $number } för { $unit }.

    Öppna beställningen: { $link }

    Mejlet kommer från { $installation } och innehåller inga personuppgifter. Det går inte att svara på det. Under Personliga inställningar väljer du om du vill få aviseringar.
orders-letter-asked = Fråga om din beställning { $number }
orders-letter-asked-body =
    Den som tar emot din beställning { $number } för { $unit } har ställt en fråga.

    Läs frågan och svara: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.
orders-letter-decided = Din beställning { $number } är avslutad
orders-letter-decided-body =
    Din beställning { $number } för { $unit } är avslutad.

    Se vad som blev gjort: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.
orders-letter-declined = Din beställning { $number } är avslagen
orders-letter-declined-body =
    Din beställning { $number } för { $unit } är avslagen.

    Läs skälet: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.
orders-letter-granted = Du har fått behörighet i { $service }
orders-letter-granted-body =
    Du har fått behörighet i { $service }:

    { $list }

    Logga in: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.
orders-letter-revoked = Din behörighet i { $service } är avslutad
orders-letter-revoked-body =
    Din behörighet i { $service } är avslutad:

    { $list }

    Är det fel, prata med din chef. Mejlet kommer från { $installation }. Det går inte att svara på det.

# Hjälpen: Ta emot beställningar
orders-guide-receive-title = Ta emot beställningar
    .about = Godkänn eller avslå beställda och avbeställda behörigheter.
orders-guide-receive-lead = Supporten och tjänsteförvaltningen tar emot beställningar. Ingen avgör sin egen beställning eller en rad som gäller en själv.
orders-guide-receive-1 = Öppna Beställningar. Under Mottagen står det som väntar, med det äldsta först. Det som har väntat mer än två arbetsdagar är märkt.
orders-guide-receive-2 = Kontroll av beställaren visar om beställaren får beställa just nu och på vilken grund. Får beställaren inte det går inget att godkänna.
orders-guide-receive-3 = Öppna beställningen. Klicka på Godkänn alla, eller välj rader och klicka på Godkänn valda eller Avslå valda. Ett avslag ska ha ett skäl.
orders-guide-receive-4 = Behörigheterna ges eller avslutas direkt, och de som berörs får ett mejl. Den som saknar konto får ett när supporten godkänner, med en engångslänk till den e-postadress som personalkatalogen har. Går det inte står det vid raden att användaren ska anslutas först. Tjänsteförvaltningen skapar inga konton: de raderna väntar på supporten.
orders-guide-receive-5 = Vissa behörigheter ska godkännas av två. Den första raden blir då Godkänd av en, och en annan mottagare godkänner den en gång till.
orders-guide-receive-6 = Är något oklart klickar du på Fråga beställaren. Beställningen står under Fråga ställd tills svaret har kommit.
orders-guide-receive-7 = Beställaren följer allt under Händelser på beställningens sida, och kan återta det som ännu väntar.

# Beställa och avbeställa behörigheter
orders-menu-permissions = Beställa behörigheter
    .words = beställa avbeställa behörighet beställning Dashboard Flygledartornet systemadministratör ny behörighet ta bort behörighet
orders-permissions-title = Beställa och avbeställa behörigheter
orders-permissions-lead = Beställningen kontrolleras genast och tas emot av supporten och tjänsteförvaltningen.
orders-what = Vad beställningen gäller
orders-which-service = Vilken tjänst gäller beställningen?
    .missing = Välj vilken tjänst beställningen gäller.
orders-choose-service = Välj tjänst
orders-which-service-gone = Tjänsten kan inte beställas längre. Välj en annan.
orders-which-service-elsewhere = Tjänsten kan inte beställas i den valda regionen. Välj en annan tjänst eller region.
orders-effect = Vad vill du göra?
    .missing = Välj om behörigheter ska beställas eller avbeställas.
orders-effect-grant = Beställa behörigheter
orders-effect-revoke = Avbeställa behörigheter
orders-region = Region
    .missing = Välj vilken region beställningen gäller.
orders-choose-region = Välj region
orders-period = När
orders-period-about = Lämna tomt om behörigheterna ska gälla så snart beställningen är godkänd, och tills vidare. En avbeställning gäller genast när den är godkänd.
orders-from = Från och med
orders-to = Till och med
orders-from-past = Startdatumet har varit. Välj i dag eller en senare dag, eller lämna tomt.
orders-to-before-from = Slutdatumet ligger före startdatumet. Välj samma dag eller en senare.
orders-dates-of-end = En avbeställning gäller genast när den är godkänd. Lämna datumen tomma.
orders-at-approval = när beställningen är godkänd
orders-until-further-notice = tills vidare
orders-to-people = Fortsätt
orders-no-services = Inga tjänster kan beställas än
orders-no-services-text = Supporten väljer vilka tjänster som kan beställas, under Inställningar. Be dem lägga till den du behöver.
orders-no-units = Det finns ingen enhet som du får beställa för
orders-no-units-text = Är du verksamhetschef beställer du bara om regionen har valt det. Be regionens förvaltning utse dig till beställare, eller beställa åt dig.

# Personerna
orders-people-to-grant = Vilka ska få behörighet?
orders-people-to-revoke = Vilka ska inte längre ha behörighet?
orders-people = Personer
orders-person = Person { $number }
orders-row-name = Namn
orders-row-hsa-id = HSA-id
orders-row-email = E-post
orders-row-unit = Vårdenhet/Patientingång
orders-row-unit-typed = Skriv enhetens namn eller HSA-id.
orders-choose-unit = Välj enhet
orders-row-permissions = Behörighet
orders-another-row = Lägg till fler rader
orders-change-choices = Ändra vad beställningen gäller
orders-check-rows = Kontrollera
orders-from-sheet = Från ett kalkylblad
orders-sheet-about = Första raden är rubriker: Namn, HSA-id, E-post, Vårdenhet/Patientingång och Behörighet. Behörigheterna kan också ha var sin kolumn med x. En beställning har högst 1 000 personer.
orders-paste = Klistra in från ett kalkylblad
orders-file = Ladda upp en fil
    .hint = XLSX eller CSV, högst 20 MB.
orders-nobody = Lägg till minst en person: fyll i en rad, klistra in från ett kalkylblad eller ladda upp en fil.
orders-too-many-people = En beställning har högst { $max } personer, och här är { $count }. Dela upp den på flera beställningar.
orders-headings-missing = Det saknas rubriker i första raden: { $missing }. Skriv dem överst i kalkylbladet och försök igen.
orders-table-empty = Det finns ingen person under rubrikerna. Kontrollera att rätt blad ligger först i filen.
orders-sheet-password = Filen är skyddad med lösenord. Ta bort lösenordet i kalkylprogrammet, spara och försök igen.
orders-sheet-macros = Filen innehåller makron. Spara den som XLSX utan makron och försök igen.
orders-sheet-other-kind = Filen är av ett annat slag än XLSX och CSV. Spara den som XLSX i kalkylprogrammet och försök igen.
orders-sheet-broken = Filen går inte att läsa. Öppna den i kalkylprogrammet, spara den på nytt och försök igen.
orders-sheet-not-text = Filen är varken ett kalkylblad eller en textfil. Spara den som XLSX eller CSV och försök igen.
orders-sheet-too-large = Filen är för stor. En beställning har högst 1 000 personer. Dela upp den på flera filer och beställningar.
orders-note-formula = Rad { $rows }: ett värde kommer från en formel. Kontrollera att det är rätt.
orders-note-merged = Rad { $rows }: en cell ingår i sammanslagna celler, och bara den första av dem har ett värde. Kontrollera raderna.
orders-note-date = Rad { $rows }: kalkylprogrammet har gjort om en cell till ett datum. Kontrollera att den är rätt.
orders-note-unread = De här kolumnerna läses inte: { $columns }.
orders-and-more-rows = { $rows } och { $count } till
orders-in-row = Rad { $row }: { $told }
orders-and-more-wrong = Det finns { $count } fel till. Rätta dem som visas och kontrollera igen.

# Vad som kan vara fel med en rad
orders-row-no-name = Fyll i personens namn.
orders-row-no-hsa-id = Fyll i personens HSA-id. Det står på e-tjänstekortet och i HSA-katalogen.
orders-row-nobody = Ingen i katalogen har HSA-id { $id }. Kontrollera att det är rätt skrivet.
orders-row-left = Personen har slutat enligt katalogen och kan inte få nya behörigheter.
orders-row-no-email = Fyll i personens e-postadress. Katalogen har ingen att använda.
orders-row-other-region = Raden gäller { $region }, men beställningen gäller { $own }. Gör en egen beställning för varje region.
orders-row-no-unit = Ange vårdenhet eller patientingång.
orders-row-unknown-unit = Det finns ingen enhet som heter { $unit }. Kontrollera namnet, eller skriv enhetens HSA-id.
orders-row-several-units = Flera enheter heter { $unit }. Skriv enhetens HSA-id i stället.
orders-row-unit-elsewhere = { $unit } hör inte till { $own }. Får du beställa för dess region gör du en egen beställning för den, annars ber du en beställare där.
orders-row-may-not-order = Du får inte beställa för { $unit }. { $why }
orders-row-no-permission = Välj minst en behörighet.
orders-row-unknown-permission = { $text } kan inte beställas för den här tjänsten. Välj bland: { $known }.
orders-row-twice = Rad { $first } och rad { $second } gäller samma person, enhet och behörighet ({ $permission }). Ta bort den ena.
orders-row-not-held = Personen har inte behörigheten { $permission } vid enheten, så det finns inget att avbeställa. Kontrollera enheten, eller ta bort behörigheten från raden.
orders-row-held-above = Personen har behörigheten { $permission } genom en enhet ovanför den här. Avbeställ den för den enheten.

# Kontrollen
orders-check-permissions = Kontrollera beställningen
orders-check-permissions-lead = Läs igenom raderna innan du skickar beställningen.
orders-check-result = Kontroll
orders-questions = Svara på det här
orders-questions-text = Kontrollera att rätt person har rätt HSA-id, och kryssa för att det är så. Är det fel person ändrar du raden.
orders-clear = Klara rader
orders-written = Skrivet: { $name }
orders-protected = Skyddade personuppgifter
orders-held-already = (har redan)
orders-row-right = Stämmer
orders-row-no-account = Saknar konto. Supporten ordnar det när beställningen godkänns.
orders-row-email-listed = Personalkatalogen har { $email }. Mejlen går dit.
orders-row-dropped = Har redan – tas inte med
orders-name-differs = Namnet stämmer inte med HSA-id.
orders-name-protected = Personen har skyddade personuppgifter, så namnet visas inte och kan inte jämföras.
orders-right-person = Ja, det är rätt person
orders-right-person-unanswered = Kryssa för att det är rätt person, eller ändra raden.
orders-too-many-questions = På { $count } rader stämmer inte namnet med HSA-id. Så många kan knappast vara rätt: kontrollera att kolumnerna inte har förskjutits.
orders-sum-grant = { $lines ->
    [one] En behörighet beställs
   *[other] { $lines } behörigheter beställs
 } { $people ->
    [one] på en rad.
   *[other] på { $people } rader.
 }
orders-sum-revoke = { $lines ->
    [one] En behörighet avbeställs
   *[other] { $lines } behörigheter avbeställs
 } { $people ->
    [one] på en rad.
   *[other] på { $people } rader.
 }
orders-lines-none-left = Det finns ingenting att beställa: personerna har redan behörigheterna.
orders-lines-changed = Något ändrades medan du läste. Så här ser raderna ut nu. Rätta det som är fel och skicka igen.
orders-receipt-lead-permissions = { $service } vid { $unit }.
orders-next-permissions = Supporten eller tjänsteförvaltningen granskar beställningen. Du ser läget under Beställningar och kan återta det som inte är avgjort.

# Hjälpen om behörigheter
orders-guide-permissions-title = Beställa och avbeställa behörigheter
    .about = Beställ behörigheter åt andra, och avbeställ dem när de inte behövs.
orders-guide-permissions-lead = Namngivna beställare i den regionala förvaltningen beställer, och enhetens verksamhetschef om regionen har valt det.
orders-guide-permissions-begin = Välj tjänst
orders-guide-permissions-begin-1 = Välj Beställa behörigheter i menyn.
orders-guide-permissions-begin-2 = Välj vilken tjänst beställningen gäller och om du vill beställa eller avbeställa.
orders-guide-permissions-begin-3 = Ska behörigheterna gälla från eller till en viss dag fyller du i den.
orders-guide-permissions-people = Ange personerna
orders-guide-permissions-people-1 = Fyll i namn, HSA-id, e-post, vårdenhet eller patientingång och behörighet för varje person.
orders-guide-permissions-people-2 = Är de många klistrar du in dem från ett kalkylblad, eller laddar upp filen. Första raden ska vara rubriker.
orders-guide-permissions-people-3 = Klicka på Kontrollera. Det som är fel står vid raden, och allt du har skrivit är kvar.
orders-guide-permissions-send = Kontrollera och skicka
orders-guide-permissions-send-1 = Namnet i katalogen visas för varje HSA-id. Stämmer det inte med det du skrev kryssar du för att det är rätt person, eller ändrar raden.
orders-guide-permissions-send-2 = Klicka på Skicka beställningen. Du får ett nummer och följer beställningen under Beställningar.
orders-guide-permissions-when-not = När det inte går
orders-guide-permissions-when-not-1 = Du får inte beställa för enheten: be regionens förvaltning utse dig, eller be en beställare i den regionen.
orders-guide-permissions-when-not-2 = Personen har inte behörigheten: en avbeställning gäller det som personen har vid just den enheten.
