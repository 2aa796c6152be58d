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

    Mejlet kommer från { $installation } och innehåller inga uppgifter om ärendet. Det går inte att svara på det. Under Mitt konto väljer du om du vill få aviseringar.
cases-letter-assigned = { $count ->
    [one] Du har fått ett ärende vid { $unit }
   *[other] Du har fått { $count } ärenden vid { $unit }
}
cases-letter-assigned-body = { $count ->
    [one] Ett ärende vid { $unit } har fördelats till dig.
   *[other] { $count } ärenden vid { $unit } har fördelats till dig.
}

    Öppna: { $link }

    Mejlet kommer från { $installation } och innehåller inga uppgifter om ärendet. Det går inte att svara på det. Under Mitt konto väljer du om du vill få aviseringar.
cases-letter-reply = Svar i ett ärende vid { $unit }
cases-letter-reply-body =
    En invånare har svarat i ett ärende vid { $unit } som du har hand om.

    Öppna ärendet: { $link }

    Mejlet kommer från { $installation } och innehåller inga uppgifter om ärendet. Det går inte att svara på det. Under Mitt konto väljer du om du vill få aviseringar.
cases-letter-access-ended = En invånare kan inte längre svara i ett ärende vid { $unit }
cases-letter-access-ended-body =
    En invånare kan inte längre skriva till { $unit }. Ett ärende som du har hand om är fortfarande öppet.

    Öppna ärendet: { $link }

    Mejlet kommer från { $installation } och innehåller inga uppgifter om ärendet. Det går inte att svara på det. Under Mitt konto väljer du om du vill få aviseringar.
