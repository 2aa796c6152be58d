visit-section-own = Mina sidor
visit-hat-staff = Personal
visit-hat-relative = Anhörig
visit-hat-resident = Invånare

visit-error-not-found = Sidan finns inte
visit-error-not-found-text = Adressen kan vara felskriven, eller så visar sidan något som du inte har behörighet att känna till.
visit-error-stale = Någon annan hann före
visit-error-stale-text = Uppgifterna ändrades av någon annan medan du hade sidan öppen. Ingenting av ditt har sparats. Öppna sidan igen, se vad som ändrats och gör om din ändring.
visit-error-foreign = Formuläret kom från en annan webbplats
visit-error-foreign-text = Av säkerhetsskäl tar Behörig bara emot formulär från sina egna sidor. Öppna sidan här och försök igen.
visit-error-too-many = För många försök
visit-error-too-many-text = Vänta en stund och försök sedan igen.
visit-error-unavailable = Behörig är inte tillgängligt just nu
visit-error-unavailable-text = Det du gjorde har inte sparats. Vänta en minut och försök igen.
visit-error-fault = Något gick fel hos oss
visit-error-fault-text = Det du gjorde har inte sparats. Försök igen. Om felet kommer tillbaka, kontakta supporten och berätta vad du gjorde och när.

visit-refused = Du saknar behörighet
visit-refused-lead = Sidan kräver tjänsten { $service } vid { $unit }.
visit-why = Varför?
visit-rule-number = Regel { $number } för tjänst { $service }.
visit-mend = Vem kan hjälpa?
visit-mend-ask = De här personerna kan ge dig behörigheten:
visit-mend-nobody = Det finns ingen vid enheten som kan ge behörigheten just nu. Kontakta supporten.
visit-mend-hat = Byt uppdrag till { $hat }, så får du göra det här.
visit-mend-sign-in = Bekräfta på ett säkrare sätt att det är du, så kommer du tillbaka hit.
visit-confirm = Bekräfta att det är du
visit-mend-wait = Behörigheten börjar gälla { $time }. Inget mer behöver göras.

visit-only-by-order = Rollen { $role } ges bara genom en beställning, för två ska godkänna den.
visit-only-by-naming = Rollen { $role } ges bara genom att någon utses till beställare eller verksamhetschef, med ett beslut.
visit-order-it = Beställ behörigheten
visit-name-it = Utse beställare

visit-rule-holder-blocked = Kontot är spärrat av en administratör.
visit-rule-holder-locked = Kontot är låst av systemet.
visit-rule-holder-pending = Kontot väntar på att en administratör ska godkänna det.
visit-rule-holder-ended = Kontot är avslutat.
visit-rule-no-grant = Du har ingen behörighet vid enheten.
visit-rule-period-not-yet = Din behörighet har inte börjat gälla än.
visit-rule-period-ended = Din behörighet har upphört.
visit-rule-service = Ingen av dina roller innehåller tjänsten.
visit-rule-unit = Din behörighet gäller en annan enhet.
visit-rule-object-restricted = Uppgiften är skyddad och kräver en egen behörighet.
visit-rule-object-other = Din behörighet gäller någon eller något annat.
visit-rule-hat = Behörigheten gäller ett annat av dina uppdrag.
visit-rule-assurance = Du är inloggad på ett sätt som inte är säkert nog.

visit-door-page = på webben
visit-door-import = vid import
visit-door-command-line = från kommandoraden
visit-door-system = av systemet
visit-door-order = genom beställning { $number }
