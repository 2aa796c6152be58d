# The menu
support-menu = Support matters
    .line = Answer what staff write to support.
    .words = support matters queue comments deviations answer
support-menu-new = What is your matter about?
    .line = Order, comment or ask support.
    .words = report a fault contact us contact support improvement form order comments care deviations other matters
support-menu-own = My support matters
    .line = Follow what you have written to support.
    .words = my matters to support answers from support report a fault
support-waiting = { $count ->
    [one] One waits
   *[other] { $count } wait
}

# The form
support-new = What is your matter about?
support-new-lead = Choose service and subject, and your matter reaches those who can answer it.
support-service = Which service is your matter about?
    .missing = Choose which service your matter is about.
support-service-short = Service
support-service-prompt = Choose a service
support-service-gone = The service can no longer be chosen. Choose another one.
support-no-service = There is no service to choose
support-no-service-text = The organisation has no services that can be ordered yet. An administrator sets them up under Settings.
support-subject = What is your matter about?
    .missing = Choose what your matter is about.
support-subject-short = About
support-subject-order = Order
support-subject-order-hint = Order permissions, or their end.
support-subject-medical = Comments on medical content
support-subject-platform = Comments on the platform or technology
support-subject-other-comment = Other comments
support-subject-deviation = Care deviations for the supplier to handle
support-subject-other = Other matters
support-onward = Continue
support-write = Write your matter
support-write-lead = Whoever answers reads what you write here.
support-no-patients = Write nothing that shows who a patient is
support-no-patients-text = No names, identity numbers or other facts about patients. If support needs to know whom it concerns, they ask in another way.
support-heading = Heading
    .missing = Write a heading for your matter.
support-heading-short = Matter
support-words = Text
    .missing = Write what it is about.
support-reached-by-mail = When you have an answer, a notice is sent to { $email }. The answer itself you read here.
support-reached-here = You get no mail when the answer comes: there is no e-mail address to send it to, or you want no notices. You find the answer under My support matters.
support-send = Send the matter
support-change = Change the choice
support-told-sent = The matter is sent.

# The receipt
support-receipt = Your matter is received
support-receipt-number = Number
support-next = What happens now?
support-next-text = Somebody who answers matters takes it in hand. You follow it under My support matters, and can write more there.
support-to-matter = Show the matter

# The lists
support-title = Support matters
support-lead = The most urgent come first, and of those the oldest.
support-none = No matters here
support-none-text = Matters from staff are shown here when they are in this state.
support-own-lead = What you have written to support, the latest first.
support-own-none = You have not written to support
support-own-none-text = When you comment or ask something, you follow it here.
support-number = Support matter { $number }
support-sender = Sender
support-unit = Unit
support-age = Sent
support-sent = Sent
support-handler = Has the matter
support-state = State
support-state-received = Received
support-state-in-hand = In hand
support-state-waiting = Waiting for the sender
support-state-closed = Closed
support-tab-in-hand = I have
support-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
support-priority = Priority
    .missing = Choose a priority.
support-priority-1 = 1 At once
support-priority-2 = 2 As soon as possible
support-priority-3 = 3 Normal
support-priority-4 = 4 Can wait
support-priority-5 = 5 Later on

# A matter
support-thread = What was written and happened
support-did-send = Sent the matter
support-did-take = Took the matter in hand
support-did-hand-back = The matter went back to the queue
support-did-ask = Question to the sender
support-did-answer = Answer
support-did-close = Closed the matter without an answer
support-did-note = Internal note
support-did-prioritise = Priority
support-did-reply = Wrote more
support-did-reopen = Opened the matter again
support-add = Write more
support-add-button = Send
support-reply = Answer the question
support-reply-button = Send the answer
support-open-again = Not satisfied with the answer?
support-open-again-text = Write why, and the matter is opened again. That can be done for 14 days after it was closed.
support-open-again-button = Open the matter again
support-closed-long-ago = The matter was closed more than 14 days ago
support-closed-long-ago-text = Write a new matter if you have more to say.
support-take = Take the matter
support-take-over = Take over the matter
support-hand-back = Hand back to the queue
support-set-priority = Set the priority
support-write-answer = Write
support-what = What do you write?
    .missing = Choose what you write.
support-what-answer = Answer
support-what-answer-hint = The sender reads it, and the matter is closed.
support-what-ask = Question to the sender
support-what-ask-hint = The matter waits until the sender has answered.
support-what-close = Close without an answer
support-what-close-hint = The sender reads the reason, and the matter is closed.
support-note = Internal note
support-note-hint = Read only by those who answer matters. The sender does not see it.
support-save = Send
support-save-note = Save the note
support-matters-end = { $count ->
    [one] One support matter goes back to the queue
   *[other] { $count } support matters go back to the queue
}
support-told-take = You have the matter now.
support-told-hand-back = The matter is in the queue again.
support-told-ask = The question is sent.
support-told-answer = The answer is sent and the matter closed.
support-told-close = The matter is closed.
support-told-note = The note is saved.
support-told-prioritise = The priority is set.
support-told-reply = What you wrote is sent.
support-changed-meanwhile = Somebody else was there before you. This is how the matter stands now; what you wrote is still there.
support-refused-not-sender = Only whoever sent the matter can write more in it.
support-refused-may-not-answer = Only those who answer matters of the unit can do that.
support-refused-own = Nobody answers their own matter. Somebody else in support may.
support-refused-closed = The matter is closed already.
support-refused-closed-long-ago = The matter was closed more than 14 days ago. Write a new one.
support-refused-in-own-hand = You have the matter already.
support-refused-not-in-hand = Take the matter first, and you can answer it.

# The letters
support-letter-new = A support matter waits
support-letter-new-body = Support matter { $number } waits for somebody to answer it.

    Open the queue: { $link }

    { $installation }
support-letter-replied = The sender has written more
support-letter-replied-body = The sender has written more in support matter { $number }, which you have.

    Open the matter: { $link }

    { $installation }
support-letter-answered = Support has answered you
support-letter-answered-body = Your support matter { $number } is answered or closed. You read the answer when you have signed in.

    Open the matter: { $link }

    { $installation }
support-letter-asked = Support asks you something
support-letter-asked-body = Support needs to know more to answer your support matter { $number }.

    Open the matter: { $link }

    { $installation }

# The help
support-guide = What is your matter about?
    .about = Write to support, follow the answer, and answer matters.
support-guide-what = Here you order permissions, comment, report care deviations for the supplier to handle, and ask about other things.
support-guide-send = Writing to support
support-guide-send-1 = Choose which service the matter is about.
support-guide-send-2 = Choose what the matter is about. Order leads on to the order form.
support-guide-send-3 = Write a heading and what it is about, without facts that show who a patient is, and press Send the matter.
support-guide-send-4 = Follow the matter under My support matters. There you answer questions, and there you open the matter again within 14 days if the answer is not enough.
support-guide-answer = Answering support matters
support-guide-answer-1 = Open Support matters and the matter at the top under Received.
support-guide-answer-2 = Press Take the matter. Set the priority if it is urgent or can wait.
support-guide-answer-3 = Write an answer, ask the sender or make an internal note. An answer closes the matter.
support-guide-answer-4 = If you can't answer it, hand it back to the queue. Nobody answers their own matter.
