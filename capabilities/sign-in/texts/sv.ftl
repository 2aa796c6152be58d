sign-in-menu-password = Byta lösenord
    .words = Arkiv Byta lösenord ändra lösenord nytt lösenord
sign-in-menu-sessions = Mina inloggningar
    .words = sessioner logga ut överallt var är jag inloggad
sign-in-menu-hats = Byt uppdrag
    .words = byta enhet medarbetaruppdrag personal anhörig invånare

sign-in-title = Logga in
sign-in-again = Logga in igen
sign-in-other-way = Logga in på ett annat sätt
sign-in-to-sign-in = Till inloggningen
sign-in-signed-out = Du är utloggad.
sign-in-password-chosen = Lösenordet är sparat. Logga in med det här nedanför.
sign-in-no-account = Saknar du konto? Be systemadministratören på din enhet att ansluta dig som ny användare.

sign-in-bankid = BankID
sign-in-bankid-about = Det säkraste sättet, för personal, anhöriga och invånare.
sign-in-bankid-here = BankID på den här enheten
sign-in-bankid-elsewhere = BankID på en annan enhet
sign-in-bankid-title = Logga in med BankID
sign-in-bankid-visible = Logga in i { $installation }.
sign-in-bankid-risk = Inloggningen stoppades av säkerhetsskäl. Försök igen om en stund, eller logga in på ett annat sätt.
sign-in-bankid-come-back = Du är klar i BankID-appen. Gå tillbaka till den webbläsare där du började, så loggas du in där.
sign-in-bankid-other-browser = Du kom tillbaka till en annan webbläsare
sign-in-bankid-other-browser-text = BankID-appen öppnade den här webbläsaren, men du började logga in i en annan. Av säkerhetsskäl loggas du bara in där du började. Gå tillbaka dit, eller börja om här.

sign-in-by-password = Användarnamn och lösenord
sign-in-by-password-about = Med YubiKey, om ditt konto kräver det.
sign-in-user-name = Användarnamn
    .missing = Skriv ditt användarnamn.
sign-in-password = Lösenord
    .missing = Skriv ditt lösenord.
sign-in-yubikey = YubiKey
    .hint = Ställ markören här och tryck på din YubiKey. Den skriver koden åt dig.
sign-in-submit = Logga in
sign-in-wrong = Användarnamnet, lösenordet eller koden från YubiKey stämmer inte. Kontrollera dem och försök igen. En kod kan bara användas en gång: tryck på nyckeln igen.
sign-in-closed-seconds = { $seconds ->
    [one] Det har varit för många misslyckade försök. Vänta en sekund och försök igen.
   *[other] Det har varit för många misslyckade försök. Vänta { $seconds } sekunder och försök igen.
    }
sign-in-closed-minutes = { $minutes ->
    [one] Det har varit för många misslyckade försök. Vänta en minut och försök igen.
   *[other] Det har varit för många misslyckade försök. Vänta { $minutes } minuter och försök igen.
    }
sign-in-busy = Just nu är det många som loggar in. Vänta några sekunder och försök igen.
sign-in-yubikey-needed = Lösenordet stämmer, men ditt konto kräver också YubiKey. Skriv lösenordet igen, ställ markören i fältet YubiKey och tryck på nyckeln.
sign-in-yubikey-lacking = Lösenordet stämmer, men ditt konto kräver YubiKey eller BankID. Logga in med BankID, eller be supporten att registrera en YubiKey åt dig.

sign-in-stopped = Kontot är stoppat
sign-in-stopped-blocked = Ditt konto är spärrat av en administratör. Kontakta systemadministratören på din enhet.
    .tone = warning
sign-in-stopped-locked = Ditt konto är låst, efter misslyckade försök eller lång tid utan användning. Systemadministratören på din enhet eller supporten kan återaktivera det.
    .tone = warning
sign-in-stopped-pending = Ditt konto väntar på att en administratör ska godkänna det. Du behöver inte göra något mer.
    .tone = warning
sign-in-stopped-ended = Ditt konto är avslutat. Kontakta systemadministratören på din enhet om du ska ha ett nytt.
    .tone = warning
sign-in-unknown = Det finns inget konto för dig
sign-in-unknown-text = BankID har visat vem du är, men du finns inte i Behörig.
sign-in-unknown-staff = Arbetar du i vården eller omsorgen? Be systemadministratören på din enhet att ansluta dig som ny användare, och kontrollera att personnumret i ditt konto är rätt.
sign-in-unknown-resident = Är du invånare eller anhörig? Kontakta den mottagning eller enhet som du vill nå.

sign-in-access-ended = Din åtkomst har upphört
sign-in-access-ended-text = Du följer inte längre någon som anhörig, så det finns ingenting att visa. Det är inget fel på ditt konto.
sign-in-access-to-come = Din åtkomst har inte börjat gälla
sign-in-access-to-come-text = Den börjar gälla { $time }. Logga in igen då.
sign-in-access-ask = Undrar du över något, eller ska du kunna följa någon? Kontakta:

sign-in-change-password = Byta lösenord
    .about = Välj ett nytt lösenord, eller få ett nytt om du har glömt det.
sign-in-change-password-ends = När du byter lösenord loggas du ut överallt utom här.
sign-in-current-password = Nuvarande lösenord
    .missing = Skriv det lösenord som du har nu.
sign-in-new-password = Nytt lösenord
    .hint = Minst 12 tecken. En mening som bara du kommer på är både säker och lätt att minnas. Du kan klistra in från en lösenordshanterare.
    .missing = Skriv ett nytt lösenord.
sign-in-must-change = Välj ett eget lösenord
sign-in-must-change-text = Lösenordet som du loggade in med valdes av någon annan. Byt det till ett som bara du känner till, så kommer du vidare.
sign-in-current-wrong = Det är inte ditt nuvarande lösenord. Försök igen.
sign-in-password-changed = Lösenordet är bytt.
sign-in-password-too-short = Lösenordet är för kort. Välj minst { $fewest } tecken, till exempel några ord efter varandra.
sign-in-password-too-long = Lösenordet är för långt. Välj högst { $most } tecken.
sign-in-password-is-user-name = Lösenordet liknar användarnamnet. Välj något som ingen kan gissa.
sign-in-password-common = Lösenordet är ett av de vanligaste och provas först av den som gissar. Välj något eget, till exempel några ord efter varandra.

sign-in-link-title = Välj lösenord
sign-in-link-lead = Länken är till { $name }. Välj ett lösenord, så kan du sedan logga in.
sign-in-link-choose = Spara lösenordet
sign-in-link-used = Länken är redan använd
sign-in-link-used-text = En engångslänk fungerar bara en gång. Har du valt ett lösenord kan du logga in med det. Var det inte du, kontakta din administratör genast.
sign-in-link-expired = Länken har slutat gälla
sign-in-link-expired-text = Be din administratör om en ny engångslänk.
sign-in-link-stopped = Kontot är stoppat
sign-in-link-stopped-text = Kontot som länken hör till är spärrat eller avslutat. Kontakta din administratör.
sign-in-link-given = Engångslänk
sign-in-link-holds = Gäller till { $time }.
sign-in-link-mailed = Engångslänken mejlas till { $to }
sign-in-link-mailed-text = Den gäller till { $time }, och användaren väljer själv sitt lösenord med den. Om mejlet kom iväg står på användarens sida under Användarkonto, och där kan du skicka en ny länk.
sign-in-link-shown-no-mail = Länken kan inte mejlas, för e-post är inte inställd i den här installationen.
sign-in-link-shown-no-address = Länken kan inte mejlas, för användaren har ingen e-postadress.
sign-in-link-last = Senaste länken
sign-in-link-last-mailed = Mejlad till { $to } { $time }
sign-in-link-last-waiting = På väg till { $to }, skapad { $time }
sign-in-link-last-failed = Mejlet till { $to } gick inte att leverera. Kontrollera adressen och skicka en ny länk.
sign-in-link-last-withdrawn = Mejlet till { $to } hann inte skickas innan länken slutade gälla
sign-in-link-last-shown = Visades för den som skapade den { $time }
sign-in-link-state = Länken
sign-in-link-state-used = Använd
sign-in-link-state-good = Gäller till { $time }
sign-in-link-state-over = Gäller inte längre

sign-in-letter-subject = Välj ditt lösenord till { $installation }
sign-in-letter-greeting = Hej { $name }!
sign-in-letter-what = Den som administrerar användare hos er har skapat en engångslänk åt dig. Med den väljer du ditt lösenord till { $installation }:
sign-in-letter-holds = Länken gäller till { $time } och fungerar en gång.
sign-in-letter-unexpected = Väntade du dig inte det här mejlet? Öppna då inte länken, och berätta det för den som administrerar användare hos er.
sign-in-letter-no-answer = Det går inte att svara på mejlet.

sign-in-hat = Uppdrag
    .missing = Välj ett uppdrag.
sign-in-hat-title = Byt uppdrag
sign-in-hat-lead = Uppdraget avgör vad du får göra och vad som står om dig i åtkomstloggen.
sign-in-hat-switch = Byt uppdrag
sign-in-hat-switched = Du har bytt uppdrag.
sign-in-hat-resident-hint = Dina egna ärenden och uppgifter.
sign-in-hat-relative-of = För { $people }.
sign-in-hat-no-role = Ingen behörighet just nu.
sign-in-hat-only-one = Du har bara ett uppdrag.
sign-in-hat-only-one-text = Får du behörighet vid fler enheter, eller som anhörig, kan du byta här.
sign-in-hat-stronger = Kräver säkrare inloggning
sign-in-hat-stronger-text = De här uppdragen kan du välja när du har loggat in på ett säkrare sätt:
sign-in-hat-gone = Uppdraget finns inte längre. Välj ett annat.
sign-in-hat-too-low = Uppdraget kräver en säkrare inloggning. Logga in igen, med BankID eller med lösenord och YubiKey.
sign-in-level-high = logga in med BankID
sign-in-level-two-factor = logga in med BankID eller med lösenord och YubiKey
sign-in-level-password = logga in med lösenord

sign-in-sessions-title = Mina inloggningar
sign-in-sessions-lead = Här är du inloggad just nu. Avsluta det som du inte känner igen.
sign-in-sessions-hint = Känner du inte igen en inloggning, byt också lösenord.
sign-in-session-where = Webbläsare
sign-in-session-method = Inloggad med
sign-in-session-began = Sedan
sign-in-session-seen = Använd senast
sign-in-session-end = Avsluta
sign-in-session-end-others = Avsluta alla andra
sign-in-session-this = Den här
sign-in-session-ended = Inloggningen är avslutad.
sign-in-sessions-ended = Alla andra inloggningar är avslutade.
sign-in-session-browser = { $browser } på { $system }
sign-in-session-unknown-browser = Okänd webbläsare
sign-in-method-bankid = BankID
sign-in-method-yubikey = Lösenord och YubiKey
sign-in-method-password = Lösenord

sign-in-demo = Det här är en demo
sign-in-demo-text = BankID och SITHS är simulerade. Välj BankID på den här enheten, så öppnas den simulerade telefonen och du väljer vem du är. Välj SITHS, så väljer du vems kort som är i läsaren. Mejl som skickas kommer till demons brevlåda.
sign-in-demo-phone = Den simulerade telefonen
sign-in-demo-mailbox = Demons brevlåda

sign-in-guide-password = Du byter ditt eget lösenord själv. Du använder det tillsammans med YubiKey, eller ensamt där din roll tillåter det. Till BankID behövs inget lösenord.
sign-in-guide-steps = Så gör du
sign-in-guide-password-1 = Välj Arkiv, Byta lösenord i menyn, eller Byta lösenord under ditt namn högst upp.
sign-in-guide-password-2 = Skriv ditt nuvarande lösenord och sedan det nya. Ögat i fältet visar vad du har skrivit.
sign-in-guide-password-3 = Klicka på Byta lösenord. Det nya lösenordet gäller genast.
sign-in-guide-fields = Fälten
sign-in-guide-current = Det lösenord som du har nu. Fältet saknas om du inte har något lösenord, och när du med BankID byter ett som någon annan har valt åt dig.
sign-in-guide-new = Minst 12 tecken. Det får inte likna ditt användarnamn och inte vara ett av de vanligaste. En mening som bara du kommer på är både säker och lätt att minnas. Du kan klistra in från en lösenordshanterare.
sign-in-guide-forgotten = Om du har glömt lösenordet
sign-in-guide-forgotten-text = Logga in med BankID, eller be enhetens systemadministratör om en engångslänk. Med den väljer du ett nytt lösenord. Efter flera felaktiga försök får du vänta en stund innan du kan försöka igen.
sign-in-guide-after = När lösenordet är bytt
sign-in-guide-after-text = Du loggas ut överallt utom där du bytte. Bytet står i kontots historik, men aldrig själva lösenordet.

sign-in-siths = SITHS
sign-in-siths-about = För personal, med e-tjänstekort eller Mobilt SITHS.
sign-in-siths-start = Logga in med SITHS
sign-in-siths-leaving = Du skickas till inloggningen med SITHS
sign-in-siths-signing-out = Du loggas ut från inloggningen med SITHS
sign-in-siths-go-on = Händer det inget? Fortsätt här.
sign-in-siths-failed = Inloggningen med SITHS gick inte
sign-in-siths-not-begun = Inloggningen började i en annan webbläsare, eller är redan använd. Av säkerhetsskäl loggas du bara in där du började, och bara en gång. Börja om här.
sign-in-siths-start-card = SITHS-kort i kortläsaren
sign-in-siths-card-leaving = Välj kortets certifikat när webbläsaren frågar
sign-in-siths-card-late = Det tog för lång tid från det att du visade kortet. Låt kortet sitta i läsaren, och börja om här.
sign-in-siths-card-proxy = Kortet kom inte fram hit som det ska. Logga in på ett annat sätt, och berätta för den som sköter Behörig.
sign-in-siths-choose = Välj uppdrag
sign-in-siths-choose-lead = Ditt kort gäller för flera uppdrag. Uppdraget avgör vad du får göra och vad som står om dig i åtkomstloggen. Du kan byta senare.
sign-in-siths-place = Uppdrag
    .missing = Välj ett uppdrag.
sign-in-method-siths = SITHS
sign-in-no-account-but-a-card = Saknar du konto? Logga in med ditt e-tjänstekort, så kan du ansöka om ett. Har du inget kort, be systemadministratören på din enhet att ansluta dig som ny användare.

sign-in-menu-keys = Säkerhetsnycklar
    .words = passkey fido webauthn yubikey lösennyckel reservkoder tvåfaktor
sign-in-method-security-key = Lösenord och säkerhetsnyckel
sign-in-method-passkey = Passkey
sign-in-method-recovery-code = Lösenord och reservkod

sign-in-second-title = Ett steg till
sign-in-passkey-title = Logga in med passkey
sign-in-passkey-use = Logga in med passkey
sign-in-key = Säkerhetsnyckel
sign-in-key-about = Sätt i nyckeln och rör vid den, eller använd telefonens eller datorns skärmlås.
sign-in-key-use = Använd säkerhetsnyckeln
sign-in-key-or-yubikey = Har du en YubiKey som skriver koder? Välj att logga in på ett annat sätt, skriv lösenordet igen och tryck på nyckeln i fältet YubiKey.
sign-in-key-waits = Följ webbläsarens anvisningar och rör vid nyckeln när den blinkar.
sign-in-key-declined = Nyckeln svarade inte, eller så avbröts frågan. Försök igen.
sign-in-key-known = Den här nyckeln har du redan lagt till.
sign-in-key-unsupported = Webbläsaren har inget stöd för säkerhetsnycklar. Använd en annan webbläsare, eller logga in på ett annat sätt.
sign-in-key-elsewhere = Säkerhetsnycklar fungerar bara på { $address }. Öppna den adressen och försök igen.
sign-in-key-without-script = Säkerhetsnycklar kräver JavaScript, som är avstängt i webbläsaren. Slå på det, eller använd ett annat sätt.
sign-in-key-no-name = Säkerhetsnycklar kan inte användas i den här installationen, för dess adress saknar namn eller kryptering.
sign-in-key-no-answer = Webbläsaren skickade inget svar från någon nyckel. Försök igen, eller använd ett annat sätt.
sign-in-key-refused = Nyckeln gick inte att använda. Försök igen, eller använd ett annat sätt.
    .tone = warning
sign-in-key-too-late = Det tog för lång tid, eller så är svaret redan använt. Börja om.
    .tone = warning

sign-in-keys-title = Säkerhetsnycklar
sign-in-keys-lead = Logga in utan att skriva koder: med en nyckel som du sätter i eller blippar, eller med skärmlåset i telefonen eller datorn.
sign-in-keys = Dina nycklar
sign-in-keys-about = Lägg gärna till två, och lägg undan den ena. Ge dem namn så att du vet vilken som är vilken.
sign-in-keys-none = Du har inga säkerhetsnycklar.
sign-in-key-name = Nyckelns namn
    .hint = Till exempel Blå nyckeln, eller Min telefon.
    .missing = Ge nyckeln ett namn.
sign-in-key-added = Tillagd
sign-in-key-used = Använd senast
sign-in-key-never = Aldrig
sign-in-key-remove = Ta bort
sign-in-key-removed = Nyckeln är borttagen, och du är utloggad överallt utom här.
sign-in-key-add = Lägg till en säkerhetsnyckel
sign-in-key-adding = Lägg till { $name }
sign-in-key-step-1 = Ha nyckeln i handen. För telefonens eller datorns eget skärmlås behövs ingen.
sign-in-key-step-2 = Klicka på Skapa nyckeln och följ webbläsarens anvisningar. Har nyckeln ingen PIN-kod får du välja en.
sign-in-key-step-3 = När nyckeln är skapad kommer du tillbaka till listan.
sign-in-key-make = Skapa nyckeln
sign-in-key-added-now = Nyckeln är tillagd.
sign-in-key-not-added = Nyckeln lades inte till. Försök igen.
    .tone = warning
sign-in-key-taken = Nyckeln hör redan till ett konto.
    .tone = warning

sign-in-recovery = Reservkod
sign-in-recovery-about = Har du ingen nyckel här? Använd en av koderna som du har sparat. Varje kod fungerar en gång.
sign-in-recovery-code = Reservkod
    .hint = Sexton tecken, till exempel 7K2M-9QXA-41TB-ZD8C.
    .missing = Skriv en reservkod.
sign-in-recovery-use = Logga in med koden
sign-in-recovery-malformed = En reservkod har sexton bokstäver och siffror. Kontrollera vad du skrev.
sign-in-recovery-wrong = Koden stämmer inte, eller är redan använd. Försök med en annan.
sign-in-recovery-codes = Reservkoder
sign-in-recovery-codes-about = En reservkod ersätter nyckeln tillsammans med ditt lösenord, om du har tappat den.
sign-in-recovery-left = { $count ->
    [0] Du har inga reservkoder.
    [one] Du har en kod kvar.
   *[other] Du har { $count } koder kvar.
    }
sign-in-recovery-make = Skapa reservkoder
sign-in-recovery-make-again = Skapa nya reservkoder
sign-in-recovery-void = De koder som du har slutar gälla.
sign-in-recovery-made-before = Koderna skapades nyss och visas bara en gång. Skapa nya om du inte hann spara dem.
    .tone = warning
sign-in-recovery-once = Skriv ut koderna nu
sign-in-recovery-once-text = De visas bara den här gången. Förvara dem där ingen annan kommer åt dem, och inte tillsammans med nyckeln.
sign-in-recovery-whose = { $name }, { $installation }, { $time }
sign-in-recovery-how = Varje kod fungerar en gång, tillsammans med ditt lösenord. Stryk den som du har använt.
sign-in-recovery-mailed = När en kod används får du ett mejl.
sign-in-recovery-logged = När en kod används står det i kontots historik.
sign-in-recovery-kept = Jag har sparat koderna

sign-in-confirm-title = Bekräfta att det är du
sign-in-confirm-lead = Visa en gång till vem du är, så fortsätter du där du var.
sign-in-confirm-first = Bekräfta först att det är du
    .tone = info
sign-in-confirm-first-text = Det som öppnar ditt konto ändrar du bara strax efter att du har visat vem du är, på ett säkrare sätt än med lösenord.
sign-in-confirm-go = Bekräfta att det är du
sign-in-confirm-yubikey = Bekräfta med YubiKey
sign-in-confirm-wrong = Koden stämmer inte. En kod kan bara användas en gång: tryck på nyckeln igen.
sign-in-confirm-no-way = Ditt konto har inget säkrare sätt som kan användas här.
sign-in-confirm-else = Du kan också logga in igen på ett säkrare sätt.
sign-in-confirm-again = Försök igen
sign-in-confirm-another = Det är någon annans BankID
sign-in-confirm-another-text = BankID visade att det är någon annan än den som är inloggad. Ingenting har ändrats.
sign-in-confirm-another-card = Det är någon annans kort
sign-in-confirm-another-card-text = Kortet är inte ditt: det hör inte till det konto som är inloggat. Ingenting har ändrats.
sign-in-confirmed = Du har bekräftat att det är du.

sign-in-letter-code-subject = En reservkod har använts i { $installation }
sign-in-letter-code-used = En av dina reservkoder användes för att logga in i { $installation } { $time }.
sign-in-letter-code-left = { $count ->
    [0] Du har inga koder kvar. Skapa nya under Säkerhetsnycklar.
    [one] Du har en kod kvar.
   *[other] Du har { $count } koder kvar.
    }
sign-in-letter-code-unexpected = Var det inte du? Byt då lösenord genast, och berätta det för den som administrerar användare hos er.

sign-in-guide-keys = En säkerhetsnyckel är en liten nyckel som du sätter i datorn eller blippar, eller telefonens och datorns eget skärmlås (passkey). Den kan inte luras av en falsk webbplats, och du slipper skriva koder.
sign-in-guide-keys-1 = Välj Säkerhetsnycklar under ditt namn högst upp. Är det en stund sedan du loggade in får du först bekräfta att det är du.
sign-in-guide-keys-2 = Ge nyckeln ett namn och klicka på Lägg till en säkerhetsnyckel.
sign-in-guide-keys-3 = Klicka på Skapa nyckeln och följ webbläsarens anvisningar.
sign-in-guide-keys-4 = Skapa reservkoder och skriv ut dem. Lägg gärna till en nyckel till.
sign-in-guide-keys-in = Logga in med nyckeln
sign-in-guide-keys-in-text = Skriv användarnamn och lösenord som vanligt, så frågas efter nyckeln. Minns nyckeln vem du är räcker det att klicka på Logga in med passkey.
sign-in-guide-keys-codes = Har du inte nyckeln med dig skriver du en reservkod i stället, efter lösenordet. Varje kod fungerar en gång, och du får ett mejl när en används. När du skapar nya koder slutar de gamla att gälla.
sign-in-guide-keys-lost = Om du har tappat nyckeln
sign-in-guide-keys-lost-text = Logga in med BankID, en annan nyckel eller en reservkod, och ta bort den som du har tappat. Supporten kan också ta bort den åt dig, men bara du kan lägga till en ny.
