# Fel i ett formulär
case-types-wrong-no-fields = Lägg till minst en fråga.
case-types-wrong-many-fields = Ta bort frågor. Ett formulär får ha högst { $max }.
case-types-wrong-many-alternatives = Ta bort svarsalternativ. Det får finnas högst { $max }.
case-types-wrong-large = Korta texterna. Formuläret är för stort för att sparas.
case-types-wrong-key = Ta bort frågan och lägg till den på nytt. Den går inte att skilja från en annan.
case-types-wrong-label-missing = Skriv en text på svenska.
case-types-wrong-label-long = Korta texten. Den får ha högst { $max } tecken.
case-types-wrong-label-twice = Ändra texten. Det finns redan en likadan.
case-types-wrong-help-long = Korta hjälptexten. Den får ha högst { $max } tecken.
case-types-wrong-text-long = Korta texten. Den får ha högst { $max } tecken.
case-types-wrong-no-choices = Skriv minst ett svar att välja på.
case-types-wrong-many-choices = Ta bort svar. Det får finnas högst { $max } att välja på.
case-types-wrong-choice-long = Korta svaren. Varje svar får ha högst { $max } tecken.
case-types-wrong-choice-missing = Skriv alla svar på svenska. Den engelska listan har fler rader än den svenska.
case-types-wrong-choice-twice = Ändra svaren. { $choice } finns mer än en gång.
case-types-wrong-condition-nothing = Välj på nytt när frågan ska visas. Frågan som villkoret gällde finns inte.
case-types-wrong-condition-later = Flytta frågan. Den kan bara styras av en fråga som står före, och { $field } står efter.
case-types-wrong-condition-no-choice = Välj en fråga med svar att välja på. { $field } är ingen sådan.
case-types-wrong-condition-no-answer = Välj minst ett svar som gör att frågan visas.
case-types-wrong-condition-lost = Välj på nytt vilka svar som gör att frågan visas. Svaren på { $field } har ändrats.
case-types-wrong-placeholder = Ändra { $word }. Det som får stå inom klamrar är {"{"}namn{"}"}, {"{"}mottagning{"}"}, {"{"}signatur{"}"}, {"{"}titel{"}"} och {"{"}lång titel{"}"}.

# Invånarens svar
case-types-answer = Svar
case-types-answer-missing = Fyll i: { $label }
case-types-answer-choose = Välj ett svar: { $label }
case-types-answer-attach = Bifoga en fil: { $label }
case-types-answer-agree = Kryssa i rutan för att gå vidare: { $label }
case-types-answer-number-wrong = Skriv talet med siffror, till exempel 38,5.
case-types-answer-file-wrong = Bifoga filen på nytt.
case-types-answer-many-files = Ta bort filer. Du kan bifoga högst { $max }.
case-types-answer-only-if = Svara bara om du har valt { $answers } på frågan { $question }
case-types-answer-pick = Välj
case-types-answer-files = { $count ->
    [one] En bifogad fil
   *[other] { $count } bifogade filer
 }

# De färdiga ärendetyperna
case-types-ready-book-appointment = Invånaren ber om en tid och säger vad besöket gäller och när det passar.
case-types-ready-change-appointment = Invånaren avbokar eller flyttar en tid som redan är bokad.
case-types-ready-certificate = Invånaren ber om ett intyg, till exempel för sjukskrivning eller resa.
case-types-ready-renew-prescription = Invånaren ber er förnya recept på läkemedel som redan används.
case-types-ready-contact-me = Invånaren ställer en fråga och väljer om svaret ska skrivas eller ringas.
case-types-ready-comments-and-complaints = Invånaren lämnar beröm, förslag eller klagomål till mottagningen.

# Menyn
case-types-menu = Ärendetyper
    .words = Aktivera ärendetyper e-tjänster Inställningar för mottagningen boka tid förnya recept formulär svarsalternativ
    .line = Slå på och av det som invånarna kan kontakta mottagningen om.
case-types-templates-menu = Mallar för invånarärenden
    .words = Skapa mall för invånarärenden information fråga meddelande platshållare
    .line = Skapa och ändra det som vårdgivare skickar ofta.

# Ärendetyperna
case-types-title = Ärendetyper
case-types-lead = Det som invånarna kan kontakta { $clinic } om.
case-types-none = Inga ärendetyper är aktiverade än
case-types-none-text = Aktivera en färdig ärendetyp här nedanför, eller skapa en egen.
case-types-name = Namn
    .missing = Skriv vad ärendetypen ska heta.
case-types-state = Läge
case-types-order = Ordning och läge
case-types-active = Aktiv
case-types-inactive = Inte aktiv
case-types-restricted = Begränsat urval
case-types-unpublished = Inte publicerad
case-types-changed = Opublicerad ändring
case-types-days = { $days ->
    [one] En arbetsdag
   *[other] { $days } arbetsdagar
 }
case-types-days-clinic = { $days ->
    [one] Som mottagningen: en arbetsdag
   *[other] Som mottagningen: { $days } arbetsdagar
 }
case-types-up = Flytta upp
case-types-down = Flytta ner
case-types-ready = Färdiga ärendetyper
case-types-ready-text = De är klara att använda. När en ärendetyp är aktiverad kan du ändra formulär och svarsalternativ.
case-types-activate = Aktivera
case-types-deactivate = Inaktivera
case-types-preview = Förhandsgranska
case-types-activated = Ärendetypen är aktiv. Invånarna kan skicka nya ärenden.
case-types-deactivated = Ärendetypen är inte aktiv. Ärenden som redan finns ligger kvar och ska besvaras.
case-types-error-taken-before = Ärendetypen är redan aktiverad av någon annan. Du ser den i listan.
case-types-error-name-of-ready = Mottagningen har redan en egen ärendetyp som heter { $name }. Byt namn på den först.
case-types-error-unpublished = Publicera formuläret innan du aktiverar ärendetypen.
    .tone = warning

# Inställningar
case-types-settings = Inställningar
case-types-form = Formulär
case-types-alternatives = Svarsalternativ
case-types-history = Historik
case-types-name-of-ready = Färdiga ärendetyper har samma namn hos alla mottagningar.
case-types-reply-days = Svar inom
case-types-reply-days-hint = { $days ->
    [one] Antal arbetsdagar. Lämna tomt för mottagningens eget löfte, en arbetsdag.
   *[other] Antal arbetsdagar. Lämna tomt för mottagningens eget löfte, { $days } arbetsdagar.
 }
case-types-save = Spara
case-types-saved = Ändringarna är sparade.
case-types-error-name-taken = Välj ett annat namn. Mottagningen har redan en ärendetyp som heter så.
case-types-next = Skapa formuläret
case-types-next-text = Lägg till frågorna som invånaren ska svara på. Förhandsgranska och publicera sedan, så kan ärendetypen aktiveras.
case-types-to-form = Till formuläret
case-types-state-unpublished = Ärendetypen kan aktiveras när formuläret är publicerat.
case-types-state-active = Invånarna kan skicka nya ärenden.
case-types-state-inactive = Invånarna ser inte ärendetypen. Ärenden som redan finns ligger kvar och ska besvaras.

# Begränsat urval
case-types-is-restricted = { $count ->
    [0] Bara invånare som har fått ärendetypen utdelad kan använda den. Den är inte utdelad till någon.
    [one] Bara invånare som har fått ärendetypen utdelad kan använda den. Den är utdelad till en invånare.
   *[other] Bara invånare som har fått ärendetypen utdelad kan använda den. Den är utdelad till { $count } invånare.
 }
case-types-is-unrestricted = { $count ->
    [0] Alla invånare som är godkända för kommunikation kan använda ärendetypen.
    [one] Alla invånare som är godkända för kommunikation kan använda ärendetypen, och en som har fått den utdelad.
   *[other] Alla invånare som är godkända för kommunikation kan använda ärendetypen, och { $count } som har fått den utdelad.
 }
case-types-restrict = Begränsa urvalet
case-types-unrestrict = Öppna för alla godkända
case-types-restrict-title = Begränsa urvalet för { $name }?
case-types-unrestrict-title = Öppna { $name } för alla godkända invånare?
case-types-approved = { $count ->
    [0] Ingen invånare är godkänd för kommunikation just nu
    [one] En invånare är godkänd för kommunikation
   *[other] { $count } invånare är godkända för kommunikation
 }
case-types-approved-many = Fler än { $count } invånare är godkända för kommunikation
case-types-restrict-approved = { $approved }. Den som är godkänd kan inte längre skicka nya ärenden av den här typen utan att ha fått den utdelad.
case-types-restrict-handed-out = { $count ->
    [0] Ärendetypen är inte utdelad till någon. Dela ut den under Invånare.
    [one] En invånare har fått ärendetypen utdelad och kan använda den som förut.
   *[other] { $count } invånare har fått ärendetypen utdelad och kan använda den som förut.
 }
case-types-unrestrict-approved = { $approved }. Alla som är godkända kan skicka ärenden av den här typen.
case-types-unrestrict-handed-out = { $count ->
    [0] Ärendetypen är inte utdelad till någon.
    [one] En invånare har fått ärendetypen utdelad. Utdelningen ligger kvar till sitt slutdatum.
   *[other] { $count } invånare har fått ärendetypen utdelad. Utdelningarna ligger kvar till sina slutdatum.
 }
case-types-restriction-open-cases = Ärenden som redan är skickade påverkas inte.
case-types-restricted-now = Urvalet är begränsat. Dela ut ärendetypen till dem som ska kunna använda den.
case-types-unrestricted-now = Alla godkända invånare kan använda ärendetypen.

# Avsluta
case-types-end = Avsluta ärendetypen
case-types-end-about = När ärendetypen inte ska användas mer. Vill du bara göra uppehåll räcker det att inaktivera den.
case-types-end-title = Avsluta { $name }?
case-types-end-grants = { $count ->
    [0] Ärendetypen är inte utdelad till någon, så ingen behörighet avslutas.
    [one] En invånare har fått ärendetypen utdelad. Den behörigheten avslutas nu.
   *[other] { $count } behörigheter till invånare som har fått ärendetypen utdelad avslutas nu.
 }
case-types-end-new-cases = Ingen kan skicka nya ärenden av den här typen.
case-types-end-open-cases = Ärenden som redan är skickade ligger kvar med sitt formulär och ska besvaras.
case-types-end-no-return = Det går inte att ångra. Samma namn kan användas för en ny ärendetyp.
case-types-ended = Ärendetypen är avslutad.

# Skapa egen
case-types-new = Skapa egen ärendetyp
    .words = Skapa egen ärendetyp eget formulär e-tjänst
case-types-new-lead = För det som de färdiga ärendetyperna inte räcker till. Den skapas hos { $clinic } och syns inte för invånarna förrän du har publicerat formuläret och aktiverat den.
case-types-new-restricted = Begränsat urval
    .hint = Bara invånare som får ärendetypen utdelad kan använda den. Du kan ändra det senare.
case-types-new-next = Spara och gå till formuläret
case-types-created = Ärendetypen är skapad. Lägg nu till frågorna.

# Formuläret
case-types-questions = Frågor
case-types-no-questions = Formuläret har inga frågor än
case-types-no-questions-text = Lägg till den första frågan som invånaren ska svara på.
case-types-before-questions = Före frågorna
case-types-before-questions-about = Det första som invånaren läser. Berätta vad ärendetypen är till för, och vart man vänder sig om det är bråttom.
case-types-intro = Inledning
case-types-intro-en = Inledning på engelska
case-types-intro-save = Spara inledningen
case-types-required = Måste besvaras
case-types-answers = { $count ->
    [one] Ett svar att välja på
   *[other] { $count } svar att välja på
 }
case-types-shown-when = Visas om svaret på { $question } är { $answers }
case-types-remove = Ta bort
case-types-to-preview = Förhandsgranska och publicera
case-types-changed-text = Invånarna ser den förra versionen tills du publicerar.
case-types-unpublished-text = Invånarna ser inget av formuläret förrän du publicerar.
case-types-field-new = Lägg till fråga
case-types-field-new-lead = Välj hur frågan ska besvaras.
case-types-field-added = Frågan är tillagd.
case-types-field-saved = Frågan är ändrad.
case-types-field-moved = Frågan är flyttad.
case-types-field-removed = Frågan är borttagen.
case-types-field-remove-title = Ta bort frågan { $name }?
case-types-field-remove-text = Ärenden som redan är skickade har kvar frågan och svaret. Invånarna slutar se frågan när du publicerar.
case-types-cannot-move-end = Den går inte att flytta längre.
case-types-cannot-move-before = Frågan visas beroende på svaret på { $field } och kan därför inte stå före den.
case-types-cannot-move-after = Svaret på frågan avgör om { $field } visas. Den kan därför inte stå efter den.
case-types-cannot-remove = Svaret på frågan avgör om { $field } visas. Ändra först när den frågan ska visas.

# En fråga
case-types-field-question = Frågan
case-types-field-label = Fråga
    .missing = Skriv frågan på svenska.
case-types-field-label-consent = Det som invånaren går med på
case-types-field-label-en = Frågan på engelska
case-types-field-help = Hjälptext
    .hint = Visas under frågan. Berätta vad svaret ska användas till eller ge ett exempel.
case-types-field-help-en = Hjälptexten på engelska
case-types-field-required = Frågan måste besvaras
    .hint = Gäller bara när frågan visas.
case-types-field-answers = Svar att välja på
case-types-field-choices = Svar
    .hint = Ett svar på varje rad, i den ordning de ska visas.
case-types-field-choices-en = Svaren på engelska
    .hint = Ett svar på varje rad, i samma ordning som på svenska.
case-types-field-condition = När frågan visas
case-types-field-shown-when = Visa bara om invånaren har svarat
    .hint = Kryssa inte i något om frågan alltid ska visas. Välj svar på en och samma fråga.
case-types-field-english = På engelska
case-types-field-english-about = Den som läser på engelska ser den svenska texten där det inte finns någon engelsk.
case-types-error-two-conditions = Välj svar på en och samma fråga.
case-types-error-answer-asked-for = Behåll svaret som du har tagit bort. En annan fråga visas bara när det är valt.
case-types-kind-text = Kort text
case-types-kind-text-meaning = En rad, till exempel ett namn eller ett ämne.
case-types-kind-long-text = Lång text
case-types-kind-long-text-meaning = Flera rader, när invånaren ska berätta med egna ord.
case-types-kind-choice = Ett val
case-types-kind-choice-meaning = Invånaren väljer ett av svaren som du skriver. Andra frågor kan visas beroende på svaret.
case-types-kind-many-choices = Flera val
case-types-kind-many-choices-meaning = Invånaren kryssar i ett eller flera svar.
case-types-kind-date = Datum
case-types-kind-date-meaning = En dag.
case-types-kind-number = Tal
case-types-kind-number-meaning = Ett tal, med eller utan decimaler.
case-types-kind-phone = Telefonnummer
case-types-kind-phone-meaning = Ett nummer som mottagningen kan ringa.
case-types-kind-file = Fil
case-types-kind-file-meaning = Bilder och dokument: PDF, PNG, JPEG och GIF. Högst fem filer i ett ärende, 20 MB var.
case-types-kind-consent = Samtycke
case-types-kind-consent-meaning = En ruta som invånaren kryssar i för att gå med på något.

# Svarsalternativ
case-types-alternatives-text = Den som besvarar ärendet väljer ett svarsalternativ. Texten är början på svaret och kan ändras innan det skickas.
case-types-no-alternatives = Det finns inga svarsalternativ
case-types-no-alternatives-text = Den som besvarar ärendet skriver svaret från början.
case-types-alternative = Svarsalternativ
case-types-alternative-new = Lägg till svarsalternativ
case-types-alternative-label = Namn
    .hint = Det som väljs, till exempel Tid bokad.
    .missing = Skriv vad svaret ska heta.
case-types-alternative-label-en = Namnet på engelska
case-types-alternative-reply = Text som svaret börjar med
case-types-alternative-reply-en = Texten på engelska
case-types-alternative-added = Svarsalternativet är tillagt.
case-types-alternative-saved = Svarsalternativet är ändrat.
case-types-alternative-moved = Svarsalternativet är flyttat.
case-types-alternative-removed = Svarsalternativet är borttaget.
case-types-alternative-remove-title = Ta bort svarsalternativet { $name }?
case-types-alternative-remove-text = Svar som redan är skickade ändras inte. Alternativet försvinner för dem som besvarar nya ärenden när du publicerar.
case-types-no-reply = Ingen färdig text.
case-types-placeholders = Detta fylls i av sig självt när texten används: { $words }.

# Förhandsgranska och publicera
case-types-as-resident = Så ser invånaren det
case-types-as-staff = Det här kan vårdgivaren svara
case-types-try = Prova svaren
case-types-tried = Svaren går att skicka
case-types-tried-text = Så här läser mottagningen dem. Inget har sparats.
case-types-not-whole = Formuläret är inte klart
    .tone = warning
case-types-not-whole-text = Rätta detta innan formuläret kan publiceras.
case-types-publish = Publicera
case-types-publish-text = Det finns ändringar som invånarna inte ser. När du publicerar gäller de för nya ärenden. Ärenden som redan är skickade behåller sin version.
case-types-publish-first = När du publicerar kan ärendetypen aktiveras. Ett publicerat formulär kan ändras, och ärenden behåller den version som de skickades med.
case-types-published = Nuvarande version är { $number }, publicerad { $time }.
case-types-published-by = Nuvarande version är { $number }, publicerad { $time } av { $name }.
case-types-published-now = Formuläret är publicerat och gäller för nya ärenden.
case-types-discard = Ta bort ändringarna
case-types-discarded = Ändringarna är borttagna. Här står det som är publicerat.

# Historik
case-types-history-none = Inget har hänt än
case-types-history-none-text = Här står vem som ändrar vad, och när.
case-types-history-show = Visa vem som har ändrat vad
case-types-event-created = Upplagd
case-types-event-ended = Avslutad
case-types-event-published = Publicerad
case-types-event-discarded = Ändringar borttagna
case-types-event-moved = Flyttad i listan
case-types-event-switched = Slagen på eller av
case-types-event-restricted = Urvalet ändrat
case-types-event-form = Formuläret ändrat
case-types-event-alternatives = Svarsalternativen ändrade
case-types-event-changed = Inställningarna ändrade
case-types-h-moved = Riktning
case-types-h-published = Version
case-types-h-discarded = Tillbaka till version
case-types-h-ended = Avslutad
case-types-h-ended-grants = { $count ->
    [0] ingen behörighet avslutades
    [one] en behörighet avslutades
   *[other] { $count } behörigheter avslutades
 }
case-types-h-field = Fråga
case-types-h-field-added = Ny fråga
case-types-h-field-removed = Borttagen fråga
case-types-h-field-moved = Flyttad fråga
case-types-h-alternative-added = Nytt svarsalternativ
case-types-h-alternative-removed = Borttaget svarsalternativ
case-types-h-alternative-moved = Flyttat svarsalternativ
case-types-stale = Någon annan hann före
    .tone = warning
case-types-stale-told = Någon annan hann före. Så här är det nu.
    .tone = warning
case-types-stale-text = Ärendetypen eller mallen har ändrats sedan du öppnade sidan. Det du skrev står kvar. Läs vad som är ändrat och spara igen om det fortfarande ska gälla.
case-types-stale-question = Ärendetypen har ändrats sedan du öppnade sidan. Läs igenom vad som händer nu innan du svarar.

# Mallar
case-types-templates = Mallar för invånarärenden
case-types-templates-lead = Det som vårdgivare vid { $clinic } kan börja från när de skickar ett nytt ärende.
case-types-templates-none = Det finns inga mallar än
case-types-templates-none-text = Skapa en mall för det som ni ofta skickar: kallelser, provsvar, frågor inför besök.
case-types-template-new = Skapa mall
    .words = Skapa mall för invånarärenden
case-types-template-lead = En mall är ett färdigt ärende som vårdgivaren kan ändra innan det skickas.
case-types-template-name = Mallens namn
    .hint = Syns bara för personalen.
    .missing = Skriv vad mallen ska heta.
case-types-template-kind = Slag
    .missing = Välj om mallen är en information eller en fråga.
case-types-template-information = Information
case-types-template-information-meaning = Invånaren läser men kan inte svara.
case-types-template-question = Fråga
case-types-template-question-meaning = Invånaren kan svara.
case-types-template-subject = Rubrik
    .missing = Skriv en rubrik.
case-types-template-body = Meddelande
    .missing = Skriv ett meddelande.
case-types-template-is-active = Aktiv
    .hint = Bara aktiva mallar går att välja när man skickar ett nytt ärende.
case-types-template-active = Aktiv
case-types-template-inactive = Inte aktiv
case-types-template-created = Mallen är skapad.
case-types-template-saved = Mallen är sparad.
case-types-template-removed = Mallen är borttagen.
case-types-template-name-taken = Välj ett annat namn. Mottagningen har redan en mall som heter så.
case-types-template-remove-title = Ta bort mallen { $name }?
case-types-template-remove-text = Den går inte längre att välja. Ärenden som redan är skickade ändras inte.
case-types-sample-about = Med en påhittad invånare och en påhittad vårdgivare.
case-types-sample-to = Till
case-types-sample-from = Från
case-types-sample-name = Alex Påhittad
case-types-sample-signature = Kim Exempel
case-types-sample-title = Leg. sjuksköterska
case-types-sample-long-title = Leg. sjuksköterska, specialistsjuksköterska i öppen vård
case-types-sample-reply = Invånaren kan svara.
case-types-sample-no-reply = Invånaren kan inte svara.

# Så gör du
case-types-guide-how = Så gör du
case-types-guide-fields = Fälten
case-types-guide-activate = Administratör – Aktivera ärendetyper (e-tjänster)
    .about = Som administratör aktiverar du de e-tjänster som mottagningen ska erbjuda. Du gör inställningar för vad invånaren ska se och vad vårdgivaren ska kunna svara.
case-types-guide-activate-lead = Som administratör aktiverar du de e-tjänster som mottagningen ska erbjuda. Du gör inställningar för vad invånaren ska se och vad vårdgivaren ska kunna svara.
case-types-guide-activate-1 = Klicka på Ärendetyper i menyn.
case-types-guide-activate-2 = Välj en färdig ärendetyp. Klicka på Förhandsgranska för att se vad invånaren ser och vad vårdgivaren kan svara.
case-types-guide-activate-3 = Klicka på Aktivera. Ärendetypen får en egen sida.
case-types-guide-activate-4 = Ändra formuläret under Formulär och svaren under Svarsalternativ om ni behöver. Publicera ändringarna under Förhandsgranska.
case-types-guide-activate-5 = Bestäm i listan med Flytta upp och Flytta ner i vilken ordning invånarna ser ärendetyperna.
case-types-guide-active = Invånarna ser bara aktiva ärendetyper. När du inaktiverar en ligger ärenden som redan är skickade kvar.
case-types-guide-reply-days = Det som invånaren lovas, i arbetsdagar. Utan eget löfte gäller mottagningens.
case-types-guide-restricted = Bara invånare som får ärendetypen utdelad under Invånare kan använda den.
case-types-guide-form = Frågorna som invånaren svarar på, och texten före dem.
case-types-guide-alternatives = Svaren som vårdgivaren kan välja, med början på texten.
case-types-guide-end = Avsluta en ärendetyp som inte ska användas mer. Då avslutas alla utdelningar av den, och rutan säger hur många. Ärenden som redan är skickade ligger kvar.
case-types-guide-own = Administratör – Skapa egen ärendetyp
    .about = Det finns möjlighet för en mottagning att skapa en eller flera egna ärendetyper. Administratören gör inställningarna.
case-types-guide-own-lead = Det finns möjlighet för en mottagning att skapa en eller flera egna ärendetyper. Administratören gör inställningarna.
case-types-guide-own-1 = Klicka på Ärendetyper i menyn och sedan på Skapa egen ärendetyp.
case-types-guide-own-2 = Skriv namn, välj löfte och om urvalet ska vara begränsat. Klicka på Spara och gå till formuläret.
case-types-guide-own-3 = Klicka på Lägg till fråga för varje fråga. Välj hur den ska besvaras, skriv frågan och eventuell hjälptext.
case-types-guide-own-4 = Ändra ordning med Flytta upp och Flytta ner. Det går med tangentbordet.
case-types-guide-own-5 = Lägg till svarsalternativ under fliken Svarsalternativ.
case-types-guide-own-6 = Prova formuläret under Förhandsgranska, klicka på Publicera och därefter på Aktivera.
case-types-guide-kinds = Så kan en fråga besvaras
case-types-guide-condition = Frågor som visas ibland
case-types-guide-condition-text = En fråga kan visas bara när en tidigare fråga har fått ett visst svar. En fråga som inte visas behöver inte besvaras, och det som skrivits i den skickas inte.
case-types-guide-versions = Versioner
case-types-guide-versions-text = Varje gång du publicerar får formuläret ett nytt nummer. Ett ärende behåller den version som det skickades med, hur formuläret än ändras sedan.
case-types-guide-templates = Administratör – Skapa mall för invånarärenden
    .about = Administratören skapar mallar för ärenden som vårdgivare kan skicka till invånare.
case-types-guide-templates-lead = Administratören skapar mallar för ärenden som vårdgivare kan skicka till invånare.
case-types-guide-templates-1 = Klicka på Mallar för invånarärenden i menyn och sedan på Skapa mall.
case-types-guide-templates-2 = Skriv namn och välj om mallen är en information eller en fråga.
case-types-guide-templates-3 = Skriv rubrik och meddelande. Skriv platshållare där namn, mottagning, signatur eller titel ska fyllas i.
case-types-guide-templates-4 = Klicka på Förhandsgranska för att se hur en påhittad invånare läser mallen, och sedan på Spara.
case-types-guide-template-name = Det som personalen väljer mallen efter. Invånaren ser det inte.
case-types-guide-template-subject = Det som invånaren ser i sin inkorg när den har loggat in. Får innehålla platshållare.
case-types-guide-template-body = Ärendets text. En platshållare som inte finns ger ett fel som säger vilken det är.
case-types-guide-template-active = En mall som inte är aktiv finns kvar men går inte att välja.

# Bland mottagningens inställningar
case-types-card = Slå på och av, ändra formulär och svarsalternativ, skapa egna.
case-types-templates-card = Information och frågor som vårdgivare kan skicka till invånare.
