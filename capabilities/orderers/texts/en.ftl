# The menu
orderers-menu = Orderers
    .line = Who may order permissions in the region.
    .words = orderers head of operations delegation decision who may order name appoint
orderers-menu-new = Name an orderer
    .words = name appoint orderer head of operations delegation decision
orderers-menu-choice = The region's choice about orders
    .words = region choice heads of operations may order re-certification grace
orderers-menu-services = Services that can be ordered
    .line = What can be ordered, and with which roles.
    .words = settings orderable services 1177 symptom assessment two approvers

# The register
orderers-title = Orderers
orderers-lead = Those who may order permissions in { $region }, from when to when and on what decision.
orderers-tab-named = Orderers
orderers-tab-heads = Heads of operations
orderers-found = { $count ->
    [one] 1 named
   *[other] { $count } named
}
orderers-found-more = More than { $count } named
orderers-region = Region
orderers-show = Show
orderers-show-live = Current and coming
orderers-show-all = Ended ones too
orderers-none = Nobody is named
orderers-none-text = Choose Name an orderer to let somebody order permissions in the region. There must be a decision to refer to.
orderers-no-heads-text = Choose Name an orderer and the role Head of operations. A head of operations re-certifies the permissions at the unit, and orders where the region has chosen so.
orderers-person = Name
orderers-hsa-id = HSA-id
orderers-place = Region or unit
orderers-place-and-branch = { $unit } and all units below
orderers-and-branch = and all units below
orderers-period = Period
orderers-named-by = Named by
orderers-no-proof = No decision
orderers-no-proof-text = The permission was given in another way than here. End it and name the person anew, with the decision that it stands on.
orderers-coming = Coming
orderers-over = Ended
orderers-no-region = You administer no region
orderers-no-region-text = Orderers are named by the region's administrators, for the whole region or for one of its units.
orderers-ask = You can ask:

# Naming
orderers-name = Name an orderer
orderers-name-lead = Whoever you name may order permissions in { $region }. You see the person's name before anything is saved.
orderers-name-now = Name
orderers-where = Choose the unit that the person is to order for.
orderers-unit-search = Search for a unit
orderers-unit-none = No unit was found
orderers-unit-none-text = Try the beginning of the unit's name.
orderers-unit-more = The first 50 are shown. Type more of the name to find others.
orderers-role = Named as
    .missing = Choose what the person is named as.
orderers-role-held = Named as
orderers-role-named-hint = May order permissions.
orderers-role-head-hint = Re-certifies the permissions at the unit. May order where the region has chosen so.
orderers-who = User name or HSA-id
    .hint = The person must have an account.
    .missing = Write the person's user name or HSA-id.
orderers-branch = For all units below too
orderers-from = First day
orderers-to = Last day
    .hint = Leave it empty if it holds until further notice.
orderers-proof = Decision
    .hint = What it stands on, such as Delegation decision 2026-114.
    .missing = Write which decision it stands on, such as Delegation decision 2026-114.
orderers-go-on = Continue
orderers-confirm = Is this the right person?
orderers-confirm-lead = Check what it says before you name the person.
orderers-named = The person is named.
orderers-nobody = No user has that user name or HSA-id. Whoever is to be named needs an account: order it with Connect a new user.
orderers-account-ended = The account has ended. Give an account that the person still uses.
orderers-has-already = The person is already named there for all of that time.
orderers-error-past = Choose today or a later day.
orderers-error-ends-early = Choose a day that is neither before today nor before the first day.
orderers-refused-oneself = Nobody names themselves. Ask another of the region's administrators.
orderers-refused-branch = You administer the unit but not the units below it. Take away the tick, or ask whoever administers the whole region.
orderers-refused-denied = You do not administer orderers at the unit. Ask whoever does.
orderers-refused-role = The role cannot be given here. Check that it is still among the organisation's roles.

# Somebody named
orderers-permission = Permission
orderers-history = History
orderers-to-account = Show the user
orderers-last-day = Last day
orderers-last-day-about = Whoever is named may order until the end of that day.
orderers-save-end = Save the last day
orderers-end-changed = The last day is saved.
orderers-end = End now
orderers-end-title = End the appointment of { $name }?
orderers-end-text = The appointment ends at once, and all that the person may do by it. Orders that were sent already are tried again before they are approved.
orderers-ended = Ended.
orderers-changed-first = Somebody else changed it first. This is how it is now.
orderers-is-over = The time is over. Name the person anew if it is needed.
orderers-given-elsewhere = The role is the organisation's own. It is changed and ended under Permissions on the user's page.
orderers-last-administrator = That cannot be done: { $unit } would be left without an administrator. Give somebody else that permission first.
orderers-event-named = Named
orderers-event-ended = Ended
orderers-event-end-changed = Last day changed

# The region's choice
orderers-choice = The region's choice
orderers-choice-lead = For orders and re-certification in { $region }.
orderers-choice-saved = The region's choice is saved.
orderers-who-orders = Who orders
orderers-who-orders-about = Named orderers may always order.
orderers-heads = Heads of operations may order for their units
orderers-certification = Re-certification
orderers-certification-about = The head of operations looks through who has which permission at the unit, and keeps or ends each.
orderers-months = How often
    .missing = Choose how often permissions are re-certified.
orderers-months-none = Never
orderers-every-months = Every { $months } months
orderers-days = Days to answer in
    .hint = From 1 to 180. Usually 21.
    .missing = Write how many days the unit has to answer in.
orderers-grace = End what is not confirmed after so many days
    .hint = Counted from the last day to answer. Leave it empty if what is not confirmed is only to be reported.
orderers-grace-none = report only
orderers-error-number = Write a whole number.
orderers-error-days = Write a whole number from 1 to 180.
orderers-error-grace = Write a whole number from 0 to 365, or leave it empty.
orderers-event-chosen = The region's choice changed
orderers-save = Save
orderers-stale = Somebody else has saved in the meantime
orderers-stale-text = What you typed is still below. See what was changed, and save again if yours is still to hold.

# Services that can be ordered
orderers-services = Services that can be ordered
orderers-services-lead = What can be ordered in { $organisation }, and the roles that are ordered under each name.
orderers-services-none = Nothing can be ordered
orderers-services-none-text = Add a service with the roles that can be ordered.
orderers-service-new = New service that can be ordered
orderers-service-new-lead = Give the service the name that orderers know it by.
orderers-service-basics = The service
orderers-service-name = Name
    .hint = Such as 1177 symtombedömning och hänvisning.
    .missing = Write what the service is called.
orderers-service-permissions = Permissions
orderers-service-roles = Roles that are ordered
    .missing = Choose at least one role.
orderers-service-roles-about = Roles for staff only. Orderers and heads of operations are named by a decision, and roles that receive orders are given by an administrator: they cannot be ordered.
orderers-service-two = Need two approvers
    .hint = These roles are given only when two different people have approved, and by an order alone: nobody gives them on a page or from a file.
orderers-service-no-roles = No roles
orderers-two-approvers = two approvers
orderers-error-two-of-none = Choose two approvers only for roles that are ordered.
orderers-error-name-taken = There is a service of that name already. Choose another name.
orderers-service-made = The service can be ordered now.
orderers-service-saved = The service is saved.
orderers-service-end = End the service
orderers-service-end-title = End { $service }?
orderers-service-end-text = Nobody can order the service any more. Permissions that were ordered already remain.
orderers-service-ended = The service has ended.
orderers-service-is-over = The service has ended and cannot be ordered.
orderers-event-service-made = The service was added
orderers-event-service-changed = The service was changed
orderers-event-service-ended = The service was ended

# Why somebody may order, or not
orderers-by-named = Named orderer
orderers-by-head = Head of operations
orderers-not-named = The orderer is not named an orderer for the unit. The region's administrators name orderers under Orders, Orderers.
orderers-heads-not-chosen = The orderer is head of operations at the unit, but the region has chosen that heads of operations do not order. Ask a named orderer.
orderers-named-elsewhere = The orderer is named for another region or unit. Ask an orderer who is named for this unit.
orderers-not-yet = The orderer is named from a later day. Wait until then, or ask another orderer.
orderers-appointment-ended = The orderer was named, but the time is over. Ask the region's administrators to name the person anew.
orderers-account-inactive = The orderer's account is blocked, locked or ended. Ask another orderer.
orderers-other-hat = You are named an orderer as staff. Switch to that assignment and try again.
orderers-sign-in-stronger = Sign in in a surer way, with BankID, SITHS or a security key, and try again.

# The help
orderers-guide = Orderers
orderers-guide-lead = A permission is ordered by somebody whom the region has named. Here the region's administrators name orderers and heads of operations, and choose how orders and re-certification are done.
orderers-guide-open = Open Orderers
orderers-guide-name = Name an orderer
orderers-guide-name-1 = Choose Orders, Orderers and Name an orderer.
orderers-guide-name-2 = Write the person's user name or HSA-id. Choose region or unit, the first day and perhaps a last day, and write which decision it stands on.
orderers-guide-name-3 = Check the name that is shown and choose Name. Nobody names themselves.
orderers-guide-end = Change or end
orderers-guide-end-text = Open the person in the register. Change the last day and choose Save the last day, or choose End now. It counts at once, also for orders that are not approved yet.
orderers-guide-choice = The region's choice
orderers-guide-choice-text = Choose whether heads of operations order for their units, how often permissions are re-certified, and whether what nobody has confirmed ends after a grace.
orderers-guide-services = Services that can be ordered
orderers-guide-services-text = Under Settings, Services that can be ordered, it is decided what can be ordered, which roles that is about and whether one or two people approve.
