cases-refusal-closed = The case is closed. What you wrote is still here.
cases-refusal-withdrawn = The resident has withdrawn the case.
cases-refusal-already-assigned = The case is assigned already.
cases-refusal-taken = The case is already assigned to { $by }.
cases-refusal-not-assigned = Nobody has the case. Assign it first.
cases-refusal-not-asked = Nobody has asked anything in the case, so it can't be replied to.
cases-refusal-replies-ended = The case can no longer be replied to, since the resident can no longer write to the clinic.
cases-refusal-begins-new-case = The case is closed. A reply becomes a new case.
cases-refusal-not-yours = The case is assigned to somebody else. Reassign it to yourself first.
cases-refusal-not-this-kind = That can't be done with such a case.
cases-refusal-not-able = Choose somebody who can answer cases at the clinic right now.
cases-unreachable-unknown = There is no resident with that number. Check the number.
cases-unreachable-deceased = The person is deceased.
cases-unreachable-not-approved = The resident is not approved for communication with the clinic and has no handed-out case type. Approve the resident first.
cases-unreachable-no-guardian = The resident is under 13, and the register names no guardian who can read.

cases-letter-new = New case for { $unit }
cases-letter-new-body =
    A new case has come to { $unit } and waits to be assigned.

    Open the inbox: { $link }

    This message comes from { $installation } and holds nothing about the case. It can't be replied to. Under Personal settings you choose whether to get notices.
cases-letter-assigned = { $count ->
    [one] You have been assigned a case at { $unit }
   *[other] You have been assigned { $count } cases at { $unit }
}
cases-letter-assigned-body = { $count ->
    [one] A case at { $unit } has been assigned to you.
   *[other] { $count } cases at { $unit } have been assigned to you.
}

    Open: { $link }

    This message comes from { $installation } and holds nothing about the case. It can't be replied to. Under Personal settings you choose whether to get notices.
cases-letter-reply = A reply in a case at { $unit }
cases-letter-reply-body =
    A resident has replied in a case at { $unit } that you have.

    Open the case: { $link }

    This message comes from { $installation } and holds nothing about the case. It can't be replied to. Under Personal settings you choose whether to get notices.
cases-letter-to-resident = New message in { $installation }
cases-letter-to-resident-body =
    You have a message in { $installation }.

    Sign in and read it: { $link }

    This mail holds nothing about your care, and it can't be replied to. Under My settings you choose whether to get notices: { $settings }
cases-sms-to-resident = You have a message in { $installation }. Sign in and read it: { $link }
cases-letter-access-ended = A resident can no longer reply in a case at { $unit }
cases-letter-access-ended-body =
    A resident can no longer write to { $unit }. A case that you have is still open.

    Open the case: { $link }

    This message comes from { $installation } and holds nothing about the case. It can't be replied to. Under Personal settings you choose whether to get notices.

cases-menu-section = Cases
cases-lists = Lists of cases
cases-inbox = Assign
    .line = Read new cases and assign them to those who are to answer.
    .words = Case receiver Assign a case inbox unassigned
cases-inbox-title = Assign cases
cases-inbox-lead = Cases for { $unit } that wait for somebody to answer them.
cases-inbox-caption = Unassigned cases, the oldest promise first
cases-inbox-none = Nothing waits to be assigned
cases-inbox-none-text = When a resident sends a case it comes here. So do cases whose handler can no longer answer.
cases-mine = My cases
    .line = Answer the cases that you have been given.
    .words = Case handler Answer a case
cases-mine-none = You have no open cases
cases-mine-none-text = Cases that are assigned to you, or to a group that you are in, are shown here.
cases-all = The clinic's cases
cases-all-none = No cases in that state
cases-all-none-text = Choose another state.
cases-search = Search cases
    .line = Search for words in cases, or open a case by its number.
    .words = Open case number search words full text
cases-search-box = Search for words, or open a case by number
cases-search-lead-clinic = All cases at { $unit }, closed ones too.
cases-search-lead-held = Cases at { $unit } that you or your group have, closed ones too.
cases-search-caption = Cases that hold the words, the newest first
cases-search-hint = Write words that stand in the case, or its number. The case must hold all of the words. Inflected forms are found too.
cases-search-none = No case holds all of the words
cases-search-none-text = Try fewer or other words. Names and personal numbers are not searched here.
cases-search-nothing = There is no word to search for
cases-search-words-only = Search with words or a case number here, not with a personal number.
cases-you = You
cases-mine-show = Show
cases-mine-open = Open cases
cases-mine-sent = Sent information that nobody has read
cases-mine-sent-none = All information that you have sent has been read
cases-mine-sent-none-text = Information that you send stands here until the resident has read it.
cases-shown = { $count ->
    [one] Showing 1 case
   *[other] Showing { $count } cases
}
cases-case = Case
cases-from = From
cases-came = Came
cases-age = Age
cases-working-days = { $count ->
    [0] Less than a working day
    [one] 1 working day
   *[other] { $count } working days
}
cases-due = Answer by
cases-no-promise = No promise
cases-overdue = Overdue
cases-soon = Soon
cases-has-it = Has the case
cases-nobody = Nobody
cases-was-with = Was with { $name }
cases-state = State
cases-state-received = Received
cases-state-assigned = Assigned
cases-state-partial = In progress
cases-state-waiting = Waits for the resident
cases-state-sent = Sent
cases-state-read = Read
cases-state-answered = The resident has replied
cases-state-closed = Closed
cases-state-withdrawn = Withdrawn
cases-kind-resident = From a resident
cases-kind-information = Information
cases-kind-question = Question
cases-kind-internal = Internal mail
cases-tick = Choose
cases-tick-one = Choose { $case }
cases-ticked = Cases
    .missing = Tick at least one case.
cases-to = Assign to
    .missing = Choose whom the case goes to.
cases-to-prompt = Choose a person or a group
cases-to-persons = Persons
cases-to-groups = Groups
cases-nobody-answers = Nobody can answer cases at the clinic right now. Ask an administrator to make somebody a case handler.
cases-assign = Assign
cases-assign-title = Assign a case
cases-reassign = Reassign
    .words = Reassign a case
cases-reassign-title = Reassign a case
cases-back = Back
cases-back-inbox = To the receivers' inbox
cases-back-wrong = To the inbox, wrong case
cases-note = Note
    .hint = Read by colleagues, not by the resident.
cases-refusal-taken-one = { $reference } is already assigned to { $by }.
cases-refusal-closed-plain = The case is closed and can't be assigned.
cases-told-assigned = The cases are assigned.
cases-told-some-assigned = Some of the cases had already been assigned by somebody else. The others are assigned.
cases-told-passed-on = The case is reassigned.
cases-told-all-passed-on = The cases are reassigned.
cases-told-answered = The answer is sent and the case is closed.
cases-told-partial = The partial reply is sent.
cases-told-question = The question is sent. The case waits for the resident.
cases-told-closed = The case is closed.
cases-told-draft-kept = The draft is saved.
cases-told-sent = The case is sent.
cases-told-group-saved = The group is saved.
cases-told-group-ended = The group is removed. Its open cases are in the inbox.
cases-told-absence = The absence is saved. Open cases have moved if the absence has begun.
cases-told-absence-ended = The absence is ended.

cases-number = Personal number
cases-person-age = Age
cases-years = { $years } years
cases-protected-text = You need the service View protected identities to see whom the case is about.
cases-reference = Case number
cases-received = Came
cases-closed-at = Closed
cases-follows = Reply to case
cases-followed-by = Goes on in case
cases-thread = The case
cases-message-sent = The resident's case
cases-message-partial = Partial reply
cases-message-question = Question
cases-message-answer = Answer
cases-message-reply = The resident's reply
cases-message-information = Information
cases-message-internal = Internal mail
cases-files = Attachments
cases-delivered = In the resident's inbox, not read yet.
cases-read-by-resident-at = Read by the resident { $time }.
cases-told-resident-not = No notice was sent.
cases-told-resident-no-address = No notice was sent: the resident has given no address.
cases-told-resident-waiting = A notice waits to be sent.
cases-told-resident-in-vain = The notice could not be sent yet. Next try { $time }.
cases-told-resident-sent = A notice was handed to the mail server { $time }.
cases-told-resident-refused = The notice did not arrive: the mail server does not take the address.
cases-told-resident-time-over = The notice was not sent: the mail server did not answer for three days.
cases-told-resident-withdrawn = The notice was taken back before it was sent.
cases-told-sms-waiting = A text message waits to be sent.
cases-told-sms-in-vain = The text message could not be sent yet. Next try { $time }.
cases-told-sms-sent = A text message was handed to the SMS provider { $time }.
cases-told-sms-refused = The text message did not arrive: the SMS provider did not take the message. The resident needs to check the number.
cases-told-sms-time-over = The text message was not sent: the SMS provider did not answer for three days.
cases-told-sms-not-known = It is not certain that the text message arrived: the SMS provider did not answer as it should. It is not sent again.
cases-told-sms-withdrawn = The text message was taken back before it was sent.
cases-told-resident-long-ago = A notice was written. How it went is kept for 90 days only.
cases-read-by-resident = Read by the resident.
cases-happened-by = by { $name }
cases-happened-assigned = Assigned to { $to }
cases-happened-reassigned = Reassigned from { $from } to { $to }
cases-happened-handed-back = Back in the inbox from { $from }
cases-happened-wrong-case = Back in the inbox from { $from } as the wrong case
cases-happened-taken = { $to } took the case from the group { $from }
cases-happened-withdrawn = The resident withdrew the case
cases-happened-closed = Closed
cases-happened-access-ended = The resident can no longer reply
cases-why-blocked = The account was blocked.
cases-why-ended = The account was ended.
cases-why-right-ended = The permission ended.
cases-why-away = Absence.
cases-why-group-ended = The group was removed.
cases-readers = Who has read it ({ $count })
cases-reader-resident = The resident
cases-also-open = { $name } has the case open too.
cases-also-writing = Your colleague is writing right now.
cases-also-reading = Talk to each other before you answer.
cases-answer = Answer
cases-body = Message
    .missing = Write a message.
cases-alternative = Answer alternative
    .hint = The text goes into the message. Read it through and complete it before you send.
cases-alternative-gone = There is no such answer alternative. Choose another.
cases-alternative-put = The text of the answer alternative now stands in the message. Read it through and complete it, then send.
cases-signed = Sent with the signature: { $signature }
cases-answer-and-close = Answer and close
cases-partial-reply = Partial reply
cases-ask-back = Ask back
cases-save-draft = Save draft
cases-draft-kept = The draft was saved { $time }. It is kept for 90 days.
cases-close = Close
cases-close-text = The case can be closed when nothing more is to happen in it.
cases-written-meanwhile = Somebody has written in the case or changed it since you opened it. Read what is new below. What you wrote is kept: send it again if it still holds.
cases-you-wrote = What you wrote

cases-begin = Send a new case
    .line = Write to one or more residents, from a template if you like.
    .words = Case handler Send a new case information question template
cases-begin-lead = Information or a question from { $unit } to one or more residents.
cases-begin-template = Begin from a template
cases-begin-to = To
    .hint = Personal numbers, one on each line.
    .missing = Enter at least one personal number.
cases-begin-kind = Kind
    .missing = Choose information or question.
cases-begin-information-hint = The resident can read but not reply.
cases-begin-question-hint = The resident can reply once.
cases-begin-subject = Subject
    .missing = Write a subject.
cases-begin-review = Check
cases-begin-check = Check before you send
cases-begin-check-lead = See to it that the right people get the case, and what it says.
cases-begin-each = Each gets a case of their own with their own name in the text. The text above is the first recipient's.
cases-begin-send = Send
cases-begin-change = Change
cases-begin-too-many = Enter at most { $most } personal numbers at a time.
cases-begin-gone = What you checked has already been sent or changed in another window. Check again before you send.
cases-begin-not-to = { $number }: { $why }

cases-groups = Groups
    .line = Put together those who answer together.
    .words = Groups of case handlers
cases-groups-none = There are no groups
cases-groups-none-text = With a group you can assign a case to several people, and whoever gets to it first answers.
cases-group-new = New group
cases-group-name = Name
    .missing = Write the name of the group.
cases-group-name-taken = The clinic already has a group of that name.
cases-group-members = Members
    .missing = Choose at least one member.
cases-group-unstaffed = Nobody can answer now
cases-group-changed = Somebody else has changed the group. Check it and save again.
cases-group-save = Save the group
cases-group-end = Remove the group
cases-group-end-title = Remove { $name }?
cases-group-end-text = The group's open cases go back to the receivers' inbox.

cases-absence = Absence
    .line = Say who is away and who takes over.
    .words = Ill holiday substitute
cases-absence-none = Nobody is away
cases-absence-none-text = When somebody is away their open cases go to a substitute, or back to the inbox.
cases-absence-new = New absence
cases-absence-who = Who
    .missing = Choose who is away.
cases-absence-from = From
    .hint = The cases move that day.
    .missing = Enter the first day.
cases-absence-to = To
    .hint = Leave empty for until further notice.
cases-absence-period = Period
cases-absence-substitute = Substitute
    .hint = Gets the cases as soon as the absence begins.
cases-absence-nobody = Nobody, the cases go to the inbox
cases-absence-save = Save absence
cases-absence-end = End the absence
cases-absence-now = Away now
cases-absence-order = The last day is to be today or later, and not before the first.
cases-absence-oneself = Choose somebody else than who is away.
cases-choose-person = Choose a person
cases-all-pass-on = Reassign all of a person's cases
    .line = Move all of a colleague's cases at once.
    .words = Ill Reassign all cases
cases-all-pass-on-lead = All open cases that a person has at { $unit }, at once.
cases-all-pass-on-none = Nobody has open cases
cases-all-pass-on-none-text = There is nothing to reassign.
cases-all-from = From
    .missing = Choose whose cases are to be reassigned.

cases-waiting = { $count ->
    [one] 1 case to assign
   *[other] { $count } cases to assign
}

cases-guide-assign = Case receiver – Assign a case
    .about = You who are a case receiver assign cases to those who answer them.
cases-guide-assign-what = You who are a case receiver assign cases to those who are to answer them.
cases-guide-assign-open = Open Assign. The case whose promise ends first stands on top. Open a case to read it.
cases-guide-assign-tick = Tick one or more cases.
cases-guide-assign-to = Choose a person or a group.
cases-guide-assign-done = Press Assign. Whoever gets the case sees it under My cases, and by mail if they have chosen so.
cases-guide-promise = The promise
cases-guide-promise-text = The clinic promises to answer within a number of working days. Weekends and holidays don't count. A case past its time is marked Overdue.
cases-guide-lost = No case is lost
cases-guide-lost-text = If a handler is blocked, loses the permission or is away, the case is shown here again, with the name of whoever had it.
cases-guide-groups-text = A group can have a case together. Whoever writes in it first gets it.
cases-guide-reassign = Case receiver/Case handler – Reassign a case
    .about = If a case handler is ill, or if you got the wrong case, it can be reassigned.
cases-guide-reassign-what = If a handler is ill, or you were given the wrong case, it can be reassigned. A receiver can reassign every case, a handler their own.
cases-guide-reassign-open = Open the case and press Reassign.
cases-guide-reassign-to = Choose a person, a group or the inbox.
cases-guide-reassign-note = Leave a note to your colleague if you like, and press Reassign.
cases-guide-wrong = Wrong case
cases-guide-wrong-text = Choose To the inbox, wrong case. The receivers then see that it was somebody else's.
cases-guide-away = When somebody is away
cases-guide-away-text = Under Absence you say who is away and who stands in. Under Reassign all of a person's cases you move them all at once.
cases-guide-answer = Case handler – Answer a case
    .about = You who are a case handler answer the residents’ cases.
cases-guide-answer-what = You who are a case handler answer the residents' cases.
cases-guide-answer-open = Open My cases and choose a case.
cases-guide-answer-write = Choose an answer alternative, write a message of your own, or both. Attach files if needed: at most ten, PDF or image.
cases-guide-answer-send = Press the button for what you want to do. Your signature from Personal settings goes along.
cases-guide-partial-text = The resident gets a first reply. The case stays with you.
cases-guide-ask-text = You ask the resident something. The case waits until the resident has replied.
cases-guide-close-text = The resident gets the answer and the case is over. If the resident writes again it becomes a new case.
cases-guide-draft = Drafts and colleagues
cases-guide-draft-text = What you write is saved while you write, and kept for 90 days. If a colleague has the same case open, you see each other.
cases-guide-begin = Case handler – Send a new case
    .about = Case handlers can contact residents by sending a case that holds either information or questions.
cases-guide-begin-what = You can contact residents by sending a case with information or questions.
cases-guide-begin-open = Open Send a new case and choose a template if there is one that fits.
cases-guide-begin-to = Write personal numbers, one on each line.
cases-guide-begin-write = Choose information or question, and write a subject and a message. Attach files if needed. What you write is saved while you write.
cases-guide-begin-check = Press Check, see to the names and the text, and press Send.
cases-guide-reach = When it can't be sent
cases-guide-reach-text = The resident must be able to write to the clinic: be approved, have added the clinic or have a handed-out case type. Otherwise the reason is shown.

cases-live-arrived = New cases have come.
cases-live-changed = The case has changed.
