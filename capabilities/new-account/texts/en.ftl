new-account-menu = Account requests
    .about = Give permissions to those who have asked for an account with their e-service card, or say no.
    .words = get account staff request new user waiting approve decline e-service card
new-account-waiting-card = { $count ->
    [one] 1 waits for an answer
   *[other] { $count } wait for an answer
    }

new-account-title = Get an account as staff
new-account-lead = Your card has shown who you are, but you have no account yet. Fill in the form, and the administrator of your unit gets your request.
new-account-who = You
new-account-who-about = This stands on your card and in the HSA directory. If something is wrong, contact whoever gave you the card.
new-account-name = Name
new-account-hsa-id = HSA-id
new-account-born = Born
new-account-commission = Commission
new-account-where = Your unit
new-account-unit = Unit
    .missing = Choose the unit where you work. If it is not there, search for it above.
new-account-no-unit = The directory does not say where you work. Search for your unit above.
new-account-no-such-unit = No unit begins so. Search for something else, such as Vårdcentralen.
new-account-search = Search for a unit
new-account-units = { $count ->
    [one] 1 unit to choose
   *[other] { $count } units to choose
    }
new-account-reach = How to reach you
new-account-reach-about = The answer to your request is mailed here.
new-account-reach-by-hand = So that the administrator can reach you.
new-account-email-missing = Write your e-mail address, so that you can get an answer.
new-account-message = Message to the administrator
    .hint = Such as what you work with. Write nothing about residents.
new-account-too-long = The text is too long. Write { $most } characters at most.
new-account-send = Send the request
new-account-last-declined = Your last request, to { $unit }, was declined { $time }

new-account-waits = Your request is sent
new-account-waits-lead = The administrator of the unit gives you permissions or answers why not. Until then there is nothing you can do here.
new-account-waits-next = You get a letter by mail when it is done, and then sign in with your card as usual. If it is urgent, contact the administrator of the unit.
new-account-waits-by-hand = The administrator tells you when it is done. Then sign in with your card as usual. If it is urgent, contact the administrator of the unit.
new-account-sent = Sent
new-account-answer-to = The answer is sent to
new-account-to-sign-in = To the sign-in page

new-account-list = Account requests
new-account-list-lead = These have asked for an account with their card and can do nothing until you have answered.
new-account-standing = State
new-account-waiting = Waits for an answer
new-account-approved = Approved
new-account-declined = Declined
new-account-none = Nobody waits
new-account-none-text = Whoever signs in with an e-service card and has no account can send a request. It comes here.
new-account-none-decided = No answered requests
new-account-none-decided-text = Requests that were answered are kept here.
new-account-show-waiting = Show those that wait
new-account-show-decided = Show answered requests
new-account-permissions = Permissions
    .missing = Choose at least one permission, or decline the request.
new-account-approve-about = They hold at { $unit } until further notice. Check first that it is the right person: contact them if in doubt.
new-account-approve = Give permissions
new-account-decline-heading = Decline
new-account-decline-about = The account is ended. Whoever asked is told the reason and can send another request.
new-account-decline = Decline the request
new-account-reason = Reason
    .missing = Write why, so that whoever asked knows what to do.
new-account-ended = The account no longer waits: it was changed on the user's own page.
new-account-decided = Answered
new-account-to-user = To the user's page
new-account-approved-told = The permissions are given, and the user is told.
new-account-approved-untold = The permissions are given. Tell the user yourself: no mail is sent from here.
new-account-declined-told = The request is declined, and whoever asked is told.
new-account-declined-untold = The request is declined. Whoever asked sees the reason at the next sign-in with the card, but gets no mail.

new-account-letter-asked = A request for an account waits in { $installation }
new-account-letter-asked-body =
    Hello!

    A request for an account at a unit where you give permissions waits for an answer:

    { $link }

    This letter can't be answered.
new-account-letter-approved = Your account in { $installation } is ready
new-account-letter-approved-body =
    Hello { $name }!

    You have got your account in { $installation } and can sign in with your card:

    { $link }

    You cannot answer this letter.
new-account-letter-declined = The answer to your request in { $installation }
new-account-letter-declined-body =
    Hello { $name }!

    Your request for an account in { $installation } is answered. Sign in with your card to read the answer:

    { $link }

    You cannot answer this letter.

new-account-guide = Get an account as staff
new-account-guide-about = The first time that you sign in you need to get an account as staff. You do it with your e-service card or Mobile SITHS.
new-account-guide-ask = How to get an account
new-account-guide-ask-1 = Put the card in its reader and choose Sign in with SITHS on the sign-in page.
new-account-guide-ask-2 = Check what comes from the card and choose your unit. If it is not there, search for it.
new-account-guide-ask-3 = Write your e-mail address and press Send the request. You need not ask more than once: if you sign in again, you see how it stands.
new-account-guide-ask-4 = When the administrator has given you permissions you are told, by mail where mail is sent. Then sign in with the card as usual.
new-account-guide-answer = How to answer as an administrator
new-account-guide-answer-1 = Choose Account requests on the start page or in the menu. The figure says how many wait.
new-account-guide-answer-2 = Open the request, check that it is the right person, choose permissions and press Give permissions.
new-account-guide-answer-3 = If the person is not to have an account, write why and press Decline the request.
