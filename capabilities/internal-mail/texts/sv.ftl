internal-menu-section = Internpost
internal-inbox = Internpost
    .line = Läs och svara på meddelanden från kollegor.
    .words = Internpost meddelanden brevlåda kollegor inkorg
internal-new = Skriv internpost
    .line = Skriv till en kollega, en roll eller en grupp.
    .words = Internpost nytt meddelande till kollega reception
internal-sent = Skickad internpost
internal-tab-inbox = { $count ->
    [0] Inkorg
   *[other] Inkorg ({ $count })
}
internal-tab-sent = Skickat
internal-unread = { $count ->
    [0] Du har inget oläst.
    [one] Du har ett oläst meddelande.
   *[other] Du har { $count } olästa meddelanden.
}
internal-unread-card = { $count ->
    [one] 1 oläst
   *[other] { $count } olästa
}
internal-inbox-none = Du har ingen internpost
internal-inbox-none-text = Det som kollegor skriver till dig, till en roll som du har eller till en grupp som du är med i visas här.
internal-sent-none = Du har inte skickat något
internal-sent-none-text = Det som du skriver till kollegor visas här.
internal-shown = { $count ->
    [one] Visar 1 meddelande
   *[other] Visar { $count } meddelanden
}
internal-subject = Ämne
    .missing = Skriv ett ämne.
internal-from = Från
internal-to = Till
    .missing = Välj vem det ska gå till.
internal-last = Senast
internal-new-mark = Nytt
internal-new-lead = Internpost läses av dem som har behörigheten Internpost.
internal-unit = Enhet
    .hint = Välj enhet och tryck på Visa enhetens mottagare.
internal-other-unit = Visa enhetens mottagare
internal-to-prompt = Välj person, roll eller grupp
internal-to-persons = Personer
internal-to-roles = Roller
internal-to-groups = Grupper
internal-away = { $name } (frånvarande)
internal-nobody = Ingen annan kan läsa internpost här
internal-nobody-text = En administratör ger behörigheten Internpost under Behörigheter.
internal-body = Meddelande
    .missing = Skriv ett meddelande.
internal-files = Bilagor
internal-send = Skicka
internal-keep = Spara utkast
internal-thread = Meddelanden
internal-reply = Svara
internal-send-reply = Skicka svar
internal-readers = Vem har läst ({ $count })
internal-told-sent = Internposten är skickad.
internal-told-replied = Svaret är skickat.
internal-told-kept = Utkastet är sparat. Det ligger kvar i 90 dagar.
internal-refusal-nobody = Ingen kan läsa det där just nu. Välj en annan mottagare.
internal-written-meanwhile = Någon har skrivit sedan du öppnade sidan. Läs det nya nedan. Det du skrev är kvar: skicka igen om det fortfarande stämmer.

internal-letter = Ny internpost vid { $unit }
internal-letter-body =
    Du har fått internpost vid { $unit }.

    Läs den: { $link }

    Mejlet kommer från { $installation } och innehåller inget av det som står i internposten. Det går inte att svara på det. Under Personliga inställningar väljer du om du vill få aviseringar.

internal-guide = Internpost
internal-guide-what = Med Internpost skriver du till kollegor utan att någon invånare är med.
internal-guide-open = Öppna Internpost och tryck på Skriv internpost.
internal-guide-to = Välj person, roll eller grupp. Finns mottagaren vid en annan enhet väljer du enheten först.
internal-guide-write = Skriv ämne och meddelande, och bifoga filer om det behövs. Det du skriver sparas medan du skriver.
internal-guide-send = Tryck på Skicka. Svar kommer tillbaka till samma tråd.
internal-guide-person = Bara den personen och du läser tråden.
internal-guide-role = Den som har rollen vid enheten när tråden öppnas läser den. Den som får rollen senare läser också, och den som förlorar den läser inte längre.
internal-guide-group = Den som är med i gruppen när tråden öppnas läser den.
internal-guide-read = Vem har läst
internal-guide-read-text = Längst ned i tråden står vem som har läst och när. Det du inte har läst står först i inkorgen.
internal-guide-notice = Aviseringar
internal-guide-notice-text = Under Personliga inställningar väljer du om du vill få ett mejl när det kommer internpost. Mejlet säger inte vad som står i den.
