# The sections of the menu
menu-section-first = { "" }
menu-section-users = Users
menu-section-orders = Orders
menu-section-residents = Residents
menu-section-customers = Customers
menu-section-settings = Settings
menu-section-batch = Batch
menu-section-archive = File
menu-section-system = System administration

# The start page
start-title = Start
    .words = start page home overview begin
start-hello = Hello { $name }
start-lead-staff = You are working at { $unit }.
start-lead-staff-nowhere = You are signed in as staff, but at no unit.
start-lead-relative = You are here as a relative.
start-lead-resident = You are here as a resident.
start-line-accounts = See and change accounts, grants and facts about staff.
start-line-new-account = Make an account for a new colleague.
start-line-my-clinics = Write to a clinic that you are in contact with.
start-line-my-cases = Read answers from care, and reply.
start-line-orders = Follow orders of new users and grants.
start-line-order-account = Order an account for a new colleague from support.
start-line-residents = See which residents are approved for communication.
start-line-clinic = Contact details, status and catchment area of the clinic.
start-line-roles = Decide which services each role holds.
start-line-who-may = See who may use a service, and on what basis.
start-line-batch = Read in and take out data in files.
start-line-own = See your details and choose signature, notices and language.
start-line-password = Choose a new password.
start-line-sessions = See where you are signed in, and sign out elsewhere.
start-line-hats = Work at another unit, or as a relative or a resident.
start-line-help = Read how it is done, step by step.
start-nothing = There is nothing for you to do here yet
start-nothing-text = You hold no grant at { $unit }.
start-nothing-held = { $count ->
    [one] At { $unit } you hold the grant { $roles }. It opens no page here.
   *[other] At { $unit } you hold the grants { $roles }. They open no page here.
 }
start-nowhere-text = You hold no grant at any unit. Ask the system administrator at your workplace for one.
start-whom = Who can give you a grant?
start-whom-text = These people give grants at the unit:
start-whom-nobody = Nobody at the unit gives grants just now. Turn to support.
start-always = What you can always do
start-one-administrator = The unit has only one administrator
start-one-administrator-text = If the administrator is away, nobody else at the unit can give or end grants. Give the grant to at least one more person.
start-one-administrator-link = Show users
start-ends-soon = Your grant { $role } at { $unit } ends { $time }
start-ends-soon-text = Ask the unit's administrator for a new period if you are to continue.

start-customers = Those you may follow
start-customer = Customer
start-next-visit = Next visit
start-unit = Unit
start-no-customers = You have nobody to follow yet
start-no-customers-text = Whoever has home care decides who may follow the visits. Ask the home-care unit to add you, if the customer has said yes.
start-clinics = Clinics you may contact
start-clinic = Clinic
start-approved-until = Holds
start-approved-further = Until further notice
start-approved-to = Until and including { $day }
start-no-clinics = You are not approved at any clinic yet
start-no-clinics-text = Ask your clinic to approve you for communication. It takes them a minute and holds at once.

# Search
start-search = Search functions

# Help
start-help = How to
    .words = help guides manual handbook instructions support how do I
start-help-about = Help: { $title }
start-help-lead = Here you can choose among help sections. Each also leads to the page that it is about.
start-guides-begin = Getting started
start-guides-use = Use the service
start-guides-residents = Residents
start-guides-customers = Home care
start-guides-administration = Users and grants
start-guides-own-care = For you as a resident
start-guides-more = More guides
start-guide-open = Open the page
start-guide-open-named = Open { $page }
start-help-more = More
start-help-more-text = If you don't find the answer, ask the system administrator where you work.

start-guide-start = Finding your way
    .about = The start page, the menu and what stands at the top of each page.
start-guide-start-what = The start page shows what you may do where you are just now. Each card leads to a part of Behörig. If you don't see a card, you lack the grant or have chosen another assignment.
start-guide-start-top = Who you are stands at the top
start-guide-start-top-text = At the top of each page stand your name, the assignment you have chosen and the unit. There you also change assignment, language and appearance, and sign out.
start-guide-start-attention = What needs attention
start-guide-start-attention-text = The start page tells you when one of your grants ends soon, and when the unit has only one administrator.
start-guide-start-refused = When the answer is no
start-guide-start-refused-text = If you may not see a page, it says why, and who can help you. If the page does not exist, it may also show something that you may not know of.

start-guide-sign-in = Signing in
    .about = Signing in takes an e-identification, or a password together with a YubiKey.
start-guide-sign-in-what = You sign in with BankID, with SITHS, or with user name, password and YubiKey. The sign-in page shows the ways that you have.
start-guide-sign-in-bankid = With BankID
start-guide-sign-in-bankid-1 = Choose BankID on this device or on another device.
start-guide-sign-in-bankid-2 = On another device: open the BankID app, press Scan QR code and hold the phone to the code. The code changes every second.
start-guide-sign-in-bankid-3 = Check that the app says Behörig and write your security code.
start-guide-sign-in-siths = With SITHS
start-guide-sign-in-siths-1 = Put your e-service card in its reader and choose Sign in with SITHS. Mobile SITHS does as well.
start-guide-sign-in-siths-2 = Identify yourself in the sign-in service. If you have several assignments you choose one, and can change later.
start-guide-sign-in-siths-3 = If you have no account you come to a request that is filled in from the card: see Get an account as staff.
start-guide-sign-in-yubikey = With password and YubiKey
start-guide-sign-in-yubikey-1 = Write your user name and password.
start-guide-sign-in-yubikey-2 = Put in your YubiKey and press its button. It writes a one-time code in the field.
start-guide-sign-in-locked = If the account is locked or blocked
start-guide-sign-in-locked-text = After several failed attempts the system locks the account, and an account that has not been used for long may be locked too. The unit's system administrator can reactivate it. A blocked account was shut by an administrator.
start-guide-sign-in-safe = Sign in only when you asked to yourself
start-guide-sign-in-safe-text = Nobody from support asks you to sign in or scan a code for somebody else.

start-guide-hats = Changing assignment
    .about = You can be staff at several units, a relative and a resident.
start-guide-hats-what = The same person can be staff at several units, a relative and a resident. You have one assignment at a time, and it always stands at the top of the page.
start-guide-hats-which = The three kinds
start-guide-hats-staff = Staff: you work at a unit and see what your roles there allow.
start-guide-hats-relative = Relative: you see the customer who has said yes to it.
start-guide-hats-resident = Resident: you contact the clinics where you are approved.
start-guide-hats-change = How to change
start-guide-hats-change-text = Press Change assignment at the top of the page and choose. An assignment that needs a safer sign-in asks you to sign in again.

start-guide-sessions = My sign-ins
    .about = See where you are signed in, and sign out elsewhere.
start-guide-sessions-what = The page shows where you are signed in just now: when, in which way and from which address.
start-guide-sessions-end = End a sign-in
start-guide-sessions-end-text = If you don't recognise a sign-in, end it and change your password. You can also end all others at once. It holds at once.
start-guide-sessions-warning = You are signed out by yourself
start-guide-sessions-warning-text = When you have done nothing for a while, you are signed out. Two minutes before, you are asked whether you want to stay.

start-guide-search = Searching functions
    .about = Find a page by writing what you want to do.
start-guide-search-what = Write what you want to do, such as change password or all users. The search finds what you may use, also by the words of the old manuals. The number of a case that you may read opens it.
start-guide-search-keys = With the keyboard
start-guide-search-keys-text = Press Ctrl and K on any page. Choose with the arrow keys and press Enter.

# Accessibility
start-accessibility = Accessibility statement
    .words = accessibility wcag screen reader disability
start-accessibility-lead = How accessible { $installation } is, and how to tell us when something does not work.
start-accessibility-how = How accessible is the site?
start-accessibility-how-text = Behörig is built to meet WCAG 2.2 at level AA. Every page can be used without JavaScript, with a keyboard, with a screen reader, on a phone and at 400 per cent zoom. If you find a shortcoming, we want to know.
start-accessibility-tested = How we have tested
start-accessibility-tested-text = The pages are checked by the program's own automatic tests at each change. Whoever runs the site answers for this statement, and for people reviewing the site too.
start-accessibility-tell = Help us get better
start-accessibility-tell-text = If you can't use a page, or need its content in another form, contact whoever runs the site:
start-accessibility-no-contact = No way of contact is given here yet. Turn to the system administrator where you work or to your clinic.
start-accessibility-supervision = Supervision
start-accessibility-supervision-text = If you are not content with the answer, you can report it to the supervisory authority under the Act (2018:1937) on accessibility of digital public services.

# About
start-about = About Behörig
    .words = version licence program
start-about-lead = Behörig answers who may do what, for whom, at which unit, until when, and on whose word.
start-about-text = Everything that anyone may do is a grant: a person has a role at a unit, during a period and on a basis. The question is answered anew at each page, so a grant that is taken away stops working at once.
start-about-version = Version
start-about-installation = Installation
start-about-licence = Licence
