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
