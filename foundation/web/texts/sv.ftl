# Ramen runt sidorna
web-skip = Hoppa till innehållet
web-menu = Meny
web-own-menu = Mitt konto
web-help = Hjälp
web-live-show = Visa
web-signed-in-as = Inloggad som
web-switch-hat = Byt uppdrag
web-sign-out = Logga ut
web-crumbs = Du är här
web-to-start = Till startsidan
web-foot = svarar på vem som får göra vad, för vem och hur länge.
web-accessibility = Tillgänglighetsredogörelse
web-theme = Utseende
web-theme-light = Ljust
web-theme-dark = Mörkt
web-theme-auto = Som systemet
web-notice = Meddelande

# Kommandosöket
web-command-link = Sök funktion
web-command-placeholder = Vad vill du göra?
web-command-label = Vad vill du göra?
web-functions = Funktioner
web-command-number = Öppna ärende
web-no-command = Ingen funktion svarar mot det du skrev. Prova ett annat ord.
web-commands-found = { $count ->
    [one] En funktion
   *[other] { $count } funktioner
 }

# Sessionen
web-session-ends = Du loggas snart ut
web-session-ends-text = Du har inte gjort något på en stund. Det du har skrivit sparas inte om du loggas ut. Tid kvar:
web-session-stay = Fortsätt vara inloggad

# Formulär
web-error-prefix = Fel:
web-error-summary = Det finns ett problem
web-optional = (valfritt)
web-missing = Fyll i fältet { $label }.
web-too-long = Korta texten. Den får ha högst { $max } tecken.
web-forbidden-character = Ta bort tecken som inte kan sparas. De följer ibland med när man klistrar in.
web-password-show = Visa lösenordet
web-password-shown = Lösenordet visas
web-password-hidden = Lösenordet är dolt
web-yes = Ja
web-no = Nej
web-not-given = Inte angivet
web-unsaved = Du har ändringar som inte är sparade.
web-date-wrong = Skriv datumet som 2026-11-21.
web-number-wrong = Skriv ett heltal från { $min } till { $max }.
web-choice-wrong = Välj något av det som finns i listan.
web-file-too-large = Välj en fil som är högst { $max }.
web-close = Stäng
web-cancel = Avbryt
web-change = Ändra

# Listor
web-search = Sök
web-filters-on = Valda filter
web-filter-remove = Ta bort filtret
web-filters-clear = Rensa alla
web-pages = Sidor
web-previous = Föregående
web-next = Nästa

# Personer
web-person = Sidan gäller
web-protected = Skyddade personuppgifter
web-protected-text = Läs inte upp och lämna inte ut uppgifter. Varje visning loggas.

# Historik
web-changed-from = från
web-changed-to = till
web-empty-value = tomt
web-today = i dag
web-yesterday = i går
web-tomorrow = i morgon
web-until-further-notice = tills vidare

# Uppgifter
web-task-not-started = Inte påbörjad
web-task-started = Pågår
web-task-done = Klar
web-task-not-yet = Kan inte påbörjas än

# Att kopiera
web-print = Skriv ut
web-copy = Kopiera
web-copied = Kopierat
web-shown-once = Den visas bara nu och kan användas en gång.

# Inloggning med annan enhet
web-qr-alt = QR-kod för BankID
web-qr-step-open = Öppna BankID-appen på din telefon.
web-qr-step-read = Tryck på Skanna QR-kod och håll telefonen mot koden.
web-qr-step-confirm = Kontrollera att det står Behörig och skriv in din säkerhetskod.
web-qr-same-device = Öppna BankID på den här enheten

# Fel
web-error-too-large = Det du skickade är för stort
web-error-too-large-text = Gå tillbaka, korta texten eller ta bort något och skicka igen. Inget har sparats.
web-error-bad-request = Det gick inte att läsa det du skickade
web-error-bad-request-text = Gå tillbaka, ladda om sidan och försök igen. Inget har sparats.
