# Menyn
roles-menu = Roller
    .words = Inställningar Roller tjänster behörighetsroller
roles-menu-new = Ny roll
    .words = Inställningar Roller lägga upp roll
roles-menu-matrix = Roller och tjänster
    .words = matris översikt roller tjänster skriva ut

# Rollerna
roles-title = Roller
roles-lead = Rollerna i { $organisation }. En roll är en namngiven samling tjänster.
roles-new = Ny roll
roles-new-lead = Ange namn och vem rollen är till för. Tjänsterna väljer du med knappen Tjänster när rollen är sparad.
roles-matrix = Visa som tabell
roles-matrix-title = Roller och tjänster
roles-matrix-lead = Vilken roll som innehåller vilken tjänst.
roles-matrix-nobody = Ingen roll innehåller de här tjänsterna.
roles-none = Det finns inga roller än
roles-none-text = Roller läggs upp av den som får ändra roller i organisationen.
roles-holders-now = Har rollen nu
roles-more-than = fler än { $count }

# En roll
roles-name = Namn
    .missing = Ange ett namn på rollen.
roles-kind = Slag
    .missing = Välj vem rollen är till för.
roles-kind-staff = Personal
roles-kind-staff-meaning = För användare som arbetar vid en enhet.
roles-kind-relative = Anhörig
roles-kind-relative-meaning = För anhörigas konton. Behörigheten gäller en kund.
roles-kind-resident = Invånare
roles-kind-resident-meaning = För invånare som kontaktar en mottagning.
roles-template = Utgå från
    .hint = Den nya rollen får samma tjänster och får ge samma roller.
roles-template-none = En tom roll
roles-daily-planning = Daglig planering
    .hint = Den som har rollen kan planeras som hemtjänstpersonal. Ska inte fyllas i för anhöriga.
roles-lowest-assurance = Lägsta tillitsnivå
    .hint = Hur säkert man måste ha loggat in för att använda rollen. En tjänst kan kräva mer, aldrig mindre.
    .missing = Välj lägsta tillitsnivå.
roles-level-password = Användarnamn och lösenord
roles-level-two-factor = Lösenord och YubiKey
roles-level-high = BankID eller SITHS
roles-basics = Rollen
roles-gives-heading = Får ge roller
roles-gives-about = Gäller bara om rollen innehåller tjänsten 390 Administrera behörigheter.
roles-gives = Roller som får ges
roles-gives-all = Alla roller, även de som läggs upp senare
roles-services = Tjänster
roles-service = Tjänst
roles-services-lead = Kryssa i de tjänster som ingår i rollen { $role }. Bara tjänster för slaget { $kind } visas.
roles-no-services = Rollen innehåller inga tjänster än. Klicka på Tjänster för att lägga till.
roles-role-lead = { $services ->
    [one] En tjänst
   *[other] { $services } tjänster
 }. Antal som har rollen nu: { $holders }.
roles-save = Spara
roles-close = Stäng
roles-created = Rollen är sparad. Lägg nu till dess tjänster med knappen Tjänster.
roles-saved = Rollen är sparad.
roles-own-role = Du har själv den här rollen
roles-own-role-text = Ingen höjer sina egna rättigheter. En annan administratör får ändra rollen.
roles-look-only = Du får se rollen men inte ändra den.
roles-stale = Någon annan hann ändra rollen
roles-stale-text = Det du skrev står kvar nedan och är inte sparat. Se vad som ändrades och spara igen om din ändring fortfarande gäller.

# Tjänsternas grupper
roles-group-home-care = Hemtjänst, Min sida och rapporter
roles-group-users = Användare
roles-group-roles = Roller
roles-group-orders = Beställningar, batch, post och loggar
roles-group-residents = Invånare och ärenden
roles-group-overview = Översikter
roles-group-units = Enheter

# Fel
roles-error-name-missing = Ange ett namn på rollen.
roles-error-name-too-long = Korta namnet. Det får ha högst { $max } tecken.
roles-error-name-unprintable = Ta bort tecken som inte syns ur namnet, till exempel radbrytningar.
roles-error-name-taken = Det finns redan en roll med det namnet. Välj ett annat.
roles-error-planning-relatives = Ta bort krysset. En roll för anhöriga kan inte ha Daglig planering, eftersom anhöriga inte är personal som kan planeras.
roles-error-planning-residents = Ta bort krysset. En roll för invånare kan inte ha Daglig planering, eftersom invånare inte är personal som kan planeras.
roles-error-service-of-other-kind = Tjänsten { $service } hör inte till slaget { $kind }. Ta bort tjänsten ur rollen eller behåll slaget.
roles-error-cannot-give = Bara en roll för personal kan ge roller. Ta bort kryssen.
roles-error-kind-in-use = Slaget kan inte ändras, eftersom rollen är eller har varit tilldelad. Lägg upp en ny roll i stället.
roles-error-template-kind = Rollen som du utgår från är av slaget { $kind }. Välj samma slag, eller utgå från en annan roll.
roles-error-last-administrator = Behåll tjänsten 390 Administrera behörigheter. Utan den skulle ingen kunna administrera { $units }. Ge någon annan den behörigheten där först.
roles-error-built-in = En inbyggd roll kan inte tas bort. Ändra dess namn och tjänster i stället.

# Vem som har rollen
roles-holders-title = Vem har rollen { $role }?
roles-user = Användare
roles-organisation = Organisation
roles-period = Period
roles-state = Läge
roles-life-live = Gäller
roles-life-coming = Kommande
roles-life-ended = Avslutad
roles-in-use = Rollen används och kan inte tas bort
roles-in-use-text = En roll som någon har, har haft eller ska få finns kvar, så att historiken går att läsa.
roles-in-use-instead = Ta bort dess tjänster i stället
roles-no-holders = Ingen att visa
roles-no-holders-text = Ingen användare har, har haft eller ska få rollen vid de enheter där du får se behörigheter.
roles-held-by-residents = Invånare som har rollen nu: { $count }.

# Ta bort
roles-remove = Ta bort
roles-remove-title = Ta bort rollen { $role }?
roles-remove-text = Ingen har haft rollen. Den försvinner ur listan och ur de roller som fick ge den.
roles-removed = Rollen är borttagen.

# Historik
roles-history = Historik
roles-history-none = Inget har ändrats
roles-history-none-text = Rollen är som den lades upp. Ändringar visas här med vem, när, från vad och till vad.
roles-event-created = Rollen lades upp
roles-event-services = Tjänster ändrades
roles-event-changed = Rollen ändrades
roles-door-page = på sidan
roles-door-order = beställning { $number }
roles-door-import = import
roles-door-command-line = kommandoraden
roles-door-system = systemet

# Behörigheter för en användare
roles-permissions = Vanliga behörigheter
roles-permissions-about = Välj vilken eller vilka behörigheter användaren ska ha vid { $unit }, normalt Internpost.
roles-ticks = Behörighet
roles-grants = Behörigheter
roles-no-grants = Inga behörigheter att visa
roles-no-grants-text = Användaren har inga behörigheter vid de enheter där du får se behörigheter.
roles-role = Roll
    .missing = Välj vilken roll användaren ska ha.
roles-object = Objekt
roles-all-objects = Alla
roles-object-customer = Kund
roles-object-case-type = Ärendetyp
roles-object-person = Person
roles-object-account = Användare
roles-basis = Grund
roles-given-by = Given av
roles-and-branch = även enheterna under
roles-basis-administrator = Administratör
roles-basis-local-administrator = Lokal administratör
roles-basis-consent = Kundens samtycke
roles-basis-order = Beställning { $number }
roles-basis-an-order = Beställning
roles-basis-catchment-area = Betjäningsområde
roles-basis-import = Import
roles-basis-installation = Installationen
roles-grants-saved = Behörigheterna är sparade.
roles-one-administrator = { $unit } har bara en administratör
roles-one-administrator-text = Ge gärna någon mer rätt att administrera behörigheter, så att enheten inte står utan när den personen är borta.
roles-last-administrator = { $unit } skulle bli utan administratör. Ge någon annan en roll med tjänsten 390 Administrera behörigheter där först.

# Lägga till
roles-add = Lägg till behörighet
roles-add-where = Välj organisation: den enhet där behörigheten ska gälla.
roles-give = Lägg till
roles-given = Behörigheten är tillagd.
roles-choose-role = Välj roll
roles-customer = Kund (personnummer)
    .hint = Fyll i om behörigheten bara gäller en kund. Krävs för anhöriga. Du får se namnet innan behörigheten läggs till.
    .missing = Ange kundens personnummer. En anhörig får bara se den kund som behörigheten gäller.
roles-customer-unknown = Det finns ingen person med det numret som du kan välja. Kontrollera numret.
roles-from = Från och med
    .hint = Tomt betyder från i dag.
roles-to = Till och med
    .hint = Tomt betyder tills vidare.
roles-branch = Även enheterna under
roles-consent = Kunden har samtyckt till att den anhöriga får se uppgifterna
    .missing = Kryssa i att kunden har samtyckt. Utan samtycke får behörigheten inte ges.
roles-confirm-lead = Kontrollera att det är rätt person innan behörigheten läggs till.
roles-has-already = Användaren har redan den behörigheten under hela perioden.
roles-account-ended = Kontot är avslutat och kan inte få behörigheter.
roles-nothing-to-give = Du kan inte ge några roller här
roles-nothing-to-give-text = Ingen av dina roller vid enheten får ge roller till den här användaren. Ingen ger behörigheter till sig själv.
roles-back-to-grants = Tillbaka till behörigheterna
roles-error-date = Skriv datumet som år-månad-dag, till exempel 2026-12-31.
roles-error-past = Välj i dag eller en senare dag. En behörighet kan inte börja bakåt i tiden.
roles-error-ends-before = Välj en sista dag som inte ligger före den första, och som inte har varit.
roles-refused-misfit = Rollen { $role } kan inte ges på det sättet. Kontrollera om den kräver en kund.
roles-refused-oneself = Ingen höjer sina egna rättigheter. Be en annan administratör.
roles-refused-denied = Du får inte administrera behörigheter vid enheten.
roles-refused-not-on-list = Ingen av dina roller vid enheten får ge eller avsluta den här rollen.
roles-refused-branch = Du administrerar enheten men inte enheterna under. Ta bort krysset Även enheterna under.

# Avsluta
roles-end = Avsluta
roles-end-title = Avsluta behörigheten?
roles-end-lead = { $name } har rollen { $role } vid { $unit }. Den upphör genast.
roles-end-what = Det här går då inte längre:
roles-end-nothing = Inget annat slutar fungera: allt som rollen ger ges också av andra behörigheter, eller så har den inte börjat gälla.
roles-end-kept = Behörigheten tas inte bort. Den finns kvar som avslutad, med vem och när.
roles-ended = Behörigheten är avslutad.
roles-ended-before = Behörigheten var redan avslutad.
    .tone = info
roles-refused-end = Du får inte avsluta den här behörigheten.

# Varför och vem får
roles-why = Varför?
roles-why-title = Vad får { $name } göra?
roles-why-lead = Vid { $unit }, om användaren loggar in med BankID eller SITHS.
roles-why-where = Välj vilken enhet svaret ska gälla.
roles-may = Får
roles-because = Därför att
roles-other-unit = Byt enhet
roles-who-can-mend = Vem kan ändra det?
roles-nobody-can-mend = Ingen annan vid enheten kan ge behörigheter just nu. Kontakta supporten.
roles-rule-blocked = Kontot är spärrat av en administratör.
roles-rule-locked = Kontot är låst av systemet.
roles-rule-pending = Kontot väntar på att en administratör ska godkänna det.
roles-rule-ended = Kontot är avslutat.
roles-rule-no-grant = Användaren har ingen behörighet.
roles-rule-not-yet = Behörigheten börjar gälla { $day }.
roles-rule-over = Behörigheten upphörde { $day }.
roles-rule-service = Ingen av användarens roller här innehåller tjänsten.
roles-rule-unit = Behörigheten gäller en annan enhet.
roles-rule-restricted = Uppgiften är skyddad och kräver en egen behörighet.
roles-rule-object = Behörigheten gäller bara en viss kund eller något annat enskilt.
roles-rule-hat = Behörigheten gäller ett annat uppdrag: { $hat }.
roles-rule-assurance = Inloggningen måste vara säkrare: { $level }.
roles-who-may = Vem får?
    .words = vem har behörighet vem kan se omvänd fråga tjänst enhet
roles-who-may-lead = Välj en tjänst, så ser du vem som får använda den vid enheten och på vilken grund.
roles-who-may-answer = { $service } vid { $unit }
roles-who-may-nobody = Ingen får det just nu
roles-who-may-nobody-text = Ingen aktiv användare har en behörighet som ger tjänsten för hela enheten.
roles-who-may-note = Visar dem som får det för hela enheten nu. Behörigheter för en enda kund visas på användarens egen sida.
roles-choose-service = Välj tjänst
roles-show = Visa
roles-title-of-user = Titel
roles-unit-search = Enhetens namn börjar på
roles-unit-none = Ingen enhet hittades
roles-unit-none-text = Prova att skriva färre bokstäver. Bara enheter där du har behörigheten visas.
roles-unit-own = Användarens enhet
roles-unit-more = Fler enheter än de som visas stämmer. Skriv mer av namnet.

# Hjälpen
roles-guide-title = Roller och behörigheter
roles-guide-lead = En roll är en samling numrerade tjänster. En behörighet ger en användare en roll vid en enhet, under en tid och på någons ord.
roles-guide-relative = Lägg upp en roll för anhörig
roles-guide-relative-1 = Gå till Inställningar, Roller och klicka på Ny roll. Ange namnet och välj slaget Anhörig.
roles-guide-relative-2 = Kryssrutan Daglig planering ska inte fyllas i. Klicka på Spara.
roles-guide-relative-3 = Klicka på knappen Tjänster och kryssa i 262 Kunduppdragsschema på webben, 376 Kunduppdragsschema i mobilen, 290 Min sida och 179 Abonnents egna rapporter. Klicka på Spara.
roles-guide-relative-4 = Öppna den anhöriges konto, fliken Behörigheter, klicka på Lägg till behörighet (+) och lägg till rollen med kundens personnummer. Du får se kundens namn och intygar samtycket innan behörigheten läggs till.
roles-guide-fields = Fälten
roles-guide-name = Vad rollen heter. Namnet finns bara en gång i organisationen.
roles-guide-kind = Personal för den som arbetar vid en enhet, Anhörig för den som följer en kund, Invånare för den som kontaktar en mottagning. Slaget avgör vilka tjänster som kan väljas.
roles-guide-daily-planning = Den som har rollen kan planeras som hemtjänstpersonal. Ska inte fyllas i för anhöriga.
roles-guide-lowest-assurance = Hur säkert man måste ha loggat in för att använda rollen: med lösenord, med lösenord och YubiKey, eller med BankID eller SITHS. En tjänst kan kräva mer, aldrig mindre.
roles-guide-template = En roll att börja från. Den nya rollen får samma tjänster och får ge samma roller.
roles-guide-gives = De roller som den som har den här rollen får ge till andra. Gäller bara om rollen innehåller tjänsten 390 Administrera behörigheter.
roles-guide-services = De numrerade tjänster som rollen innehåller. Kryssa i dem med knappen Tjänster när rollen är sparad.
roles-guide-grant-fields = Fälten för en behörighet
roles-guide-organisation = Enheten där behörigheten gäller. Användarens egen enhet är vald från början.
roles-guide-role = Rollen som användaren får. Bara roller som dina egna roller vid enheten får ge visas.
roles-guide-customer = Fyll i om behörigheten bara gäller en kund. Krävs för anhöriga. Namnet visas innan du lägger till.
roles-guide-from = Första dagen. Tomt betyder från i dag.
roles-guide-to = Sista dagen. Tomt betyder tills vidare.
roles-guide-branch = Gäller också enheterna under den valda. Visas bara när du själv administrerar dem.
roles-guide-consent = Anhöriga får bara behörighet om kunden har sagt ja.
roles-guide-give = Ge och avsluta behörigheter
roles-guide-give-1 = Öppna användaren under Alla användare och välj fliken Behörigheter. Kryssa i eller ur de vanliga behörigheterna överst och klicka på Spara.
roles-guide-give-2 = Klicka på Lägg till behörighet (+) för en annan roll, enhet, kund eller tid. Användarens egen enhet är vald: välj Ändra för en annan. Bara roller som dina egna roller får ge visas.
roles-guide-give-3 = Klicka på Avsluta för att ta bort en behörighet. Frågan visar vad som inte längre går. Det gäller genast.
roles-guide-give-4 = Ingen höjer sina egna rättigheter, och en enhet behåller alltid minst en administratör.
roles-guide-who-may = Under Vem får? väljer du tjänst och enhet och ser vilka som får använda den och på vilken grund. På användarens sida visar Varför? samma sak för en person.
