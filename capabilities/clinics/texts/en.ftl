clinics-title = Clinic settings
    .words = settings of the clinic administrator contact details opening hours status catchment area general settings
clinics-lead = What goes for { $unit } as a whole.
clinics-save = Save
clinics-saved = The settings are saved.
clinics-close = Close
clinics-stale = Somebody else changed the same thing while you were writing. What you wrote is not saved yet: compare it with the changes below, correct it if needed and save again.
clinics-or = or

# The page of cards
clinics-directory = From the HSA directory
clinics-directory-text = These facts are changed in the directory and not here.
clinics-directory-name = Name
clinics-directory-hsa-id = HSA-id
clinics-directory-unit = Care unit
clinics-directory-provider = Care provider
clinics-directory-region = Region

# Contact details and opening hours
clinics-contact = Contact details and opening hours
    .words = telephone hours e-mail website address
clinics-contact-card = Telephone, address, website and when you are open.
clinics-contact-missing = No contact details yet
clinics-contact-lead = How residents reach { $unit } in other ways than by a case.
clinics-contact-reach = Reach the clinic
clinics-contact-reach-about = Shown to residents on the clinic's page.
clinics-contact-visit = Visit the clinic
clinics-contact-visit-about = Visiting address and opening hours.
clinics-phone = Telephone
    .hint = With its area code, such as 036-32 10 00.
clinics-phone-hours = Telephone hours
    .hint = One line for each day or time.
clinics-email = E-mail
    .hint = Only an address that residents may use. Care does not belong in e-mail.
clinics-web = Website
    .hint = Such as www.1177.se.
clinics-street = Street address
clinics-postal-code = Postal code
clinics-city = Postal town
clinics-opening-hours = Opening hours
    .hint = One line for each day, and one for what differs.
clinics-wrong-postal-code = Write the postal code with five digits, such as 553 05.
clinics-wrong-web = Write the website as www.1177.se or https://www.1177.se.

# Texts to residents
clinics-texts = Texts to residents
    .words = about the clinic terms conditions information
clinics-texts-card = What residents read about the clinic, and before they send a case.
clinics-texts-lead = What residents read about { $unit }.
clinics-texts-page = On the clinic's page
clinics-texts-page-about = What you help with, and where else to turn.
clinics-texts-before = Before a case is sent
clinics-texts-before-about = Shown at the top of every form.
clinics-about = About the clinic
    .hint = Plain text. Line breaks are shown as you write them.
clinics-terms = Terms and important information
    .hint = Such as that urgent trouble must not be sent as a case.

# Reply promise and notices
clinics-reply = Reply promise and notices
    .words = reply time working days notice e-mail mail
clinics-reply-card = { $days ->
    [one] A reply within one working day, and who is told of new cases.
   *[other] A reply within { $days } working days, and who is told of new cases.
 }
clinics-reply-lead = How soon { $unit } promises a reply, and who is told that a case has come.
clinics-reply-promise = Reply promise
clinics-reply-promise-about = For the case types that have no promise of their own. Saturdays, Sundays and public holidays don't count, nor do Midsummer Eve, Christmas Eve and New Year's Eve.
clinics-reply-days = A reply within so many working days
    .hint = Counted from the day after the case came in.
    .missing = Fill in within how many working days the clinic replies.
clinics-reply-notices = Notices
clinics-reply-notices-about = A notice says only that a case has come, never from whom or about what.
clinics-notify = When a new case comes, tell
    .missing = Choose who is to be told.
clinics-notify-receivers = The case receivers
clinics-notify-receivers-hint = Everyone who is a case receiver and has turned on notices in their personal settings.
clinics-notify-address = A common address
clinics-notify-address-hint = Only the address below, such as a shared mailbox.
clinics-notice-email = Common address
    .hint = Needed only if the notices are to go to a common address.
    .missing = Fill in the address that the notices are to go to.

# Status
clinics-status = Status
    .words = open closed end clinic
    .missing = Choose the clinic's status.
clinics-status-closed-card = Closed to new cases: those that have come are answered as usual.
clinics-status-ended-card = Ended: residents no longer find the clinic.
clinics-status-card = Now: { $status }. Whether residents can send new cases.
clinics-status-change = Change status
clinics-status-lead = Whether residents can send cases to { $unit }.
clinics-status-now = The clinic's status
clinics-status-now-about = The change holds at once.
clinics-status-open = Open
clinics-status-open-hint = Residents can send new cases.
clinics-status-closed = Closed to new cases
clinics-status-closed-hint = The cases that have come are answered as usual, but no new ones can be sent. For holidays and other breaks.
clinics-status-ended = Ended
clinics-status-ended-hint = Residents no longer find the clinic. It takes that no case type is active and no case open.
clinics-ended-active-types = { $count ->
    [one] The clinic can't be ended yet: one case type is active. Deactivate it first, so that no new cases come.
   *[other] The clinic can't be ended yet: { $count } case types are active. Deactivate them first, so that no new cases come.
 }
clinics-ended-open-cases = { $count ->
    [one] The clinic can't be ended yet: one case is open. Answer and close it first.
   *[other] The clinic can't be ended yet: { $count } cases are open. Answer and close them first.
 }
clinics-end = How to end the clinic
clinics-end-about = Do it in this order, so that no case is left without an answer.
clinics-end-types = Deactivate the case types
clinics-end-types-left = { $count ->
    [0] No case types are active.
    [one] One case type is active.
   *[other] { $count } case types are active.
 }
clinics-end-cases = Close open cases
clinics-end-cases-left = { $count ->
    [0] No cases are open.
    [one] One case is open.
   *[other] { $count } cases are open.
 }
clinics-end-last = Choose Ended and save

# Catchment area
clinics-area = Catchment area
    .words = county region municipality sex age registered add the clinic
clinics-area-card = Which residents can add the clinic themselves.
clinics-area-card-none = Not chosen. Each resident is approved one by one.
clinics-area-lead = Which residents can add { $unit } themselves.
clinics-area-now = This holds now
clinics-area-none = No catchment area is chosen
clinics-area-none-text = Nobody can add the clinic themselves, then: each resident must be approved for communication. With a catchment area, residents who live outside it can be approved as well.
clinics-area-home = Where residents are registered
clinics-area-home-about = The region must be given. Without chosen municipalities the whole county counts.
clinics-area-county = Region
    .missing = Choose a region.
clinics-area-county-prompt = Choose a region
clinics-area-show = Show municipalities
clinics-area-municipalities = Municipalities
    .hint = Tick those that belong to it, or none at all for the whole county.
clinics-area-other-region = The chosen municipalities belong to another region. Press Show municipalities and choose again.
clinics-area-people = Whom it is for
clinics-area-people-about = What the person register says counts. Whoever's age or sex is not known is not covered by such a limit.
clinics-area-sex = Sex
    .missing = Choose who is covered.
clinics-sex-all = Everyone
clinics-sex-female = Women
clinics-sex-male = Men
clinics-area-age = Age
clinics-area-age-first = Age from
    .hint = In completed years.
clinics-area-age-last = Age to and including
    .hint = In completed years.
clinics-area-age-backwards = The highest age can't be lower than the lowest.
clinics-area-who-all = Everyone
clinics-area-who-female = Every woman
clinics-area-who-male = Every man
clinics-area-where = { $municipalities } in { $county }
clinics-area-age-from = { " " }and is at least { $from } years old
clinics-area-age-to = { " " }and is at most { $to } years old
clinics-area-age-just = { " " }and is { $age } years old
clinics-age-from = at least { $from } years
clinics-age-to = at most { $to } years
clinics-age-span = { $from } to { $to } years
clinics-area-age-span = { " " }and is { $from } to { $to } years old
clinics-area-sentence = { $who } who is registered in { $where }{ $age } can add the clinic themselves and send cases.
clinics-area-ends = { $count ->
    [0] No resident has added the clinic on these grounds.
    [one] One resident's grant ends at once.
   *[other] The grants of { $count } residents end at once.
 }
clinics-area-ends-text = They added the clinic themselves and are no longer covered. They can read their cases but neither reply nor send new ones. Those who are approved for communication are not affected.
clinics-area-question = Save the catchment area?
clinics-area-then = The new catchment area
clinics-area-confirm = Save and end the grants
clinics-area-back = Change again
clinics-area-remove = Remove the catchment area
clinics-area-remove-question = Do you want to remove the catchment area?
clinics-area-remove-ended = They added the clinic themselves. They can read their cases but neither reply nor send new ones.
clinics-area-remove-after = Without a catchment area each resident must be approved for communication. Those who are approved already are not affected.
clinics-area-remove-answer = Remove
clinics-area-removed = The catchment area is removed.
clinics-area-changed = Somebody else changed the catchment area. See how it is now before you remove it.
    .tone = warning
clinics-area-to = To the catchment area

# History
clinics-history = History
clinics-history-none = Nothing has been changed yet
clinics-history-none-text = Here every change of the settings is shown: who made it, when, and from what to what.

# Help
clinics-guide = Administrator – Clinic settings
    .about = As an administrator you look after the general settings of the clinic.
clinics-guide-lead = As an administrator you look after the general settings of the clinic. They are those of the clinic of the hat that you wear. Every change is seen in the history.
clinics-guide-open = Open the clinic settings
clinics-guide-to = Open { $page }
clinics-guide-contact = Write how residents reach the clinic in other ways. No field must be filled in; what is empty is not shown.
clinics-guide-texts = Write what residents should know about the clinic, and before they send a case. The text is shown just as you write it.
clinics-guide-reply = The promise is counted in working days from the day after the case came in, and is shown to the resident. A case type can have a promise of its own.
clinics-guide-status = Closed to new cases is for breaks: what has come already is answered as usual. Ended is for a clinic that is no more.
clinics-guide-area = With a catchment area residents can add the clinic themselves. The region must be given; municipalities, sex and age can narrow it. Without one, each resident must be approved for communication. When the area is narrowed or removed, the grants of those who are no longer covered end at once. The page asks first, and says how many they are.
clinics-guide-address = Street address, postal code and postal town
clinics-guide-address-text = Where the clinic is visited.
clinics-guide-end-1 = Deactivate the clinic's case types, so that no new cases come.
clinics-guide-end-2 = Answer and close the cases that are open.
clinics-guide-end-3 = Go to Status, choose Ended and save. If something is left, the page says what.
clinics-guide-together = If two people change things at the same time
clinics-guide-together-text = You can change different pages without being in each other's way. If somebody was first on the same page, you are shown what was changed, and what you wrote is still there to be saved.
