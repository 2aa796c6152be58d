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
case-types-answer-missing = Svara på { $label }
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
