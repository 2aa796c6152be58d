cases-refusal-closed = Ärendet är avslutat. Det du skrev är kvar här.
cases-refusal-withdrawn = Invånaren har tagit tillbaka ärendet.
cases-refusal-already-assigned = Ärendet är redan fördelat.
cases-refusal-taken = Ärendet är redan fördelat till { $by }.
cases-refusal-not-assigned = Ingen har ärendet. Fördela det först.
cases-refusal-not-asked = Ingen har frågat något i ärendet, så det går inte att svara i det.
cases-refusal-replies-ended = Det går inte längre att svara i ärendet, eftersom invånaren inte längre kan skriva till mottagningen.
cases-refusal-begins-new-case = Ärendet är avslutat. Ett svar blir ett nytt ärende.
cases-refusal-not-yours = Ärendet är fördelat till någon annan. Fördela om det till dig först.
cases-refusal-not-this-kind = Det går inte att göra så med ett sådant ärende.
cases-refusal-not-able = Välj någon som kan besvara ärenden vid mottagningen just nu.
cases-unreachable-unknown = Det finns ingen invånare med det numret. Kontrollera numret.
cases-unreachable-deceased = Personen är avliden.
cases-unreachable-not-approved = Invånaren är inte godkänd för kommunikation med mottagningen och har ingen utdelad ärendetyp. Godkänn invånaren först.
cases-unreachable-no-guardian = Invånaren är under 13 år, och registret anger ingen vårdnadshavare som kan läsa.

cases-letter-new = Nytt ärende till { $unit }
cases-letter-new-body =
    Ett nytt ärende har kommit till { $unit } och väntar på att fördelas.

    Öppna inkorgen: { $link }

    Mejlet kommer från { $installation } och innehåller inga uppgifter om ärendet. Det går inte att svara på det. Under Personliga inställningar väljer du om du vill få aviseringar.
cases-letter-assigned = { $count ->
    [one] Du har fått ett ärende vid { $unit }
   *[other] Du har fått { $count } ärenden vid { $unit }
}
cases-letter-assigned-body = { $count ->
    [one] Ett ärende vid { $unit } har fördelats till dig.
   *[other] { $count } ärenden vid { $unit } har fördelats till dig.
}

    Öppna: { $link }

    Mejlet kommer från { $installation } och innehåller inga uppgifter om ärendet. Det går inte att svara på det. Under Personliga inställningar väljer du om du vill få aviseringar.
cases-letter-reply = Svar i ett ärende vid { $unit }
cases-letter-reply-body =
    En invånare har svarat i ett ärende vid { $unit } som du har hand om.

    Öppna ärendet: { $link }

    Mejlet kommer från { $installation } och innehåller inga uppgifter om ärendet. Det går inte att svara på det. Under Personliga inställningar väljer du om du vill få aviseringar.
cases-letter-to-resident = Nytt meddelande i { $installation }
cases-letter-to-resident-body =
    Du har fått ett meddelande i { $installation }.

    Logga in och läs det: { $link }

    Mejlet innehåller inga uppgifter om vården, och det går inte att svara på det. Under Mina inställningar väljer du om du vill få aviseringar: { $settings }
cases-sms-to-resident = Du har fått ett meddelande i { $installation }. Logga in och läs det: { $link }
cases-letter-access-ended = En invånare kan inte längre svara i ett ärende vid { $unit }
cases-letter-access-ended-body =
    En invånare kan inte längre skriva till { $unit }. Ett ärende som du har hand om är fortfarande öppet.

    Öppna ärendet: { $link }

    Mejlet kommer från { $installation } och innehåller inga uppgifter om ärendet. Det går inte att svara på det. Under Personliga inställningar väljer du om du vill få aviseringar.

cases-menu-section = Ärenden
cases-lists = Listor med ärenden
cases-inbox = Fördela
    .line = Läs nya ärenden och fördela dem till dem som ska svara.
    .words = Ärendemottagare Fördela ett ärende inkorg ofördelade
cases-inbox-title = Fördela ärenden
cases-inbox-lead = Ärenden till { $unit } som väntar på att få någon som svarar.
cases-inbox-caption = Ofördelade ärenden, det äldsta löftet först
cases-inbox-none = Inget väntar på att fördelas
cases-inbox-none-text = När en invånare skickar ett ärende kommer det hit. Ärenden vars handläggare inte längre kan svara kommer också hit.
cases-mine = Mina ärenden
    .line = Besvara de ärenden som du har fått.
    .words = Vårdgivare Besvara ett ärende
cases-mine-none = Du har inga öppna ärenden
cases-mine-none-text = Ärenden som fördelas till dig, eller till en grupp som du är med i, visas här.
cases-all = Mottagningens ärenden
cases-all-none = Inga ärenden i det läget
cases-all-none-text = Välj ett annat läge.
cases-search = Sök ärenden
    .line = Sök på ord i ärenden, eller öppna ett ärende med dess nummer.
    .words = Öppna ärende nummer sök ord fritext
cases-search-box = Sök ord, eller öppna ärende med nummer
cases-search-lead-clinic = Alla ärenden vid { $unit }, även avslutade.
cases-search-lead-held = Ärenden vid { $unit } som du eller din grupp har, även avslutade.
cases-search-caption = Ärenden som innehåller orden, det nyaste först
cases-search-hint = Skriv ord som står i ärendet, eller ärendets nummer. Alla orden ska finnas i ärendet. Böjda former hittas också.
cases-search-none = Inget ärende innehåller alla orden
cases-search-none-text = Pröva med färre eller andra ord. Namn och personnummer går inte att söka på här.
cases-search-nothing = Det finns inget ord att söka på
cases-search-words-only = Sök med ord eller ärendenummer här, inte med personnummer.
cases-you = Du
cases-mine-show = Visa
cases-mine-open = Öppna ärenden
cases-mine-sent = Skickad information som ingen har läst
cases-mine-sent-none = All information som du har skickat är läst
cases-mine-sent-none-text = Information som du skickar står här tills invånaren har läst den.
cases-shown = { $count ->
    [one] Visar 1 ärende
   *[other] Visar { $count } ärenden
}
cases-case = Ärende
cases-from = Från
cases-came = Kom in
cases-age = Ålder
cases-working-days = { $count ->
    [0] Mindre än en arbetsdag
    [one] 1 arbetsdag
   *[other] { $count } arbetsdagar
}
cases-due = Svara senast
cases-no-promise = Inget svarslöfte
cases-overdue = Försenat
cases-soon = Snart
cases-has-it = Har ärendet
cases-nobody = Ingen
cases-was-with = Var hos { $name }
cases-state = Läge
cases-state-received = Inkommet
cases-state-assigned = Fördelat
cases-state-partial = Pågår
cases-state-waiting = Väntar på invånaren
cases-state-sent = Skickat
cases-state-read = Läst
cases-state-answered = Invånaren har svarat
cases-state-closed = Avslutat
cases-state-withdrawn = Återtaget
cases-kind-resident = Från invånare
cases-kind-information = Information
cases-kind-question = Fråga
cases-kind-internal = Internpost
cases-tick = Välj
cases-tick-one = Välj { $case }
cases-ticked = Ärenden
    .missing = Kryssa för minst ett ärende.
cases-to = Fördela till
    .missing = Välj vem ärendet ska gå till.
cases-to-prompt = Välj person eller grupp
cases-to-persons = Personer
cases-to-groups = Grupper
cases-nobody-answers = Ingen kan besvara ärenden vid mottagningen just nu. Be en administratör ge någon behörigheten ärendehanterare.
cases-assign = Fördela
cases-assign-title = Fördela ärende
cases-reassign = Omfördela
    .words = Omfördela ett ärende
cases-reassign-title = Omfördela ärende
cases-back = Tillbaka
cases-back-inbox = Till ärendemottagarnas inkorg
cases-back-wrong = Till inkorgen, fel ärende
cases-note = Anteckning
    .hint = Läses av kollegor, inte av invånaren.
cases-refusal-taken-one = { $reference } är redan fördelat till { $by }.
cases-refusal-closed-plain = Ärendet är avslutat och kan inte fördelas.
cases-told-assigned = Ärendena är fördelade.
cases-told-some-assigned = En del av ärendena var redan fördelade av någon annan. De andra är fördelade.
cases-told-passed-on = Ärendet är omfördelat.
cases-told-all-passed-on = Ärendena är omfördelade.
cases-told-answered = Svaret är skickat och ärendet är avslutat.
cases-told-partial = Delsvaret är skickat.
cases-told-question = Motfrågan är skickad. Ärendet väntar på invånaren.
cases-told-closed = Ärendet är avslutat.
cases-told-draft-kept = Utkastet är sparat.
cases-told-sent = Ärendet är skickat.
cases-told-group-saved = Gruppen är sparad.
cases-told-group-ended = Gruppen är borttagen. Dess öppna ärenden finns i inkorgen.
cases-told-absence = Frånvaron är sparad. Öppna ärenden har flyttats om frånvaron har börjat.
cases-told-absence-ended = Frånvaron är avslutad.

cases-number = Personnummer
cases-person-age = Ålder
cases-years = { $years } år
cases-protected-text = Du behöver tjänsten Se skyddade personuppgifter för att se vem ärendet gäller.
cases-reference = Ärendenummer
cases-received = Kom in
cases-closed-at = Avslutades
cases-follows = Svar på ärende
cases-followed-by = Fortsätter i ärende
cases-thread = Ärendet
cases-message-sent = Invånarens ärende
cases-message-partial = Delsvar
cases-message-question = Fråga
cases-message-answer = Svar
cases-message-reply = Invånarens svar
cases-message-information = Information
cases-message-internal = Internpost
cases-files = Bilagor
cases-delivered = Framme i invånarens inkorg, inte läst än.
cases-read-by-resident-at = Läst av invånaren { $time }.
cases-told-resident-not = Ingen avisering skickades.
cases-told-resident-no-address = Ingen avisering skickades: invånaren har inte angett någon adress.
cases-told-resident-waiting = En avisering väntar på att skickas.
cases-told-resident-in-vain = Aviseringen har inte kunnat skickas än. Nytt försök { $time }.
cases-told-resident-sent = En avisering lämnades till e-postservern { $time }.
cases-told-resident-refused = Aviseringen kom inte fram: e-postservern tar inte emot adressen.
cases-told-resident-time-over = Aviseringen skickades inte: e-postservern svarade inte på tre dagar.
cases-told-resident-withdrawn = Aviseringen togs tillbaka innan den skickades.
cases-told-sms-waiting = Ett sms väntar på att skickas.
cases-told-sms-in-vain = Sms:et har inte kunnat skickas än. Nytt försök { $time }.
cases-told-sms-sent = Ett sms lämnades till sms-tjänsten { $time }.
cases-told-sms-refused = Sms:et kom inte fram: sms-tjänsten tog inte emot meddelandet. Invånaren behöver kontrollera sitt nummer.
cases-told-sms-time-over = Sms:et skickades inte: sms-tjänsten svarade inte på tre dagar.
cases-told-sms-not-known = Det är inte säkert att sms:et kom fram: sms-tjänsten svarade inte som den ska. Det skickas inte igen.
cases-told-sms-withdrawn = Sms:et togs tillbaka innan det skickades.
cases-told-resident-long-ago = En avisering skrevs. Hur det gick sparas bara i 90 dagar.
cases-read-by-resident = Läst av invånaren.
cases-happened-by = av { $name }
cases-happened-assigned = Fördelat till { $to }
cases-happened-reassigned = Omfördelat från { $from } till { $to }
cases-happened-handed-back = Tillbaka i inkorgen från { $from }
cases-happened-wrong-case = Tillbaka i inkorgen från { $from } som fel ärende
cases-happened-taken = { $to } tog ärendet från gruppen { $from }
cases-happened-withdrawn = Invånaren tog tillbaka ärendet
cases-happened-closed = Avslutat
cases-happened-access-ended = Invånaren kan inte längre svara
cases-why-blocked = Kontot spärrades.
cases-why-ended = Kontot avslutades.
cases-why-right-ended = Behörigheten upphörde.
cases-why-away = Frånvaro.
cases-why-group-ended = Gruppen togs bort.
cases-readers = Vem har läst ({ $count })
cases-reader-resident = Invånaren
cases-also-open = { $name } har också ärendet öppet.
cases-also-writing = Kollegan skriver just nu.
cases-also-reading = Stäm av innan du svarar.
cases-answer = Svara
cases-body = Meddelande
    .missing = Skriv ett meddelande.
cases-alternative = Svarsalternativ
    .hint = Texten hamnar i meddelandet. Läs igenom och komplettera den innan du skickar.
cases-alternative-gone = Svarsalternativet finns inte. Välj ett annat.
cases-alternative-put = Texten från svarsalternativet står nu i meddelandet. Läs igenom och komplettera den, och skicka sedan.
cases-signed = Skickas med signaturen: { $signature }
cases-answer-and-close = Svara och avsluta
cases-partial-reply = Delsvar
cases-ask-back = Motfråga
cases-save-draft = Spara utkast
cases-draft-kept = Utkastet sparades { $time }. Det ligger kvar i 90 dagar.
cases-close = Avsluta
cases-close-text = Ärendet kan avslutas när inget mer ska hända i det.
cases-written-meanwhile = Någon har skrivit i ärendet eller ändrat det sedan du öppnade det. Läs det nya nedan. Det du skrev är kvar: skicka igen om det fortfarande stämmer.
cases-you-wrote = Det du skrev

cases-begin = Skicka nytt ärende
    .line = Skriv till en eller flera invånare, gärna från en mall.
    .words = Vårdgivare Skicka nytt ärende information fråga mall
cases-begin-lead = Information eller fråga från { $unit } till en eller flera invånare.
cases-begin-template = Börja från en mall
cases-begin-to = Till
    .hint = Personnummer, ett per rad.
    .missing = Ange minst ett personnummer.
cases-begin-kind = Slag
    .missing = Välj information eller fråga.
cases-begin-information-hint = Invånaren kan läsa men inte svara.
cases-begin-question-hint = Invånaren kan svara en gång.
cases-begin-subject = Ämne
    .missing = Skriv ett ämne.
cases-begin-review = Granska
cases-begin-check = Granska innan du skickar
cases-begin-check-lead = Kontrollera vem som får ärendet och vad som står i det.
cases-begin-each = Var och en får ett eget ärende med sitt eget namn i texten. Texten ovan är den första mottagarens.
cases-begin-send = Skicka
cases-begin-change = Ändra
cases-begin-too-many = Ange högst { $most } personnummer åt gången.
cases-begin-gone = Det som du granskade är redan skickat eller ändrat i ett annat fönster. Granska igen innan du skickar.
cases-begin-not-to = { $number }: { $why }

cases-groups = Grupper
    .line = Samla dem som svarar tillsammans.
    .words = Grupper av ärendehanterare
cases-groups-none = Det finns inga grupper
cases-groups-none-text = Med en grupp kan du fördela ett ärende till flera, och den som hinner först svarar.
cases-group-new = Ny grupp
cases-group-name = Namn
    .missing = Skriv gruppens namn.
cases-group-name-taken = Mottagningen har redan en grupp med det namnet.
cases-group-members = Medlemmar
    .missing = Välj minst en medlem.
cases-group-unstaffed = Ingen kan svara nu
cases-group-changed = Någon annan har ändrat gruppen. Kontrollera och spara igen.
cases-group-save = Spara gruppen
cases-group-end = Ta bort gruppen
cases-group-end-title = Ta bort { $name }?
cases-group-end-text = Gruppens öppna ärenden går tillbaka till ärendemottagarnas inkorg.

cases-absence = Frånvaro
    .line = Ange vem som är borta och vem som tar över.
    .words = Sjuk semester ersättare
cases-absence-none = Ingen är frånvarande
cases-absence-none-text = När någon är borta går personens öppna ärenden till en ersättare, eller tillbaka till inkorgen.
cases-absence-new = Ny frånvaro
cases-absence-who = Vem
    .missing = Välj vem som är frånvarande.
cases-absence-from = Från och med
    .hint = Den dagen flyttas ärendena.
    .missing = Ange första dagen.
cases-absence-to = Till och med
    .hint = Lämna tomt för tills vidare.
cases-absence-period = Period
cases-absence-substitute = Ersättare
    .hint = Får ärendena med detsamma när frånvaron börjar.
cases-absence-nobody = Ingen, ärendena går till inkorgen
cases-absence-save = Spara frånvaro
cases-absence-end = Avsluta frånvaron
cases-absence-now = Borta nu
cases-absence-order = Sista dagen ska vara i dag eller senare, och inte före den första.
cases-absence-oneself = Välj någon annan än den som är frånvarande.
cases-choose-person = Välj person
cases-all-pass-on = Omfördela allt från en person
    .line = Flytta alla ärenden från en kollega på en gång.
    .words = Sjuk Omfördela alla ärenden
cases-all-pass-on-lead = Alla öppna ärenden som en person har vid { $unit }, på en gång.
cases-all-pass-on-none = Ingen har öppna ärenden
cases-all-pass-on-none-text = Det finns inget att omfördela.
cases-all-from = Från
    .missing = Välj vems ärenden som ska omfördelas.

cases-waiting = { $count ->
    [one] 1 ärende att fördela
   *[other] { $count } ärenden att fördela
}

cases-guide-assign = Ärendemottagare – Fördela ett ärende
    .about = Du som har behörigheten ärendemottagare fördelar ärenden till dem som ska besvara ärendena till invånarna.
cases-guide-assign-what = Du som har behörigheten ärendemottagare fördelar ärenden till dem som ska besvara dem.
cases-guide-assign-open = Öppna Fördela. Ärendet vars svarslöfte går ut först står överst. Öppna ett ärende för att läsa det.
cases-guide-assign-tick = Kryssa för ett eller flera ärenden.
cases-guide-assign-to = Välj person eller grupp.
cases-guide-assign-done = Tryck på Fördela. Den som får ärendet ser det under Mina ärenden, och får ett mejl om hen har valt det.
cases-guide-promise = Svarslöftet
cases-guide-promise-text = Mottagningen lovar svar inom ett antal arbetsdagar. Helger och helgdagar räknas inte. Ett ärende som gått över tiden är märkt Försenat.
cases-guide-lost = Inget ärende tappas bort
cases-guide-lost-text = Om en handläggare spärras, förlorar behörigheten eller är frånvarande visas ärendet här igen, med namnet på den som hade det.
cases-guide-groups-text = En grupp kan ha ett ärende tillsammans. Den som skriver i det först får det.
cases-guide-reassign = Ärendemottagare/Vårdgivare – Omfördela ett ärende
    .about = Om en vårdgivare är sjuk eller om du har fått fel ärende går det att omfördela.
cases-guide-reassign-what = Om en vårdgivare är sjuk eller om du har fått fel ärende går det att omfördela. En ärendemottagare kan omfördela alla ärenden, en vårdgivare sina egna.
cases-guide-reassign-open = Öppna ärendet och tryck på Omfördela.
cases-guide-reassign-to = Välj person, grupp eller inkorgen.
cases-guide-reassign-note = Skriv gärna en anteckning till kollegan och tryck på Omfördela.
cases-guide-wrong = Fel ärende
cases-guide-wrong-text = Välj Till inkorgen, fel ärende. Ärendemottagarna ser då att ärendet hörde till någon annan.
cases-guide-away = När någon är borta
cases-guide-away-text = Under Frånvaro anger du vem som är borta och vem som är ersättare. Under Omfördela allt från en person flyttar du alla ärenden på en gång.
cases-guide-answer = Vårdgivare – Besvara ett ärende
    .about = Du som har behörigheten vårdgivare är den som svarar på invånarnas ärenden.
cases-guide-answer-what = Du som har behörigheten vårdgivare (ärendehanterare) svarar på invånarnas ärenden.
cases-guide-answer-open = Öppna Mina ärenden och välj ett ärende.
cases-guide-answer-write = Välj ett svarsalternativ, skriv ett eget meddelande, eller gör båda. Bifoga filer om det behövs: högst tio, PDF eller bild.
cases-guide-answer-send = Tryck på knappen för det du vill göra. Din signatur från Personliga inställningar följer med.
cases-guide-partial-text = Invånaren får ett svar på vägen. Ärendet är kvar hos dig.
cases-guide-ask-text = Du frågar invånaren något. Ärendet väntar tills invånaren har svarat.
cases-guide-close-text = Invånaren får svaret och ärendet är slut. Skriver invånaren igen blir det ett nytt ärende.
cases-guide-draft = Utkast och kollegor
cases-guide-draft-text = Det du skriver sparas medan du skriver, och ligger kvar i 90 dagar. Om en kollega har samma ärende öppet ser ni varandra.
cases-guide-begin = Vårdgivare – Skicka nytt ärende
    .about = Vårdgivare kan ta kontakt med invånare genom att skicka ett ärende som antingen innehåller information eller frågor.
cases-guide-begin-what = Du kan ta kontakt med invånare genom att skicka ett ärende med information eller frågor.
cases-guide-begin-open = Öppna Skicka nytt ärende och välj en mall om det finns en som passar.
cases-guide-begin-to = Skriv personnummer, ett per rad.
cases-guide-begin-write = Välj information eller fråga, och skriv ämne och meddelande. Bifoga filer om det behövs. Det du skriver sparas medan du skriver.
cases-guide-begin-check = Tryck på Granska, kontrollera namnen och texten, och tryck på Skicka.
cases-guide-reach = När det inte går att skicka
cases-guide-reach-text = Invånaren måste kunna skriva till mottagningen: vara godkänd, ha lagt till mottagningen eller ha en utdelad ärendetyp. Annars visas skälet.

cases-live-arrived = Nya ärenden har kommit.
cases-live-changed = Ärendet har ändrats.
