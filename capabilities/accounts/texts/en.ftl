# The menu
accounts-all = All users
    .words = File System administration Administer users accounts staff find person
accounts-administer = Administer users
    .words = File System administration All users accounts
accounts-new = New user
    .words = + User add a user connect a new user new account relative
accounts-own = Personal settings
    .words = My account signature notices e-mail notice language my details
accounts-locked-menu = Locked accounts
    .words = Reactivate locked account staff unlock

# The list
accounts-new-short = User
accounts-order-new = Connect a new user
accounts-search = Search by name, user name, HSA-id or e-mail
accounts-search-by-number = Search by personal number
accounts-search-number = Personal number
    .hint = 10 or 12 digits. The number does not show in the address bar.
    .missing = Enter the personal number.
accounts-search-number-button = Find user
accounts-search-number-elsewhere = Search for personal numbers under Search by personal number, so that they do not end up in the address bar.
    .tone = info
accounts-nobody-with-number = There is no user with that personal number whom you may see.
accounts-unit = Unit
accounts-any-unit = All units
accounts-any-category = All categories
accounts-role = Role
accounts-any-role = All roles
accounts-status = Status
accounts-status-current = All but ended
accounts-status-active = Active
accounts-status-blocked = Blocked
accounts-status-locked = Locked
accounts-status-pending = Waiting for approval
accounts-status-ended = Ended
accounts-found = { $count ->
    [0] No user
    [one] One user
   *[other] { $count } users
 }
accounts-found-more-than = More than { $count } users
accounts-name = Name
accounts-none = There are no users yet
accounts-none-text = Add the first with the button + User, or import a file under Batch.
accounts-none-text-order = Support adds users. Order one with Connect a new user.
accounts-none-found = No user matches the search
accounts-none-found-text = Try the beginning of the first or last name, or take a filter off. Ended accounts show only when you choose them.

# How an account stands
accounts-standing-active = Active
accounts-standing-blocked = Blocked
accounts-standing-locked = Locked
accounts-standing-pending = Waiting
accounts-standing-ended = Ended

# The tabs
accounts-tabs-of = About { $name }
accounts-tab-basics = Basic information
accounts-tab-sign-in = User account
accounts-tab-hr = HR
accounts-tab-grants = Grants
accounts-tab-terms = Terms of employment
accounts-tab-contact = Contact details
accounts-tab-documents = Documents
accounts-tab-history = History
accounts-group-user = User details
accounts-group-support = User details that support administers
accounts-group-reach = Mobile and e-mail
accounts-group-private = Address and telephone
accounts-group-kin = Next of kin

# The fields
accounts-field-user-name = User name
    .missing = Enter the user name.
accounts-field-identity-number = Personal number (BankID)
    .hint = For signing in with BankID. Coordination numbers and reserve numbers will do too.
accounts-field-password = Password (Yubikey)
    .hint = A start password of at least 12 characters, which the user must change when first signing in. Leave empty to change nothing.
accounts-field-blocked = Blocked
    .hint = The user is signed out at once and cannot sign in.
accounts-field-mobile = Mobile number
accounts-field-email = E-mail address
accounts-field-title = Title
    .hint = For example Leg. Läkare. Used when signing records.
accounts-field-staff-category = Staff category
accounts-field-long-title = Long title
    .hint = For example Leg. fysioterapeut, OMT steg 3 examen. Used under letters, replies to referrals and other documents.
accounts-field-given-name = First name
    .missing = Enter the first name.
accounts-field-family-name = Last name
    .missing = Enter the last name.
accounts-field-hsa-ids = HSA-id (service card)
    .hint = One on each line, if the user has several.
accounts-field-employee-number = Employee number
accounts-field-manager = Manager
accounts-field-employer = Employer
accounts-field-employment-form = Form of employment
accounts-field-employed-from = Employed from
accounts-field-employed-to = Employed to
    .hint = Leave empty for until further notice.
accounts-field-extent = Extent in per cent
    .hint = For example 75 or 37.5.
accounts-field-workplace = Workplace
accounts-field-street = Street address
accounts-field-postal-code = Postal code
accounts-field-city = Town
accounts-field-work-phone = Work telephone
accounts-field-home-phone = Home telephone
accounts-field-private-email = Private e-mail address
accounts-field-kin-name = Name of next of kin
accounts-field-kin-relation = Relation
    .hint = For example husband, daughter or neighbour.
accounts-field-kin-phone = Telephone of next of kin
accounts-field-signature = Signature
accounts-field-notices = E-mail me when
accounts-notice-new-case = new cases wait to be assigned
accounts-notice-assigned = I get a case to answer
accounts-notice-reply = a resident replies in one of my cases
accounts-notice-internal = I get internal mail
accounts-notice-none = nothing
accounts-field-language = Language
    .missing = Choose a language.
accounts-choose = Choose
accounts-password-hidden = a new password

accounts-category-other = Other
accounts-category-physiotherapist = Physiotherapist
accounts-category-chiropractor = Chiropractor
accounts-category-speech-therapist = Speech therapist
accounts-category-physician = Physician
accounts-category-naprapath = Naprapath
accounts-category-psychologist = Psychologist
accounts-category-receptionist = Receptionist
accounts-category-secretary = Secretary
accounts-category-nurse = Nurse

accounts-employment-permanent = Permanent employment
accounts-employment-fixed-term = Special fixed-term employment
accounts-employment-substitute = Substitute
accounts-employment-probationary = Probationary employment
accounts-employment-by-the-hour = Employment by the hour
accounts-employment-consultant = Consultant or hired
accounts-employment-student = Student or trainee

# What is wrong
accounts-wrong-choice = Choose something in the list.
accounts-wrong-date = Write the date as year, month and day, for example 2026-11-21.
accounts-wrong-percent = Write the extent in per cent, above 0 and at most 100, for example 75.
accounts-wrong-postal-code = The postal code should have five digits.
accounts-ends-before-it-begins = The employment ends before it begins. Check the two dates.
accounts-too-many-hsa-ids = A user can have at most { $max } HSA-ids.
accounts-taken-user-name = The user name is taken. Choose another.
accounts-taken-identity-number = There is already a user with that personal number.
accounts-taken-hsa-id = { $id } already belongs to another user. Check the spelling.
accounts-taken-one-of-hsa-ids = One of the HSA-ids already belongs to another user.
accounts-suggested-user-name = The user name { $name } is free and filled in as a suggestion. Change it, or save again.
accounts-last-administrator = The user is the only one who administers grants at { $units }. Give someone else that permission first.
accounts-changed-by-another = { $who } changed other details while you had the page open. They have been fetched. What you wrote is still here: check it and save again.
accounts-changed-field = { $who } changed this too, { $time }, to “{ $value }”. What you wrote stands. Check it and save again.
accounts-who-another = Someone else
accounts-who-import = The import
accounts-who-command-line = The command line
accounts-who-system = The program
accounts-who-order = Order { $number }
accounts-own-changed = Somebody else changed your account while you had the page open. Check it and save again.

# Why something may not be changed
accounts-why-ended = The account has ended and cannot be changed.
accounts-why-support = Administered by support.
accounts-why-service = Requires the service { $service }.
accounts-why-own = Nobody changes this on their own account. Ask another administrator.
accounts-why-reaches-further = The user has grants where you are no administrator. Support can change it.

# Permissions on the first tab
accounts-permission = Permission
accounts-no-permission = No permission at the moment
accounts-permissions-about = What the user may do, normally Internpost.
accounts-only-administrator = The only administrator at { $units }
accounts-only-administrator-text = Give the permission to at least one more person, so that no unit is left without.

# Buttons
accounts-save = Save
accounts-close = Close
accounts-saved = The changes are saved.

# The user account
accounts-state = Signing in
accounts-never = Never
accounts-last-sign-in = Last signed in
accounts-password-set = The password was set
accounts-password-must-change = Must change password
accounts-created = Added
accounts-locked-failures = by the system, after too many wrong attempts
accounts-locked-unused = by the system, since the account has not been used for long
accounts-reactivate = Reactivate locked account
accounts-reactivated = The account is reactivated.
accounts-link = One-time link
accounts-link-about = With the link the user chooses a password. It is mailed to the user; where that is not possible it is shown to you, with the reason. A new link makes older ones invalid.
accounts-send-link = Send a new link
accounts-link-made = The one-time link is made
accounts-link-made-before = The link was made already. Send a new one if it did not arrive.
    .tone = info
accounts-link-how = Give the link to the user in person, for example over the telephone or in a message that only the user reads. Do not send the user name in the same message.
accounts-to-user = To the user
accounts-not-done = Nothing was changed. The page says why.
    .tone = warning

accounts-yubikey = Yubikey
accounts-yubikeys = YubiKeys
accounts-yubikey-with-password = Yubikey (together with password)
accounts-yubikey-about = For those who have neither a service card nor BankID. Support adds them.
accounts-no-yubikeys = The user has no YubiKey.
accounts-enrol-yubikey = Add a YubiKey
accounts-enrol-yubikey-button = Add
accounts-yubikey-enrolled = Added
accounts-yubikey-enrolled-now = The YubiKey is added.
accounts-yubikey-in-use = In use
accounts-yubikey-unused = Not used yet
accounts-yubikey-public-id = Public id
    .hint = The first twelve characters that the key types.
    .missing = Enter the key's public id.
accounts-yubikey-private-id = Private id
    .hint = Twelve characters, 0–9 and a–f.
    .missing = Enter the key's private id.
accounts-yubikey-aes-key = AES key
    .hint = 32 characters, 0–9 and a–f. It is encrypted and never shown again.
    .missing = Enter the AES key.
accounts-wrong-public-id = The public id is wrong. It has twelve characters out of cbdefghijklnrtuv.
accounts-wrong-private-id = The private id is wrong. It has twelve characters, 0–9 and a–f.
accounts-wrong-aes-key = The AES key is wrong. It has 32 characters, 0–9 and a–f.
accounts-taken-yubikey = The key already belongs to a user. End it there first.
accounts-end-yubikey = End
accounts-end-yubikey-question = End the YubiKey?
accounts-end-yubikey-text = The key { $id } stops working at once and the user is signed out. It can be added again.
accounts-yubikey-ended = The YubiKey has ended.
accounts-ended-at = Ended { $time }

# Ending
accounts-end = End account
accounts-end-about = An account is never deleted. It is ended, and its history stays.
accounts-end-question = End the account of { $name }?
accounts-end-text = { $name } is signed out at once and cannot sign in again. This cannot be undone.
accounts-this-ends = This ends with it:
accounts-nothing-ends = The account has no grants, sessions, YubiKeys or links that end.
accounts-end-stays = The details and the history stay. The user name cannot be used by anyone else. HSA-ids and personal number become free for a new account.
accounts-ends-grants = { $count ->
    [one] One grant
   *[other] { $count } grants
 }
accounts-ends-cases = { $count ->
    [one] One open case goes to the substitute or back to the inbox
   *[other] { $count } open cases go to the substitute or back to the inbox
 }
accounts-ends-sessions = { $count ->
    [one] One open session
   *[other] { $count } open sessions
 }
accounts-ends-yubikeys = { $count ->
    [one] One YubiKey
   *[other] { $count } YubiKeys
 }
accounts-ends-links = { $count ->
    [one] One one-time link
   *[other] { $count } one-time links
 }
accounts-ended = The account has ended.

# A new user
accounts-choose-unit = At which unit is the user to be added?
accounts-unit-search = Find unit
accounts-units-found = { $count ->
    [0] No unit
    [one] One unit
   *[other] { $count } units
 }
accounts-units-more-than = More than { $count } units. Search by the beginning of the name.
accounts-no-unit = No unit matches the search
accounts-no-unit-text = Try the beginning of the unit's name.
accounts-other-unit = Choose another unit
accounts-new-about = First name, last name and user name are needed. The rest can be filled in later. A relative needs no personal number.
accounts-first-sign-in = First sign-in
accounts-by-link = One-time link
accounts-by-link-hint = The user chooses a password. The link is mailed to the e-mail address; where that is not possible it shows when the user has been added.
accounts-by-password = Start password
accounts-by-password-hint = You choose a password, which must be changed at the first sign-in.
accounts-new-permissions-about = Choose which permissions the user is to have at { $unit }, normally Internpost. A grant for a customer is given on the tab Grants when the user has been added.
accounts-no-role-to-give = You may not give permissions at the unit. Somebody else may do so afterwards.
accounts-may-not-give = One of the permissions is not yours to give. Take it off and save again.
accounts-make = Save
accounts-made = { $name } has been added
accounts-made-told = The user has been added.

# Documents
accounts-documents-about = PDF, PNG, JPEG or GIF, at most 20 MB.
accounts-no-documents = There are no documents
accounts-no-documents-text = Agreements, identity documents and certificates stand here when somebody has added them.
accounts-add-document = Add a document
accounts-add-document-button = Add document
accounts-document-name = Name
accounts-document-kind = Type
    .missing = Choose what type of document it is.
accounts-document-size = Size
accounts-document-added = Added
accounts-document-file = File
    .missing = Choose a file.
accounts-document-agreement = Employment agreement
accounts-document-licence = Identity document or licence
accounts-document-certificate = Certificate
accounts-document-other = Other
accounts-file-too-large = The file is too large. It may be at most 20 MB.
accounts-file-wrong-kind = The file is neither PDF, PNG, JPEG nor GIF. Save it as PDF and try again.
accounts-document-kept = The document is added.
accounts-end-document = Remove
accounts-document-ended = The document is removed. The history shows that it was there.

# History
accounts-no-history = Nothing has changed
accounts-no-history-text = When somebody changes the account it stands here who did, when and what.
accounts-happened-created = The user was added
accounts-happened-changed = Details were changed
accounts-happened-ended = The account ended
accounts-happened-lock = The account was reactivated
accounts-happened-link = A one-time link was made
accounts-happened-link-mailed = A one-time link was made, to be mailed
accounts-happened-yubikey = YubiKey
accounts-happened-document = Documents
accounts-happened-grant = Grants were changed
accounts-happened-grant-kept = Grants were confirmed in a re-certification

# Personal settings
accounts-own-about = About me
accounts-own-about-text = Is something wrong? Contact your system administrator.
accounts-own-choices = My choices
accounts-own-signature-hint = Stands under what you write to residents. Without a signature of your own it says: { $name }
accounts-own-notices-to = The e-mails go to { $address } and never hold anything about care.
accounts-own-notices-nowhere = You have no e-mail address in Behörig, so no e-mail is sent yet. Ask your system administrator to add it.
accounts-own-sign-in = Signing in
accounts-change-password = Change password
accounts-my-sessions = My sign-ins

# The guide
accounts-guide = Users
    .about = Find, connect and change users, and who changes which field.
accounts-guide-own = Personal settings
    .about = Look over your signature, and turn on e-mail notices to be told when you have a case to answer.
accounts-guide-find = Find a user
accounts-guide-find-1 = Choose Users, All users.
accounts-guide-find-2 = Write the beginning of the name, the user name, the HSA-id or the e-mail address and choose Search. A personal number goes into the field Search by personal number.
accounts-guide-find-3 = Open the user by the link, by Enter or by double-clicking the row.
accounts-guide-connect = Connect a new user
accounts-guide-connect-1 = Whoever may add users chooses + User. Others choose Connect a new user, and the order goes to support.
accounts-guide-connect-2 = Fill in first name, last name and user name, and whatever else you know.
accounts-guide-connect-3 = Choose a one-time link or a start password, and which permissions the user is to have. Internpost is already chosen.
accounts-guide-connect-4 = Save. The one-time link is mailed to the user. Without e-mail it is shown to you once instead: copy it and give it to the user.
accounts-guide-change = Change a user
accounts-guide-change-1 = Open the user. What you may change stands in fields, the rest as text with the reason below.
accounts-guide-change-2 = Change it and choose Save. If somebody else was first you are shown what they changed, and what you wrote still stands.
accounts-guide-change-3 = History shows who changed what. Close goes back to the list.
accounts-guide-relative = A relative's account
accounts-guide-relative-1 = Add the user with name, user name and a one-time link or password. No personal number is needed.
accounts-guide-relative-2 = Open the tab Grants and press Add a grant (+). Enter the organisation that the customer belongs to, the role Relative and the customer's personal number. You see the customer's name before you add.
accounts-guide-locked = Blocked, locked and ended
accounts-guide-locked-1 = Blocked is set by an administrator and holds at once, also for whoever is signed in.
accounts-guide-locked-2 = Locked is set by the system after too many wrong attempts or a long time without signing in. Choose Reactivate locked account on the tab User account.
accounts-guide-locked-3 = Ended is final. Grants, sessions, YubiKeys and links end with it, and the history stays.
accounts-guide-fields = The fields
accounts-guide-who = Changed with the service
accounts-guide-tabs = Tab
accounts-guide-own-what = When you begin to use Behörig, look over your personal settings.
accounts-guide-own-1 = Press your name at the top and choose Personal settings.
accounts-guide-own-2 = Change the signature, tick what you want e-mail about, and choose a language.
accounts-guide-own-3 = Press Save.
accounts-guide-own-fields = What you choose yourself
accounts-guide-own-signature = Stands under your answers to residents. Without one, your name and title stand there.
accounts-guide-own-notices = Turn on e-mail notices to be told when you have a case to assign or to answer, when a resident replies, or when you get internal mail. The e-mails only say that something waits, never what.
accounts-guide-own-language = The language of the pages and of the e-mails to you.
accounts-guide-own-others = What others change
accounts-guide-own-others-text = You change the password under Change password. Name, title and e-mail address are changed by your system administrator or by support.
accounts-guide-reactivate = Administrator – Reactivate a locked staff account
    .about = Read how you as an administrator reactivate a locked staff account.
accounts-guide-reactivate-what = The system locks an account after too many failed sign-ins, or when it has not been used for long. You who are an administrator open it again.
accounts-guide-reactivate-1 = Open Locked accounts. There stand the locked accounts that you administer.
accounts-guide-reactivate-2 = Open the colleague's account and choose the tab User account. It says why the account is locked.
accounts-guide-reactivate-3 = Press Reactivate locked account. The colleague can sign in at once, with the same grants as before.
accounts-guide-reactivate-blocked = If the account is blocked
accounts-guide-reactivate-blocked-text = A blocked account was closed by an administrator. It is not opened here, but by somebody who removes the tick Blocked on the account.

accounts-security-keys = Security keys
accounts-security-keys-about = Users add their keys themselves. One that is lost can be removed here.
accounts-security-key-name = The key's name
accounts-security-key-used = Used { $time }
accounts-security-key-removed-at = Removed { $time }
accounts-remove-security-key = Remove
accounts-remove-security-key-question = Remove the security key?
accounts-remove-security-key-text = The key { $name } stops working at once and the user is signed out. The user can add it again.
accounts-security-key-removed = The security key is removed.
accounts-my-keys = Security keys
accounts-ends-security-keys = { $count ->
    [one] One security key
   *[other] { $count } security keys
 }
accounts-happened-security-key = Security key
accounts-happened-recovery-codes = New recovery codes
accounts-happened-recovery-code = Recovery code used
