# The menu
roles-menu = Roles
    .words = Settings Roles services permissions
roles-menu-new = New role
    .words = Settings Roles make role
roles-menu-matrix = Roles and services
    .words = matrix overview roles services print

# The roles
roles-title = Roles
roles-lead = The roles in { $organisation }. A role is a named set of services.
roles-new = New role
roles-new-lead = Give the role a name and say whom it is for. Choose its services with the button Services once it is saved.
roles-matrix = Show as a table
roles-matrix-title = Roles and services
roles-matrix-lead = Which role holds which service.
roles-matrix-nobody = No role holds these services.
roles-none = There are no roles yet
roles-none-text = Roles are made by those who may edit roles in the organisation.
roles-holders-now = Hold it now
roles-more-than = more than { $count }

# A role
roles-name = Name
    .missing = Give the role a name.
roles-kind = Kind
    .missing = Choose whom the role is for.
roles-kind-staff = Staff
roles-kind-staff-meaning = For users who work at a unit.
roles-kind-relative = Relative
roles-kind-relative-meaning = For relatives' accounts. The grant is for one customer.
roles-kind-resident = Resident
roles-kind-resident-meaning = For residents who contact a clinic.
roles-template = Start from
    .hint = The new role gets the same services and may give the same roles.
roles-template-none = An empty role
roles-daily-planning = Daily planning
    .hint = Who holds the role can be planned as home-care staff. Leave it empty for relatives.
roles-lowest-assurance = Lowest level of assurance
    .hint = How surely one must have signed in to use the role. A service can ask for more, never for less.
    .missing = Choose the lowest level of assurance.
roles-level-password = User name and password
roles-level-two-factor = Password and YubiKey
roles-level-high = BankID or SITHS
roles-basics = The role
roles-gives-heading = May give roles
roles-gives-about = Counts only if the role holds service 390 Administer grants.
roles-gives = Roles that may be given
roles-gives-all = Every role, also those made later
roles-services = Services
roles-service = Service
roles-services-lead = Tick the services that belong to the role { $role }. Only services for the kind { $kind } are shown.
roles-no-services = The role holds no services yet. Press Services to add some.
roles-role-lead = { $services ->
    [one] One service
   *[other] { $services } services
 }. How many hold the role now: { $holders }.
roles-save = Save
roles-close = Close
roles-created = The role is saved. Now add its services with the button Services.
roles-saved = The role is saved.
roles-own-role = You hold this role yourself
roles-own-role-text = Nobody raises their own rights. Another administrator may change the role.
roles-look-only = You may see the role but not change it.
roles-stale = Someone else changed the role first
roles-stale-text = What you typed is still below and is not saved. See what was changed, and save again if your change still holds.

# Groups of services
roles-group-home-care = Home care, My page and reports
roles-group-users = Users
roles-group-roles = Roles
roles-group-orders = Orders, batch, mail and logs
roles-group-residents = Residents and cases
roles-group-overview = Overviews
roles-group-units = Units

# Errors
roles-error-name-missing = Give the role a name.
roles-error-name-too-long = Shorten the name. It has at most { $max } characters.
roles-error-name-unprintable = Take characters that cannot be seen out of the name, such as line breaks.
roles-error-name-taken = There is already a role with that name. Choose another.
roles-error-planning-relatives = Take away the tick. A role for relatives cannot have Daily planning, since relatives are not staff who can be planned.
roles-error-planning-residents = Take away the tick. A role for residents cannot have Daily planning, since residents are not staff who can be planned.
roles-error-service-of-other-kind = Service { $service } is not for the kind { $kind }. Take the service out of the role, or keep the kind.
roles-error-cannot-give = Only a role for staff can give roles. Take away the ticks.
roles-error-kind-in-use = The kind cannot be changed, since the role is or has been granted. Make a new role instead.
roles-error-template-kind = The role that you start from is of the kind { $kind }. Choose the same kind, or start from another role.
roles-error-last-administrator = Keep service 390 Administer grants. Without it nobody could administer { $units }. Give someone else that right there first.
roles-error-built-in = A built-in role cannot be removed. Change its name and services instead.

# Who holds the role
roles-holders-title = Who holds the role { $role }?
roles-user = User
roles-organisation = Organisation
roles-period = Period
roles-state = State
roles-life-live = Holds
roles-life-coming = Coming
roles-life-ended = Ended
roles-in-use = The role is in use and cannot be removed
roles-in-use-text = A role that someone holds, held or will hold stays, so that history can be read.
roles-in-use-instead = Take away its services instead
roles-no-holders = Nobody to show
roles-no-holders-text = No user holds, held or will hold the role at the units where you may see grants.
roles-held-by-residents = Residents who hold the role now: { $count }.

# Removing
roles-remove = Remove
roles-remove-title = Remove the role { $role }?
roles-remove-text = Nobody has held the role. It goes from the list and from the roles that could give it.
roles-removed = The role is removed.

# History
roles-history = History
roles-history-none = Nothing has been changed
roles-history-none-text = The role is as it was made. Changes are shown here with who, when, from what and to what.
roles-event-created = The role was made
roles-event-services = Services were changed
roles-event-changed = The role was changed
roles-door-page = on the page
roles-door-order = order { $number }
roles-door-import = import
roles-door-command-line = command line
roles-door-system = the system

# The grants of a user
roles-permissions = Common permissions
roles-permissions-about = Choose which permissions the user is to have at { $unit }, normally Internal mail.
roles-ticks = Permissions
roles-grants = Grants
roles-no-grants = No grants to show
roles-no-grants-text = The user has no grants at the units where you may see grants.
roles-role = Role
    .missing = Choose which role the user is to have.
roles-object = Object
roles-all-objects = All
roles-object-customer = Customer
roles-object-case-type = Case type
roles-object-person = Person
roles-object-account = User
roles-basis = Basis
roles-given-by = Given by
roles-and-branch = and the units below
roles-basis-administrator = Administrator
roles-basis-local-administrator = Local administrator
roles-basis-consent = The customer's consent
roles-basis-order = Order { $number }
roles-basis-an-order = Order
roles-basis-catchment-area = Catchment area
roles-basis-import = Import
roles-basis-installation = The installation
roles-grants-saved = The permissions are saved.
roles-one-administrator = { $unit } has only one administrator
roles-one-administrator-text = Give somebody else the right to administer grants, so that the unit is not left without when that person is away.
roles-last-administrator = { $unit } would be left without an administrator. Give someone else a role with service 390 Administer grants there first.

# Adding
roles-add = Add a grant
roles-add-where = Choose the organisation: the unit where the grant is to hold.
roles-give = Add
roles-given = The grant is added.
roles-choose-role = Choose a role
roles-customer = Customer (identity number)
    .hint = Fill in if the grant is for one customer only. Needed for relatives. You see the name before the grant is added.
    .missing = Give the customer's identity number. A relative sees only the customer that the grant is for.
roles-customer-unknown = There is no person with that number whom you can choose. Check the number.
roles-from = From
    .hint = Empty means from today.
roles-to = To
    .hint = Empty means until further notice.
roles-branch = The units below too
roles-consent = The customer has consented that the relative may see the data
    .missing = Tick that the customer has consented. Without consent the grant may not be given.
roles-confirm-lead = Check that it is the right person before the grant is added.
roles-has-already = The user already has that grant during the whole period.
roles-account-ended = The account has ended and cannot get grants.
roles-nothing-to-give = You cannot give any roles here
roles-nothing-to-give-text = None of your roles at the unit may give roles to this user. Nobody gives grants to themselves.
roles-back-to-grants = Back to the grants
roles-error-date = Write the date as year-month-day, such as 2026-12-31.
roles-error-past = Choose today or a later day. A grant cannot begin back in time.
roles-error-ends-before = Choose a last day that is not before the first, and that has not been.
roles-refused-misfit = The role { $role } cannot be given like that. Check whether it needs a customer.
roles-refused-oneself = Nobody raises their own rights. Ask another administrator.
roles-refused-denied = You may not administer grants at the unit.
roles-refused-not-on-list = None of your roles at the unit may give or end this role.
roles-refused-branch = You administer the unit but not the units below. Take away the tick The units below too.

# Ending
roles-end = End
roles-end-title = End the grant?
roles-end-lead = { $name } has the role { $role } at { $unit }. It ends at once.
roles-end-what = This will then no longer work:
roles-end-nothing = Nothing else stops working: everything that the role gives is also given by other grants, or it has not begun.
roles-end-kept = The grant is not removed. It stays as ended, with who and when.
roles-ended = The grant has ended.
roles-ended-before = The grant had ended already.
    .tone = info
roles-refused-end = You may not end this grant.

# Why and who may
roles-why = Why?
roles-why-title = What may { $name } do?
roles-why-lead = At { $unit }, if the user signs in with BankID or SITHS.
roles-why-where = Choose which unit the answer is to be about.
roles-may = May
roles-because = Because
roles-other-unit = Change unit
roles-who-can-mend = Who can change it?
roles-nobody-can-mend = Nobody else at the unit can give grants right now. Contact support.
roles-rule-blocked = The account is blocked by an administrator.
roles-rule-locked = The account is locked by the system.
roles-rule-pending = The account waits for an administrator to approve it.
roles-rule-ended = The account has ended.
roles-rule-no-grant = The user has no grant.
roles-rule-not-yet = The grant begins on { $day }.
roles-rule-over = The grant ended on { $day }.
roles-rule-service = None of the user's roles here holds the service.
roles-rule-unit = The grant is for another unit.
roles-rule-restricted = The data is protected and needs a grant of its own.
roles-rule-object = The grant is only for a certain customer or something else in particular.
roles-rule-hat = The grant counts under another hat: { $hat }.
roles-rule-assurance = The sign-in must be surer: { $level }.
roles-who-may = Who may?
    .words = who has permission who can see reverse question service unit
roles-who-may-lead = Choose a service to see who may use it at the unit, and on what basis.
roles-who-may-answer = { $service } at { $unit }
roles-who-may-nobody = Nobody may right now
roles-who-may-nobody-text = No active user has a grant that gives the service for the whole unit.
roles-who-may-note = Shows those who may for the whole unit now. Grants for a single customer are shown on the user's own page.
roles-choose-service = Choose a service
roles-show = Show
roles-title-of-user = Title
roles-unit-search = The unit's name begins with
roles-unit-none = No unit was found
roles-unit-none-text = Try fewer letters. Only units where you have the right are shown.
roles-unit-own = The user's unit
roles-unit-more = More units match than are shown. Type more of the name.

# Help
roles-guide-title = Roles and grants
roles-guide-lead = A role is a set of numbered services. A grant gives a user a role at a unit, for a time and on somebody's word.
roles-guide-relative = Make a role for a relative
roles-guide-relative-1 = Go to Settings, Roles and press New role. Give its name and choose the kind Relative.
roles-guide-relative-2 = Leave Daily planning without a tick. Press Save.
roles-guide-relative-3 = Press the button Services and tick 262 Assignment schedule on the web, 376 Assignment schedule in the phone, 290 My page and 179 Own reports. Press Save.
roles-guide-relative-4 = Open the relative's account, the tab Grants, and add the role with the customer's identity number. You see the customer's name and attest the consent before the grant is added.
roles-guide-fields = The fields
roles-guide-name = What the role is called. The name is there once in the organisation.
roles-guide-kind = Staff for those who work at a unit, Relative for those who follow a customer, Resident for those who contact a clinic. The kind decides which services can be chosen.
roles-guide-daily-planning = Who holds the role can be planned as home-care staff. Leave it empty for relatives.
roles-guide-lowest-assurance = How surely one must have signed in to use the role: with a password, with password and YubiKey, or with BankID or SITHS. A service can ask for more, never for less.
roles-guide-template = A role to start from. The new role gets the same services and may give the same roles.
roles-guide-gives = The roles that holders of this role may give to others. Counts only if the role holds service 390 Administer grants.
roles-guide-services = The numbered services that the role holds. Tick them with the button Services once the role is saved.
roles-guide-grant-fields = The fields of a grant
roles-guide-organisation = The unit where the grant holds. The user's own unit is chosen from the start.
roles-guide-role = The role that the user gets. Only roles that your own roles at the unit may give are shown.
roles-guide-customer = Fill in if the grant is for one customer only. Needed for relatives. The name shows before you add.
roles-guide-from = The first day. Empty means from today.
roles-guide-to = The last day. Empty means until further notice.
roles-guide-branch = Holds for the units below the chosen one too. Shown only where you administer them yourself.
roles-guide-consent = Relatives get a grant only if the customer has said yes.
roles-guide-give = Giving and ending grants
roles-guide-give-1 = Open the user under All users and choose the tab Grants. Tick or untick the usual permissions at the top and press Save.
roles-guide-give-2 = Press Add a grant (+) for another role, unit, customer or time. The user's own unit is chosen: choose Change for another. Only roles that your own roles may give are shown.
roles-guide-give-3 = Press End to take a grant away. The question shows what no longer works. It holds at once.
roles-guide-give-4 = Nobody raises their own rights, and a unit always keeps at least one administrator.
roles-guide-who-may = Under Who may? you choose a service and a unit and see who may use it and on what basis. On the user's page, Why? shows the same for one person.
