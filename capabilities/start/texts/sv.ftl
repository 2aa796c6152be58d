# Menyns avdelningar
menu-section-first = { "" }
menu-section-users = Användare
menu-section-orders = Beställningar
menu-section-residents = Invånare
menu-section-customers = Kunder
menu-section-settings = Inställningar
menu-section-batch = Batch
menu-section-archive = Arkiv
menu-section-system = Systemadministration

# Startsidan
start-title = Start
    .words = startsida hem översikt börja
start-hello = Hej { $name }
start-lead-staff = Du arbetar vid { $unit }.
start-lead-staff-nowhere = Du är inloggad som personal, men inte vid någon enhet.
start-lead-relative = Du är här som anhörig.
start-lead-resident = Du är här som invånare.
start-line-accounts = Se och ändra konton, behörigheter och uppgifter om personal.
start-line-new-account = Lägg upp ett konto för en ny medarbetare.
start-line-my-clinics = Skriv till en mottagning som du har kontakt med.
start-line-my-cases = Läs svar från vården, och svara.
start-line-orders = Följ beställningar av nya användare och behörigheter.
start-line-order-account = Beställ ett konto till en ny medarbetare från supporten.
start-line-residents = Se vilka invånare som är godkända för kommunikation.
start-line-clinic = Kontaktuppgifter, status och betjäningsområde för mottagningen.
start-line-roles = Bestäm vilka tjänster varje roll innehåller.
start-line-who-may = Se vem som får använda en tjänst, och på vilken grund.
start-line-batch = Läs in och ta ut uppgifter i filer.
start-line-own = Se dina uppgifter och välj signatur, aviseringar och språk.
start-line-password = Välj ett nytt lösenord.
start-line-sessions = Se var du är inloggad, och logga ut på andra ställen.
start-line-hats = Arbeta vid en annan enhet, eller som anhörig eller invånare.
start-line-help = Läs hur du gör, steg för steg.
start-nothing = Här finns inget för dig att göra än
start-nothing-text = Du har ingen behörighet vid { $unit }.
start-nothing-held = { $count ->
    [one] Vid { $unit } har du behörigheten { $roles }. Den öppnar ingen sida här.
   *[other] Vid { $unit } har du behörigheterna { $roles }. De öppnar ingen sida här.
 }
start-nowhere-text = Du har ingen behörighet vid någon enhet. Be systemadministratören på din arbetsplats om en behörighet.
start-whom = Vem kan ge dig en behörighet?
start-whom-text = De här personerna ger behörigheter vid enheten:
start-whom-nobody = Ingen vid enheten ger behörigheter just nu. Vänd dig till supporten.
start-always = Det här kan du alltid göra
start-one-administrator = Enheten har bara en administratör
start-one-administrator-text = Om administratören blir borta kan ingen annan vid enheten ge eller avsluta behörigheter. Ge minst en person till behörigheten.
start-one-administrator-link = Visa användare
start-ends-soon = Din behörighet { $role } vid { $unit } upphör { $time }
start-ends-soon-text = Be enhetens administratör om en ny period, om du ska fortsätta.

start-customers = Dem du får följa
start-customer = Kund
start-next-visit = Nästa besök
start-unit = Enhet
start-no-customers = Du har ingen att följa än
start-no-customers-text = Den som har hemtjänst bestämmer själv vem som får följa besöken. Be hemtjänstenheten lägga till dig, om kunden har sagt ja.
start-clinics = Mottagningar du får kontakta
start-clinic = Mottagning
start-approved-until = Gäller
start-approved-further = Tills vidare
start-approved-to = Till och med { $day }
start-no-clinics = Du är inte godkänd vid någon mottagning än
start-no-clinics-text = Be din mottagning att godkänna dig för kommunikation. Det tar dem en minut och gäller direkt.

# Sök
start-search = Sök funktion

# Hjälp
start-help = Så gör du
    .words = hjälp guider manual handbok instruktion support hur gör jag hjälpavsnitt
start-help-about = Hjälp: { $title }
start-help-lead = Här kan du välja mellan olika hjälpavsnitt. Varje avsnitt leder också till sidan som det handlar om.
start-guides-begin = Komma igång
start-guides-use = Använd tjänsten
start-guides-residents = Invånare
start-guides-customers = Hemtjänst
start-guides-administration = Användare och behörigheter
start-guides-own-care = För dig som är invånare
start-guides-more = Fler guider
start-guide-open = Öppna sidan
start-guide-open-named = Öppna { $page }
start-help-more = Mer
start-help-more-text = Hittar du inte svaret, fråga systemadministratören på din arbetsplats.

start-guide-start = Hitta i Behörig
    .about = Startsidan, menyn och det som står högst upp på varje sida.
start-guide-start-what = Startsidan visar det du får göra där du är just nu. Varje kort leder till en del av Behörig. Ser du inte ett kort, saknar du behörigheten eller har ett annat uppdrag valt.
start-guide-start-top = Vem du är syns högst upp
start-guide-start-top-text = Överst på varje sida står ditt namn, vilket uppdrag du har valt och vid vilken enhet. Där byter du också uppdrag, språk och utseende, och loggar ut.
start-guide-start-attention = Det som behöver uppmärksamhet
start-guide-start-attention-text = Startsidan säger till när en av dina behörigheter snart upphör, och när enheten bara har en administratör.
start-guide-start-refused = När du får nej
start-guide-start-refused-text = Om du inte får se en sida står det varför, och vem som kan hjälpa dig. Finns sidan inte, kan den också visa något som du inte får känna till.

start-guide-sign-in = Logga in
    .about = För att logga in krävs en e-legitimation, eller ett lösenord tillsammans med en YubiKey.
start-guide-sign-in-what = Du loggar in med BankID, med SITHS, eller med användarnamn, lösenord och YubiKey. Startsidan för inloggning visar de sätt som finns hos er.
start-guide-sign-in-bankid = Med BankID
start-guide-sign-in-bankid-1 = Välj BankID på den här enheten eller på en annan enhet.
start-guide-sign-in-bankid-2 = På en annan enhet: öppna BankID-appen, tryck på Skanna QR-kod och håll telefonen mot koden. Koden byts varje sekund.
start-guide-sign-in-bankid-3 = Kontrollera att det står Behörig i appen och skriv din säkerhetskod.
start-guide-sign-in-siths = Med SITHS
start-guide-sign-in-siths-1 = Sätt ditt e-tjänstekort i läsaren och välj Logga in med SITHS. Mobilt SITHS går också bra.
start-guide-sign-in-siths-2 = Legitimera dig i inloggningstjänsten. Har du flera uppdrag väljer du ett, och kan byta senare.
start-guide-sign-in-siths-3 = Saknar du konto kommer du till en ansökan som är ifylld från kortet: se Skaffa konto som personal.
start-guide-sign-in-yubikey = Med lösenord och YubiKey
start-guide-sign-in-yubikey-1 = Skriv användarnamn och lösenord.
start-guide-sign-in-yubikey-2 = Sätt i din YubiKey och tryck på knappen på den. Den skriver en engångskod i fältet.
start-guide-sign-in-locked = Om kontot är låst eller spärrat
start-guide-sign-in-locked-text = Efter flera misslyckade försök låser systemet kontot, och ett konto som inte har använts på länge kan också låsas. Enhetens systemadministratör kan återaktivera det. Ett spärrat konto har en administratör stängt.
start-guide-sign-in-safe = Logga bara in när du själv har begärt det
start-guide-sign-in-safe-text = Ingen från supporten ber dig logga in eller skanna en kod åt någon annan.

start-guide-hats = Byta uppdrag
    .about = Du kan vara personal vid flera enheter, anhörig och invånare.
start-guide-hats-what = Samma person kan vara personal vid flera enheter, anhörig och invånare. Du har ett uppdrag i taget, och det syns alltid överst på sidan.
start-guide-hats-which = De tre slagen
start-guide-hats-staff = Personal: du arbetar vid en enhet och ser det som dina roller där tillåter.
start-guide-hats-relative = Anhörig: du ser den kund som har sagt ja till det.
start-guide-hats-resident = Invånare: du kontaktar de mottagningar där du är godkänd.
start-guide-hats-change = Så byter du
start-guide-hats-change-text = Tryck på Byt uppdrag överst på sidan och välj. Ett uppdrag som kräver säkrare inloggning ber dig logga in igen.

start-guide-sessions = Mina inloggningar
    .about = Se var du är inloggad, och logga ut på andra ställen.
start-guide-sessions-what = Sidan visar var du är inloggad just nu: när, på vilket sätt och från vilken adress.
start-guide-sessions-end = Avsluta en inloggning
start-guide-sessions-end-text = Känner du inte igen en inloggning, avsluta den och byt lösenord. Du kan också avsluta alla andra på en gång. Det gäller direkt.
start-guide-sessions-warning = Du loggas ut av dig själv
start-guide-sessions-warning-text = När du inte har gjort något på en stund loggas du ut. Två minuter före får du en fråga om du vill fortsätta.

start-guide-search = Söka funktion
    .about = Hitta en sida genom att skriva vad du vill göra.
start-guide-search-what = Skriv vad du vill göra, till exempel byta lösenord eller alla användare. Sökningen hittar det du har behörighet till, också med orden från de gamla manualerna. Skriver du numret på ett ärende som du får läsa, öppnas det.
start-guide-search-keys = Med tangentbordet
start-guide-search-keys-text = Tryck Ctrl och K på vilken sida som helst. Välj med piltangenterna och tryck Retur.

# Tillgänglighet
start-accessibility = Tillgänglighetsredogörelse
    .words = tillgänglighet wcag skärmläsare funktionsnedsättning
start-accessibility-lead = Så tillgängligt är { $installation }, och så talar du om för oss när något inte fungerar.
start-accessibility-how = Hur tillgänglig är webbplatsen?
start-accessibility-how-text = Behörig är byggt för att uppfylla WCAG 2.2 på nivå AA. Varje sida går att använda utan JavaScript, med tangentbord, med skärmläsare, på telefon och med 400 procents förstoring. Hittar du en brist vill vi veta det.
start-accessibility-tested = Hur vi har testat
start-accessibility-tested-text = Sidorna granskas av programmets egna automatiska test vid varje ändring. Den som driver webbplatsen ansvarar för redogörelsen och för att också människor granskar den.
start-accessibility-tell = Hjälp oss att bli bättre
start-accessibility-tell-text = Om du inte kan använda en sida, eller behöver innehållet i en annan form, kontakta den som driver webbplatsen:
start-accessibility-no-contact = Här finns ännu ingen kontaktväg angiven. Vänd dig till systemadministratören på din arbetsplats eller till din mottagning.
start-accessibility-supervision = Tillsyn
start-accessibility-supervision-text = Är du inte nöjd med svaret kan du anmäla det till tillsynsmyndigheten enligt lagen (2018:1937) om tillgänglighet till digital offentlig service.

# Om
start-about = Om Behörig
    .words = version licens program
start-about-lead = Behörig svarar på vem som får göra vad, för vem, vid vilken enhet, hur länge och på vems ord.
start-about-text = Allt som någon får göra är en behörighet: en person har en roll vid en enhet, under en tid och på en grund. Frågan besvaras på nytt vid varje sida, så en behörighet som tas bort slutar gälla direkt.
start-about-version = Version
start-about-installation = Installation
start-about-licence = Licens
