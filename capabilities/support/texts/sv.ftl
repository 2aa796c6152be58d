# Menyn
support-menu = Supportärenden
    .line = Besvara det som personalen skriver till supporten.
    .words = support supportärenden kö synpunkter avvikelser felanmälan besvara
support-menu-new = Vad gäller ditt ärende?
    .line = Beställ, lämna synpunkter eller fråga supporten.
    .words = Felanmälan och användarstöd Kontakta oss Kontakta supporten Formuläret för förbättringsförslag Beställning Synpunkter Vårdavvikelser Övriga ärenden
support-menu-own = Mina supportärenden
    .line = Följ det du har skrivit till supporten.
    .words = Mina ärenden till supporten svar från supporten felanmälan
support-waiting = { $count ->
    [one] Ett väntar
   *[other] { $count } väntar
}

# Formuläret
support-new = Vad gäller ditt ärende?
support-new-lead = Välj tjänst och ämne, så kommer ditt ärende till dem som kan besvara det.
support-service = Vilken tjänst gäller ditt ärende?
    .missing = Välj vilken tjänst ditt ärende gäller.
support-service-short = Tjänst
support-service-prompt = Välj tjänst
support-service-gone = Tjänsten kan inte väljas längre. Välj en annan.
support-no-service = Det finns ingen tjänst att välja
support-no-service-text = Organisationen har inga beställbara tjänster ännu. En administratör lägger upp dem under Inställningar.
support-subject = Vad gäller ditt ärende?
    .missing = Välj vad ditt ärende gäller.
support-subject-short = Gäller
support-subject-order = Beställning
support-subject-order-hint = Beställ eller avbeställ behörigheter.
support-subject-medical = Synpunkter på medicinskt innehåll
support-subject-platform = Synpunkter på plattformen/tekniken
support-subject-other-comment = Synpunkter på övrigt
support-subject-deviation = Vårdavvikelser för hantering av leverantör
support-subject-other = Övriga ärenden
support-onward = Fortsätt
support-write = Skriv ditt ärende
support-write-lead = Den som svarar läser det du skriver här.
support-no-patients = Skriv ingenting som visar vem en patient är
support-no-patients-text = Inga namn, personnummer eller andra uppgifter om patienter. Behöver supporten veta vem det gäller frågar de på ett annat sätt.
support-heading = Rubrik
    .missing = Skriv en rubrik för ditt ärende.
support-heading-short = Ärende
support-words = Text
    .missing = Skriv vad det gäller.
support-reached-by-mail = När du får svar skickas ett meddelande till { $email }. Själva svaret läser du här.
support-reached-here = Du får inget mejl när svaret kommer, för det finns ingen e-postadress att skicka till eller så vill du inte ha meddelanden. Du hittar svaret under Mina supportärenden.
support-send = Skicka ärendet
support-change = Ändra valet
support-told-sent = Ärendet är skickat.

# Kvittot
support-receipt = Ditt ärende är mottaget
support-receipt-number = Nummer
support-next = Vad händer nu?
support-next-text = Någon som besvarar ärenden tar hand om det. Du följer det under Mina supportärenden och kan skriva mer där.
support-to-matter = Visa ärendet

# Listorna
support-title = Supportärenden
support-lead = De mest brådskande kommer först, och av dem de äldsta.
support-none = Inga ärenden här
support-none-text = Ärenden från personalen visas här när de har det här läget.
support-own-lead = Det du har skrivit till supporten, det senaste först.
support-own-none = Du har inte skrivit till supporten
support-own-none-text = När du lämnar synpunkter eller frågar något följer du det här.
support-number = Supportärende { $number }
support-sender = Avsändare
support-unit = Enhet
support-age = Skickat
support-sent = Skickat
support-handler = Har ärendet
support-state = Läge
support-state-received = Mottaget
support-state-in-hand = Pågår
support-state-waiting = Väntar på avsändaren
support-state-closed = Avslutat
support-tab-in-hand = Jag har
support-days = { $count ->
    [one] 1 dag
   *[other] { $count } dagar
}
support-priority = Prioritet
    .missing = Välj en prioritet.
support-priority-1 = 1 Omgående
support-priority-2 = 2 Snarast
support-priority-3 = 3 Normalt
support-priority-4 = 4 Kan vänta
support-priority-5 = 5 Avvakta

# Ett ärende
support-thread = Vad som har skrivits och hänt
support-did-send = Skickade ärendet
support-did-take = Tog hand om ärendet
support-did-hand-back = Ärendet lämnades tillbaka till kön
support-did-ask = Fråga till avsändaren
support-did-answer = Svar
support-did-close = Avslutade ärendet utan svar
support-did-note = Intern anteckning
support-did-prioritise = Prioritet
support-did-reply = Skrev mer
support-did-reopen = Öppnade ärendet igen
support-add = Skriv mer
support-add-button = Skicka
support-reply = Besvara frågan
support-reply-button = Skicka svar
support-open-again = Är du inte nöjd med svaret?
support-open-again-text = Skriv varför, så öppnas ärendet igen. Det går i 14 dagar efter att det avslutades.
support-open-again-button = Öppna ärendet igen
support-closed-long-ago = Ärendet avslutades för mer än 14 dagar sedan
support-closed-long-ago-text = Skriv ett nytt ärende om du har mer att säga.
support-take = Ta ärendet
support-take-over = Ta över ärendet
support-hand-back = Lämna tillbaka till kön
support-set-priority = Sätt prioritet
support-write-answer = Skriv
support-what = Vad skriver du?
    .missing = Välj vad du skriver.
support-what-answer = Svar
support-what-answer-hint = Avsändaren läser det, och ärendet avslutas.
support-what-ask = Fråga till avsändaren
support-what-ask-hint = Ärendet väntar tills avsändaren har svarat.
support-what-close = Avsluta utan svar
support-what-close-hint = Avsändaren läser skälet, och ärendet avslutas.
support-note = Intern anteckning
support-note-hint = Läses bara av dem som besvarar ärenden. Avsändaren ser den inte.
support-save = Skicka
support-save-note = Spara anteckningen
support-matters-end = { $count ->
    [one] Ett supportärende går tillbaka till kön
   *[other] { $count } supportärenden går tillbaka till kön
}
support-told-take = Du har ärendet nu.
support-told-hand-back = Ärendet ligger i kön igen.
support-told-ask = Frågan är skickad.
support-told-answer = Svaret är skickat och ärendet avslutat.
support-told-close = Ärendet är avslutat.
support-told-note = Anteckningen är sparad.
support-told-prioritise = Prioriteten är satt.
support-told-reply = Det du skrev är skickat.
support-changed-meanwhile = Någon annan hann före. Så här står ärendet nu; det du skrev finns kvar.
support-refused-not-sender = Bara den som skickade ärendet kan skriva mer i det.
support-refused-may-not-answer = Bara den som besvarar ärenden för enheten kan göra det.
support-refused-own = Ingen besvarar sitt eget ärende. En annan i supporten får göra det.
support-refused-closed = Ärendet är redan avslutat.
support-refused-closed-long-ago = Ärendet avslutades för mer än 14 dagar sedan. Skriv ett nytt.
support-refused-in-own-hand = Du har redan ärendet.
support-refused-not-in-hand = Ta ärendet först, så kan du besvara det.

# Breven
support-letter-new = Ett supportärende väntar
support-letter-new-body = Supportärende { $number } väntar på någon som besvarar det.

    Öppna kön: { $link }

    { $installation }
support-letter-replied = Avsändaren har skrivit mer
support-letter-replied-body = Avsändaren har skrivit mer i supportärende { $number }, som du har.

    Öppna ärendet: { $link }

    { $installation }
support-letter-answered = Du har fått svar av supporten
support-letter-answered-body = Ditt supportärende { $number } är besvarat eller avslutat. Svaret läser du när du har loggat in.

    Öppna ärendet: { $link }

    { $installation }
support-letter-asked = Supporten frågar dig något
support-letter-asked-body = Supporten behöver veta mer för att kunna besvara ditt supportärende { $number }.

    Öppna ärendet: { $link }

    { $installation }

# Hjälpen
support-guide = Vad gäller ditt ärende?
    .about = Skriv till supporten, följ svaret och besvara ärenden.
support-guide-what = Här beställer du behörigheter, lämnar synpunkter, anmäler vårdavvikelser som leverantören ska hantera och frågar om annat.
support-guide-send = Skriva till supporten
support-guide-send-1 = Välj vilken tjänst ärendet gäller.
support-guide-send-2 = Välj vad ärendet gäller. Beställning leder vidare till beställningsformuläret.
support-guide-send-3 = Skriv en rubrik och vad det gäller, utan uppgifter som visar vem en patient är, och tryck på Skicka ärendet.
support-guide-send-4 = Följ ärendet under Mina supportärenden. Där svarar du på frågor, och där öppnar du ärendet igen inom 14 dagar om svaret inte räcker.
support-guide-answer = Besvara supportärenden
support-guide-answer-1 = Öppna Supportärenden och det ärende som står överst under Mottaget.
support-guide-answer-2 = Tryck på Ta ärendet. Sätt prioritet om det är bråttom eller kan vänta.
support-guide-answer-3 = Skriv ett svar, fråga avsändaren eller gör en intern anteckning. Ett svar avslutar ärendet.
support-guide-answer-4 = Kan du inte besvara det, lämna tillbaka det till kön. Ingen besvarar sitt eget ärende.
