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
