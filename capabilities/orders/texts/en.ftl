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
orders-none-own-text = When you order a new user you see here how it goes.

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
