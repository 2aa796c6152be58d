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
orders-none-own-text = När du beställer en ny användare ser du här hur det går.

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
