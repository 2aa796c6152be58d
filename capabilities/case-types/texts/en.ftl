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
case-types-answer-missing = Fill in: { $label }
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

# The menu
case-types-menu = Case types
    .words = Activate case types e-services clinic settings book appointment renew prescription form answer alternatives
    .line = Turn on and off what residents can contact the clinic about.
case-types-templates-menu = Templates for cases to residents
    .words = Make a template for cases to residents information question message placeholders
    .line = Make and change what staff often send.

# The case types
case-types-title = Case types
case-types-lead = What residents can contact { $clinic } about.
case-types-none = No case types are activated yet
case-types-none-text = Activate a ready case type below, or make your own.
case-types-name = Name
    .missing = Write what the case type is to be called.
case-types-state = State
case-types-order = Order and state
case-types-active = Active
case-types-inactive = Not active
case-types-restricted = Restricted
case-types-unpublished = Not published
case-types-changed = Unpublished change
case-types-days = { $days ->
    [one] One working day
   *[other] { $days } working days
 }
case-types-days-clinic = { $days ->
    [one] As the clinic: one working day
   *[other] As the clinic: { $days } working days
 }
case-types-up = Move up
case-types-down = Move down
case-types-ready = Ready case types
case-types-ready-text = They are ready to use. Once a case type is activated you can change its form and answer alternatives.
case-types-activate = Activate
case-types-deactivate = Deactivate
case-types-preview = Preview
case-types-activated = The case type is active. Residents can send new cases.
case-types-deactivated = The case type is not active. Cases that are there already remain and are to be answered.
case-types-error-taken-before = Someone else has activated the case type already. You see it in the list.
case-types-error-name-of-ready = The clinic already has a case type of its own called { $name }. Rename that one first.
case-types-error-unpublished = Publish the form before you activate the case type.
    .tone = warning

# Settings
case-types-settings = Settings
case-types-form = Form
case-types-alternatives = Answer alternatives
case-types-history = History
case-types-name-of-ready = Ready case types have the same name at every clinic.
case-types-reply-days = Reply within
case-types-reply-days-hint = { $days ->
    [one] Number of working days. Leave empty for the clinic's own promise, one working day.
   *[other] Number of working days. Leave empty for the clinic's own promise, { $days } working days.
 }
case-types-save = Save
case-types-saved = The changes are saved.
case-types-error-name-taken = Choose another name. The clinic already has a case type with that name.
case-types-next = Make the form
case-types-next-text = Add the questions that the resident is to answer. Then preview and publish, and the case type can be activated.
case-types-to-form = To the form
case-types-state-unpublished = The case type can be activated when its form is published.
case-types-state-active = Residents can send new cases.
case-types-state-inactive = Residents do not see the case type. Cases that are there already remain and are to be answered.

# Restricted
case-types-is-restricted = { $count ->
    [0] Only residents to whom the case type is handed out can use it. It is handed out to nobody.
    [one] Only residents to whom the case type is handed out can use it. It is handed out to one resident.
   *[other] Only residents to whom the case type is handed out can use it. It is handed out to { $count } residents.
 }
case-types-is-unrestricted = { $count ->
    [0] All residents who are approved for communication can use the case type.
    [one] All residents who are approved for communication can use the case type, and one to whom it is handed out.
   *[other] All residents who are approved for communication can use the case type, and { $count } to whom it is handed out.
 }
case-types-restrict = Restrict
case-types-unrestrict = Open to all approved
case-types-restrict-title = Restrict { $name }?
case-types-unrestrict-title = Open { $name } to all approved residents?
case-types-approved = { $count ->
    [0] No resident is approved for communication now
    [one] One resident is approved for communication
   *[other] { $count } residents are approved for communication
 }
case-types-approved-many = More than { $count } residents are approved for communication
case-types-restrict-approved = { $approved }. Whoever is approved can no longer send new cases of this type unless it is handed out to them.
case-types-restrict-handed-out = { $count ->
    [0] The case type is handed out to nobody. Hand it out under Residents.
    [one] The case type is handed out to one resident, who can use it as before.
   *[other] The case type is handed out to { $count } residents, who can use it as before.
 }
case-types-unrestrict-approved = { $approved }. Everyone who is approved can send cases of this type.
case-types-unrestrict-handed-out = { $count ->
    [0] The case type is handed out to nobody.
    [one] The case type is handed out to one resident. That remains until its end date.
   *[other] The case type is handed out to { $count } residents. That remains until the end dates.
 }
case-types-restriction-open-cases = Cases that are already sent are not affected.
case-types-restricted-now = The case type is restricted. Hand it out to those who are to use it.
case-types-unrestricted-now = All approved residents can use the case type.

# End
case-types-end = End the case type
case-types-end-about = When the case type is not to be used any more. For a pause it is enough to deactivate it.
case-types-end-title = End { $name }?
case-types-end-grants = { $count ->
    [0] The case type is handed out to nobody, so no permission ends.
    [one] The case type is handed out to one resident. That permission ends now.
   *[other] { $count } permissions of residents to whom the case type is handed out end now.
 }
case-types-end-new-cases = Nobody can send new cases of this type.
case-types-end-open-cases = Cases that are already sent remain with their form and are to be answered.
case-types-end-no-return = This cannot be undone. The same name can be used for a new case type.
case-types-ended = The case type is ended.

# Make one's own
case-types-new = Make your own case type
    .words = Make your own case type own form e-service
case-types-new-lead = For what the ready case types do not cover. It is made at { $clinic } and residents do not see it until you have published its form and activated it.
case-types-new-restricted = Restricted
    .hint = Only residents to whom the case type is handed out can use it. You can change that later.
case-types-new-next = Save and go to the form
case-types-created = The case type is made. Now add the questions.

# The form
case-types-questions = Questions
case-types-no-questions = The form has no questions yet
case-types-no-questions-text = Add the first question that the resident is to answer.
case-types-before-questions = Before the questions
case-types-before-questions-about = The first thing that the resident reads. Say what the case type is for, and where to turn if it is urgent.
case-types-intro = Introduction
case-types-intro-en = Introduction in English
case-types-intro-save = Save the introduction
case-types-required = Must be answered
case-types-answers = { $count ->
    [one] One answer to choose from
   *[other] { $count } answers to choose from
 }
case-types-shown-when = Shown if the answer to { $question } is { $answers }
case-types-remove = Remove
case-types-to-preview = Preview and publish
case-types-changed-text = Residents see the previous version until you publish.
case-types-unpublished-text = Residents see nothing of the form until you publish.
case-types-field-new = Add a question
case-types-field-new-lead = Choose how the question is to be answered.
case-types-field-added = The question is added.
case-types-field-saved = The question is changed.
case-types-field-moved = The question is moved.
case-types-field-removed = The question is removed.
case-types-field-remove-title = Remove the question { $name }?
case-types-field-remove-text = Cases that are already sent keep the question and its answer. Residents no longer see the question when you publish.
case-types-cannot-move-end = It cannot be moved further.
case-types-cannot-move-before = The question is shown by the answer to { $field } and so cannot stand before it.
case-types-cannot-move-after = The answer to the question decides whether { $field } is shown. So it cannot stand after that.
case-types-cannot-remove = The answer to the question decides whether { $field } is shown. First change when that question is shown.

# A question
case-types-field-question = The question
case-types-field-label = Question
    .missing = Write the question in Swedish.
case-types-field-label-consent = What the resident agrees to
case-types-field-label-en = The question in English
case-types-field-help = Help text
    .hint = Shown under the question. Say what the answer is used for, or give an example.
case-types-field-help-en = The help text in English
case-types-field-required = The question must be answered
    .hint = Only when the question is shown.
case-types-field-answers = Answers to choose from
case-types-field-choices = Answers
    .hint = One answer on each line, in the order in which they are to be shown.
case-types-field-choices-en = The answers in English
    .hint = One answer on each line, in the same order as in Swedish.
case-types-field-condition = When the question is shown
case-types-field-shown-when = Show only if the resident has answered
    .hint = Tick nothing if the question is always to be shown. Choose answers to one and the same question.
case-types-field-english = In English
case-types-field-english-about = Whoever reads in English sees the Swedish text where there is none in English.
case-types-error-two-conditions = Choose answers to one and the same question.
case-types-error-answer-asked-for = Keep the answer that you have removed. Another question is shown only when it is chosen.
case-types-kind-text = Short text
case-types-kind-text-meaning = One line, such as a name or a subject.
case-types-kind-long-text = Long text
case-types-kind-long-text-meaning = Several lines, when the resident is to tell in their own words.
case-types-kind-choice = One choice
case-types-kind-choice-meaning = The resident chooses one of the answers that you write. Other questions can be shown by the answer.
case-types-kind-many-choices = Several choices
case-types-kind-many-choices-meaning = The resident ticks one or more answers.
case-types-kind-date = Date
case-types-kind-date-meaning = A day.
case-types-kind-number = Number
case-types-kind-number-meaning = A number, with or without decimals.
case-types-kind-phone = Telephone number
case-types-kind-phone-meaning = A number that the clinic can call.
case-types-kind-file = File
case-types-kind-file-meaning = Pictures and documents: PDF, PNG, JPEG and GIF. At most five files in a case, 20 MB each.
case-types-kind-consent = Consent
case-types-kind-consent-meaning = A box that the resident ticks to agree to something.

# Answer alternatives
case-types-alternatives-text = Whoever answers the case chooses an answer alternative. Its text is the beginning of the reply and can be changed before it is sent.
case-types-no-alternatives = There are no answer alternatives
case-types-no-alternatives-text = Whoever answers the case writes the reply from the beginning.
case-types-alternative = Answer alternative
case-types-alternative-new = Add an answer alternative
case-types-alternative-label = Name
    .hint = What is chosen, such as Appointment booked.
    .missing = Write what the answer is to be called.
case-types-alternative-label-en = The name in English
case-types-alternative-reply = Text that the reply begins with
case-types-alternative-reply-en = The text in English
case-types-alternative-added = The answer alternative is added.
case-types-alternative-saved = The answer alternative is changed.
case-types-alternative-moved = The answer alternative is moved.
case-types-alternative-removed = The answer alternative is removed.
case-types-alternative-remove-title = Remove the answer alternative { $name }?
case-types-alternative-remove-text = Replies that are already sent do not change. The alternative disappears for those who answer new cases when you publish.
case-types-no-reply = No ready text.
case-types-placeholders = This is filled in by itself when the text is used: { $words }.

# Preview and publish
case-types-as-resident = As the resident sees it
case-types-as-staff = What staff can answer
case-types-try = Try the answers
case-types-tried = The answers can be sent
case-types-tried-text = This is how the clinic reads them. Nothing has been saved.
case-types-not-whole = The form is not ready
    .tone = warning
case-types-not-whole-text = Mend this before the form can be published.
case-types-publish = Publish
case-types-publish-text = There are changes that residents do not see. When you publish, they hold for new cases. Cases that are already sent keep their version.
case-types-publish-first = When you publish, the case type can be activated. A published form can be changed, and cases keep the version that they were sent with.
case-types-published = The present version is { $number }, published { $time }.
case-types-published-by = The present version is { $number }, published { $time } by { $name }.
case-types-published-now = The form is published and holds for new cases.
case-types-discard = Drop the changes
case-types-discarded = The changes are dropped. Here stands what is published.

# History
case-types-history-none = Nothing has happened yet
case-types-history-none-text = Here stands who changes what, and when.
case-types-history-show = Show who has changed what
case-types-event-created = Made
case-types-event-ended = Ended
case-types-event-published = Published
case-types-event-discarded = Changes dropped
case-types-event-moved = Moved in the list
case-types-event-switched = Turned on or off
case-types-event-restricted = Restriction changed
case-types-event-form = Form changed
case-types-event-alternatives = Answer alternatives changed
case-types-event-changed = Settings changed
case-types-h-moved = Direction
case-types-h-published = Version
case-types-h-discarded = Back to version
case-types-h-ended = Ended
case-types-h-ended-grants = { $count ->
    [0] no permission ended
    [one] one permission ended
   *[other] { $count } permissions ended
 }
case-types-h-field = Question
case-types-h-field-added = New question
case-types-h-field-removed = Removed question
case-types-h-field-moved = Moved question
case-types-h-alternative-added = New answer alternative
case-types-h-alternative-removed = Removed answer alternative
case-types-h-alternative-moved = Moved answer alternative
case-types-stale = Someone else was first
    .tone = warning
case-types-stale-told = Someone else was first. This is how it is now.
    .tone = warning
case-types-stale-text = The case type or template has been changed since you opened the page. What you wrote is still here. Read what is changed, and save again if yours is still to hold.
case-types-stale-question = The case type has been changed since you opened the page. Read what happens now before you answer.

# Templates
case-types-templates = Templates for cases to residents
case-types-templates-lead = What staff at { $clinic } can begin from when they send a new case.
case-types-templates-none = There are no templates yet
case-types-templates-none-text = Make a template for what you often send: invitations, test results, questions before a visit.
case-types-template-new = Make a template
    .words = Make a template for cases to residents
case-types-template-lead = A template is a ready case that staff can change before they send it.
case-types-template-name = Name of the template
    .hint = Only staff see it.
    .missing = Write what the template is to be called.
case-types-template-kind = Kind
    .missing = Choose whether the template is an information or a question.
case-types-template-information = Information
case-types-template-information-meaning = The resident reads but cannot reply.
case-types-template-question = Question
case-types-template-question-meaning = The resident can reply.
case-types-template-subject = Heading
    .missing = Write a heading.
case-types-template-body = Message
    .missing = Write a message.
case-types-template-is-active = Active
    .hint = Only active templates can be chosen when a new case is sent.
case-types-template-active = Active
case-types-template-inactive = Not active
case-types-template-created = The template is made.
case-types-template-saved = The template is saved.
case-types-template-removed = The template is removed.
case-types-template-name-taken = Choose another name. The clinic already has a template with that name.
case-types-template-remove-title = Remove the template { $name }?
case-types-template-remove-text = It can no longer be chosen. Cases that are already sent do not change.
case-types-sample-about = With a made-up resident and a made-up sender.
case-types-sample-to = To
case-types-sample-from = From
case-types-sample-name = Alex Madeup
case-types-sample-signature = Kim Example
case-types-sample-title = Registered nurse
case-types-sample-long-title = Registered nurse, specialist in primary care
case-types-sample-reply = The resident can reply.
case-types-sample-no-reply = The resident cannot reply.

# How to
case-types-guide-how = How to
case-types-guide-fields = The fields
case-types-guide-activate = Administrator – Activate case types (e-services)
    .about = As an administrator you activate the e-services that the clinic is to offer, and say what the resident sees and what the case handler can answer.
case-types-guide-activate-lead = As administrator you activate the e-services that the clinic is to offer. You set what the resident sees and what staff can answer.
case-types-guide-activate-1 = Press Case types in the menu.
case-types-guide-activate-2 = Choose a ready case type. Press Preview to see what the resident sees and what staff can answer.
case-types-guide-activate-3 = Press Activate. The case type gets a page of its own.
case-types-guide-activate-4 = Change the form under Form and the answers under Answer alternatives if you need. Publish the changes under Preview.
case-types-guide-activate-5 = In the list, decide with Move up and Move down in which order residents see the case types.
case-types-guide-active = Residents see active case types only. When you deactivate one, cases that are already sent remain.
case-types-guide-reply-days = What the resident is promised, in working days. Without a promise of its own the clinic's holds.
case-types-guide-restricted = Only residents to whom the case type is handed out under Residents can use it.
case-types-guide-form = The questions that the resident answers, and the text before them.
case-types-guide-alternatives = The answers that staff can choose, with the beginning of the text.
case-types-guide-end = End a case type that is not to be used any more. Everything that is handed out of it ends, and the dialog says how many. Cases that are already sent remain.
case-types-guide-own = Administrator – Make your own case type
    .about = A clinic can make one or more case types of its own. The administrator sets them up.
case-types-guide-own-lead = A clinic can make one or more case types of its own. The administrator makes the settings.
case-types-guide-own-1 = Press Case types in the menu and then Make your own case type.
case-types-guide-own-2 = Write a name, choose a promise and whether it is to be restricted. Press Save and go to the form.
case-types-guide-own-3 = Press Add a question for each question. Choose how it is to be answered, write the question and, if you like, a help text.
case-types-guide-own-4 = Change the order with Move up and Move down. It can be done with the keyboard.
case-types-guide-own-5 = Add answer alternatives under the tab Answer alternatives.
case-types-guide-own-6 = Try the form under Preview, press Publish and after that Activate.
case-types-guide-kinds = How a question can be answered
case-types-guide-condition = Questions that are shown at times
case-types-guide-condition-text = A question can be shown only when an earlier question has had a certain answer. A question that is not shown need not be answered, and what was written in it is not sent.
case-types-guide-versions = Versions
case-types-guide-versions-text = Each time you publish, the form gets a new number. A case keeps the version that it was sent with, however the form is changed later.
case-types-guide-templates = Administrator – Make a template for cases to residents
    .about = The administrator makes templates for cases that case handlers can send to residents.
case-types-guide-templates-lead = The administrator makes templates for cases that staff can send to residents.
case-types-guide-templates-1 = Press Templates for cases to residents in the menu and then Make a template.
case-types-guide-templates-2 = Write a name and choose whether the template is an information or a question.
case-types-guide-templates-3 = Write heading and message. Write placeholders where name, clinic, signature or title are to be filled in.
case-types-guide-templates-4 = Press Preview to see how a made-up resident reads the template, and then Save.
case-types-guide-template-name = What staff choose the template by. The resident does not see it.
case-types-guide-template-subject = What the resident sees in the inbox after signing in. May hold placeholders.
case-types-guide-template-body = The text of the case. A placeholder that does not exist gives an error that says which one it is.
case-types-guide-template-active = A template that is not active remains but cannot be chosen.

# Among the clinic's settings
case-types-card = Turn on and off, change forms and answer alternatives, make your own.
case-types-templates-card = Information and questions that staff can send to residents.
