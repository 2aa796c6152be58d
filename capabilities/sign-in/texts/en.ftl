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
sign-in-siths-start-card = SITHS card in the card reader
sign-in-siths-card-leaving = Choose the card's certificate when the browser asks
sign-in-siths-card-late = It took too long after you showed the card. Leave the card in its reader, and begin again here.
sign-in-siths-card-proxy = The card did not come through as it should. Sign in another way, and tell whoever looks after Behörig.
sign-in-siths-choose = Choose assignment
sign-in-siths-choose-lead = Your card holds for several assignments. The assignment decides what you may do and what the access log says about you. You can change it later.
sign-in-siths-place = Assignment
    .missing = Choose an assignment.
sign-in-method-siths = SITHS
sign-in-no-account-but-a-card = No account? Sign in with your e-service card, and you can ask for one. If you have no card, ask the system administrator of your unit to connect you as a new user.

sign-in-menu-keys = Security keys
    .words = passkey fido webauthn yubikey recovery codes two-factor
sign-in-method-security-key = Password and security key
sign-in-method-passkey = Passkey
sign-in-method-recovery-code = Password and recovery code

sign-in-second-title = One more step
sign-in-passkey-title = Sign in with a passkey
sign-in-passkey-use = Sign in with a passkey
sign-in-key = Security key
sign-in-key-about = Insert the key and touch it, or use the screen lock of your phone or computer.
sign-in-key-use = Use the security key
sign-in-key-or-yubikey = Do you have a YubiKey that types codes? Choose to sign in in another way, enter the password again and touch the key in the YubiKey field.
sign-in-key-waits = Follow what the browser says, and touch the key when it blinks.
sign-in-key-declined = The key did not answer, or the question was cancelled. Try again.
sign-in-key-known = You have added this key already.
sign-in-key-unsupported = The browser does not support security keys. Use another browser, or sign in in another way.
sign-in-key-elsewhere = Security keys work at { $address } alone. Open that address and try again.
sign-in-key-without-script = Security keys need JavaScript, which is turned off in the browser. Turn it on, or use another way.
sign-in-key-no-name = Security keys can't be used in this installation: its address has no name or no encryption.
sign-in-key-no-answer = The browser sent no answer of any key. Try again, or use another way.
sign-in-key-refused = The key could not be used. Try again, or use another way.
    .tone = warning
sign-in-key-too-late = It took too long, or the answer was used already. Start again.
    .tone = warning

sign-in-keys-title = Security keys
sign-in-keys-lead = Sign in without typing codes: with a key that you insert or tap, or with the screen lock of your phone or computer.
sign-in-keys = Your keys
sign-in-keys-about = Two are better than one: put one away. Give them names, so that you know which is which.
sign-in-keys-none = You have no security keys.
sign-in-key-name = The key's name
    .hint = For example The blue key, or My phone.
    .missing = Give the key a name.
sign-in-key-added = Added
sign-in-key-used = Last used
sign-in-key-never = Never
sign-in-key-remove = Remove
sign-in-key-removed = The key is removed, and you are signed out everywhere but here.
sign-in-key-add = Add a security key
sign-in-key-adding = Add { $name }
sign-in-key-step-1 = Have the key in your hand. For the screen lock of your phone or computer none is needed.
sign-in-key-step-2 = Press Create the key and follow what the browser says. If the key has no PIN you choose one.
sign-in-key-step-3 = When the key is created you come back to the list.
sign-in-key-make = Create the key
sign-in-key-added-now = The key is added.
sign-in-key-not-added = The key was not added. Try again.
    .tone = warning
sign-in-key-taken = The key belongs to an account already.
    .tone = warning

sign-in-recovery = Recovery code
sign-in-recovery-about = Have you no key here? Use one of the codes that you have kept. Each code works once.
sign-in-recovery-code = Recovery code
    .hint = Sixteen characters, for example 7K2M-9QXA-41TB-ZD8C.
    .missing = Enter a recovery code.
sign-in-recovery-use = Sign in with the code
sign-in-recovery-malformed = A recovery code has sixteen letters and digits. Check what you typed.
sign-in-recovery-wrong = The code is wrong, or was used already. Try another.
sign-in-recovery-codes = Recovery codes
sign-in-recovery-codes-about = A recovery code stands in for the key, together with your password, if you have lost it.
sign-in-recovery-left = { $count ->
    [0] You have no recovery codes.
    [one] You have one code left.
   *[other] You have { $count } codes left.
    }
sign-in-recovery-make = Create recovery codes
sign-in-recovery-make-again = Create new recovery codes
sign-in-recovery-void = The codes that you have stop working.
sign-in-recovery-made-before = The codes were made just now and are shown once. Create new ones if you had no time to keep them.
    .tone = warning
sign-in-recovery-once = Print the codes now
sign-in-recovery-once-text = They are shown this time only. Keep them where nobody else gets at them, and not together with the key.
sign-in-recovery-whose = { $name }, { $installation }, { $time }
sign-in-recovery-how = Each code works once, together with your password. Cross out the one that you have used.
sign-in-recovery-mailed = When a code is used you get a mail.
sign-in-recovery-logged = When a code is used it stands in the account's history.
sign-in-recovery-kept = I have kept the codes

sign-in-confirm-title = Confirm that it is you
sign-in-confirm-lead = Show once more who you are, and go on where you were.
sign-in-confirm-first = Confirm first that it is you
    .tone = info
sign-in-confirm-first-text = What opens your account is changed only shortly after you have shown who you are, in a safer way than by password.
sign-in-confirm-go = Confirm that it is you
sign-in-confirm-yubikey = Confirm with YubiKey
sign-in-confirm-wrong = The code is wrong. A code can be used once: touch the key again.
sign-in-confirm-no-way = Your account has no safer way that can be used here.
sign-in-confirm-else = You can also sign in again in a safer way.
sign-in-confirm-again = Try again
sign-in-confirm-another = That is somebody else's BankID
sign-in-confirm-another-text = BankID showed that it is somebody else than who is signed in. Nothing has changed.
sign-in-confirm-another-card = It is somebody else's card
sign-in-confirm-another-card-text = The card is not yours: it does not belong to the account that is signed in. Nothing has changed.
sign-in-confirmed = You have confirmed that it is you.

sign-in-letter-code-subject = A recovery code was used in { $installation }
sign-in-letter-code-used = One of your recovery codes was used to sign in to { $installation } { $time }.
sign-in-letter-code-left = { $count ->
    [0] You have no codes left. Create new ones under Security keys.
    [one] You have one code left.
   *[other] You have { $count } codes left.
    }
sign-in-letter-code-unexpected = Was it not you? Then change your password at once, and tell whoever administers users where you work.

sign-in-guide-keys = A security key is a small key that you insert or tap, or the screen lock of your phone or computer (a passkey). No false site can deceive it, and you type no codes.
sign-in-guide-keys-1 = Choose Security keys under your name at the top. If you signed in a while ago you first confirm that it is you.
sign-in-guide-keys-2 = Give the key a name and press Add a security key.
sign-in-guide-keys-3 = Press Create the key and follow what the browser says.
sign-in-guide-keys-4 = Create recovery codes and print them. Better still, add one more key.
sign-in-guide-keys-in = Signing in with the key
sign-in-guide-keys-in-text = Enter user name and password as usual, and the key is asked for. If the key remembers who you are it is enough to press Sign in with a passkey.
sign-in-guide-keys-codes = If you do not have the key with you, enter a recovery code instead, after the password. Each code works once, and you get a mail when one is used. When you create new codes the old ones stop working.
sign-in-guide-keys-lost = If you have lost the key
sign-in-guide-keys-lost-text = Sign in with BankID, another key or a recovery code, and remove the one that you have lost. Support can remove it for you too, but only you can add a new one.
