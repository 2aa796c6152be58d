clinics-title = Inställningar för mottagningen
    .words = mottagningens inställningar administratör kontaktuppgifter öppettider status betjäningsområde generella inställningar
clinics-lead = Det som gäller för { $unit } som helhet.
clinics-save = Spara
clinics-saved = Inställningarna är sparade.
clinics-close = Stäng
clinics-stale = Någon annan har ändrat samma sak medan du skrev. Det du skrev är inte sparat än: jämför med ändringarna nedan, rätta om det behövs och spara igen.
clinics-or = eller

# Kortens sida
clinics-directory = Uppgifter från HSA-katalogen
clinics-directory-text = De här uppgifterna ändras i katalogen och inte här.
clinics-directory-name = Namn
clinics-directory-hsa-id = HSA-id
clinics-directory-unit = Vårdenhet
clinics-directory-provider = Vårdgivarorganisation
clinics-directory-region = Region

# Kontaktuppgifter och öppettider
clinics-contact = Kontaktuppgifter och öppettider
    .words = telefon telefontider e-post webbplats adress
clinics-contact-card = Telefon, adress, webbplats och när ni har öppet.
clinics-contact-missing = Inga kontaktuppgifter än
clinics-contact-lead = Så når invånarna { $unit } på annat sätt än med ett ärende.
clinics-contact-reach = Nå mottagningen
clinics-contact-reach-about = Visas för invånarna på mottagningens sida.
clinics-contact-visit = Besöka mottagningen
clinics-contact-visit-about = Besöksadress och öppettider.
clinics-phone = Telefon
    .hint = Med riktnummer, till exempel 036-32 10 00.
clinics-phone-hours = Telefontider
    .hint = En rad för varje dag eller tid.
clinics-email = E-post
    .hint = Skriv bara en adress som invånare får använda. Vårdärenden hör inte hemma i e-post.
clinics-web = Webbplats
    .hint = Till exempel www.1177.se.
clinics-street = Gatuadress
clinics-postal-code = Postnummer
clinics-city = Postort
clinics-opening-hours = Öppettider
    .hint = En rad för varje dag, och en rad för det som avviker.
clinics-wrong-postal-code = Skriv postnumret med fem siffror, till exempel 553 05.
clinics-wrong-web = Skriv webbplatsen som www.1177.se eller https://www.1177.se.

# Texter till invånare
clinics-texts = Texter till invånare
    .words = om mottagningen villkor villkorstexter information
clinics-texts-card = Vad invånarna läser om mottagningen, och innan de skickar ett ärende.
clinics-texts-lead = Det invånarna läser om { $unit }.
clinics-texts-page = På mottagningens sida
clinics-texts-page-about = Vad ni hjälper till med, och vart man vänder sig annars.
clinics-texts-before = Innan ett ärende skickas
clinics-texts-before-about = Visas överst i varje formulär.
clinics-about = Om mottagningen
    .hint = Ren text. Radbrytningar visas som du skriver dem.
clinics-terms = Villkor och viktig information
    .hint = Till exempel att akuta besvär inte ska skickas som ärende.

# Löfte om svar och aviseringar
clinics-reply = Löfte om svar och aviseringar
    .words = svarstid arbetsdagar avisering e-postavisering mejl
clinics-reply-card = { $days ->
    [one] Svar inom en arbetsdag, och vem som aviseras om nya ärenden.
   *[other] Svar inom { $days } arbetsdagar, och vem som aviseras om nya ärenden.
 }
clinics-reply-lead = Hur snabbt { $unit } lovar svar, och vem som får veta att ett ärende har kommit.
clinics-reply-promise = Löfte om svar
clinics-reply-promise-about = Gäller de ärendetyper som inte har ett eget löfte. Lördagar, söndagar och helgdagar räknas inte, och inte heller midsommarafton, julafton och nyårsafton.
clinics-reply-days = Svar inom så många arbetsdagar
    .hint = Räknas från dagen efter den då ärendet kom in.
    .missing = Fyll i inom hur många arbetsdagar mottagningen svarar.
clinics-reply-notices = Aviseringar
clinics-reply-notices-about = En avisering säger bara att ett ärende har kommit, aldrig vem det kommer från eller vad det gäller.
clinics-notify = När ett nytt ärende kommer aviseras
    .missing = Välj vem som ska aviseras.
clinics-notify-receivers = Ärendemottagarna
clinics-notify-receivers-hint = Alla som har behörigheten ärendemottagare och har slagit på avisering i sina personliga inställningar.
clinics-notify-address = En gemensam adress
clinics-notify-address-hint = Bara adressen nedan, till exempel en funktionsbrevlåda.
clinics-notice-email = Gemensam adress
    .hint = Behövs bara om aviseringarna ska gå till en gemensam adress.
    .missing = Fyll i adressen som aviseringarna ska gå till.

# Status
clinics-status = Status
    .words = öppen stängd avsluta mottagning
    .missing = Välj mottagningens status.
clinics-status-closed-card = Stängd för nya ärenden: de ärenden som finns besvaras som vanligt.
clinics-status-ended-card = Avslutad: invånarna hittar inte längre mottagningen.
clinics-status-card = Nu: { $status }. Om invånarna kan skicka nya ärenden.
clinics-status-change = Ändra status
clinics-status-lead = Om invånarna kan skicka ärenden till { $unit }.
clinics-status-now = Mottagningens status
clinics-status-now-about = Ändringen gäller genast.
clinics-status-open = Öppen
clinics-status-open-hint = Invånarna kan skicka nya ärenden.
clinics-status-closed = Stängd för nya ärenden
clinics-status-closed-hint = De ärenden som finns besvaras som vanligt, men inga nya kan skickas. Passar för semester och andra uppehåll.
clinics-status-ended = Avslutad
clinics-status-ended-hint = Invånarna hittar inte längre mottagningen. Kräver att inga ärendetyper är aktiva och inga ärenden öppna.
clinics-ended-active-types = { $count ->
    [one] Mottagningen kan inte avslutas än: en ärendetyp är aktiv. Avaktivera den först, så att inga nya ärenden kommer.
   *[other] Mottagningen kan inte avslutas än: { $count } ärendetyper är aktiva. Avaktivera dem först, så att inga nya ärenden kommer.
 }
clinics-ended-open-cases = { $count ->
    [one] Mottagningen kan inte avslutas än: ett ärende är öppet. Besvara och avsluta det först.
   *[other] Mottagningen kan inte avslutas än: { $count } ärenden är öppna. Besvara och avsluta dem först.
 }
clinics-end = Så avslutar ni mottagningen
clinics-end-about = Gör det i den här ordningen, så att inget ärende blir utan svar.
clinics-end-types = Avaktivera ärendetyperna
clinics-end-types-left = { $count ->
    [0] Inga ärendetyper är aktiva.
    [one] En ärendetyp är aktiv.
   *[other] { $count } ärendetyper är aktiva.
 }
clinics-end-cases = Avsluta öppna ärenden
clinics-end-cases-left = { $count ->
    [0] Inga ärenden är öppna.
    [one] Ett ärende är öppet.
   *[other] { $count } ärenden är öppna.
 }
clinics-end-last = Välj Avslutad och spara

# Betjäningsområde
clinics-area = Betjäningsområde
    .words = upptagningsområde län region kommun kön ålder folkbokförd lägga till mottagningen
clinics-area-card = Vilka invånare som själva kan lägga till mottagningen.
clinics-area-card-none = Inte valt. Varje invånare godkänns för sig.
clinics-area-lead = Vilka invånare som själva kan lägga till { $unit }.
clinics-area-now = Det här gäller nu
clinics-area-none = Inget betjäningsområde är valt
clinics-area-none-text = Då kan ingen lägga till mottagningen själv: varje invånare behöver godkännas för kommunikation. Även med ett betjäningsområde går det att godkänna invånare som bor utanför det.
clinics-area-home = Var invånarna är folkbokförda
clinics-area-home-about = Regionen måste anges. Utan valda kommuner gäller hela länet.
clinics-area-county = Region
    .missing = Välj region.
clinics-area-county-prompt = Välj region
clinics-area-show = Visa kommuner
clinics-area-municipalities = Kommuner
    .hint = Kryssa i de kommuner som ingår, eller inga alls för hela länet.
clinics-area-other-region = De valda kommunerna hör till en annan region. Tryck på Visa kommuner och välj igen.
clinics-area-people = Vilka det gäller
clinics-area-people-about = Det som personuppgiftsregistret säger räknas. Den vars ålder eller kön inte är känt omfattas inte av en sådan gräns.
clinics-area-sex = Kön
    .missing = Välj vilka som omfattas.
clinics-sex-all = Alla
clinics-sex-female = Kvinnor
clinics-sex-male = Män
clinics-area-age = Ålder
clinics-area-age-first = Ålder från
    .hint = Hela fyllda år.
clinics-area-age-last = Ålder till och med
    .hint = Hela fyllda år.
clinics-area-age-backwards = Ålder till och med kan inte vara lägre än ålder från.
clinics-area-who-all = Alla
clinics-area-who-female = Kvinnor
clinics-area-who-male = Män
clinics-area-where = { $municipalities } i { $county }
clinics-area-age-from = { " " }och är minst { $from } år
clinics-area-age-to = { " " }och är högst { $to } år
clinics-area-age-just = { " " }och är { $age } år
clinics-age-from = minst { $from } år
clinics-age-to = högst { $to } år
clinics-age-span = { $from } till { $to } år
clinics-area-age-span = { " " }och är { $from } till { $to } år
clinics-area-sentence = { $who } som är folkbokförda i { $where }{ $age } kan själva lägga till mottagningen och skicka ärenden.
clinics-area-ends = { $count ->
    [0] Ingen invånare har lagt till mottagningen på den här grunden.
    [one] För en invånare upphör behörigheten genast.
   *[other] För { $count } invånare upphör behörigheten genast.
 }
clinics-area-ends-text = De har själva lagt till mottagningen och omfattas inte längre. De kan läsa sina ärenden men inte svara eller skicka nya. De som är godkända för kommunikation berörs inte.
clinics-area-question = Spara betjäningsområdet?
clinics-area-then = Det nya betjäningsområdet
clinics-area-confirm = Spara och avsluta behörigheterna
clinics-area-back = Ändra igen
clinics-area-remove = Ta bort betjäningsområdet
clinics-area-remove-question = Vill du ta bort betjäningsområdet?
clinics-area-remove-ended = De har själva lagt till mottagningen. De kan läsa sina ärenden men inte svara eller skicka nya.
clinics-area-remove-after = Utan betjäningsområde behöver varje invånare godkännas för kommunikation. De som redan är godkända berörs inte.
clinics-area-remove-answer = Ta bort
clinics-area-removed = Betjäningsområdet är borttaget.
clinics-area-changed = Någon annan ändrade betjäningsområdet. Se hur det är nu innan du tar bort det.
    .tone = warning
clinics-area-to = Till betjäningsområdet

# Historik
clinics-history = Historik
clinics-history-none = Inget har ändrats än
clinics-history-none-text = Här visas varje ändring av inställningarna: vem som gjorde den, när, och från vad till vad.

# Hjälp
clinics-guide = Administratör – Inställningar för mottagningen
    .about = Som administratör administrerar du de generella inställningarna för mottagningen.
clinics-guide-lead = Som administratör administrerar du de generella inställningarna för mottagningen. Inställningarna gäller mottagningen i ditt uppdrag. Varje ändring syns i historiken.
clinics-guide-open = Öppna inställningarna för mottagningen
clinics-guide-to = Öppna { $page }
clinics-guide-contact = Skriv hur invånarna når mottagningen på annat sätt. Inget fält måste fyllas i; det som är tomt visas inte.
clinics-guide-texts = Skriv vad invånarna ska veta om mottagningen och innan de skickar ett ärende. Texten visas precis som du skriver den.
clinics-guide-reply = Löftet räknas i arbetsdagar från dagen efter den då ärendet kom in, och visas för invånaren. En ärendetyp kan ha ett eget löfte.
clinics-guide-status = Stängd för nya ärenden passar för uppehåll: det som redan har kommit besvaras som vanligt. Avslutad är för en mottagning som har upphört.
clinics-guide-area = Med ett betjäningsområde kan invånare lägga till mottagningen själva. Regionen måste anges; kommuner, kön och ålder kan begränsa det. Utan betjäningsområde behöver varje invånare godkännas för kommunikation. När området minskas eller tas bort upphör behörigheten genast för dem som inte längre omfattas. Sidan frågar först och säger hur många det gäller.
clinics-guide-address = Gatuadress, postnummer och postort
clinics-guide-address-text = Besöksadressen.
clinics-guide-end-1 = Avaktivera mottagningens ärendetyper, så att inga nya ärenden kommer.
clinics-guide-end-2 = Besvara och avsluta de ärenden som är öppna.
clinics-guide-end-3 = Gå till Status, välj Avslutad och spara. Finns något kvar säger sidan vad.
clinics-guide-together = Om två ändrar samtidigt
clinics-guide-together-text = Ni kan ändra på var sin sida utan att störa varandra. Om någon hann före på samma sida visas vad som ändrades, och det du skrev finns kvar att spara.
