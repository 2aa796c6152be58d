# What is wrong with a form
case-types-wrong-no-fields = Add at least one question.
case-types-wrong-many-fields = Remove questions. A form may have at most { $max }.
case-types-wrong-many-alternatives = Remove answer alternatives. There may be at most { $max }.
case-types-wrong-large = Shorten the texts. The form is too large to be saved.
case-types-wrong-key = Remove the question and add it again. It cannot be told from another one.
case-types-wrong-label-missing = Write a text in Swedish.
case-types-wrong-label-long = Shorten the text. It may have at most { $max } characters.
case-types-wrong-label-twice = Change the text. There is one like it already.
case-types-wrong-help-long = Shorten the help text. It may have at most { $max } characters.
case-types-wrong-text-long = Shorten the text. It may have at most { $max } characters.
case-types-wrong-no-choices = Write at least one answer to choose.
case-types-wrong-many-choices = Remove answers. There may be at most { $max } to choose from.
case-types-wrong-choice-long = Shorten the answers. Each may have at most { $max } characters.
case-types-wrong-choice-missing = Write all answers in Swedish. The English list has more lines than the Swedish.
case-types-wrong-choice-twice = Change the answers. { $choice } stands there more than once.
case-types-wrong-condition-nothing = Choose again when the question is shown. The question that the condition was about does not exist.
case-types-wrong-condition-later = Move the question. It can be shown by an earlier question only, and { $field } stands later.
case-types-wrong-condition-no-choice = Choose a question with answers to choose from. { $field } is not one.
case-types-wrong-condition-no-answer = Choose at least one answer that shows the question.
case-types-wrong-condition-lost = Choose again which answers show the question. The answers to { $field } have been changed.
case-types-wrong-placeholder = Change { $word }. What may stand between braces is {"{"}name{"}"}, {"{"}clinic{"}"}, {"{"}signature{"}"}, {"{"}title{"}"} and {"{"}long title{"}"}.

# The resident's answers
case-types-answer = Answer
case-types-answer-missing = Answer { $label }
case-types-answer-choose = Choose an answer: { $label }
case-types-answer-attach = Attach a file: { $label }
case-types-answer-agree = Tick the box to go on: { $label }
case-types-answer-number-wrong = Write the number with digits, for example 38.5.
case-types-answer-file-wrong = Attach the file again.
case-types-answer-many-files = Remove files. You can attach at most { $max }.
case-types-answer-only-if = Answer only if you have chosen { $answers } to the question { $question }
case-types-answer-pick = Choose
case-types-answer-files = { $count ->
    [one] One attached file
   *[other] { $count } attached files
 }

# The ready case types
case-types-ready-book-appointment = The resident asks for an appointment and says what the visit is about and when it suits.
case-types-ready-change-appointment = The resident cancels or moves an appointment that is already booked.
case-types-ready-certificate = The resident asks for a certificate, such as for sick leave or travel.
case-types-ready-renew-prescription = The resident asks you to renew prescriptions for medicines already in use.
case-types-ready-contact-me = The resident asks a question and chooses whether the answer is to be written or by phone.
case-types-ready-comments-and-complaints = The resident gives praise, suggestions or complaints to the clinic.
