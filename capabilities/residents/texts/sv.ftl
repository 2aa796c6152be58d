residents-title = Invånare
    .words = godkända invånare godkänna för kommunikation patienter lokal administratör
residents-lead = De som är godkända för kommunikation med { $unit }.
residents-search = Efternamnet börjar på
residents-shown = { $count ->
    [0] Ingen invånare
    [one] En invånare på sidan
   *[other] { $count } invånare på sidan
 }
residents-caption = Invånare som är godkända för kommunikation
residents-name = Namn
residents-number = Personnummer
residents-from = Godkänd från
residents-until = Till och med
residents-none = Ingen är godkänd än
residents-none-text = Här visas de invånare som är godkända för kommunikation på mottagningen.
residents-none-found = Ingen invånare hittades
residents-none-found-text = Sökningen går på början av efternamnet. Prova med färre bokstäver.
residents-name-only = Sök med namn. Personnummer får inte stå i sidans adress, så det du skrev användes inte.

residents-age = Ålder
residents-years = { $years } år
residents-deceased = Avliden { $day }
residents-approval = Godkänd för kommunikation
residents-approval-live = Gäller
residents-approval-over = Har upphört
residents-unit = Mottagning
residents-state = Status
residents-given-by = Godkänd av
residents-given-by-system = Systemet
residents-given-at = Registrerad
residents-basis = Grund
residents-basis-administrator = Beslut av administratör
residents-basis-local-administrator = Beslut av lokal administratör
residents-basis-consent = Samtycke
residents-basis-order = Beställning { $number }
residents-basis-catchment-area = Betjäningsområde
residents-basis-import = Import

residents-guide = Invånare
residents-guide-what = Här visas de invånare som är godkända för kommunikation på mottagningen. De har tillgång till alla mottagningens ärendetyper, utom dem med begränsat urval.
residents-guide-find = Hitta en invånare
residents-guide-find-text = Skriv början av efternamnet. Listan är i bokstavsordning och visar femtio personer i taget. Personnummer går inte att söka på här, eftersom de inte får stå i en sidas adress.
residents-guide-protected = Skyddade personuppgifter
residents-guide-protected-text = Den som har skyddade personuppgifter visas bara för den som har tjänsten Se skyddade personuppgifter, eller en behörighet för just den personen. För alla andra finns personen inte i listan.
residents-guide-log = Åtkomstloggen
residents-guide-log-text = Varje gång du öppnar listan eller en invånare skrivs det i åtkomstloggen vem du är och vilka du såg.
