# The frame around pages
web-skip = Skip to the content
web-menu = Menu
web-own-menu = My account
web-help = Help
web-live-show = Show
web-signed-in-as = Signed in as
web-switch-hat = Switch assignment
web-sign-out = Sign out
web-crumbs = You are here
web-to-start = To the start page
web-foot = answers who may do what, for whom and until when.
web-accessibility = Accessibility statement
web-theme = Appearance
web-theme-light = Light
web-theme-dark = Dark
web-theme-auto = As the system
web-notice = Notice

# The command search
web-command-link = Find a function
web-command-placeholder = What do you want to do?
web-command-label = What do you want to do?
web-functions = Functions
web-command-number = Open case
web-no-command = No function answers to what you typed. Try another word.
web-commands-found = { $count ->
    [one] One function
   *[other] { $count } functions
 }

# The session
web-session-ends = You will soon be signed out
web-session-ends-text = You have not done anything for a while. What you have typed is not saved if you are signed out. Time left:
web-session-stay = Stay signed in

# Forms
web-error-prefix = Error:
web-error-summary = There is a problem
web-optional = (optional)
web-missing = Fill in { $label }.
web-too-long = Shorten the text. It can have at most { $max } characters.
web-forbidden-character = Remove characters that cannot be saved. They sometimes come along when you paste.
web-password-show = Show the password
web-password-shown = The password is shown
web-password-hidden = The password is hidden
web-yes = Yes
web-no = No
web-not-given = Not given
web-unsaved = You have changes that are not saved.
web-date-wrong = Type the date as 2026-11-21.
web-number-wrong = Type a whole number from { $min } to { $max }.
web-choice-wrong = Choose one of those in the list.
web-file-too-large = Choose a file of at most { $max }.
web-close = Close
web-cancel = Cancel
web-change = Change

# Lists
web-search = Search
web-filters-on = Filters in use
web-filter-remove = Remove the filter
web-filters-clear = Clear all
web-pages = Pages
web-previous = Previous
web-next = Next

# People
web-person = This page is about
web-protected = Protected identity
web-protected-text = Do not read out or hand out any details. Each showing is logged.

# History
web-changed-from = from
web-changed-to = to
web-empty-value = empty
web-today = today
web-yesterday = yesterday
web-tomorrow = tomorrow
web-until-further-notice = until further notice

# Tasks
web-task-not-started = Not started
web-task-started = In progress
web-task-done = Done
web-task-not-yet = Cannot start yet

# To be copied
web-print = Print
web-copy = Copy
web-copied = Copied
web-shown-once = It is shown only now and can be used once.

# Sign-in with another device
web-qr-alt = QR code for BankID
web-qr-step-open = Open the BankID app on your phone.
web-qr-step-read = Press Scan QR code and hold the phone to the code.
web-qr-step-confirm = Check that it says Behörig and type your security code.
web-qr-same-device = Open BankID on this device

# Errors
web-error-too-large = What you sent is too large
web-error-too-large-text = Go back, shorten the text or remove something, and send again. Nothing has been saved.
web-error-bad-request = What you sent could not be read
web-error-bad-request-text = Go back, load the page again and try once more. Nothing has been saved.
