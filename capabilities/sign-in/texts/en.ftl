sign-in-menu-password = Change password
    .words = File Change password new password
sign-in-menu-sessions = My sign-ins
    .words = sessions sign out everywhere where am I signed in
sign-in-menu-hats = Switch assignment
    .words = switch unit staff relative resident hat

sign-in-title = Sign in
sign-in-again = Sign in again
sign-in-other-way = Sign in another way
sign-in-to-sign-in = To sign-in
sign-in-signed-out = You are signed out.
sign-in-password-chosen = The password is saved. Sign in with it below.
sign-in-no-account = No account? Ask the system administrator at your unit to connect you as a new user.

sign-in-bankid = BankID
sign-in-bankid-about = The safest way, for staff, relatives and residents.
sign-in-bankid-here = BankID on this device
sign-in-bankid-elsewhere = BankID on another device
sign-in-bankid-title = Sign in with BankID
sign-in-bankid-visible = Sign in to { $installation }.
sign-in-bankid-risk = The sign-in was stopped for security reasons. Try again in a while, or sign in another way.
sign-in-bankid-come-back = You are done in the BankID app. Go back to the browser where you began, and you will be signed in there.
sign-in-bankid-other-browser = You came back to another browser
sign-in-bankid-other-browser-text = The BankID app opened this browser, but you began to sign in in another. For security reasons you are signed in only where you began. Go back there, or start again here.

sign-in-by-password = User name and password
sign-in-by-password-about = With a YubiKey, if your account requires one.
sign-in-user-name = User name
    .missing = Enter your user name.
sign-in-password = Password
    .missing = Enter your password.
sign-in-yubikey = YubiKey
    .hint = Put the cursor here and touch your YubiKey. It types the code for you.
sign-in-submit = Sign in
sign-in-wrong = The user name, the password or the code from the YubiKey is not right. Check them and try again. A code can be used only once: touch the key again.
sign-in-closed-seconds = { $seconds ->
    [one] There have been too many failed attempts. Wait one second and try again.
   *[other] There have been too many failed attempts. Wait { $seconds } seconds and try again.
    }
sign-in-closed-minutes = { $minutes ->
    [one] There have been too many failed attempts. Wait one minute and try again.
   *[other] There have been too many failed attempts. Wait { $minutes } minutes and try again.
    }
sign-in-busy = Many people are signing in right now. Wait a few seconds and try again.
sign-in-yubikey-needed = The password is right, but your account also requires a YubiKey. Enter the password again, put the cursor in the YubiKey field and touch the key.
sign-in-yubikey-lacking = The password is right, but your account requires a YubiKey or BankID. Sign in with BankID, or ask support to enrol a YubiKey for you.

sign-in-stopped = The account is stopped
sign-in-stopped-blocked = Your account is blocked by an administrator. Contact the system administrator at your unit.
    .tone = warning
sign-in-stopped-locked = Your account is locked, after failed attempts or a long time without use. The system administrator at your unit or support can reactivate it.
    .tone = warning
sign-in-stopped-pending = Your account waits for an administrator to approve it. There is nothing more that you need to do.
    .tone = warning
sign-in-stopped-ended = Your account has ended. Contact the system administrator at your unit if you are to have a new one.
    .tone = warning
sign-in-unknown = There is no account for you
sign-in-unknown-text = BankID has shown who you are, but you are not in Behörig.
sign-in-unknown-staff = Do you work in care? Ask the system administrator at your unit to connect you as a new user, and check that the personal number of your account is right.
sign-in-unknown-resident = Are you a resident or a relative? Contact the clinic or unit that you want to reach.

sign-in-access-ended = Your access has ended
sign-in-access-ended-text = You no longer follow anybody as a relative, so there is nothing to show. Nothing is wrong with your account.
sign-in-access-to-come = Your access has not begun
sign-in-access-to-come-text = It begins { $time }. Sign in again then.
sign-in-access-ask = Do you wonder about something, or should you be able to follow somebody? Contact:

sign-in-change-password = Change password
    .about = Choose a new password, or get a new one if you have forgotten it.
sign-in-change-password-ends = When you change password you are signed out everywhere but here.
sign-in-current-password = Current password
    .missing = Enter the password that you have now.
sign-in-new-password = New password
    .hint = At least 12 characters. A sentence that only you would think of is both safe and easy to remember. You can paste from a password manager.
    .missing = Enter a new password.
sign-in-must-change = Choose a password of your own
sign-in-must-change-text = The password that you signed in with was chosen by somebody else. Change it to one that only you know, and you can go on.
sign-in-current-wrong = That is not your current password. Try again.
sign-in-password-changed = The password is changed.
sign-in-password-too-short = The password is too short. Choose at least { $fewest } characters, such as a few words in a row.
sign-in-password-too-long = The password is too long. Choose at most { $most } characters.
sign-in-password-is-user-name = The password is like the user name. Choose something that nobody can guess.
sign-in-password-common = The password is one of the most common, tried first by whoever guesses. Choose something of your own, such as a few words in a row.

sign-in-link-title = Choose a password
sign-in-link-lead = The link is for { $name }. Choose a password, and then you can sign in.
sign-in-link-choose = Save the password
sign-in-link-used = The link has been used
sign-in-link-used-text = A one-time link works only once. If you have chosen a password you can sign in with it. If it was not you, contact your administrator at once.
sign-in-link-expired = The link no longer works
sign-in-link-expired-text = Ask your administrator for a new one-time link.
sign-in-link-stopped = The account is stopped
sign-in-link-stopped-text = The account that the link belongs to is blocked or has ended. Contact your administrator.
sign-in-link-given = One-time link
sign-in-link-holds = Holds until { $time }.
sign-in-link-mailed = The one-time link is being mailed to { $to }
sign-in-link-mailed-text = It holds until { $time }, and the user chooses a password with it. Whether the mail was sent is told on the user's page under User account, and you can send a new link there.
sign-in-link-shown-no-mail = The link cannot be mailed, because this installation has no mail set up.
sign-in-link-shown-no-address = The link cannot be mailed, because the user has no e-mail address.
sign-in-link-last = Latest link
sign-in-link-last-mailed = Mailed to { $to } { $time }
sign-in-link-last-waiting = On its way to { $to }, made { $time }
sign-in-link-last-failed = The mail to { $to } could not be delivered. Check the address and send a new link.
sign-in-link-last-withdrawn = The mail to { $to } was not sent before the link stopped working
sign-in-link-last-shown = Shown to whoever made it { $time }
sign-in-link-state = The link
sign-in-link-state-used = Used
sign-in-link-state-good = Holds until { $time }
sign-in-link-state-over = No longer works

sign-in-letter-subject = Choose your password for { $installation }
sign-in-letter-greeting = Hello { $name },
sign-in-letter-what = Whoever administers users where you work has made a one-time link for you. With it you choose your password for { $installation }:
sign-in-letter-holds = The link holds until { $time } and works once.
sign-in-letter-unexpected = Did you not expect this mail? Then do not open the link, and tell whoever administers users where you work.
sign-in-letter-no-answer = This mail cannot be answered.

sign-in-hat = Assignment
    .missing = Choose an assignment.
sign-in-hat-title = Switch assignment
sign-in-hat-lead = The assignment decides what you may do and what the access log says of you.
sign-in-hat-switch = Switch assignment
sign-in-hat-switched = You have switched assignment.
sign-in-hat-resident-hint = Your own cases and data.
sign-in-hat-relative-of = For { $people }.
sign-in-hat-no-role = No permission just now.
sign-in-hat-only-one = You have only one assignment.
sign-in-hat-only-one-text = If you get permissions at more units, or as a relative, you can switch here.
sign-in-hat-stronger = Requires a safer sign-in
sign-in-hat-stronger-text = You can choose these assignments when you have signed in in a safer way:
sign-in-hat-gone = The assignment is no longer there. Choose another.
sign-in-hat-too-low = The assignment requires a safer sign-in. Sign in again, with BankID or with password and YubiKey.
sign-in-level-high = sign in with BankID
sign-in-level-two-factor = sign in with BankID or with password and YubiKey
sign-in-level-password = sign in with a password

sign-in-sessions-title = My sign-ins
sign-in-sessions-lead = This is where you are signed in now. End what you do not recognise.
sign-in-sessions-hint = If you do not recognise a sign-in, change your password as well.
sign-in-session-where = Browser
sign-in-session-method = Signed in with
sign-in-session-began = Since
sign-in-session-seen = Last used
sign-in-session-end = End
sign-in-session-end-others = End all others
sign-in-session-this = This one
sign-in-session-ended = The sign-in is ended.
sign-in-sessions-ended = All other sign-ins are ended.
sign-in-session-browser = { $browser } on { $system }
sign-in-session-unknown-browser = Unknown browser
sign-in-method-bankid = BankID
sign-in-method-yubikey = Password and YubiKey
sign-in-method-password = Password

sign-in-demo = This is a demo
sign-in-demo-text = BankID and SITHS are simulated. Choose BankID on this device: the simulated phone opens, and you choose who you are. Choose SITHS, and you choose whose card is in the reader. Mail that is sent comes to the demo's mailbox.
sign-in-demo-phone = The simulated phone
sign-in-demo-mailbox = The demo's mailbox

sign-in-guide-password = You change your own password yourself. You use it together with a YubiKey, or alone where your role allows that. BankID needs no password.
sign-in-guide-steps = How it is done
sign-in-guide-password-1 = Choose File, Change password in the menu, or Change password under your name at the top.
sign-in-guide-password-2 = Enter your current password and then the new one. The eye in the field shows what you have written.
sign-in-guide-password-3 = Press Change password. The new password holds at once.
sign-in-guide-fields = The fields
sign-in-guide-current = The password that you have now. The field is not there if you have no password, and when you use BankID to change one that somebody else chose for you.
sign-in-guide-new = At least 12 characters. It may not be like your user name, nor be one of the most common. A sentence that only you would think of is both safe and easy to remember. You can paste from a password manager.
sign-in-guide-forgotten = If you have forgotten the password
sign-in-guide-forgotten-text = Sign in with BankID, or ask the unit's system administrator for a one-time link, by which you choose a new password. After several wrong tries you have to wait a while before you can try again.
sign-in-guide-after = When the password is changed
sign-in-guide-after-text = You are signed out everywhere but where you changed it. The change stands in the account's history, but never the password itself.

sign-in-siths = SITHS
sign-in-siths-about = For staff, with an e-service card or Mobile SITHS.
sign-in-siths-start = Sign in with SITHS
sign-in-siths-leaving = You are sent to the sign-in with SITHS
sign-in-siths-signing-out = You are signed out of the sign-in with SITHS
sign-in-siths-go-on = Nothing happens? Go on here.
sign-in-siths-failed = Signing in with SITHS did not succeed
sign-in-siths-not-begun = The sign-in was begun in another browser, or has been used already. For security, you are only signed in where you began, and only once. Begin again here.
sign-in-siths-choose = Choose assignment
sign-in-siths-choose-lead = Your card holds for several assignments. The assignment decides what you may do and what the access log says about you. You can change it later.
sign-in-siths-place = Assignment
    .missing = Choose an assignment.
sign-in-method-siths = SITHS
sign-in-no-account-but-a-card = No account? Sign in with your e-service card, and you can ask for one. If you have no card, ask the system administrator of your unit to connect you as a new user.
