# The menu
orders-menu = Orders
    .words = order cancel permissions received done
orders-menu-new-user = Connect a new user
    .words = new user add user + User order account contact support Information that we need

orders-waiting = { $count ->
    [one] One is waiting
   *[other] { $count } are waiting
 }

# The list
orders-title = Orders
orders-lead = Whoever orders gets the answer here. Nobody decides their own order.
orders-own = Mine
orders-number = Number
orders-order-number = Order { $number }
orders-concerns = Concerns
orders-kind = Kind
orders-kind-connect-account = Connect a new user
orders-unit = Unit
orders-orderer = Orderer
orders-when = Ordered
orders-state = State
orders-state-received = Received
orders-state-done = Done
orders-state-declined = Declined
orders-state-withdrawn = Withdrawn
orders-none = No orders here
orders-none-text = Orders are shown here when someone at your units orders.
orders-none-own = You have not ordered anything
orders-none-own-text = When you order something you see here how it goes.

# Connecting a new user
orders-new-user = Connect a new user
orders-new-user-lead = Support adds users to the system. Fill in what is needed, and you are told when the user is connected.
orders-where = Where
orders-needed = Information that we need
orders-user-name = User name
    .hint = User name for signing in.
    .missing = Give a user name for signing in.
orders-identity-number = Personal number (BankID)
    .hint = Personal number for signing in with BankID. A coordination number will do too.
orders-no-password = No password is needed here. When the user is connected a one-time link is sent, and with it the user chooses their own password to use together with a YubiKey.
orders-mobile = Mobile number
    .hint = The user's mobile number.
orders-email = E-mail
    .hint = The user's e-mail address.
orders-title-of-user = Title
    .hint = Such as Leg. Sjukgymnast, Leg. Fysioterapeut, Leg. Läkare or Receptionist. Used when signing records.
orders-staff-category = Staff category
    .hint = Choose which staff category the user belongs to.
    .missing = Choose which staff category the user belongs to.
orders-choose-category = Choose a staff category
orders-long-title = Long title
    .hint = Such as Leg. fysioterapeut, OMT steg 3 examen. Used under letters, referral replies and other documents.
orders-given-name = First name
    .hint = The user's first name.
    .missing = Give the user's first name.
orders-family-name = Last name
    .hint = The user's last name.
    .missing = Give the user's last name.
orders-hsa-id = HSA-id
    .hint = The user's HSA-id, if there is one.
orders-permissions = Permissions
    .hint = Choose which permissions the user is to have, normally Internal mail.
orders-error-unreachable = Give a mobile number or an e-mail address, so that the one-time link can be sent to the user.
orders-taken-user-name = The user name is taken. Choose another.
orders-taken-identity-number = There is already an account with that number. Ask support for help instead of ordering a new one.
orders-taken-hsa-id = HSA-id { $id } belongs to another account already.
orders-check = Check
orders-check-title = Check your order
orders-check-lead = Read through the answers before you send them to support.
orders-what-happens = When support connects the user, a one-time link is sent to { $ways }.
orders-send = Send the order
orders-change = Change the answers
orders-sent = The order is sent.

# The receipt
orders-receipt = The order is received
orders-receipt-lead = { $name } at { $unit }.
orders-next = What happens next?
orders-next-text = Support reads through the order and connects the user, who then gets a one-time link. You see its state under Orders, and can withdraw it until it is decided.
orders-to-order = Show the order
orders-to-list = To the orders
orders-to-user = Show the user

# An order
orders-decided = Decided
orders-reason = Reason
    .hint = The orderer reads what you write. Write no identity numbers.
    .missing = Write why the order is declined, so that the orderer knows what to change.
orders-asked-for = Details
orders-in-the-way = This stands in the way
orders-in-the-way-text = The user cannot be connected as long as it is so. Decline the order with the reason, and the orderer can make a new one.
orders-connect = Connect the user
orders-decline = Decline
orders-decline-title = Decline order { $number }
orders-decline-lead = Nothing of the order is done. The orderer sees your reason.
orders-declined = The order is declined.
orders-withdraw = Withdraw
orders-withdraw-title = Withdraw the order?
orders-withdraw-text = Support then does nothing of it. You can always order again.
orders-withdrawn = The order is withdrawn.
orders-stale = Someone else was first. This is how the order stands now.
    .tone = warning
orders-refused-decided = The order has been decided already.
orders-refused-own = Nobody decides their own order. Someone else in support may.
orders-refused-namesake = The orderer has your name, and accounts without a personal number can't be told apart. Another receiver decides the order.
orders-refused-oneself = Nobody decides an order for themselves. Someone else in support may.
orders-refused-not-receiver = Only those who receive orders for the unit can decide them.
orders-refused-not-orderer = Only the orderer can withdraw an order.
orders-may-not-give = You may not give the role { $role } at the unit. Ask someone who may, or decline the order with the reason.
orders-connected = The user is connected
orders-link-how = Send the link to { $name }: { $ways }. With it the user chooses a password.

# Help
orders-guide-title = Orders
    .about = Order an account for a new colleague from support.
orders-guide-lead = Who may not make users orders them from support.
orders-guide-order = Connecting a new user
orders-guide-order-1 = Choose Connect a new user in the menu and fill in the answers. Taken user names and numbers are told at once.
orders-guide-order-2 = Press Check, read through, and press Send the order. You get a number.
orders-guide-order-3 = Its state is seen under Orders: received, done, declined or withdrawn. If it is declined, the reason stands there.
orders-guide-order-4 = As long as it is received you can withdraw it.
orders-guide-support = For support
orders-guide-support-1 = Open the order under Orders, Received. What stands in the way is told at the top.
orders-guide-support-2 = Press Connect the user. The account, the permissions and the one-time link are made at once.
orders-guide-support-3 = The one-time link is mailed to the user. Without e-mail it is shown to you once instead, and you give it to the user. A new one can be sent from the user's page.

# Receiving orders: the queue
orders-new-permissions = Order permissions
orders-kind-grant = Order permissions
orders-kind-revoke = Cancel permissions
orders-state-asked = Question asked
orders-count-lines = { $count ->
    [one] one line
   *[other] { $count } lines
}
orders-working-days = { $count ->
    [one] one working day
   *[other] { $count } working days
}
orders-right = Check of the orderer
orders-right-yes = May order
orders-right-no = May not order
orders-right-where = for { $unit }.
orders-right-stops = The orderer may no longer order
orders-right-stops-text = Nothing of the order can be approved as long as that is so. Ask the orderer, or decline the order with the reason.
orders-right-lost-user = { $name } may no longer order users for { $unit }. Ask a system administrator there to order instead.
orders-right-lost = { $name } may no longer order for { $unit }. Nothing has been approved.

# Receiving orders: the lines
orders-service = Service
orders-order-period = Period
orders-period-at-once = The permissions end as soon as the order is approved.
orders-period-from-approval = From the approval, until further notice
orders-period-from = From { $from }, until further notice
orders-period-to = From the approval to and including { $to }
orders-period-both = { $from } to and including { $to }
orders-lines = Lines
orders-line-person = Name
orders-line-unit = Unit
orders-line-unit-and-below = { $unit } and all units below
orders-line-permission = Permission
orders-line-waiting = Waiting
orders-line-approved-once = Approved by one
orders-line-done = Done
orders-line-rejected = Declined
orders-line-withdrawn = Withdrawn
orders-line-first-by = Approved by { $name }. One more must approve.
orders-line-had-it = Had it already.
orders-line-had-it-not = Did not have it any more.
orders-count-waiting = { $count } waiting
orders-count-approved-once = { $count } approved by one
orders-count-done = { $count } done
orders-count-rejected = { $count } declined
orders-count-withdrawn = { $count } withdrawn
orders-choose = Choose
orders-choose-line = Choose { $name }, { $permission }
orders-approve-all = Approve all
orders-approve-chosen = Approve chosen
orders-reject-chosen = Decline chosen
orders-none-chosen = Choose at least one line that waits.
orders-reject-title = { $count ->
    [one] Decline one line
   *[other] Decline { $count } lines
}
orders-reject-lead = The orderer sees your reason. The other lines are not affected.
orders-decline-order = Decline the order
orders-withdraw-text-lines = What still waits will not be done. What is done already stays. You can always order anew.
orders-decline-lead-lines = Everything that waits is declined. What is done already stays. The orderer sees your reason.
orders-line-refused-decided = One of the lines is decided already. This is how the order stands now.
orders-line-refused-oneself = Nobody decides a line about themselves, or about somebody of the same name who can't be told from them. Another receiver may.
orders-refused-line-oneself = One or more lines are about you. Another receiver may decide those.
orders-line-refused-same = You have approved the line. Another receiver must approve it too.
orders-line-may-not-give = You may not give or end that permission at the unit. Ask a receiver who may.
orders-line-not-orderable = The permission can no longer be ordered. Decline the line with the reason.
orders-line-period-over = The period that was ordered is over. Decline the line with the reason.
orders-line-unit-ended = The unit is no more. Decline the line with the reason.
orders-line-connect-unlisted = Connect the user first: the person has no account here and is not in the staff directory.
orders-line-connect-protected = Connect the user first: the person has no account here, and protected details are filled in by hand.
orders-line-connect-no-mail = Connect the user first: the person has no account here, and the one-time link can't be mailed.
orders-line-connect-no-address = Connect the user first: the person has no account here, and the staff directory has no mail address to send the one-time link to.
orders-line-left-to-support = The person has no account, and you may not make accounts. The line waits for support, who make the account when they approve it.
orders-left-to-support = Some lines wait for support
orders-left-to-support-text = They are about people without an account. Approve the others. The order stays in the queue until support has approved the rest.
orders-line-has-left = The person has left, as the staff directory tells. Decline the line with the reason.
orders-line-other-person = The HSA-id is now somebody else's than whom the line is about. Ask the orderer, or decline the line with the reason.
orders-line-account-ended = The account has ended. Connect the user first.
orders-line-account-blocked = The account is blocked. Unblock it first, or decline the line with the reason.
orders-line-account-pending = The account waits for an administrator. Approve the account first, or decline the line with the reason.
orders-connect-first-named = Connect { $name } first: no account could be made. Nothing has been approved.
orders-last-administrator = { $unit } would be left without a system administrator. Give somebody else the permission first. Nothing has been approved.
orders-told-approved = The lines are approved and done.
orders-told-done = The order is done.
orders-told-approved-once = Your approval is saved. Another receiver must approve too.
orders-told-approved-some = Some lines could not be approved. The reason stands at each line.
    .tone = warning
orders-told-rejected = The lines are declined.

# Questions and answers
orders-ask = Ask the orderer
orders-ask-lead = The orderer gets a mail and answers here. The order stands under Question asked until the answer has come.
orders-ask-send = Send the question
orders-question = Question
    .hint = Write no personal identity numbers.
    .missing = Write what you want to ask.
orders-asked-of-you = You have been asked a question
orders-answer = Answer
    .hint = Write no personal identity numbers.
    .missing = Write an answer.
orders-answer-send = Send the answer
orders-told-asked = The question is sent.
orders-told-answered = The answer is sent.
orders-refused-nothing-asked = No question waits for an answer.

# What happened
orders-timeline = What has happened
orders-event-placed = Sent
orders-event-vouched = { $count ->
    [one] The orderer vouched for the person on one line where the name did not fit the HSA-id or is protected
   *[other] The orderer vouched for the person on { $count } lines where the name did not fit the HSA-id or is protected
}
orders-event-asked = Question asked
orders-event-answered = Answered
orders-event-approved = { $count ->
    [one] One line approved and done
   *[other] { $count } lines approved and done
}
orders-event-approved-once = { $count ->
    [one] One line approved by one of two
   *[other] { $count } lines approved by one of two
}
orders-event-rejected = { $count ->
    [one] One line declined
   *[other] { $count } lines declined
}
orders-event-done = Finished
orders-event-declined = Declined
orders-event-withdrawn = Withdrawn

# The letters
orders-letter-new = New order { $number } for { $unit }
orders-letter-new-body =
    An order for { $unit } has come and waits for a decision.

    Open order { $number }: { $link }

    This mail comes from { $installation } and holds no personal data. It can't be replied to. Under Personal settings you choose whether you want notices.
orders-letter-answered = Answer about order { $number } for { $unit }
orders-letter-answered-body =
    The orderer has answered the question about order { $number } for { $unit }.

    Open the order: { $link }

    This mail comes from { $installation } and holds no personal data. It can't be replied to. Under Personal settings you choose whether you want notices.
orders-letter-asked = Question about your order { $number }
orders-letter-asked-body =
    Whoever receives your order { $number } for { $unit } has asked a question.

    Read the question and answer: { $link }

    This mail comes from { $installation }. It can't be replied to.
orders-letter-decided = Your order { $number } is finished
orders-letter-decided-body =
    Your order { $number } for { $unit } is finished.

    See what was done: { $link }

    This mail comes from { $installation }. It can't be replied to.
orders-letter-declined = Your order { $number } is declined
orders-letter-declined-body =
    Your order { $number } for { $unit } is declined.

    Read the reason: { $link }

    This mail comes from { $installation }. It can't be replied to.
orders-letter-granted = You have a permission in { $service }
orders-letter-granted-body =
    You have been given permissions in { $service }:

    { $list }

    Sign in: { $link }

    This mail comes from { $installation }. It can't be replied to.
orders-letter-revoked = Your permission in { $service } has ended
orders-letter-revoked-body =
    Your permissions in { $service } have ended:

    { $list }

    If that is wrong, talk to your manager. This mail comes from { $installation }. It can't be replied to.

# The help: receiving orders
orders-guide-receive-title = Receiving orders
    .about = Approve or decline permissions that were ordered or cancelled.
orders-guide-receive-lead = Support and the service's administration receive orders. Nobody decides their own order, or a line about themselves.
orders-guide-receive-1 = Open Orders. Under Received stands what waits, the oldest first. What has waited more than two working days is marked.
orders-guide-receive-2 = The check of the orderer shows whether the orderer may order just now, and on what ground. Where they may not, nothing can be approved.
orders-guide-receive-3 = Open the order. Click Approve all, or choose lines and click Approve chosen or Decline chosen. A decline must have a reason.
orders-guide-receive-4 = The permissions are given or ended at once, and those concerned get a mail. Whoever has no account gets one when support approves, with a one-time link to the mail address that the staff directory has. Where that can't be done the line says that the user must be connected first. The service's administration makes no accounts: those lines wait for support.
orders-guide-receive-5 = Some permissions must be approved by two. The line is then Approved by one, and another receiver approves it once more.
orders-guide-receive-6 = If anything is unclear, click Ask the orderer. The order stands under Question asked until the answer has come.
orders-guide-receive-7 = The orderer follows everything under What has happened on the order's page, and can withdraw what still waits.

# Ordering and cancelling permissions
orders-menu-permissions = Order permissions
    .words = order cancel permission permissions Dashboard control tower system administrator new permission remove permission
orders-permissions-title = Order and cancel permissions
orders-permissions-lead = The order is checked at once, and received by support and the service's administration.
orders-what = What the order is about
orders-which-service = Which service is the order about?
    .missing = Choose which service the order is about.
orders-choose-service = Choose a service
orders-which-service-gone = The service can no longer be ordered. Choose another.
orders-which-service-elsewhere = The service can't be ordered in the chosen region. Choose another service or region.
orders-effect = What do you want to do?
    .missing = Choose whether permissions are ordered or cancelled.
orders-effect-grant = Order permissions
orders-effect-revoke = Cancel permissions
orders-region = Region
    .missing = Choose which region the order is about.
orders-choose-region = Choose a region
orders-period = When
orders-period-about = Leave empty if the permissions are to hold as soon as the order is approved, and until further notice. A cancellation holds as soon as it is approved.
orders-from = From and including
orders-to = To and including
orders-from-past = The first day has been. Choose today or a later day, or leave it empty.
orders-to-before-from = The last day is before the first. Choose the same day or a later one.
orders-dates-of-end = A cancellation holds as soon as it is approved. Leave the days empty.
orders-at-approval = when the order is approved
orders-until-further-notice = until further notice
orders-to-people = Continue
orders-no-services = No services can be ordered yet
orders-no-services-text = Support chooses which services can be ordered, under Settings. Ask them to add the one you need.
orders-no-units = There is no unit that you may order for
orders-no-units-text = A head of operations orders only where the region has chosen so. Ask the region's administration to name you an orderer, or to order for you.

# The people
orders-people-to-grant = Who is to have permissions?
orders-people-to-revoke = Who is no longer to have permissions?
orders-people = People
orders-person = Person { $number }
orders-row-name = Name
orders-row-hsa-id = HSA-id
orders-row-email = E-mail
orders-row-unit = Care unit/Entrance
orders-row-unit-typed = Type the unit's name or HSA-id.
orders-choose-unit = Choose a unit
orders-row-permissions = Permission
orders-another-row = Add more rows
orders-change-choices = Change what the order is about
orders-check-rows = Check
orders-from-sheet = From a spreadsheet
orders-sheet-about = The first row is headings, in Swedish: Namn, HSA-id, E-post, Vårdenhet/Patientingång and Behörighet. Permissions can also have a column each with x. An order has at most 1,000 people.
orders-paste = Paste from a spreadsheet
orders-file = Upload a file
    .hint = XLSX or CSV, at most 20 MB.
orders-nobody = Add at least one person: fill in a row, paste from a spreadsheet or upload a file.
orders-too-many-people = An order has at most { $max } people, and here are { $count }. Divide it into several orders.
orders-headings-missing = Headings are missing from the first row: { $missing }. Write them at the top of the sheet and try again.
orders-table-empty = There is nobody below the headings. Check that the right sheet is the first in the file.
orders-sheet-password = The file is protected by a password. Remove the password in the spreadsheet program, save and try again.
orders-sheet-macros = The file holds macros. Save it as XLSX without macros and try again.
orders-sheet-other-kind = The file is of another kind than XLSX and CSV. Save it as XLSX in the spreadsheet program and try again.
orders-sheet-broken = The file can't be read. Open it in the spreadsheet program, save it anew and try again.
orders-sheet-not-text = The file is neither a spreadsheet nor a text file. Save it as XLSX or CSV and try again.
orders-sheet-too-large = The file is too large. An order has at most 1,000 people. Divide it into several files and orders.
orders-note-formula = Row { $rows }: a value comes from a formula. Check that it is right.
orders-note-merged = Row { $rows }: a cell belongs to merged cells, and only the first of them has a value. Check the rows.
orders-note-date = Row { $rows }: the spreadsheet program has made a date of a cell. Check that it is right.
orders-note-unread = These columns are not read: { $columns }.
orders-and-more-rows = { $rows } and { $count } more
orders-in-row = Row { $row }: { $told }
orders-and-more-wrong = There are { $count } more errors. Put those that are shown right and check again.

# What can be wrong with a row
orders-row-no-name = Fill in the person's name.
orders-row-no-hsa-id = Fill in the person's HSA-id. It stands on the staff card and in the HSA directory.
orders-row-nobody = Nobody in the directory has the HSA-id { $id }. Check that it is written right.
orders-row-left = The person has left, according to the directory, and can't get new permissions.
orders-row-no-email = Fill in the person's e-mail address. The directory has none to use.
orders-row-other-region = The row is about { $region }, but the order is about { $own }. Make an order of its own for each region.
orders-row-no-unit = Give a care unit or an entrance.
orders-row-unknown-unit = There is no unit called { $unit }. Check the name, or write the unit's HSA-id.
orders-row-several-units = Several units are called { $unit }. Write the unit's HSA-id instead.
orders-row-unit-elsewhere = { $unit } does not belong to { $own }. If you may order for its region, make an order of its own for it; otherwise ask an orderer there.
orders-row-may-not-order = You may not order for { $unit }. { $why }
orders-row-no-permission = Choose at least one permission.
orders-row-unknown-permission = { $text } can't be ordered for this service. Choose among: { $known }.
orders-row-twice = Row { $first } and row { $second } are about the same person, unit and permission ({ $permission }). Remove one of them.
orders-row-not-held = The person does not have the permission { $permission } at the unit, so there is nothing to cancel. Check the unit, or remove the permission from the row.
orders-row-held-above = The person has the permission { $permission } through a unit above this one. Cancel it for that unit.

# The check
orders-check-permissions = Check the order
orders-check-permissions-lead = Read through the rows before you send the order.
orders-check-result = Check
orders-questions = Answer this
orders-questions-text = Check that the right person has the right HSA-id, and tick that it is so. If it is the wrong person, change the row.
orders-clear = Rows that are clear
orders-written = Written: { $name }
orders-protected = Protected identity
orders-held-already = (has it already)
orders-row-right = Right
orders-row-no-account = Has no account. Support sees to it when the order is approved.
orders-row-email-listed = The staff directory has { $email }. Mail goes there.
orders-row-dropped = Has it already – left out
orders-name-differs = The name does not fit the HSA-id.
orders-name-protected = The person has a protected identity, so the name is not shown and can't be compared.
orders-right-person = Yes, it is the right person
orders-right-person-unanswered = Tick that it is the right person, or change the row.
orders-too-many-questions = In { $count } rows the name does not fit the HSA-id. So many can hardly be right: check that no column has slipped.
orders-sum-grant = { $lines ->
    [one] One permission is ordered
   *[other] { $lines } permissions are ordered
 } { $people ->
    [one] in one row.
   *[other] in { $people } rows.
 }
orders-sum-revoke = { $lines ->
    [one] One permission is cancelled
   *[other] { $lines } permissions are cancelled
 } { $people ->
    [one] in one row.
   *[other] in { $people } rows.
 }
orders-lines-none-left = There is nothing to order: the people have the permissions already.
orders-lines-changed = Something changed while you were reading. This is how the rows look now. Put right what is wrong and send again.
orders-receipt-lead-permissions = { $service } at { $unit }.
orders-next-permissions = Support or the service's administration reviews the order. You see where it stands under Orders, and can take back what is not decided.

# The help about permissions
orders-guide-permissions-title = Order and cancel permissions
    .about = Order permissions for others, and cancel them when they are not needed.
orders-guide-permissions-lead = Named orderers in the region's administration order, and a unit's head of operations where the region has chosen so.
orders-guide-permissions-begin = Choose a service
orders-guide-permissions-begin-1 = Choose Order permissions in the menu.
orders-guide-permissions-begin-2 = Choose which service the order is about, and whether you want to order or to cancel.
orders-guide-permissions-begin-3 = If the permissions are to hold from or to a certain day, fill it in.
orders-guide-permissions-people = Give the people
orders-guide-permissions-people-1 = Fill in name, HSA-id, e-mail, care unit or entrance, and permission for each person.
orders-guide-permissions-people-2 = If they are many, paste them from a spreadsheet or upload the file. The first row must be headings.
orders-guide-permissions-people-3 = Click Check. What is wrong stands at its row, and everything that you typed is still there.
orders-guide-permissions-send = Check and send
orders-guide-permissions-send-1 = The directory's name is shown for each HSA-id. If it does not fit what you wrote, tick that it is the right person, or change the row.
orders-guide-permissions-send-2 = Click Send the order. You get a number, and follow the order under Orders.
orders-guide-permissions-when-not = When it does not work
orders-guide-permissions-when-not-1 = You may not order for the unit: ask the region's administration to name you, or ask an orderer in that region.
orders-guide-permissions-when-not-2 = The person does not have the permission: a cancellation is about what the person has at just that unit.
