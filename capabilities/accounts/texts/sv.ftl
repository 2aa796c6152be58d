# Menyn
accounts-all = Alla användare
    .words = Arkiv Systemadministration Administrera användare konton personal sök person
accounts-administer = Administrera användare
    .words = Arkiv Systemadministration Alla användare konton
accounts-new = Ny användare
    .words = + Användare lägga upp användare ansluta en ny användare nytt konto anhöriginloggning
accounts-own = Personliga inställningar
    .words = Mitt konto signatur aviseringar avisering e-postavisering språk mina uppgifter
accounts-locked-menu = Låsta konton
    .words = Återaktivera låst konto vårdaktörskonto låst lås upp

# Listan
accounts-new-short = Användare
accounts-order-new = Ansluta en ny användare
accounts-search = Sök på namn, användarnamn, HSA-id eller e-post
accounts-search-by-number = Sök på personnummer
accounts-search-number = Personnummer
    .hint = 10 eller 12 siffror. Numret syns inte i adressfältet.
    .missing = Fyll i personnumret.
accounts-search-number-button = Sök användare
accounts-search-number-elsewhere = Sök på personnummer i fältet Sök på personnummer, så hamnar numret inte i adressfältet.
    .tone = info
accounts-nobody-with-number = Det finns ingen användare med det personnumret som du får se.
accounts-unit = Enhet
accounts-any-unit = Alla enheter
accounts-any-category = Alla kategorier
accounts-role = Roll
accounts-any-role = Alla roller
accounts-status = Status
accounts-status-current = Ej avslutade
accounts-status-active = Aktiva
accounts-status-blocked = Spärrade
accounts-status-locked = Låsta
accounts-status-pending = Väntar på godkännande
accounts-status-ended = Avslutade
accounts-found = { $count ->
    [0] Ingen användare
    [one] En användare
   *[other] { $count } användare
 }
accounts-found-more-than = Fler än { $count } användare
accounts-name = Namn
accounts-none = Det finns inga användare än
accounts-none-text = Lägg upp den första med knappen + Användare, eller läs in en fil under Batch.
accounts-none-text-order = Användare läggs upp av supporten. Beställ en med Ansluta en ny användare.
accounts-none-found = Ingen användare svarar mot sökningen
accounts-none-found-text = Prova början av för- eller efternamnet, eller ta bort ett filter. Avslutade konton visas bara när du väljer dem.

# Hur ett konto står
accounts-standing-active = Aktiv
accounts-standing-blocked = Spärrad
accounts-standing-locked = Låst
accounts-standing-pending = Väntar
accounts-standing-ended = Avslutad

# Flikarna
accounts-tabs-of = Uppgifter om { $name }
accounts-tab-basics = Grundinformation
accounts-tab-sign-in = Användarkonto
accounts-tab-hr = HR
accounts-tab-grants = Behörigheter
accounts-tab-terms = Anställningsvillkor
accounts-tab-contact = Kontaktuppgifter
accounts-tab-documents = Dokument
accounts-tab-history = Historik
accounts-group-user = Användaruppgifter
accounts-group-support = Användaruppgifter som administreras av supporten
accounts-group-reach = Mobil och e-post
accounts-group-private = Adress och telefon
accounts-group-kin = Närmast anhörig

# Fälten
accounts-field-user-name = Användarnamn
    .missing = Fyll i användarnamnet.
accounts-field-identity-number = Personnummer (BankID)
    .hint = För inloggning med BankID. Samordningsnummer och reservnummer går också bra.
accounts-field-password = Lösenord (Yubikey)
    .hint = Ett startlösenord på minst 12 tecken, som användaren måste byta vid första inloggningen. Lämna tomt för att inte ändra.
accounts-field-blocked = Spärrad
    .hint = Användaren loggas ut genast och kan inte logga in.
accounts-field-mobile = Mobilnummer
accounts-field-email = E-postadress
accounts-field-title = Titel
    .hint = Till exempel Leg. Läkare. Används vid signering av journaler.
accounts-field-staff-category = Personalkategori
accounts-field-long-title = Lång titel
    .hint = Till exempel Leg. fysioterapeut, OMT steg 3 examen. Används vid underskrift av brev, remissvar och andra dokument.
accounts-field-given-name = Förnamn
    .missing = Fyll i förnamnet.
accounts-field-family-name = Efternamn
    .missing = Fyll i efternamnet.
accounts-field-hsa-ids = HSA-id (E-tjänstekort)
    .hint = Ett på varje rad, om användaren har flera.
accounts-field-employee-number = Anställningsnummer
accounts-field-manager = Chef
accounts-field-employer = Arbetsgivare
accounts-field-employment-form = Anställningsform
accounts-field-employed-from = Anställd från
accounts-field-employed-to = Anställd till
    .hint = Lämna tomt för tills vidare.
accounts-field-extent = Omfattning i procent
    .hint = Till exempel 75 eller 37,5.
accounts-field-workplace = Arbetsställe
accounts-field-street = Gatuadress
accounts-field-postal-code = Postnummer
accounts-field-city = Ort
accounts-field-work-phone = Telefon arbete
accounts-field-home-phone = Telefon hem
accounts-field-private-email = Privat e-postadress
accounts-field-kin-name = Namn på närmast anhörig
accounts-field-kin-relation = Relation
    .hint = Till exempel make, dotter eller granne.
accounts-field-kin-phone = Telefon till närmast anhörig
accounts-field-signature = Signatur
accounts-field-notices = Mejla mig när
accounts-notice-new-case = nya ärenden väntar på att fördelas
accounts-notice-assigned = jag får ett ärende att besvara
accounts-notice-reply = en invånare svarar i ett av mina ärenden
accounts-notice-internal = jag får internpost
accounts-notice-none = ingenting
accounts-field-language = Språk
    .missing = Välj språk.
accounts-choose = Välj
accounts-password-hidden = ett nytt lösenord

accounts-category-other = Annan
accounts-category-physiotherapist = Fysioterapeut/Sjukgymnast
accounts-category-chiropractor = Kiropraktor
accounts-category-speech-therapist = Logoped
accounts-category-physician = Läkare
accounts-category-naprapath = Naprapat
accounts-category-psychologist = Psykolog
accounts-category-receptionist = Receptionist
accounts-category-secretary = Sekreterare
accounts-category-nurse = Sjuksköterska

accounts-employment-permanent = Tillsvidareanställning
accounts-employment-fixed-term = Särskild visstidsanställning
accounts-employment-substitute = Vikariat
accounts-employment-probationary = Provanställning
accounts-employment-by-the-hour = Timanställning
accounts-employment-consultant = Konsult eller inhyrd
accounts-employment-student = Student eller praktikant

# Vad som är fel
accounts-wrong-choice = Välj något i listan.
accounts-wrong-date = Skriv datumet som år, månad och dag, till exempel 2026-11-21.
accounts-wrong-percent = Skriv omfattningen i procent, mer än 0 och högst 100, till exempel 75.
accounts-wrong-postal-code = Postnumret ska ha fem siffror.
accounts-ends-before-it-begins = Anställningen slutar innan den börjar. Kontrollera de två datumen.
accounts-too-many-hsa-ids = En användare kan ha högst { $max } HSA-id.
accounts-taken-user-name = Användarnamnet är upptaget. Välj ett annat.
accounts-taken-identity-number = Det finns redan en användare med det personnumret.
accounts-taken-hsa-id = { $id } hör redan till en annan användare. Kontrollera att det är rätt skrivet.
accounts-taken-one-of-hsa-ids = Ett av HSA-id:na hör redan till en annan användare.
accounts-suggested-user-name = Användarnamnet { $name } är ledigt och ifyllt som förslag. Ändra det eller spara igen.
accounts-last-administrator = Användaren är den enda som administrerar behörigheter vid { $units }. Ge någon annan den behörigheten först.
accounts-changed-by-another = { $who } ändrade andra uppgifter medan du hade sidan öppen. De är hämtade hit. Det du skrev är kvar: kontrollera och spara igen.
accounts-changed-field = { $who } ändrade också det här, { $time }, till ”{ $value }”. Det du skrev står kvar. Kontrollera och spara igen.
accounts-who-another = Någon annan
accounts-who-import = Importen
accounts-who-command-line = Kommandoraden
accounts-who-system = Programmet
accounts-who-order = Beställning { $number }
accounts-own-changed = Ditt konto ändrades av någon annan medan du hade sidan öppen. Kontrollera och spara igen.

# Varför något inte får ändras
accounts-why-ended = Kontot är avslutat och kan inte ändras.
accounts-why-support = Administreras av supporten.
accounts-why-service = Kräver tjänsten { $service }.
accounts-why-own = Ingen ändrar det här på sitt eget konto. Be en annan administratör.
accounts-why-reaches-further = Användaren har behörigheter där du inte är administratör. Supporten kan ändra.

# Behörigheter på första fliken
accounts-permission = Behörighet
accounts-no-permission = Ingen behörighet just nu
accounts-permissions-about = Vad användaren får göra, normalt Internpost.
accounts-only-administrator = Den enda administratören vid { $units }
accounts-only-administrator-text = Ge minst en person till behörigheten, så att ingen enhet blir utan.

# Knappar
accounts-save = Spara
accounts-close = Stäng
accounts-saved = Ändringarna är sparade.

# Användarkontot
accounts-state = Inloggning
accounts-never = Aldrig
accounts-last-sign-in = Senast inloggad
accounts-password-set = Lösenordet sattes
accounts-password-must-change = Måste byta lösenord
accounts-created = Upplagd
accounts-locked-failures = av systemet, efter för många felaktiga försök
accounts-locked-unused = av systemet, eftersom kontot inte har använts på länge
accounts-reactivate = Återaktivera låst konto
accounts-reactivated = Kontot är återaktiverat.
accounts-link = Engångslänk
accounts-link-about = Med länken väljer användaren själv sitt lösenord. Den mejlas till användaren. Går det inte visas den för dig i stället, med skälet. En ny länk gör äldre länkar ogiltiga.
accounts-send-link = Skicka ny länk
accounts-link-made = Engångslänken är skapad
accounts-link-made-before = Länken skapades redan. Skicka en ny om den inte kom fram.
    .tone = info
accounts-link-how = Lämna länken till användaren själv, till exempel över telefon eller i ett meddelande som bara användaren läser. Skicka inte användarnamnet i samma meddelande.
accounts-to-user = Till användaren
accounts-not-done = Inget ändrades. Läs på sidan varför.
    .tone = warning

accounts-yubikey = Yubikey
accounts-yubikeys = YubiKeys
accounts-yubikey-with-password = Yubikey (tillsammans med lösenord)
accounts-yubikey-about = För den som inte har e-tjänstekort eller BankID. Läggs upp av supporten.
accounts-no-yubikeys = Användaren har ingen YubiKey.
accounts-enrol-yubikey = Lägg till en YubiKey
accounts-enrol-yubikey-button = Lägg till
accounts-yubikey-enrolled = Tillagd
accounts-yubikey-enrolled-now = YubiKeyn är tillagd.
accounts-yubikey-in-use = Används
accounts-yubikey-unused = Inte använd än
accounts-yubikey-public-id = Publikt id
    .hint = De tolv första tecknen som nyckeln skriver.
    .missing = Fyll i nyckelns publika id.
accounts-yubikey-private-id = Privat id
    .hint = Tolv tecken, 0–9 och a–f.
    .missing = Fyll i nyckelns privata id.
accounts-yubikey-aes-key = AES-nyckel
    .hint = 32 tecken, 0–9 och a–f. Den krypteras och visas aldrig igen.
    .missing = Fyll i AES-nyckeln.
accounts-wrong-public-id = Det publika id:t är fel. Det har tolv tecken ur cbdefghijklnrtuv.
accounts-wrong-private-id = Det privata id:t är fel. Det har tolv tecken, 0–9 och a–f.
accounts-wrong-aes-key = AES-nyckeln är fel. Den har 32 tecken, 0–9 och a–f.
accounts-taken-yubikey = Nyckeln hör redan till en användare. Avsluta den där först.
accounts-end-yubikey = Avsluta
accounts-end-yubikey-question = Avsluta YubiKeyn?
accounts-end-yubikey-text = Nyckeln { $id } slutar gälla genast och användaren loggas ut. Den kan läggas till igen.
accounts-yubikey-ended = YubiKeyn är avslutad.
accounts-ended-at = Avslutad { $time }

# Avsluta
accounts-end = Avsluta konto
accounts-end-about = Ett konto tas aldrig bort. Det avslutas, och historiken finns kvar.
accounts-end-question = Avsluta kontot för { $name }?
accounts-end-text = { $name } loggas ut genast och kan inte logga in igen. Det går inte att ångra.
accounts-this-ends = Det här avslutas samtidigt:
accounts-nothing-ends = Kontot har inga behörigheter, inloggningar, YubiKeys eller länkar som avslutas.
accounts-end-stays = Uppgifterna och historiken finns kvar. Användarnamnet kan inte användas av någon annan. HSA-id och personnummer blir lediga för ett nytt konto.
accounts-ends-grants = { $count ->
    [one] En behörighet
   *[other] { $count } behörigheter
 }
accounts-ends-cases = { $count ->
    [one] Ett öppet ärende går till ersättaren eller tillbaka till inkorgen
   *[other] { $count } öppna ärenden går till ersättaren eller tillbaka till inkorgen
 }
accounts-ends-sessions = { $count ->
    [one] En pågående inloggning
   *[other] { $count } pågående inloggningar
 }
accounts-ends-yubikeys = { $count ->
    [one] En YubiKey
   *[other] { $count } YubiKeys
 }
accounts-ends-links = { $count ->
    [one] En engångslänk
   *[other] { $count } engångslänkar
 }
accounts-ended = Kontot är avslutat.

# Ny användare
accounts-choose-unit = Vid vilken enhet ska användaren läggas upp?
accounts-unit-search = Sök enhet
accounts-units-found = { $count ->
    [0] Ingen enhet
    [one] En enhet
   *[other] { $count } enheter
 }
accounts-units-more-than = Fler än { $count } enheter. Sök på början av namnet.
accounts-no-unit = Ingen enhet svarar mot sökningen
accounts-no-unit-text = Prova början av enhetens namn.
accounts-other-unit = Välj en annan enhet
accounts-new-about = Förnamn, efternamn och användarnamn behövs. Resten kan fyllas i senare. En anhörig behöver inget personnummer.
accounts-first-sign-in = Första inloggningen
accounts-by-link = Engångslänk
accounts-by-link-hint = Användaren väljer själv sitt lösenord. Länken mejlas till e-postadressen. Går det inte visas den när användaren är upplagd.
accounts-by-password = Startlösenord
accounts-by-password-hint = Du väljer ett lösenord som måste bytas vid första inloggningen.
accounts-new-permissions-about = Välj vilken eller vilka behörigheter användaren ska ha vid { $unit }, normalt Internpost. Behörighet till en kund ges på fliken Behörigheter när användaren är upplagd.
accounts-no-role-to-give = Du kan inte ge behörigheter vid enheten. Någon annan får göra det efteråt.
accounts-may-not-give = En av behörigheterna får du inte ge. Ta bort den och spara igen.
accounts-make = Spara
accounts-made = { $name } är upplagd
accounts-made-told = Användaren är upplagd.

# Dokument
accounts-documents-about = PDF, PNG, JPEG eller GIF, högst 20 MB.
accounts-no-documents = Det finns inga dokument
accounts-no-documents-text = Här finns anställningsavtal, legitimation och intyg när någon har lagt till dem.
accounts-add-document = Lägg till dokument
accounts-add-document-button = Lägg till dokument
accounts-document-name = Namn
accounts-document-kind = Typ
    .missing = Välj vilken typ av dokument det är.
accounts-document-size = Storlek
accounts-document-added = Tillagd
accounts-document-file = Fil
    .missing = Välj en fil.
accounts-document-agreement = Anställningsavtal
accounts-document-licence = Legitimation
accounts-document-certificate = Intyg
accounts-document-other = Övrigt
accounts-file-too-large = Filen är för stor. Den får vara högst 20 MB.
accounts-file-wrong-kind = Filen är varken PDF, PNG, JPEG eller GIF. Spara den som PDF och försök igen.
accounts-document-kept = Dokumentet är tillagt.
accounts-end-document = Ta bort
accounts-document-ended = Dokumentet är borttaget. Historiken visar att det fanns.

# Historik
accounts-no-history = Inget har ändrats
accounts-no-history-text = När någon ändrar kontot står det här vem som gjorde det, när och vad.
accounts-happened-created = Användaren lades upp
accounts-happened-changed = Uppgifter ändrades
accounts-happened-ended = Kontot avslutades
accounts-happened-lock = Kontot återaktiverades
accounts-happened-link = En engångslänk skapades
accounts-happened-link-mailed = En engångslänk skapades för att mejlas
accounts-happened-yubikey = YubiKey
accounts-happened-document = Dokument
accounts-happened-grant = Behörigheter ändrades
accounts-happened-grant-kept = Behörigheter bekräftades vid omprövning

# Personliga inställningar
accounts-own-about = Uppgifter om mig
accounts-own-about-text = Är något fel? Kontakta din systemadministratör.
accounts-own-choices = Mina val
accounts-own-signature-hint = Står under det du skriver till invånare. Utan egen signatur står det: { $name }
accounts-own-notices-to = Mejlen går till { $address } och innehåller aldrig uppgifter om vård.
accounts-own-notices-nowhere = Du har ingen e-postadress i Behörig, så inga mejl skickas än. Be din systemadministratör lägga till den.
accounts-own-sign-in = Inloggning
accounts-change-password = Byta lösenord
accounts-my-sessions = Mina inloggningar

# Hjälpen
accounts-guide = Användare
    .about = Hitta, anslut och ändra användare, och vem som ändrar vilket fält.
accounts-guide-own = Personliga inställningar
    .about = Se över din signatur, och aktivera en e-postavisering för att få mejl när du ska besvara ett ärende.
accounts-guide-find = Hitta en användare
accounts-guide-find-1 = Välj Användare, Alla användare.
accounts-guide-find-2 = Skriv början av namnet, användarnamnet, HSA-id eller e-postadressen och välj Sök. Ett personnummer skriver du i fältet Sök på personnummer.
accounts-guide-find-3 = Öppna användaren med länken, med Enter eller genom att dubbelklicka på raden.
accounts-guide-connect = Ansluta en ny användare
accounts-guide-connect-1 = Den som får lägga upp användare väljer + Användare. Andra väljer Ansluta en ny användare, och då kommer beställningen till supporten.
accounts-guide-connect-2 = Fyll i förnamn, efternamn och användarnamn, och det andra du vet.
accounts-guide-connect-3 = Välj engångslänk eller startlösenord, och vilka behörigheter användaren ska ha. Internpost är redan vald.
accounts-guide-connect-4 = Spara. Engångslänken mejlas till användaren. Utan e-post visas den i stället en gång för dig: kopiera den och lämna den till användaren.
accounts-guide-change = Ändra en användare
accounts-guide-change-1 = Öppna användaren. Uppgifter som du får ändra står i fält, andra som text med orsaken under.
accounts-guide-change-2 = Ändra och välj Spara. Om någon annan hann före visas vad den ändrade, och det du skrev står kvar.
accounts-guide-change-3 = Historik visar vem som ändrade vad. Stäng går tillbaka till listan.
accounts-guide-relative = En anhörigs konto
accounts-guide-relative-1 = Lägg upp användaren med namn, användarnamn och engångslänk eller lösenord. Personnummer behövs inte.
accounts-guide-relative-2 = Öppna fliken Behörigheter och klicka på Lägg till behörighet (+). Ange organisationen som kunden tillhör, rollen Anhörig och kundens personnummer. Du får se kundens namn innan du lägger till.
accounts-guide-locked = Spärrad, låst och avslutad
accounts-guide-locked-1 = Spärrad sätts av en administratör och gäller genast, även den som är inloggad.
accounts-guide-locked-2 = Låst sätts av systemet efter för många felaktiga försök eller lång tid utan inloggning. Välj Återaktivera låst konto på fliken Användarkonto.
accounts-guide-locked-3 = Avslutad är slutgiltigt. Behörigheter, inloggningar, YubiKeys och länkar avslutas samtidigt, och historiken finns kvar.
accounts-guide-fields = Fälten
accounts-guide-who = Ändras med tjänsten
accounts-guide-tabs = Flik
accounts-guide-own-what = När du börjar använda Behörig är det bra att se över dina personliga inställningar.
accounts-guide-own-1 = Tryck på ditt namn högst upp och välj Personliga inställningar.
accounts-guide-own-2 = Ändra signaturen, kryssa för det du vill få mejl om och välj språk.
accounts-guide-own-3 = Tryck på Spara.
accounts-guide-own-fields = Det du väljer själv
accounts-guide-own-signature = Står under dina svar till invånare. Utan egen signatur står ditt namn och din titel där.
accounts-guide-own-notices = Aktivera en e-postavisering för att få mejl när du ska fördela eller besvara ett ärende, när en invånare svarar eller när du får internpost. Mejlen säger bara att något väntar, aldrig vad.
accounts-guide-own-language = Språket på sidorna och i mejlen till dig.
accounts-guide-own-others = Det som andra ändrar
accounts-guide-own-others-text = Lösenordet byter du under Byta lösenord. Namn, titel och e-postadress ändras av din systemadministratör eller av supporten.
accounts-guide-reactivate = Administratör – Återaktivera låst vårdaktörskonto
    .about = Läs hur du som administratör återaktiverar ett låst vårdaktörskonto.
accounts-guide-reactivate-what = Systemet låser ett konto efter för många misslyckade inloggningar, eller när det inte har använts på länge. Du som är administratör öppnar det igen.
accounts-guide-reactivate-1 = Öppna Låsta konton. Där står de låsta konton som du administrerar.
accounts-guide-reactivate-2 = Öppna kollegans konto och välj fliken Användarkonto. Där står varför kontot är låst.
accounts-guide-reactivate-3 = Tryck på Återaktivera låst konto. Kollegan kan logga in direkt, med samma behörigheter som före.
accounts-guide-reactivate-blocked = Om kontot är spärrat
accounts-guide-reactivate-blocked-text = Ett spärrat konto har en administratör stängt. Det öppnas inte här, utan genom att någon tar bort krysset Spärrad på kontot.

accounts-security-keys = Säkerhetsnycklar
accounts-security-keys-about = Användaren lägger till sina nycklar själv. En som är borttappad kan tas bort här.
accounts-security-key-name = Nyckelns namn
accounts-security-key-used = Använd { $time }
accounts-security-key-removed-at = Borttagen { $time }
accounts-remove-security-key = Ta bort
accounts-remove-security-key-question = Ta bort säkerhetsnyckeln?
accounts-remove-security-key-text = Nyckeln { $name } slutar gälla genast och användaren loggas ut. Användaren kan lägga till den igen.
accounts-security-key-removed = Säkerhetsnyckeln är borttagen.
accounts-my-keys = Säkerhetsnycklar
accounts-ends-security-keys = { $count ->
    [one] En säkerhetsnyckel
   *[other] { $count } säkerhetsnycklar
 }
accounts-happened-security-key = Säkerhetsnyckel
accounts-happened-recovery-codes = Nya reservkoder
accounts-happened-recovery-code = Reservkod använd
