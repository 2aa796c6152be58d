certification-title = Omprövning
    .line = Bekräfta eller avsluta behörigheterna vid din enhet.
    .words = omprövning ompröva behörigheter bekräfta behålla avsluta verksamhetschef genomgång
certification-lead = Gå igenom vem som har vilken behörighet och behåll eller avsluta rad för rad. Det som avslutas slutar gälla direkt.
certification-waiting = { $count ->
    [one] 1 omprövning väntar
   *[other] { $count } omprövningar väntar
}
certification-none = Ingen omprövning är öppen
certification-none-text = När nästa omprövning öppnas får du ett mejl, och den visas här.
certification-unit = Enhet
certification-region = Region
certification-last-day = Sista dag
certification-decided = Beslutade rader
certification-progress = { $done } av { $all }
certification-state = Läge
certification-state-open = Öppen
certification-state-submitted = Inskickad, rader återstår
certification-state-done = Klar
certification-state-unconfirmed = Obekräftat återstår
certification-state-lapsed = Obekräftat har avslutats

certification-round = Omprövning: { $unit }
certification-opened = Öppnad
certification-submitted = Inskickad
certification-not-submitted = Inte inskickad
certification-counts = { $kept } behållna, { $ended } avslutade, { $waiting } obekräftade och { $others } övriga, av { $all } behörigheter.
certification-grace-label = Det som ingen bekräftar
certification-grace = Avslutas efter { $day }, om regionen inte har svarat innan dess.
certification-grace-over = Avslutades { $day }.
certification-no-grace = Redovisas för regionen och avslutas inte av sig självt.
certification-tabs = Rader i omprövningen
certification-tab-all = Alla ({ $count })
certification-tab-waiting = Återstår ({ $count })
certification-tab-all-rounds = Alla
certification-tab-region = Väntar på regionen ({ $count })
certification-hidden-label = Visas inte
certification-hidden = { $count ->
    [one] En rad vid en enhet som din behörighet inte når.
   *[other] { $count } rader vid enheter som din behörighet inte når.
}
certification-nothing-left = Inga rader återstår
certification-nothing-left-text = Alla behörigheter i den här delen är behållna, avslutade eller har upphört.
certification-pdf = Hämta PDF
certification-printed = { $installation } · utskriven { $time }

certification-person = Person
certification-hsa-id = HSA-id
certification-role = Behörighet
certification-where = Gäller vid
certification-period = Från – till
certification-last-sign-in = Senast inloggad
certification-never = aldrig
certification-choice = Val
certification-choice-about = Val för { $name }: { $role } vid { $unit }
certification-keep = Behåll
certification-end = Avsluta
certification-kept = Behållen
certification-ended = Avslutad
certification-lapsed = Avslutad efter fristen
certification-over = Har upphört
certification-guarded = Kvar: sista administratören
certification-unconfirmed = Obekräftad
certification-decision = Beslut
certification-decided-by = Beslutad av
certification-decided-at = När
certification-own-line = Din egen
certification-own-line-text = Ingen bekräftar eller avslutar sin egen behörighet här. Ställföreträdaren eller regionen svarar på raden.
certification-own-notice = { $count ->
    [one] En rad är din egen och väntar på någon annan
   *[other] { $count } rader är dina egna och väntar på någon annan
}

certification-save = Spara
certification-submit = Skicka in
certification-keep-rest = Behåll alla som återstår ({ $count })
certification-back = Tillbaka
certification-saved = Valen är sparade.
certification-kept-rest = Alla rader som återstod är behållna.
certification-sent-in = Omprövningen är inskickad.
certification-ends-question = { $count ->
    [one] Avsluta behörigheten?
   *[other] Avsluta { $count } behörigheter?
}
certification-ends-text = De slutar gälla direkt, på alla ställen. Pågående ärenden lämnas över, och de som berörs får ett mejl. Det går inte att ångra; behörigheten får i så fall beställas på nytt.
certification-ends-button = { $count ->
    [one] Avsluta behörigheten
   *[other] Avsluta { $count } behörigheter
}

certification-closed = Omprövningen stängde efter { $day }. Be { $who } i regionens administration att behålla eller avsluta det som återstår.
certification-closed-nobody = Omprövningen stängde efter { $day }. Be regionens administration att behålla eller avsluta det som återstår.
certification-closed-notice = Omprövningen stängde efter { $day }
certification-closed-notice-text = Det som ingen bekräftade är redovisat för regionen. Be regionens administration att behålla eller avsluta det som återstår.
certification-region-answers = Omprövningen stängde efter { $day }. Du svarar nu för regionen på det som återstår.
certification-shut = Fristen är slut och det som ingen hade bekräftat har avslutats. En behörighet som ska finnas kvar beställs på nytt.
certification-left = { $count ->
    [one] En rad återstår att behålla eller avsluta innan omprövningen kan skickas in. Den visas under Återstår.
   *[other] { $count } rader återstår att behålla eller avsluta innan omprövningen kan skickas in. De visas under Återstår.
}
certification-left-elsewhere = { $count ->
    [one] En rad återstår vid en enhet där du inte omprövar. Den som omprövar där svarar på den innan omprövningen kan skickas in.
   *[other] { $count } rader återstår vid enheter där du inte omprövar. Den som omprövar där svarar på dem innan omprövningen kan skickas in.
}
certification-own = { $name } är du själv. Ställföreträdaren eller regionen svarar på raden.
certification-meanwhile = Någon annan har redan svarat på { $role } för { $name }. Se vad som gäller nu och välj igen om det behövs.
certification-over-already = { $role } för { $name } har redan upphört och kan inte behållas. Beställ behörigheten på nytt om den behövs.
certification-submitted-already = Omprövningen är inskickad. Avsluta { $role } för { $name } på användarens sida eller med en avbeställning.
certification-not-there = Du omprövar inte behörigheter vid { $unit }. Be enhetens verksamhetschef eller regionen att svara på raden.
certification-last-administrator = { $name } är den sista som kan administrera { $unit }. Ge någon annan behörigheten först.
certification-stale = En av behörigheterna ändrades av någon annan under tiden. Ingenting är sparat: se vad som gäller nu och spara igen.

certification-follow-up = Uppföljning av omprövningar
    .line = Se vad som har bekräftats, avslutats och inte besvarats.
    .words = uppföljning omprövning obekräftade revision granskning
certification-follow-up-lead = Omprövningarna vid enheterna, de som stänger senast först. Öppna en för att se vem som beslutade vad.
certification-no-rounds = Här finns inga omprövningar än
certification-no-rounds-text = De öppnas av sig själva när regionen har valt hur ofta behörigheter ska omprövas och enheterna har en verksamhetschef.
certification-none-for-region = Ingen omprövning väntar på regionen
certification-none-for-region-text = Här visas omprövningar som har stängt med obekräftade rader, och inskickade där den som skickade in har egna rader som ingen annan vid enheten svarar på.
certification-all = Behörigheter
certification-kept-count = Behållna
certification-ended-count = Avslutade
certification-unconfirmed-count = Obekräftade
certification-without-head = Enheter utan verksamhetschef
    .line = Enheter där ingen omprövar behörigheterna.
    .words = enheter utan verksamhetschef omprövning saknas
certification-without-head-lead = Här har personal behörigheter som ingen omprövar. Utse en verksamhetschef för enheten eller för en enhet ovanför.
certification-above = Ingår i
certification-grants-there = Behörigheter
certification-all-have-heads = Alla enheter har någon som omprövar
certification-all-have-heads-text = En enhet där personal har behörigheter men ingen verksamhetschef svarar för dem visas här.

certification-deputies = Ställföreträdare
    .line = Utse någon som omprövar när du är borta.
    .words = ställföreträdare vikarie ersättare frånvaro verksamhetschef
certification-deputies-lead = En ställföreträdare omprövar behörigheter i verksamhetschefens ställe under en tid, och svarar på verksamhetschefens egna rader.
certification-deputies-now = Nuvarande och kommande
certification-no-deputies = Ingen ställföreträdare är utsedd
certification-no-deputies-text = Utse en inför ledighet, så att omprövningar inte blir liggande.
certification-deputy-coming = Kommande
certification-deputy-new = Ny ställföreträdare
certification-deputy-new-about = Personen behöver ett konto i organisationen. Behörigheten upphör av sig själv efter den sista dagen.
certification-deputy-unit = Enhet
    .missing = Välj den enhet som ställföreträdaren ska svara för.
certification-deputy-choose-unit = Välj enhet
certification-deputy-who = Användarnamn eller HSA-id
    .missing = Skriv användarnamnet eller HSA-id:t för den som ska bli ställföreträdare.
certification-deputy-from = Från och med
    .missing = Ange den första dagen.
certification-deputy-to = Till och med
    .missing = Ange den sista dagen.
certification-deputy-name = Utse
certification-deputy-named = Ställföreträdaren är utsedd.
certification-deputy-ended = Tiden som ställföreträdare är avslutad.
certification-deputy-over = Tiden som ställföreträdare var redan över.
    .tone = info
certification-deputy-from-past = { $day } har redan varit. Ange dagens datum eller ett senare.
certification-deputy-to-before = Den sista dagen kan inte vara före den första.
certification-deputy-unknown = Ingen i organisationen har det användarnamnet eller HSA-id:t. Kontrollera stavningen.
certification-deputy-unusable = Kontot är spärrat, avslutat eller inte godkänt än. Välj någon annan.
certification-deputy-oneself = Du kan inte vara din egen ställföreträdare. Välj någon annan.
certification-deputy-refused = Bara verksamhetschefen för { $unit } utser ställföreträdare där.
certification-deputy-end-question = Avsluta tiden för { $name }?
certification-deputy-end-text = { $name } slutar direkt att vara ställföreträdare vid { $unit }. Det gällde

certification-letter-opened = Omprövning av behörigheter vid { $unit }
certification-letter-opened-body =
    Det är dags att gå igenom vem som har vilken behörighet vid { $unit }. Behåll eller avsluta rad för rad senast { $day }.

    Öppna omprövningen: { $link }

    Är du borta kan du utse en ställföreträdare på samma ställe.

    Mejlet kommer från { $installation }. Det går inte att svara på det.
certification-letter-week = En vecka kvar: omprövning vid { $unit }
certification-letter-week-body = { $count ->
    [one] En behörighet vid { $unit } är inte bekräftad än.
   *[other] { $count } behörigheter vid { $unit } är inte bekräftade än.
} Sista dag är { $day }.

    Öppna omprövningen: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.
certification-letter-closed = Omprövningen vid { $unit } har stängt
certification-letter-closed-body = { $count ->
    [one] En behörighet vid { $unit } blev inte bekräftad senast { $day }.
   *[other] { $count } behörigheter vid { $unit } blev inte bekräftade senast { $day }.
} De är redovisade för regionen, som kan behålla eller avsluta dem.

    Se omprövningen: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.
certification-letter-lapsed = Obekräftade behörigheter vid { $unit } har avslutats
certification-letter-lapsed-body = { $count ->
    [one] En behörighet vid { $unit } som ingen hade bekräftat har avslutats.
   *[other] { $count } behörigheter vid { $unit } som ingen hade bekräftat har avslutats.
} En behörighet som ska finnas kvar beställs på nytt.

    Se omprövningen: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.
certification-letter-own = Rader väntar på dig i omprövningen vid { $unit }
certification-letter-own-body = { $count ->
    [one] Omprövningen vid { $unit } är inskickad, men en rad gäller den som skickade in.
   *[other] Omprövningen vid { $unit } är inskickad, men { $count } rader gäller den som skickade in.
} Ingen svarar på sin egen behörighet: behåll eller avsluta senast { $day }.

    Öppna omprövningen: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.
certification-letter-ended = { $count ->
    [one] En behörighet har avslutats
   *[other] { $count } behörigheter har avslutats
}
certification-letter-ended-body =
    Efter en omprövning har det här avslutats för dig:

    { $permissions }

    Behöver du behörigheten för ditt arbete, be din chef att beställa den på nytt.

    Mitt konto: { $link }

    Mejlet kommer från { $installation }. Det går inte att svara på det.

certification-guide = Ompröva behörigheter
certification-guide-what = Med det mellanrum som regionen har valt får varje enhets verksamhetschef en lista över vem som har vilken behörighet vid enheten och under den. En verksamhetschef ovanför regionen får listan för regionen. Listan visar hur det såg ut när omprövningen öppnades.
certification-guide-open = Öppna omprövningen under Beställningar, eller med länken i mejlet. Överst står den sista dagen.
certification-guide-choose = Välj Behåll eller Avsluta på varje rad. Se på Senast inloggad: den som aldrig loggar in behöver kanske inte behörigheten.
certification-guide-parts = Välj Spara för att göra klart en del i taget. Innan något avslutas visas vilka behörigheter det gäller. Behåll alla som återstår bekräftar resten på en gång.
certification-guide-submit = Välj Skicka in när inget återstår. Det som har upphört under tiden behöver inget svar.
certification-guide-own = Dina egna behörigheter
certification-guide-own-text = Ingen bekräftar sin egen behörighet. Ställföreträdaren eller regionens administration svarar på de raderna. Den som ska svara får ett mejl när du har skickat in.
certification-guide-deputy = Ställföreträdare
certification-guide-deputy-text = Under Ställföreträdare utser verksamhetschefen en kollega med konto i organisationen för en tid, med första och sista dag. En ställföreträdare utser ingen i sin tur. Tiden kan avslutas i förtid.
certification-guide-after = Efter den sista dagen
certification-guide-after-text = Då svarar bara regionens administration. Det som ingen har bekräftat redovisas under Uppföljning, och avslutas när fristen är slut om regionen har valt det. Enhetens sista administratör avslutas aldrig av sig självt. Mejl går vid öppnandet, en vecka före den sista dagen och dagen efter den.
certification-guide-region = För regionen och den som granskar
certification-guide-region-text = Uppföljning visar varje omprövning med vem som beslutade vad, när och om vilken lista, och som PDF. Det som väntar på regionens svar visas för sig. Enheter utan verksamhetschef listas för sig. Varje bekräftad rad står även i användarens historik.
