my-care-menu-section = Min vård

# Mina mottagningar
my-care-clinics = Mina mottagningar
    .words = mottagningar skriva till vården kontakta boka tid förnya recept skicka ärende
my-care-clinics-lead = Här skriver du till de mottagningar som du har kontakt med.
my-care-clinic = Mottagning
my-care-let-in = Du har tillgång
my-care-approved = Tills vidare
my-care-approved-until = Till och med { $day }
my-care-handed-out = { $count ->
    [one] Till en utdelad ärendetyp
   *[other] Till { $count } utdelade ärendetyper
 }
my-care-closed = Tar inte emot nya ärenden
my-care-closed-text = Mottagningen tar inte emot nya ärenden just nu. Kontakta den på något av sätten här nedanför. Dina pågående ärenden finns kvar.
my-care-no-clinics = Du har ingen mottagning än
my-care-no-clinics-text = Be din mottagning att godkänna dig för kommunikation. Det tar dem en minut och gäller direkt.
my-care-no-clinics-add = Lägg till en av mottagningarna här nedanför, eller be en annan mottagning att godkänna dig.
my-care-offered = Mottagningar som du kan lägga till
my-care-offered-text = De här mottagningarna tar emot dem som bor där du är folkbokförd.
my-care-offered-too = Du kan också lägga till mottagningen.
my-care-add = Lägg till mottagning
my-care-added = Mottagningen är tillagd.
my-care-offer-text = Du hör till mottagningens betjäningsområde. Lägg till den för att kunna skriva till den.
my-care-wards = Dina barn
my-care-wards-text = Du kan skriva till vården för barn under 13 år som du är vårdnadshavare för.
my-care-wards-cases = Ärenden som gäller dina barn under 13 år.
my-care-back-to-own = Tillbaka till dina egna
my-care-for-child = Du skriver som vårdnadshavare
my-care-number = Personnummer

# En mottagning
my-care-write-about = Skriv till mottagningen
my-care-type = Ärende
my-care-reply-within = Svar inom
my-care-days = { $count ->
    [0] Samma arbetsdag
    [one] En arbetsdag
   *[other] { $count } arbetsdagar
 }
my-care-begun = Påbörjat
my-care-no-types = Mottagningen har inga ärendetyper som du kan använda just nu.
my-care-about = Om mottagningen
my-care-contact = Kontakt
my-care-phone = Telefon
my-care-email = E-post
my-care-web = Webbplats
my-care-address = Adress
my-care-opening-hours = Öppettider
my-care-phone-hours = Telefontider
my-care-to-clinic = Till mottagningens sida

# Skriva
my-care-step = Steg { $step } av { $steps }
my-care-step-back = Föregående steg
my-care-continue = Fortsätt
my-care-keep = Spara utkast
my-care-kept = Utkastet är sparat. Fortsätt när du vill, det ligger kvar i 90 dagar.
my-care-discard = Släng utkastet
my-care-discard-title = Slänga utkastet?
my-care-discard-text = Det du har skrivit och filerna du har bifogat tas bort. Det går inte att ångra.
my-care-discarded = Utkastet är borttaget.
my-care-attached = Bifogade filer
my-care-files = Filer
my-care-not-let-in = Du har inte längre tillgång till det här hos { $clinic }. Kontakta mottagningen på annat sätt.
my-care-type-shut = { $clinic } tar inte emot sådana ärenden just nu.
my-care-clinic-shut = { $clinic } tar inte emot nya ärenden just nu.
my-care-still-kept = Det du har skrivit är sparat och finns kvar här.
my-care-nothing-written = Det finns inget utkast att skicka. Har du redan skickat det, ligger det under Mina ärenden.

# Kontrollera och skicka
my-care-check = Kontrollera: { $type }
my-care-check-lead = Läs igenom innan du skickar till { $clinic }.
my-care-back-to-form = Tillbaka till formuläret
my-care-terms = Bra att veta innan du skickar
my-care-promise = Mottagningen svarar senast { $day }.
my-care-send = Skicka
my-care-change = Ändra
my-care-receipt = Ärendet är skickat
my-care-receipt-sent = Mottagningen har fått ditt ärende
my-care-receipt-text = Spara ärendenumret om du behöver ringa om ärendet.
my-care-receipt-next = Svaret kommer under Mina ärenden. Är det bråttom, ring mottagningen. Ring 112 om det är akut.
my-care-reference = Ärendenummer
my-care-sent-at = Skickat
my-care-answer-by = Svar senast
my-care-to-case = Visa ärendet

# Mina ärenden
my-care-cases = Mina ärenden
    .words = inkorg svar meddelanden från vården läsa olästa
my-care-unread = { $count ->
    [0] Inga olästa
    [one] Ett oläst
   *[other] { $count } olästa
 }
my-care-unread-card = { $count ->
    [one] Ett oläst ärende
   *[other] { $count } olästa ärenden
 }
my-care-shown = { $count ->
    [one] Visar ett ärende
   *[other] Visar { $count } ärenden
 }
my-care-search = Sök i Mina ärenden
my-care-search-box = Sök ord, eller öppna ärende med nummer
my-care-search-caption = Ärenden som innehåller orden, det nyaste först
my-care-search-hint = Skriv ord som står i ärendet, eller ärendets nummer. Alla orden ska finnas i ärendet. Böjda former hittas också.
my-care-search-none = Inget av ärendena innehåller alla orden
my-care-search-none-text = Pröva med färre eller andra ord.
my-care-search-nothing = Det finns inget ord att söka på
my-care-search-words-only = Sök med ord eller ärendenummer här, inte med personnummer.
my-care-no-cases = Du har inga ärenden än
my-care-no-cases-text = När du skriver till en mottagning, eller en mottagning skriver till dig, ligger det här.
my-care-write-new = Skriv till en mottagning
my-care-about-what = Ärende
my-care-state = Status
my-care-last = Senast
my-care-new = Oläst
my-care-state-sent = Skickat
my-care-state-working = Mottagningen arbetar med det
my-care-state-waiting = Väntar på ditt svar
my-care-state-told = Från mottagningen
my-care-state-answered = Besvarat
my-care-state-withdrawn = Återtaget

# Ett ärende
my-care-case-lead = { $clinic }, ärendenummer { $reference }
my-care-follows = Svar på ärende
my-care-followed-by = Fortsätter i ärende
my-care-kind-question = Fråga till dig
my-care-kind-partial = Delsvar
my-care-kind-answer = Svar
my-care-kind-information = Information
my-care-delivered = Framme hos { $clinic }.
my-care-read-at = Läst där { $time }.
my-care-read = Läst där.
my-care-not-read = Inte läst där än.
my-care-was-withdrawn = Ärendet togs tillbaka
my-care-access-ended = Du kan inte längre skriva till mottagningen. Ärendet går fortfarande att läsa.
my-care-reply = Ditt svar
my-care-reply-here = Svara
my-care-reply-here-text = Mottagningen väntar på ditt svar.
my-care-reply-anew = Skriv igen
my-care-reply-anew-text = Ärendet är avslutat. Det du skriver blir ett nytt ärende som hänvisar till det här.
my-care-send-reply = Skicka svar
my-care-reply-sent = Ditt svar är skickat.
my-care-replies-ended = Det går inte att svara: du har inte längre tillgång till mottagningen.
my-care-no-reply-asked = Det här är information som inte går att svara på.
my-care-withdraw = Ta tillbaka ärendet
my-care-withdraw-title = Ta tillbaka ärendet?
my-care-withdraw-text = Ingen på mottagningen har börjat med ärendet. Tar du tillbaka det kommer det inte att besvaras.
my-care-withdrawn = Ärendet är tillbakataget.
my-care-not-withdrawn = Ärendet kunde inte tas tillbaka: någon på mottagningen har redan börjat med det.
    .tone = warning
my-care-readers = Vem har läst ärendet
my-care-readers-lead = { $subject }, { $clinic }, ärendenummer { $reference }.
my-care-readers-what = Varje gång någon öppnar ärendet skrivs det upp. Av personalen visas vilken enhet det var och hur många de är.
my-care-reader = Läsare
my-care-reader-staff = { $count ->
    [one] En i personalen vid { $clinic }
   *[other] { $count } i personalen vid { $clinic }
 }
my-care-read-first = Första gången
my-care-read-last = Senast

# Mina inställningar
my-care-settings = Mina inställningar
    .words = aviseringar e-post mejl sms mobil telefon språk meddelande om svar
my-care-notices = Aviseringar
my-care-notices-about = { $ways ->
    [mail] Få ett mejl när en mottagning har skrivit till dig, eller till ett barn under 13 år som du är vårdnadshavare för. Mejlet säger bara att det finns något att läsa, ingenting om vården.
    [sms] Få ett sms när en mottagning har skrivit till dig, eller till ett barn under 13 år som du är vårdnadshavare för. Sms:et säger bara att det finns något att läsa, ingenting om vården.
   *[both] Få ett mejl eller ett sms när en mottagning har skrivit till dig, eller till ett barn under 13 år som du är vårdnadshavare för. Där står bara att det finns något att läsa, ingenting om vården.
 }
my-care-notices-none = Du får inga aviseringar.
my-care-notices-nowhere = Det går inte att få aviseringar här
my-care-notices-nowhere-text = Tjänsten skickar varken mejl eller sms. Logga in då och då och se efter om du har fått svar.
my-care-notices-mail = E-post
my-care-notices-sms = Mobil
my-care-notices-since = Bekräftad { $time }
my-care-notices-unused = Används inte
my-care-notices-no-longer = Tjänsten skickar inte längre hit
my-care-notice-email = E-postadress
    .hint = Skriv en adress som bara du läser.
    .missing = Skriv din e-postadress.
my-care-notice-mobile = Mobilnummer
    .hint = Till exempel 070-174 06 05. Utländska nummer skrivs med landskod.
    .missing = Skriv ditt mobilnummer.
my-care-notice-language = Språk i aviseringarna
    .missing = Välj språk.
my-care-notice-language-wrong = Välj ett av språken.
my-care-notice-ways = Få aviseringar med
my-care-notice-ways-wrong = Välj mejl, sms eller både och.
my-care-notices-by-mail = Mejl
my-care-notices-by-sms = Sms
my-care-notices-by-both = Både mejl och sms
my-care-notices-choose = Så får du aviseringar
my-care-notices-mail-give = Få aviseringar med mejl
my-care-notices-mail-change = Byt e-postadress
my-care-notices-mail-other = Fel adress, eller kom ingen kod?
my-care-notices-sms-give = Få aviseringar med sms
my-care-notices-sms-change = Byt mobilnummer
my-care-notices-sms-other = Fel nummer, eller kom ingen kod?
my-care-notices-send-code = Skicka kod
my-care-notices-send-again = Skicka ny kod
my-care-notices-save = Spara
my-care-notices-saved = Inställningen är sparad.
my-care-notices-confirmed = Adressen är bekräftad. Nu får du aviseringar med mejl.
my-care-notices-sms-confirmed = Numret är bekräftat. Nu får du aviseringar med sms.
my-care-notices-remove = Ta bort e-postadressen
my-care-notices-remove-title = Ta bort e-postadressen?
my-care-notices-remove-text = Du får inget mejl när det finns något nytt att läsa, men allt ligger kvar under Mina ärenden.
my-care-notices-removed = E-postadressen är borttagen. Du får inga mejl.
my-care-notices-sms-remove = Ta bort mobilnumret
my-care-notices-sms-remove-title = Ta bort mobilnumret?
my-care-notices-sms-remove-text = Du får inget sms när det finns något nytt att läsa, men allt ligger kvar under Mina ärenden.
my-care-notices-sms-removed = Mobilnumret är borttaget. Du får inga sms.
my-care-notices-hint = { $ways ->
    [mail] Få ett mejl när det kommer svar
    [sms] Få ett sms när det kommer svar
   *[both] Få ett mejl eller ett sms när det kommer svar
 }
my-care-code-confirm = Bekräfta adressen
my-care-code-about = En kod är skickad till { $address }. Skriv in den här, så vet vi att adressen är din.
my-care-code-until = Koden gäller till { $time }.
my-care-notice-code = Kod
    .hint = Sex siffror.
    .missing = Skriv koden som står i mejlet.
my-care-code-sent = Koden är på väg. Det kan ta någon minut.
my-care-code-wrong = { $left ->
    [one] Det är inte rätt kod. Du kan försöka en gång till.
   *[other] Det är inte rätt kod. Du kan försöka { $left } gånger till.
 }
my-care-code-over = Koden gäller inte längre
my-care-code-over-text = Begär en ny kod här nedanför.
my-care-code-too-many = Fem koder är skickade. Vänta till i morgon innan du begär en ny.
my-care-code-in-vain = E-postservern svarar inte just nu. Koden skickas så snart det går.
my-care-code-refused = Koden kom inte fram: e-postservern tar inte emot adressen. Kontrollera att den är rätt.
my-care-code-not-sent = Koden kunde inte skickas i tid. Begär en ny kod.
my-care-letter-code = Din kod i { $installation }
my-care-letter-code-body =
    Skriv in den här koden i { $installation } för att få aviseringar till den här adressen:

    { $code }

    Koden gäller till { $time }. Har du inte bett om den behöver du inte göra något: utan koden skickas inga aviseringar hit. Lämna aldrig ut koden till någon.

    Det går inte att svara på mejlet.
my-care-sms-code-confirm = Bekräfta numret
my-care-sms-code-about = En kod är skickad till { $address }. Skriv in den här, så vet vi att numret är ditt.
my-care-notice-sms-code = Kod i sms:et
    .hint = Sex siffror.
    .missing = Skriv koden som står i sms:et.
my-care-sms-code-sent = Koden är på väg. Det kan ta någon minut.
my-care-sms-code-in-vain = Sms-tjänsten svarar inte just nu. Koden skickas så snart det går.
my-care-sms-code-refused = Koden kom inte fram: sms-tjänsten tog inte emot meddelandet. Kontrollera numret.
my-care-sms-code-not-sent = Koden kunde inte skickas i tid. Begär en ny kod.
my-care-sms-code-not-known = Det är inte säkert att koden kom fram: sms-tjänsten svarade inte som den ska. Begär en ny om du inte har fått någon.
my-care-sms-code = { $code } är din kod i { $installation }. Den gäller till { $time }. Lämna aldrig ut den till någon.

# Hjälp
my-care-guide-clinics = Mina mottagningar
    .about = Välj mottagning, skriv ditt ärende och skicka det.
my-care-guide-clinics-what = Här finns de mottagningar som har godkänt dig, delat ut en ärendetyp till dig eller som du själv har lagt till. Välj en mottagning för att se hur du når den och vad du kan skriva om.
my-care-guide-add = Lägg till en mottagning
my-care-guide-add-text = En mottagning kan ta emot alla som bor i dess betjäningsområde. Då står den under Mottagningar som du kan lägga till. Andra mottagningar behöver godkänna dig: be dem om det.
my-care-guide-write = Skriv till en mottagning
my-care-guide-write-text = Välj vad det gäller och fyll i formuläret. Innan du skickar får du läsa igenom allt. Sedan får du ett ärendenummer och ser när mottagningen senast svarar.
my-care-guide-files = Bifoga filer
my-care-guide-files-text = Du kan bifoga högst fem filer: PDF, PNG, JPEG eller GIF, på högst 20 MB var. Innehållet kontrolleras när du bifogar dem.
my-care-guide-draft = Fortsätt senare
my-care-guide-draft-text = Tryck på Spara utkast. Det du har skrivit ligger kvar på mottagningens sida, märkt Påbörjat, tills du skickar eller slänger det, dock längst i 90 dagar.
my-care-guide-child = Skriv för ett barn
my-care-guide-child-text = Är du vårdnadshavare för ett barn under 13 år, välj barnet under Dina barn. Överst på sidan står då vem det gäller. Det är barnets mottagningar som visas, inte dina.
my-care-guide-ended = När du inte längre har tillgång
my-care-guide-ended-text = Om mottagningen tar bort godkännandet medan du skriver, får du veta det och utkastet finns kvar. Ärenden som du redan har skickat går att läsa.
my-care-guide-cases = Mina ärenden
    .about = Läs svar, svara och ta tillbaka ett ärende.
my-care-guide-cases-what = Här ligger allt som du och mottagningarna har skrivit till varandra, det olästa först.
my-care-guide-search = Hitta ett ärende
my-care-guide-search-text = Skriv ord som står i ärendet, eller dess nummer, i rutan ovanför listan. Numret öppnar ärendet direkt.
my-care-guide-delivery = Skickat, framme, läst
my-care-guide-delivery-text = Under varje meddelande som du har skickat står att det är framme, och om någon på mottagningen har läst det.
my-care-guide-reply = Svara
my-care-guide-reply-text = När mottagningen har ställt en fråga kan du svara direkt i ärendet. Är ärendet avslutat blir det du skriver ett nytt ärende som hänvisar till det gamla. Information från mottagningen går inte att svara på.
my-care-guide-withdraw = Ta tillbaka
my-care-guide-withdraw-text = Så länge ingen på mottagningen har börjat med ärendet kan du ta tillbaka det.
my-care-guide-readers = Se vem som har läst
my-care-guide-readers-text = Öppna ärendet och välj Vem har läst ärendet. Där står vilken enhet som har öppnat det och när.
my-care-guide-settings = Mina inställningar
my-care-guide-settings-what = Här väljer du om du vill få ett mejl eller ett sms när det finns något nytt att läsa. Du ser det som tjänsten erbjuder.
my-care-guide-notices = Få aviseringar
my-care-guide-notices-text = Skriv din e-postadress eller ditt mobilnummer och tryck på Skicka kod. Det som skickas säger bara att det finns något att läsa. Är du vårdnadshavare får du också veta när det gäller ditt barn.
my-care-guide-code = Bekräfta adressen eller numret
my-care-guide-code-text = Koden kommer till adressen eller numret och gäller i en timme. Skriv in den på sidan. På så vis får ingen annan dina aviseringar. Kom ingen kod, se efter i skräpposten eller begär en ny.
my-care-guide-choice = Mejl, sms eller både och
my-care-guide-choice-text = Har du bekräftat både en adress och ett nummer väljer du under Så får du aviseringar vilket som ska användas. Där väljer du också språk.
my-care-guide-no-notices = Sluta få aviseringar
my-care-guide-no-notices-text = Tryck på Ta bort e-postadressen eller Ta bort mobilnumret. Allt ligger kvar under Mina ärenden.

my-care-live-changed = Något nytt har hänt i dina ärenden.
