new-account-menu = Kontoansökningar
    .about = Ge behörighet till dem som har skaffat konto med sitt e-tjänstekort, eller säg nej.
    .words = skaffa konto personal ansökan ny användare väntar godkänna avslå e-tjänstekort
new-account-waiting-card = { $count ->
    [one] 1 väntar på svar
   *[other] { $count } väntar på svar
    }

new-account-title = Skaffa konto som personal
new-account-lead = Ditt kort har visat vem du är, men du har inget konto än. Fyll i formuläret, så får administratören på din enhet din ansökan.
new-account-who = Du
new-account-who-about = Det här står på ditt kort och i HSA-katalogen. Är något fel, kontakta den som gav dig kortet.
new-account-name = Namn
new-account-hsa-id = HSA-id
new-account-born = Född
new-account-commission = Medarbetaruppdrag
new-account-where = Din enhet
new-account-unit = Enhet
    .missing = Välj den enhet där du arbetar. Hittar du den inte, sök efter den ovanför.
new-account-no-unit = Katalogen säger inte var du arbetar. Sök efter din enhet ovanför.
new-account-no-such-unit = Ingen enhet börjar så. Sök efter något annat, till exempel Vårdcentralen.
new-account-search = Sök enhet
new-account-units = { $count ->
    [one] 1 enhet att välja
   *[other] { $count } enheter att välja
    }
new-account-reach = Så når vi dig
new-account-reach-about = Svaret på din ansökan mejlas hit.
new-account-reach-by-hand = Så kan administratören nå dig.
new-account-email-missing = Skriv din e-postadress, så att du kan få svar.
new-account-message = Meddelande till administratören
    .hint = Till exempel vilka arbetsuppgifter du har. Skriv inget om invånare.
new-account-too-long = Texten är för lång. Skriv högst { $most } tecken.
new-account-send = Skicka ansökan
new-account-last-declined = Din förra ansökan, till { $unit }, avslogs { $time }

new-account-waits = Din ansökan är skickad
new-account-waits-lead = Administratören på enheten ger dig behörighet eller svarar varför inte. Tills dess kan du inte göra något i tjänsten.
new-account-waits-next = Du får ett mejl när det är klart, och loggar då in med ditt kort som vanligt. Behöver du skynda på det, kontakta administratören på enheten.
new-account-waits-by-hand = Administratören säger till när det är klart. Logga då in med ditt kort som vanligt. Behöver du skynda på det, kontakta administratören på enheten.
new-account-sent = Skickad
new-account-answer-to = Svaret skickas till
new-account-to-sign-in = Till inloggningen

new-account-list = Kontoansökningar
new-account-list-lead = De här har skaffat konto med sitt kort och kan inte göra något förrän du har svarat.
new-account-standing = Läge
new-account-waiting = Väntar på svar
new-account-approved = Godkänd
new-account-declined = Avslagen
new-account-none = Ingen väntar
new-account-none-text = Den som loggar in med ett e-tjänstekort och saknar konto kan skicka en ansökan. Den kommer hit.
new-account-none-decided = Inga besvarade ansökningar
new-account-none-decided-text = Ansökningar som har fått svar samlas här.
new-account-show-waiting = Visa dem som väntar
new-account-show-decided = Visa besvarade ansökningar
new-account-permissions = Behörigheter
    .missing = Välj minst en behörighet, eller avslå ansökan.
new-account-approve-about = De gäller vid { $unit } tills vidare. Kontrollera först att det är rätt person: kontakta den vid tvekan.
new-account-approve = Ge behörighet
new-account-decline-heading = Avslå
new-account-decline-about = Kontot avslutas. Den som ansökte får veta skälet och kan skicka en ny ansökan.
new-account-decline = Avslå ansökan
new-account-reason = Skäl
    .missing = Skriv varför, så att den som ansökte vet vad som ska göras.
new-account-ended = Kontot väntar inte längre: det är ändrat på användarens egen sida.
new-account-decided = Besvarad
new-account-to-user = Till användarens sida
new-account-approved-told = Behörigheten är given, och användaren får veta det.
new-account-approved-untold = Behörigheten är given. Säg till användaren själv: inget mejl skickas härifrån.
new-account-declined-told = Ansökan är avslagen, och den som ansökte får veta det.
new-account-declined-untold = Ansökan är avslagen. Den som ansökte ser skälet vid nästa inloggning med kortet, men får inget mejl.

new-account-letter-asked = En ansökan om konto väntar i { $installation }
new-account-letter-asked-body =
    Hej!

    En ansökan om konto vid en enhet där du ger behörighet väntar på svar:

    { $link }

    Det går inte att svara på mejlet.
new-account-letter-approved = Ditt konto i { $installation } är klart
new-account-letter-approved-body =
    Hej { $name }!

    Du har fått ditt konto i { $installation } och kan logga in med ditt kort:

    { $link }

    Det går inte att svara på mejlet.
new-account-letter-declined = Svar på din ansökan i { $installation }
new-account-letter-declined-body =
    Hej { $name }!

    Din ansökan om konto i { $installation } är besvarad. Logga in med ditt kort för att läsa svaret:

    { $link }

    Det går inte att svara på mejlet.

new-account-guide = Skaffa konto som personal
new-account-guide-about = Första gången du ska logga in behöver du skaffa konto som personal. Det gör du med ditt e-tjänstekort eller Mobilt SITHS.
new-account-guide-ask = Så skaffar du konto
new-account-guide-ask-1 = Sätt kortet i läsaren och välj Logga in med SITHS på inloggningssidan.
new-account-guide-ask-2 = Kontrollera uppgifterna från kortet och välj din enhet. Hittar du den inte, sök efter den.
new-account-guide-ask-3 = Skriv din e-postadress och klicka på Skicka ansökan. Mer än en gång behöver du inte ansöka: loggar du in igen ser du hur det går.
new-account-guide-ask-4 = När administratören har gett dig behörighet får du veta det, med ett mejl där sådana skickas. Logga då in med kortet som vanligt.
new-account-guide-answer = Så svarar du som administratör
new-account-guide-answer-1 = Välj Kontoansökningar på startsidan eller i menyn. Siffran säger hur många som väntar.
new-account-guide-answer-2 = Öppna ansökan, kontrollera att det är rätt person, välj behörigheter och klicka på Ge behörighet.
new-account-guide-answer-3 = Ska personen inte ha något konto, skriv varför och klicka på Avslå ansökan.
