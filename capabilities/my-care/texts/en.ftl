my-care-menu-section = My care

# My clinics
my-care-clinics = My clinics
    .words = clinics write contact book appointment renew prescription send case
my-care-clinics-lead = This is where you write to the clinics that you are in contact with.
my-care-clinic = Clinic
my-care-let-in = You have access
my-care-approved = Until further notice
my-care-approved-until = Until { $day }, that day included
my-care-handed-out = { $count ->
    [one] To one handed-out case type
   *[other] To { $count } handed-out case types
 }
my-care-closed = Takes no new cases
my-care-closed-text = The clinic takes no new cases just now. Contact it in one of the ways below. Your open cases remain.
my-care-no-clinics = You have no clinic yet
my-care-no-clinics-text = Ask your clinic to approve you for communication. It takes them a minute and holds at once.
my-care-no-clinics-add = Add one of the clinics below, or ask another clinic to approve you.
my-care-offered = Clinics that you can add
my-care-offered-text = These clinics take those who live where you are registered.
my-care-offered-too = You can add the clinic as well.
my-care-add = Add clinic
my-care-added = The clinic is added.
my-care-offer-text = You belong to the clinic’s catchment area. Add it to be able to write to it.
my-care-wards = Your children
my-care-wards-text = You can write to care for children under 13 of whom you have custody.
my-care-wards-cases = Cases about your children under 13.
my-care-back-to-own = Back to your own
my-care-for-child = You write as guardian
my-care-number = Personal number

# A clinic
my-care-write-about = Write to the clinic
my-care-type = Case
my-care-reply-within = Answer within
my-care-days = { $count ->
    [0] The same working day
    [one] One working day
   *[other] { $count } working days
 }
my-care-begun = Begun
my-care-no-types = The clinic has no case types that you can use just now.
my-care-about = About the clinic
my-care-contact = Contact
my-care-phone = Telephone
my-care-email = E-mail
my-care-web = Web site
my-care-address = Address
my-care-opening-hours = Opening hours
my-care-phone-hours = Telephone hours
my-care-to-clinic = To the clinic’s page

# Writing
my-care-step = Step { $step } of { $steps }
my-care-step-back = Previous step
my-care-continue = Continue
my-care-keep = Save draft
my-care-kept = The draft is saved. Go on whenever you like: it is kept for 90 days.
my-care-discard = Throw the draft away
my-care-discard-title = Throw the draft away?
my-care-discard-text = What you have written and the files that you have attached will be removed. It can’t be undone.
my-care-discarded = The draft is removed.
my-care-attached = Attached files
my-care-files = Files
my-care-not-let-in = You no longer have access to this at { $clinic }. Contact the clinic in another way.
my-care-type-shut = { $clinic } takes no such cases just now.
my-care-clinic-shut = { $clinic } takes no new cases just now.
my-care-still-kept = What you have written is saved and stays here.
my-care-nothing-written = There is no draft to send. If you have sent it already, it stands under My cases.

# Check and send
my-care-check = Check: { $type }
my-care-check-lead = Read it through before you send it to { $clinic }.
my-care-back-to-form = Back to the form
my-care-terms = Good to know before you send
my-care-promise = The clinic answers by { $day } at the latest.
my-care-send = Send
my-care-change = Change
my-care-receipt = The case is sent
my-care-receipt-sent = The clinic has your case
my-care-receipt-text = Keep the case number in case you need to call about it.
my-care-receipt-next = The answer comes under My cases. If it is urgent, call the clinic. Call 112 in an emergency.
my-care-reference = Case number
my-care-sent-at = Sent
my-care-answer-by = Answer by
my-care-to-case = Show the case

# My cases
my-care-cases = My cases
    .words = inbox answers messages from care read unread
my-care-unread = { $count ->
    [0] Nothing unread
    [one] One unread
   *[other] { $count } unread
 }
my-care-unread-card = { $count ->
    [one] One unread case
   *[other] { $count } unread cases
 }
my-care-shown = { $count ->
    [one] Showing one case
   *[other] Showing { $count } cases
 }
my-care-search = Search in My cases
my-care-search-box = Search words, or open a case by number
my-care-search-caption = Cases that contain the words, newest first
my-care-search-hint = Type words that stand in the case, or the case's number. All words must be in the case. Inflected forms are found too.
my-care-search-none = None of the cases contains all the words
my-care-search-none-text = Try fewer or other words.
my-care-search-nothing = There is no word to search for
my-care-search-words-only = Search by words or case number here, not by personal number.
my-care-no-cases = You have no cases yet
my-care-no-cases-text = When you write to a clinic, or a clinic writes to you, it stands here.
my-care-write-new = Write to a clinic
my-care-about-what = Case
my-care-state = State
my-care-last = Latest
my-care-new = Unread
my-care-state-sent = Sent
my-care-state-working = The clinic is working on it
my-care-state-waiting = Waits for your reply
my-care-state-told = From the clinic
my-care-state-answered = Answered
my-care-state-withdrawn = Withdrawn

# A case
my-care-case-lead = { $clinic }, case number { $reference }
my-care-follows = Reply to case
my-care-followed-by = Goes on in case
my-care-kind-question = Question to you
my-care-kind-partial = Partial reply
my-care-kind-answer = Answer
my-care-kind-information = Information
my-care-delivered = Delivered to { $clinic }.
my-care-read-at = Read there { $time }.
my-care-read = Read there.
my-care-not-read = Not read there yet.
my-care-was-withdrawn = The case was withdrawn
my-care-access-ended = You can no longer write to the clinic. The case can still be read.
my-care-reply = Your reply
my-care-reply-here = Reply
my-care-reply-here-text = The clinic waits for your reply.
my-care-reply-anew = Write again
my-care-reply-anew-text = The case is closed. What you write becomes a new case that points to this one.
my-care-send-reply = Send reply
my-care-reply-sent = Your reply is sent.
my-care-replies-ended = You can’t reply: you no longer have access to the clinic.
my-care-no-reply-asked = This is information that can’t be replied to.
my-care-withdraw = Withdraw the case
my-care-withdraw-title = Withdraw the case?
my-care-withdraw-text = Nobody at the clinic has begun with the case. If you withdraw it, it will not be answered.
my-care-withdrawn = The case is withdrawn.
my-care-not-withdrawn = The case could not be withdrawn: somebody at the clinic has begun with it.
    .tone = warning
my-care-readers = Who has read the case
my-care-readers-lead = { $subject }, { $clinic }, case number { $reference }.
my-care-readers-what = Each time somebody opens the case it is written down. Of the staff you see which unit it was and how many they are.
my-care-reader = Reader
my-care-reader-staff = { $count ->
    [one] One of the staff at { $clinic }
   *[other] { $count } of the staff at { $clinic }
 }
my-care-read-first = First time
my-care-read-last = Latest

# My settings
my-care-settings = My settings
    .words = notices e-mail mail sms text message mobile telephone language message about replies
my-care-notices = Notices
my-care-notices-about = { $ways ->
    [mail] Get a mail when a clinic has written to you, or to a child under 13 whom you have custody of. The mail says only that there is something to read, and nothing about the care.
    [sms] Get a text message when a clinic has written to you, or to a child under 13 whom you have custody of. The message says only that there is something to read, and nothing about the care.
   *[both] Get a mail or a text message when a clinic has written to you, or to a child under 13 whom you have custody of. It says only that there is something to read, and nothing about the care.
 }
my-care-notices-none = You get no notices.
my-care-notices-nowhere = Notices can't be had here
my-care-notices-nowhere-text = The service sends neither mail nor text messages. Sign in now and then and see whether you have got a reply.
my-care-notices-mail = E-mail
my-care-notices-sms = Mobile
my-care-notices-since = Confirmed { $time }
my-care-notices-unused = Not used
my-care-notices-no-longer = The service no longer sends here
my-care-notice-email = E-mail address
    .hint = Write an address that only you read.
    .missing = Write your e-mail address.
my-care-notice-mobile = Mobile number
    .hint = For example 070-174 06 05. Write foreign numbers with their country code.
    .missing = Write your mobile number.
my-care-notice-language = Language of the notices
    .missing = Choose a language.
my-care-notice-language-wrong = Choose one of the languages.
my-care-notice-ways = Get notices by
my-care-notice-ways-wrong = Choose mail, text message or both.
my-care-notices-by-mail = Mail
my-care-notices-by-sms = Text message
my-care-notices-by-both = Both mail and text message
my-care-notices-choose = How you get notices
my-care-notices-mail-give = Get notices by mail
my-care-notices-mail-change = Change the e-mail address
my-care-notices-mail-other = Wrong address, or no code?
my-care-notices-sms-give = Get notices by text message
my-care-notices-sms-change = Change the mobile number
my-care-notices-sms-other = Wrong number, or no code?
my-care-notices-send-code = Send code
my-care-notices-send-again = Send a new code
my-care-notices-save = Save
my-care-notices-saved = The setting is saved.
my-care-notices-confirmed = The address is confirmed. Now you get notices by mail.
my-care-notices-sms-confirmed = The number is confirmed. Now you get notices by text message.
my-care-notices-remove = Remove the e-mail address
my-care-notices-remove-title = Remove the e-mail address?
my-care-notices-remove-text = You get no mail when there is something new to read, but everything stays under My cases.
my-care-notices-removed = The e-mail address is removed. You get no mail.
my-care-notices-sms-remove = Remove the mobile number
my-care-notices-sms-remove-title = Remove the mobile number?
my-care-notices-sms-remove-text = You get no text message when there is something new to read, but everything stays under My cases.
my-care-notices-sms-removed = The mobile number is removed. You get no text messages.
my-care-notices-hint = { $ways ->
    [mail] Get a mail when there is a reply
    [sms] Get a text message when there is a reply
   *[both] Get a mail or a text message when there is a reply
 }
my-care-code-confirm = Confirm the address
my-care-code-about = A code is sent to { $address }. Type it here, and we know that the address is yours.
my-care-code-until = The code holds until { $time }.
my-care-notice-code = Code
    .hint = Six digits.
    .missing = Type the code that the mail says.
my-care-code-sent = The code is on its way. It may take a minute.
my-care-code-wrong = { $left ->
    [one] That is not the right code. You can try once more.
   *[other] That is not the right code. You can try { $left } more times.
 }
my-care-code-over = The code no longer holds
my-care-code-over-text = Ask for a new code below.
my-care-code-too-many = Five codes have been sent. Wait until tomorrow before you ask for a new one.
my-care-code-in-vain = The mail server does not answer just now. The code is sent as soon as it can be.
my-care-code-refused = The code did not arrive: the mail server does not take the address. Check that it is right.
my-care-code-not-sent = The code could not be sent in time. Ask for a new code.
my-care-letter-code = Your code in { $installation }
my-care-letter-code-body =
    Type this code in { $installation } to get notices at this address:

    { $code }

    The code holds until { $time }. If you did not ask for it you need not do anything: without the code no notices are sent here. Never give the code to anybody.

    This mail can't be replied to.
my-care-sms-code-confirm = Confirm the number
my-care-sms-code-about = A code is sent to { $address }. Type it here, and we know that the number is yours.
my-care-notice-sms-code = Code in the text message
    .hint = Six digits.
    .missing = Type the code that the text message says.
my-care-sms-code-sent = The code is on its way. It may take a minute.
my-care-sms-code-in-vain = The SMS provider does not answer just now. The code is sent as soon as it can be.
my-care-sms-code-refused = The code did not arrive: the SMS provider did not take the message. Check the number.
my-care-sms-code-not-sent = The code could not be sent in time. Ask for a new code.
my-care-sms-code-not-known = It is not certain that the code arrived: the SMS provider did not answer as it should. Ask for a new one if you have got none.
my-care-sms-code = { $code } is your code in { $installation }. It holds until { $time }. Never give it to anybody.

# Help
my-care-guide-clinics = My clinics
    .about = Choose a clinic, write your case and send it.
my-care-guide-clinics-what = Here are the clinics that have approved you, handed out a case type to you, or that you have added yourself. Choose a clinic to see how to reach it and what you can write about.
my-care-guide-add = Add a clinic
my-care-guide-add-text = A clinic can take everyone who lives in its catchment area. Then it stands under Clinics that you can add. Other clinics need to approve you: ask them to.
my-care-guide-write = Write to a clinic
my-care-guide-write-text = Choose what it is about and fill in the form. Before you send you read everything through. Then you get a case number and see by when the clinic answers.
my-care-guide-files = Attach files
my-care-guide-files-text = You can attach at most five files: PDF, PNG, JPEG or GIF, at most 20 MB each. Their content is checked as you attach them.
my-care-guide-draft = Go on later
my-care-guide-draft-text = Press Save draft. What you have written stays on the clinic’s page, marked Begun, until you send it or throw it away, for at most 90 days.
my-care-guide-child = Write for a child
my-care-guide-child-text = If you have custody of a child under 13, choose the child under Your children. The top of the page then says whom it is about. The child’s clinics are shown, not yours.
my-care-guide-ended = When you no longer have access
my-care-guide-ended-text = If the clinic removes the approval while you are writing, you are told so and the draft remains. Cases that you have sent already can be read.
my-care-guide-cases = My cases
    .about = Read answers, reply and withdraw a case.
my-care-guide-cases-what = Here is everything that you and the clinics have written to each other, unread first.
my-care-guide-search = Find a case
my-care-guide-search-text = Type words that stand in the case, or its number, in the box above the list. The number opens the case at once.
my-care-guide-delivery = Sent, delivered, read
my-care-guide-delivery-text = Under each message that you have sent it says that it is delivered, and whether somebody at the clinic has read it.
my-care-guide-reply = Reply
my-care-guide-reply-text = When the clinic has asked something you can reply in the case. If the case is closed, what you write becomes a new case that points to the old one. Information from the clinic can’t be replied to.
my-care-guide-withdraw = Withdraw
my-care-guide-withdraw-text = As long as nobody at the clinic has begun with the case, you can withdraw it.
my-care-guide-readers = See who has read
my-care-guide-readers-text = Open the case and choose Who has read the case. It says which unit has opened it, and when.
my-care-guide-settings = My settings
my-care-guide-settings-what = Here you choose whether to get a mail or a text message when there is something new to read. You see what the service offers.
my-care-guide-notices = Get notices
my-care-guide-notices-text = Write your e-mail address or your mobile number and press Send code. What is sent says only that there is something to read. If you have custody of a child you are told of what concerns the child too.
my-care-guide-code = Confirm the address or the number
my-care-guide-code-text = The code comes to the address or the number and holds for an hour. Type it on the page. So nobody else gets your notices. If no code came, look among the junk mail or ask for a new one.
my-care-guide-choice = Mail, text message or both
my-care-guide-choice-text = When you have confirmed both an address and a number, choose under How you get notices which to use. There you choose the language too.
my-care-guide-no-notices = Stop getting notices
my-care-guide-no-notices-text = Press Remove the e-mail address or Remove the mobile number. Everything stays under My cases.

my-care-live-changed = Something new has happened in your cases.
