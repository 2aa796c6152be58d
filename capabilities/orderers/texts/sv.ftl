# Menyn
orderers-menu = Beställare
    .line = Vilka som får beställa behörigheter i regionen.
    .words = beställare verksamhetschef delegation beslut vem får beställa avropare utse
orderers-menu-new = Utse beställare
    .words = utse beställare verksamhetschef delegationsbeslut namnge
orderers-menu-choice = Regionens val om beställningar
    .words = regionens val verksamhetschefer får beställa omprövning frist
orderers-menu-services = Beställbara tjänster
    .line = Vad som kan beställas, och med vilka roller.
    .words = Inställningar beställbara tjänster 1177 symtombedömning och hänvisning två godkännare

# Registret
orderers-title = Beställare
orderers-lead = De som får beställa behörigheter i { $region }, från när till när och på vilket beslut.
orderers-tab-named = Beställare
orderers-tab-heads = Verksamhetschefer
orderers-found = { $count ->
    [one] 1 utsedd
   *[other] { $count } utsedda
}
orderers-found-more = Fler än { $count } utsedda
orderers-region = Region
orderers-show = Visa
orderers-show-live = Gällande och kommande
orderers-show-all = Även avslutade
orderers-none = Ingen är utsedd
orderers-none-text = Välj Utse beställare för att låta någon beställa behörigheter i regionen. Det krävs ett beslut att hänvisa till.
orderers-no-heads-text = Välj Utse beställare och rollen Verksamhetschef. En verksamhetschef omprövar behörigheterna vid sin enhet, och beställer där regionen har valt det.
orderers-person = Namn
orderers-hsa-id = HSA-id
orderers-place = Region eller enhet
orderers-place-and-branch = { $unit } och alla enheter under
orderers-and-branch = och alla enheter under
orderers-period = Gäller
orderers-named-by = Utsedd av
orderers-no-proof = Underlag saknas
orderers-no-proof-text = Behörigheten har getts på annat sätt än här. Avsluta den och utse personen på nytt, med det beslut som den vilar på.
orderers-coming = Kommande
orderers-over = Avslutad
orderers-no-region = Du administrerar ingen region
orderers-no-region-text = Beställare utses av regionens administratörer, för hela regionen eller för en av dess enheter.
orderers-ask = Du kan fråga:

# Att utse
orderers-name = Utse beställare
orderers-name-lead = Den du utser får beställa behörigheter i { $region }. Du ser personens namn innan något sparas.
orderers-name-now = Utse
orderers-where = Välj den enhet som personen ska beställa för.
orderers-unit-search = Sök enhet
orderers-unit-none = Ingen enhet hittades
orderers-unit-none-text = Prova med början av enhetens namn.
orderers-unit-more = Här visas de första 50. Skriv mer av namnet för att hitta fler.
orderers-role = Utses till
    .missing = Välj vad personen utses till.
orderers-role-held = Uppdrag
orderers-role-named-hint = Får beställa behörigheter.
orderers-role-head-hint = Omprövar behörigheterna vid sin enhet. Får beställa där regionen har valt det.
orderers-who = Användarnamn eller HSA-id
    .hint = Personen måste ha ett konto.
    .missing = Skriv personens användarnamn eller HSA-id.
orderers-branch = Även för alla enheter under
orderers-from = Från och med
orderers-to = Till och med
    .hint = Lämna tomt om det gäller tills vidare.
orderers-proof = Underlag
    .hint = Beslutet som det vilar på, till exempel Delegationsbeslut 2026-114.
    .missing = Skriv vilket beslut det vilar på, till exempel Delegationsbeslut 2026-114.
orderers-go-on = Fortsätt
orderers-confirm = Är det rätt person?
orderers-confirm-lead = Kontrollera uppgifterna innan du utser personen.
orderers-named = Personen är utsedd.
orderers-nobody = Ingen användare har det användarnamnet eller HSA-id:t. Den som ska utses behöver ett konto: beställ det med Ansluta en ny användare.
orderers-account-ended = Kontot är avslutat. Ange ett konto som personen fortfarande använder.
orderers-has-already = Personen är redan utsedd där under hela den tiden.
orderers-error-past = Välj i dag eller en senare dag.
orderers-error-ends-early = Välj en dag som varken är före i dag eller före första dagen.
orderers-refused-oneself = Ingen utser sig själv. Be en annan av regionens administratörer.
orderers-refused-branch = Du administrerar enheten men inte enheterna under den. Ta bort krysset, eller be den som administrerar hela regionen.
orderers-refused-denied = Du administrerar inte beställare vid enheten. Be den som gör det.
orderers-refused-role = Rollen kan inte ges här. Kontrollera att den finns kvar bland organisationens roller.

# En utsedd
orderers-permission = Behörighet
orderers-history = Historik
orderers-to-account = Visa användaren
orderers-last-day = Sista dag
orderers-last-day-about = Den som är utsedd får beställa till och med den dagen.
orderers-save-end = Spara sista dag
orderers-end-changed = Sista dagen är sparad.
orderers-end = Avsluta nu
orderers-end-title = Avsluta uppdraget för { $name }?
orderers-end-text = Uppdraget upphör genast, och allt som personen får göra genom det. Beställningar som redan är skickade prövas igen innan de godkänns.
orderers-ended = Avslutad.
orderers-changed-first = Någon annan hann ändra först. Här är hur det är nu.
orderers-is-over = Tiden har gått ut. Utse personen på nytt om det behövs.
orderers-given-elsewhere = Rollen är organisationens egen. Den ändras och avslutas under Behörigheter hos användaren.
orderers-last-administrator = Det går inte: { $unit } skulle bli utan administratör. Ge någon annan den behörigheten först.
orderers-event-named = Utsedd
orderers-event-ended = Avslutad
orderers-event-end-changed = Sista dag ändrad

# Regionens val
orderers-choice = Regionens val
orderers-choice-lead = Gäller beställningar och omprövning i { $region }.
orderers-choice-saved = Regionens val är sparat.
orderers-who-orders = Vilka som beställer
orderers-who-orders-about = Utsedda beställare får alltid beställa.
orderers-heads = Verksamhetschefer får beställa för sina enheter
orderers-certification = Omprövning
orderers-certification-about = Verksamhetschefen går igenom vilka som har vilken behörighet vid enheten, och behåller eller avslutar varje.
orderers-months = Hur ofta
    .missing = Välj hur ofta behörigheterna omprövas.
orderers-months-none = Aldrig
orderers-every-months = Var { $months }:e månad
orderers-days = Antal dagar att svara
    .hint = Från 1 till 180. Vanligt är 21.
    .missing = Skriv hur många dagar enheten har på sig att svara.
orderers-grace = Avsluta obekräftade efter så många dagar
    .hint = Räknas från sista svarsdag. Lämna tomt om obekräftade behörigheter bara ska rapporteras.
orderers-grace-none = bara rapport
orderers-error-number = Skriv ett heltal.
orderers-error-days = Skriv ett heltal från 1 till 180.
orderers-error-grace = Skriv ett heltal från 0 till 365, eller lämna tomt.
orderers-event-chosen = Regionens val ändrat
orderers-save = Spara
orderers-stale = Någon annan har sparat under tiden
orderers-stale-text = Det du skrev står kvar nedan. Se vad som ändrades och spara igen om det fortfarande ska gälla.

# Beställbara tjänster
orderers-services = Beställbara tjänster
orderers-services-lead = Det som kan beställas i { $organisation }, och de roller som beställs under varje namn.
orderers-services-none = Ingenting kan beställas
orderers-services-none-text = Lägg till en tjänst med de roller som ska kunna beställas.
orderers-service-new = Ny beställbar tjänst
orderers-service-new-lead = Ge tjänsten det namn som beställaren känner igen.
orderers-service-basics = Tjänsten
orderers-service-name = Namn
    .hint = Till exempel 1177 symtombedömning och hänvisning.
    .missing = Skriv vad tjänsten heter.
orderers-service-permissions = Behörigheter
orderers-service-roles = Roller som beställs
    .missing = Välj minst en roll.
orderers-service-roles-about = Bara roller för personal. Beställare och verksamhetschefer utses med ett beslut, och roller som tar emot beställningar ges av en administratör: de kan inte beställas.
orderers-service-two = Kräver två godkännare
    .hint = De här rollerna ges först när två olika personer har godkänt, och bara genom en beställning: ingen ger dem på en sida eller från en fil.
orderers-service-no-roles = Inga roller
orderers-two-approvers = två godkännare
orderers-error-two-of-none = Välj två godkännare bara för roller som beställs.
orderers-error-name-taken = Det finns redan en beställbar tjänst med det namnet. Välj ett annat.
orderers-service-made = Tjänsten kan nu beställas.
orderers-service-saved = Tjänsten är sparad.
orderers-service-end = Avsluta tjänsten
orderers-service-end-title = Avsluta { $service }?
orderers-service-end-text = Ingen kan beställa tjänsten mer. Behörigheter som redan är beställda finns kvar.
orderers-service-ended = Tjänsten är avslutad.
orderers-service-is-over = Tjänsten är avslutad och kan inte beställas.
orderers-event-service-made = Tjänsten lades till
orderers-event-service-changed = Tjänsten ändrad
orderers-event-service-ended = Tjänsten avslutad

# Varför någon får beställa, eller inte
orderers-by-named = Utsedd beställare
orderers-by-head = Verksamhetschef
orderers-not-named = Den som beställer är inte utsedd till beställare för enheten. Regionens administratörer utser beställare under Beställningar, Beställare.
orderers-heads-not-chosen = Den som beställer är verksamhetschef vid enheten, men regionen har valt att verksamhetschefer inte beställer. Be en utsedd beställare.
orderers-named-elsewhere = Den som beställer är utsedd för en annan region eller enhet. Be en beställare som är utsedd för den här enheten.
orderers-not-yet = Den som beställer är utsedd från en senare dag. Vänta till dess, eller be en annan beställare.
orderers-appointment-ended = Den som beställer var utsedd, men tiden har gått ut. Be regionens administratörer att utse personen på nytt.
orderers-account-inactive = Kontot för den som beställer är spärrat, låst eller avslutat. Be en annan beställare.
orderers-other-hat = Du är utsedd till beställare som personal. Byt uppdrag och försök igen.
orderers-sign-in-stronger = Logga in på ett säkrare sätt, med BankID, SITHS eller säkerhetsnyckel, och försök igen.

# Hjälpen
orderers-guide = Beställare
orderers-guide-lead = En behörighet beställs av någon som regionen har utsett. Här utser regionens administratörer beställare och verksamhetschefer, och väljer hur beställningar och omprövning går till.
orderers-guide-open = Öppna Beställare
orderers-guide-name = Utse en beställare
orderers-guide-name-1 = Välj Beställningar, Beställare och Utse beställare.
orderers-guide-name-2 = Skriv personens användarnamn eller HSA-id. Välj region eller enhet, första och eventuell sista dag, och skriv vilket beslut det vilar på.
orderers-guide-name-3 = Kontrollera namnet som visas och välj Utse. Ingen utser sig själv.
orderers-guide-end = Ändra eller avsluta
orderers-guide-end-text = Öppna personen i registret. Ändra sista dagen och välj Spara sista dag, eller välj Avsluta nu. Det gäller direkt, också för beställningar som ännu inte är godkända.
orderers-guide-choice = Regionens val
orderers-guide-choice-text = Välj om verksamhetschefer får beställa för sina enheter, hur ofta behörigheter omprövas, och om det som ingen har bekräftat ska avslutas efter en frist.
orderers-guide-services = Beställbara tjänster
orderers-guide-services-text = Under Inställningar, Beställbara tjänster bestäms vad som kan beställas, vilka roller det gäller och om en eller två personer ska godkänna.
