# Listan
home-care-all-customers = Alla kunder
    .words = Kunder hemtjänst brukare omsorgstagare anhörig
home-care-customers = Kunder
home-care-customer = Kund
home-care-lead = De som har hemtjänst från dina enheter.
home-care-lead-relative = De kunder som du får följa.
home-care-search = Efternamnet börjar på
home-care-show = Visa
home-care-shown-current = Pågående
home-care-shown-ended = Avslutade
home-care-shown-all = Alla
home-care-shown = { $count ->
    [0] Ingen kund
    [one] Visar en kund
   *[other] Visar { $count } kunder
 }
home-care-name = Namn
home-care-number = Personnummer
home-care-unit = Enhet
home-care-next-visit = Nästa besök
home-care-no-visit = Inget planerat besök
home-care-ends = Slutar { $day }
home-care-none = Inga kunder att visa
home-care-none-text = Här står de som har hemtjänst från enheten. Den som ska få hemtjänst läggs till med Ny kund.
home-care-none-found = Ingen kund hittades
home-care-none-found-text = Kontrollera stavningen, eller visa även avslutade kunder.

# Ny kund
home-care-new-customer = Ny kund
    .words = lägg till kund hemtjänst registrera
home-care-number-to-add = Kundens personnummer
    .hint = Till exempel 19800101-2389. Även samordningsnummer och reservnummer.
    .missing = Ange kundens personnummer.
home-care-choose-unit = Välj enhet
home-care-first-day = Från och med
    .missing = Ange den första dagen.
home-care-last-day = Till och med
    .hint = Tomt betyder tills vidare.
    .missing = Ange den sista dagen.
home-care-last-day-of-care = Sista dagen med hemtjänst
    .missing = Ange den sista dagen.
home-care-next = Nästa
home-care-add = Lägg till
home-care-another-person = Någon annan
home-care-added = Kunden är tillagd.
home-care-age = Ålder
home-care-years = { $years } år
home-care-deceased = Avliden { $day }
home-care-former = Avslutad
home-care-deceased-person = Personen har avlidit enligt registret. Kontrollera numret.
home-care-unknown-person = Det finns ingen person med det numret som du kan välja. Kontrollera numret.
home-care-is-customer = Personen är redan kund hos enheten.
home-care-no-unit = Det finns ingen hemtjänstenhet här
home-care-no-unit-text = Kunder finns hos hemtjänstenheter. Be den som administrerar enheter att lägga upp en.
home-care-has-ended = Kunden är avslutad. Lägg till kunden igen innan något ändras.

# Kunden
home-care-period = Gäller
home-care-when = När
home-care-day = Dag
home-care-time = Tid
home-care-state = Status
home-care-and = och
home-care-every-day = varje dag
home-care-every-n-weeks = var { $weeks }:e vecka
home-care-minutes = { $minutes } min
home-care-ended = Avslutad
home-care-save = Spara
home-care-schedule = Kunduppdrag
home-care-schedule-about = Här ser du när hemtjänsten kommer och vad som ska göras.
home-care-changed-meanwhile = Någon annan har ändrat under tiden
home-care-changed-meanwhile-text = Nedan ser du vad som ändrades. Det du skrev står kvar. Spara igen om det fortfarande ska gälla.
home-care-ends-before = Den sista dagen ligger före den första.
home-care-day-is-over = Välj en dag och en tid som inte har varit.
home-care-day-too-far = Välj en dag inom ett år.
home-care-after-end = Kundens hemtjänst slutar före den dagen.
home-care-in-pause = Besöken är pausade den dagen. Ta bort eller korta pausen först, eller välj en annan dag.
home-care-time-wrong = Skriv tiden som timme och minut, till exempel 08:00.

# Insatser
home-care-interventions = Insatser
home-care-intervention = Insats
home-care-intervention-name = Insats
    .missing = Skriv vilken insats som är beslutad.
home-care-usual = Vanliga insatser: { $names }.
home-care-usual-care = omvårdnad
home-care-usual-shower = dusch
home-care-usual-supervision = tillsyn
home-care-usual-meals = måltidshjälp
home-care-usual-walk = promenad
home-care-usual-cleaning = städ
home-care-usual-laundry = tvätt
home-care-usual-shopping = inköp
home-care-usual-food-delivery = matdistribution
home-care-usual-escort = ledsagning
home-care-usual-respite = avlösning
home-care-usual-alarm = larm
home-care-usual-night = natthjälp
home-care-usual-housing = boendestöd
home-care-usual-self-care = egenvård
home-care-usual-health = HSL-insats
home-care-law = Lag
    .missing = Välj vilken lag beslutet följer.
home-care-amount = Omfattning
home-care-minutes-decided = Antal minuter
home-care-per = Per
home-care-per-day = dag
home-care-per-week = vecka
home-care-per-month = månad
home-care-minutes-a-day = { $minutes } min per dag
home-care-minutes-a-week = { $minutes } min per vecka
home-care-minutes-a-month = { $minutes } min per månad
home-care-decided-on = Beslutsdatum
home-care-add-intervention = Lägg till insats
home-care-change-intervention = Ändra insats
home-care-intervention-saved = Insatsen är sparad, och de kommande besöken följer den.
home-care-end-intervention = Avsluta insats
home-care-end-intervention-text = { $name } görs inte längre vid något besök från och med nu. Besök där inget annat är beslutat försvinner.
home-care-intervention-ended = Insatsen är avslutad.
home-care-intervention-gone = En av insatserna är inte längre beslutad. Kontrollera insatserna.
home-care-no-interventions = Ingen insats är beslutad än.
home-care-decision-ends = Beslutet om { $name } gäller till och med { $day }
home-care-decision-ends-text = Efter den dagen planeras inga besök för insatsen. Ändra den sista dagen när det finns ett nytt beslut.
home-care-balance = Beviljad och planerad tid per vecka
home-care-granted-a-week = Beviljat (min/v)
home-care-planned-a-week = Planerat (min/v)
home-care-beyond = Mer { $name } är planerat än beslutat: { $minutes } min per vecka

# Kunduppdrag
home-care-assignments = Kunduppdrag
home-care-assignment = Kunduppdrag
home-care-add-assignment = Lägg till kunduppdrag
home-care-change-assignment = Ändra kunduppdrag
home-care-assignment-saved = Kunduppdraget är sparat, och de kommande besöken följer det.
home-care-end-assignment = Avsluta kunduppdrag
home-care-end-assignment-text = Inga fler besök planeras: { $when }. Besök som har gjorts finns kvar.
home-care-assignment-ended = Kunduppdraget är avslutat.
home-care-left-over = Besök att ställa in
    .hint = De här besöken har planerats för hand på dagar som kunduppdraget inte längre har. Markerade besök ställs in när du sparar. De andra blir kvar som de är.
home-care-left-over-asked = Välj vilka av de handplanerade besöken som ska ställas in, och spara igen.
home-care-no-assignments = Inget kunduppdrag än. Lägg först till de insatser som är beslutade.
home-care-weekdays = Veckodagar
    .missing = Välj minst en veckodag.
home-care-every = Var n:e vecka
    .hint = 1 är varje vecka, 2 varannan. Räknas från veckan med den första dagen.
home-care-start = Börjar
    .hint = Till exempel 08:00.
    .missing = Ange när besöket börjar.
home-care-window = Får börja senast
    .hint = Fyll i om besöket får börja inom ett tidsfönster.
home-care-window-wrong = Tidsfönstret slutar innan det börjar. Välj en tid efter Börjar, samma dag.
home-care-length = Längd i minuter
home-care-staff-needed = Antal som gör besöket
home-care-double = 2 (dubbelbemanning)
home-care-parts = Insatser vid varje besök, minuter
home-care-minutes-each = Minuter vid varje besök
home-care-no-part = Ange minuter för minst en insats.
home-care-decide-first = Det finns ingen beslutad insats. Lägg till en insats först.
home-care-parts-longer = Insatserna tar { $minutes } minuter tillsammans. Gör besöket längre eller insatserna kortare.
home-care-overlaps-itself = Besöket skulle pågå när nästa besök börjar. Gör det kortare eller välj färre dagar.

# Pauser
home-care-pauses = Pauser
home-care-pause = Paus
home-care-add-pause = Lägg till paus
home-care-change-pause = Ändra paus
home-care-pause-about = Under pausen görs inga besök. Besöken står kvar i schemat som pausade.
home-care-first-day-away = Första dagen utan besök
home-care-last-day-away = Sista dagen utan besök
    .hint = Tomt betyder tills vidare.
home-care-reason = Orsak
    .missing = Välj en orsak.
home-care-pause-hospital = Sjukhusvistelse
home-care-pause-away = Bortrest
home-care-pause-other = Annat
home-care-pause-saved = Pausen är sparad.
home-care-end-pause = Ta bort pausen
home-care-end-pause-text = Besöken under pausens återstående dagar planeras igen.
home-care-pause-ended = Pausen är borttagen.
home-care-no-pauses = Inga pauser.

# Enstaka besök
home-care-next-visits = Närmaste besöken
home-care-no-visits = Inga besök är planerade.
home-care-visit = Besök
home-care-add-visit = Lägg till extra besök
home-care-extra-about = Ett besök utöver planen, en gång. Det räknas inte av från den beviljade tiden.
home-care-visit-added = Besöket är tillagt.
home-care-day-of-visit = Dag
    .missing = Ange vilken dag besöket ska vara.
home-care-parts-once = Insatser
    .missing = Välj minst en insats.
home-care-move-visit = Flytta besöket
home-care-call-off = Ställ in besöket
home-care-bring-back = Planera besöket igen
home-care-visit-moved = Besöket är flyttat.
home-care-visit-called-off = Besöket är inställt.
home-care-visit-brought-back = Besöket är planerat igen.
home-care-visit-has-begun = Besökets tid har kommit. Det ändras under Daglig planering.
home-care-visit-not-planned = Besöket har ändrats och kan inte ändras så nu.
home-care-visit-overlaps = Ett annat besök av samma kunduppdrag är på den tiden. Välj en annan tid.

# Vem får se
home-care-who = Vem får se?
home-care-who-staff = Dessutom ser personal med behörighet vid enheten kunden.
home-care-nobody-follows = Ingen anhörig har behörighet att följa kunden.
home-care-role = Roll
home-care-basis = Grund
home-care-until = Till och med
home-care-ends-soon = Går ut snart
home-care-basis-consent = Kundens samtycke
home-care-basis-guardian = God man eller förvaltare
home-care-basis-attorney = Fullmakt
home-care-basis-import = Import
home-care-basis-order = Beställning
home-care-basis-administrator = Administratör
home-care-ending = Behörigheter som går ut
    .words = anhörig samtycke förnya förlänga 30 dagar
home-care-ending-lead = Anhörigas behörigheter som går ut inom 30 dagar. Fråga kunden om de ska förnyas.
home-care-none-ending = Ingen behörighet går ut inom 30 dagar
home-care-none-ending-text = När en anhörigs behörighet närmar sig sitt slut står den här.
home-care-relative = Anhörig
home-care-renew = Förnya
home-care-ending-card = { $count ->
    [one] En anhörigs behörighet går ut snart
   *[other] { $count } anhörigas behörigheter går ut snart
 }

# Avsluta
home-care-end = Avsluta kund
home-care-end-text = Efter den sista dagen görs inga besök, och detta upphör:
home-care-end-assignments = { $count ->
    [0] Inga kunduppdrag
    [one] Ett kunduppdrag
   *[other] { $count } kunduppdrag
 }
home-care-end-grant = Behörigheten för { $name } (nu till { $until })
home-care-grant-ends-with-care = { $grant } (hemtjänsten avslutas)
home-care-customer-ended = Kunden är avslutad.

# Inställningar
home-care-settings = Inställningar för hemtjänsten
    .words = anhörig kolumner kunduppdragsschema
home-care-columns = Det här ser anhöriga i kundernas scheman
    .hint = Anhöriga ser bara de kolumner som är valda, på webben, i telefonen och i rapporter. Personal visas med initialer.
    .missing = Välj minst en kolumn.
home-care-columns-saved = Inställningen är sparad.
home-care-column-date = Datum
home-care-column-weekday = Veckodag
home-care-column-planned-start = Planerad start
home-care-column-planned-stop = Planerat slut
home-care-column-minutes = Planerad tid (min)
home-care-column-interventions = Insatser
home-care-column-staff = Utförare
home-care-column-staff-count = Antal utförare
home-care-column-state = Status
home-care-column-deviation = Avvikelseorsak
home-care-column-note = Kommentar
home-care-column-performed-start = Utförd start
home-care-column-performed-stop = Utfört slut
home-care-column-performed-minutes = Utförd tid (min)
home-care-column-granted-minutes = Beviljad tid (min)
home-care-column-difference = Differens (min)

# Hur ett besök står, och varför det inte blev som planerat
home-care-state-planned = Planerat
home-care-state-ongoing = Pågående
home-care-state-performed = Utfört
home-care-state-absent = Kund frånvarande
home-care-state-declined = Avböjt
home-care-state-cancelled = Inställt
home-care-state-paused = Pausat
home-care-deviation-other-time = Annan tid än planerat
home-care-deviation-longer-needed = Kunden behövde mer tid
home-care-deviation-shorter-needed = Kunden behövde mindre tid
home-care-deviation-customer-away = Kunden var inte hemma
home-care-deviation-customer-declined = Kunden avböjde
home-care-deviation-hospital = Kunden var på sjukhus
home-care-deviation-staff-shortage = Personalbrist
home-care-deviation-other = Annat

# Historik
home-care-history = Historik
home-care-no-history = Inget har ändrats.
home-care-happened-customer = Kunden lades till
home-care-happened-intervention = Insats ändrad
home-care-happened-assignment = Kunduppdrag ändrat
home-care-happened-pause = Paus ändrad
home-care-happened-visit = Besök ändrat
home-care-happened-extra = Extra besök
home-care-happened-ended = Kunden avslutades
home-care-happened-columns = Anhörigas kolumner ändrade
home-care-happened-change = Ändring

# Hjälpen
home-care-guide = Kunder i hemtjänsten
home-care-guide-what = Under Kunder står de som har hemtjänst från din enhet, vad som är beslutat för dem, när någon kommer och vem som får se det.
home-care-guide-new = Lägg till en kund
home-care-guide-new-text = Välj Kunder, Alla kunder och Ny kund. Skriv personnumret, kontrollera namnet och tryck på Lägg till.
home-care-guide-decide = Skriv in de beslutade insatserna
home-care-guide-decide-text = Öppna kunden och välj Lägg till insats. Ange insatsen, lagen, hur många minuter per dag, vecka eller månad, och hur länge beslutet gäller. När ett beslut går ut inom 30 dagar varnar sidan.
home-care-guide-plan = Planera kunduppdrag
home-care-guide-plan-text = Välj Lägg till kunduppdrag. Ange veckodagar, var n:e vecka, tid eller tidsfönster, längd, hur många som gör besöket och hur många minuter varje insats tar. Besöken planeras ett år framåt. Tabellen visar beviljad mot planerad tid.
home-care-guide-except = Ändra ett enstaka besök
home-care-guide-except-text = Öppna besöket under Närmaste besöken. Du kan flytta det eller ställa in det. Ett besök som du har ändrat följer inte längre kunduppdraget. Ett extra besök läggs till med Lägg till extra besök.
home-care-guide-pause = Pausa vid sjukhusvistelse
home-care-guide-pause-text = Välj Lägg till paus och ange dagarna. Besöken står kvar som pausade. När kunden kommer hem tidigare ändrar du den sista dagen eller tar bort pausen.
home-care-guide-relative = Låt en anhörig följa kunden
home-care-guide-relative-text = Anhöriga får sin behörighet under Användare, Alla användare, + Användare och Behörigheter: rollen Anhörig, objektet Kund, grunden och slutdatum. Under Vem får se? står vilka som får följa kunden och hur länge. Behörigheter som går ut inom 30 dagar står i en egen lista.
home-care-guide-columns = Välj vad anhöriga ser
home-care-guide-columns-text = Under Inställningar, Inställningar för hemtjänsten, väljer enheten vilka kolumner i schemat anhöriga ser.
home-care-guide-end = Avsluta en kund
home-care-guide-end-text = Välj Avsluta kund på kundens sida och ange den sista dagen. Frågan säger vad som upphör. Besök som har gjorts finns kvar.
home-care-guide-log = Allt loggas
home-care-guide-log-text = Varje gång någon läser en kunds uppgifter skrivs det i åtkomstloggen: vem, när och om vem.
