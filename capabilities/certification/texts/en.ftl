certification-title = Re-certification
    .line = Confirm or end the permissions at your unit.
    .words = re-certification certify review permissions confirm keep end head of operations
certification-lead = Go through who has which permission, and keep or end it line by line. What is ended stops at once.
certification-waiting = { $count ->
    [one] 1 re-certification waits
   *[other] { $count } re-certifications wait
}
certification-none = No re-certification is open
certification-none-text = When the next one opens you get an e-mail, and it is shown here.
certification-unit = Unit
certification-region = Region
certification-last-day = Last day
certification-decided = Lines decided
certification-progress = { $done } of { $all }
certification-state = State
certification-state-open = Open
certification-state-submitted = Sent in, lines remain
certification-state-done = Done
certification-state-unconfirmed = Unconfirmed lines remain
certification-state-lapsed = The unconfirmed have ended

certification-round = Re-certification: { $unit }
certification-opened = Opened
certification-submitted = Sent in
certification-not-submitted = Not sent in
certification-counts = { $kept } kept, { $ended } ended, { $waiting } unconfirmed and { $others } others, of { $all } permissions.
certification-grace-label = What nobody confirms
certification-grace = Ends after { $day }, unless the region has answered before.
certification-grace-over = Ended { $day }.
certification-no-grace = Is reported to the region and does not end by itself.
certification-tabs = Lines of the re-certification
certification-tab-all = All ({ $count })
certification-tab-waiting = Remaining ({ $count })
certification-tab-all-rounds = All
certification-tab-region = Waiting for the region ({ $count })
certification-hidden-label = Not shown
certification-hidden = { $count ->
    [one] One line at a unit that your permission does not reach.
   *[other] { $count } lines at units that your permission does not reach.
}
certification-nothing-left = No lines remain
certification-nothing-left-text = Every permission in this part is kept, ended or over.
certification-pdf = Get PDF
certification-printed = { $installation } · printed { $time }

certification-person = Person
certification-hsa-id = HSA-id
certification-role = Permission
certification-where = Holds at
certification-period = From – to
certification-last-sign-in = Last signed in
certification-never = never
certification-choice = Choice
certification-choice-about = Choice for { $name }: { $role } at { $unit }
certification-keep = Keep
certification-end = End
certification-kept = Kept
certification-ended = Ended
certification-lapsed = Ended after the grace
certification-over = Is over
certification-guarded = Remains: last administrator
certification-unconfirmed = Unconfirmed
certification-decision = Decision
certification-decided-by = Decided by
certification-decided-at = When
certification-own-line = Your own
certification-own-line-text = Nobody confirms or ends their own permission here. The deputy or the region answers this line.
certification-own-notice = { $count ->
    [one] One line is your own and waits for somebody else
   *[other] { $count } lines are your own and wait for somebody else
}

certification-save = Save
certification-submit = Send in
certification-keep-rest = Keep all that remain ({ $count })
certification-back = Back
certification-saved = The choices are saved.
certification-kept-rest = All remaining lines are kept.
certification-sent-in = The re-certification is sent in.
certification-ends-question = { $count ->
    [one] End the permission?
   *[other] End { $count } permissions?
}
certification-ends-text = They stop at once, everywhere. Ongoing cases are handed over, and those concerned get an e-mail. It cannot be undone; the permission would have to be ordered anew.
certification-ends-button = { $count ->
    [one] End the permission
   *[other] End { $count } permissions
}

certification-closed = The re-certification closed after { $day }. Ask { $who } of the region’s administration to keep or end what remains.
certification-closed-nobody = The re-certification closed after { $day }. Ask the region’s administration to keep or end what remains.
certification-closed-notice = The re-certification closed after { $day }
certification-closed-notice-text = What nobody confirmed is reported to the region. Ask the region’s administration to keep or end what remains.
certification-region-answers = The re-certification closed after { $day }. You now answer for the region what remains.
certification-shut = The grace is over, and what nobody had confirmed has ended. A permission that should remain is ordered anew.
certification-left = { $count ->
    [one] One line remains to be kept or ended before the re-certification can be sent in. It is shown under Remaining.
   *[other] { $count } lines remain to be kept or ended before the re-certification can be sent in. They are shown under Remaining.
}
certification-left-elsewhere = { $count ->
    [one] One line remains at a unit where you do not re-certify. Whoever re-certifies there answers it before the re-certification can be sent in.
   *[other] { $count } lines remain at units where you do not re-certify. Whoever re-certifies there answers them before the re-certification can be sent in.
}
certification-own = { $name } is you. The deputy or the region answers this line.
certification-meanwhile = Somebody else has already answered { $role } for { $name }. See what holds now, and choose again if needed.
certification-over-already = { $role } for { $name } is over already and cannot be kept. Order the permission anew if it is needed.
certification-submitted-already = The re-certification is sent in. End { $role } for { $name } on the user’s page or by an order to revoke.
certification-not-there = You do not re-certify permissions at { $unit }. Ask the unit’s head of operations or the region to answer this line.
certification-last-administrator = { $name } is the last who can administer { $unit }. Give somebody else the permission first.
certification-stale = One of the permissions was changed by somebody else in the meantime. Nothing is saved: see what holds now, and save again.

certification-follow-up = Follow-up of re-certifications
    .line = See what was confirmed, ended and not answered.
    .words = follow-up re-certification unconfirmed audit review
certification-follow-up-lead = The re-certifications of the units, those that close last first. Open one to see who decided what.
certification-no-rounds = There are no re-certifications yet
certification-no-rounds-text = They open by themselves once the region has chosen how often permissions are re-certified and the units have a head of operations.
certification-none-for-region = No re-certification waits for the region
certification-none-for-region-text = Shown here are those that closed with unconfirmed lines, and those sent in where the sender has lines of their own that nobody else at the unit answers.
certification-all = Permissions
certification-kept-count = Kept
certification-ended-count = Ended
certification-unconfirmed-count = Unconfirmed
certification-without-head = Units without a head of operations
    .line = Units where nobody re-certifies permissions.
    .words = units without head of operations re-certification missing
certification-without-head-lead = Here staff have permissions that nobody re-certifies. Name a head of operations for the unit or for a unit above it.
certification-above = Part of
certification-grants-there = Permissions
certification-all-have-heads = Every unit has somebody who re-certifies
certification-all-have-heads-text = A unit where staff have permissions and no head of operations answers for them is shown here.

certification-deputies = Deputies
    .line = Name somebody who re-certifies while you are away.
    .words = deputy substitute absence head of operations
certification-deputies-lead = A deputy re-certifies permissions in the place of the head of operations for a time, and answers the head’s own lines.
certification-deputies-now = Now and to come
certification-no-deputies = No deputy is named
certification-no-deputies-text = Name one before you are away, so that re-certifications do not lie unanswered.
certification-deputy-coming = To come
certification-deputy-new = New deputy
certification-deputy-new-about = The person needs an account in the organisation. The permission ends by itself after the last day.
certification-deputy-unit = Unit
    .missing = Choose the unit that the deputy is to answer for.
certification-deputy-choose-unit = Choose a unit
certification-deputy-who = User name or HSA-id
    .missing = Type the user name or the HSA-id of whoever is to be deputy.
certification-deputy-from = From
    .missing = Give the first day.
certification-deputy-to = To
    .missing = Give the last day.
certification-deputy-name = Name
certification-deputy-named = The deputy is named.
certification-deputy-ended = The time as deputy is ended.
certification-deputy-over = The time as deputy was over already.
    .tone = info
certification-deputy-from-past = { $day } is past. Give today’s date or a later one.
certification-deputy-to-before = The last day cannot be before the first.
certification-deputy-unknown = Nobody in the organisation has that user name or HSA-id. Check the spelling.
certification-deputy-unusable = The account is blocked, ended or not approved yet. Choose somebody else.
certification-deputy-oneself = You cannot be your own deputy. Choose somebody else.
certification-deputy-refused = Only the head of operations of { $unit } names deputies there.
certification-deputy-end-question = End the time of { $name }?
certification-deputy-end-text = { $name } stops at once being deputy at { $unit }. It was for

certification-letter-opened = Re-certification of permissions at { $unit }
certification-letter-opened-body =
    It is time to go through who has which permission at { $unit }. Keep or end it line by line by { $day }.

    Open the re-certification: { $link }

    If you are away you can name a deputy in the same place.

    This e-mail comes from { $installation }. It cannot be answered.
certification-letter-week = A week left: re-certification at { $unit }
certification-letter-week-body = { $count ->
    [one] One permission at { $unit } is not confirmed yet.
   *[other] { $count } permissions at { $unit } are not confirmed yet.
} The last day is { $day }.

    Open the re-certification: { $link }

    This e-mail comes from { $installation }. It cannot be answered.
certification-letter-closed = The re-certification at { $unit } has closed
certification-letter-closed-body = { $count ->
    [one] One permission at { $unit } was not confirmed by { $day }.
   *[other] { $count } permissions at { $unit } were not confirmed by { $day }.
} They are reported to the region, which can keep or end them.

    See the re-certification: { $link }

    This e-mail comes from { $installation }. It cannot be answered.
certification-letter-lapsed = Unconfirmed permissions at { $unit } have ended
certification-letter-lapsed-body = { $count ->
    [one] One permission at { $unit } that nobody had confirmed has ended.
   *[other] { $count } permissions at { $unit } that nobody had confirmed have ended.
} A permission that should remain is ordered anew.

    See the re-certification: { $link }

    This e-mail comes from { $installation }. It cannot be answered.
certification-letter-own = Lines wait for you in the re-certification at { $unit }
certification-letter-own-body = { $count ->
    [one] The re-certification at { $unit } has been sent in, but one line is about whoever sent it in.
   *[other] The re-certification at { $unit } has been sent in, but { $count } lines are about whoever sent it in.
} Nobody answers for their own permission: keep or end by { $day }.

    Open the re-certification: { $link }

    This e-mail comes from { $installation }. It cannot be answered.
certification-letter-ended = { $count ->
    [one] A permission has ended
   *[other] { $count } permissions have ended
}
certification-letter-ended-body =
    After a re-certification this has ended for you:

    { $permissions }

    If you need the permission for your work, ask your manager to order it anew.

    My account: { $link }

    This e-mail comes from { $installation }. It cannot be answered.

certification-guide = Re-certify permissions
certification-guide-what = As often as the region has chosen, the head of operations of each unit gets a list of who has which permission at the unit and below it. A head of operations above the region gets the region’s list. The list shows how things stood when the re-certification was opened.
certification-guide-open = Open the re-certification under Orders, or by the link in the e-mail. The last day stands at the top.
certification-guide-choose = Choose Keep or End on each line. Look at Last signed in: whoever never signs in may not need the permission.
certification-guide-parts = Choose Save to finish a part at a time. Before anything ends you are shown which permissions it is about. Keep all that remain confirms the rest at once.
certification-guide-submit = Choose Send in when nothing remains. What has ended in the meantime needs no answer.
certification-guide-own = Your own permissions
certification-guide-own-text = Nobody confirms their own permission. The deputy or the region’s administration answers those lines. Whoever is to answer gets an e-mail when you have sent in.
certification-guide-deputy = Deputies
certification-guide-deputy-text = Under Deputies the head of operations names a colleague with an account in the organisation for a time, with a first and a last day. A deputy names nobody in turn. The time can be ended early.
certification-guide-after = After the last day
certification-guide-after-text = Then only the region’s administration answers. What nobody has confirmed is reported under Follow-up, and ends when the grace is over if the region has chosen so. A unit’s last administrator never ends by itself. E-mails go when it opens, a week before the last day and the day after it.
certification-guide-region = For the region and whoever audits
certification-guide-region-text = Follow-up shows each re-certification with who decided what, when and on which list, and as PDF. What waits for the region’s answer is shown apart, and so are units without a head of operations. Each confirmed line also stands in the user’s history.
