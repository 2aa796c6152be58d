visit-section-own = My pages
visit-hat-staff = Staff
visit-hat-relative = Relative
visit-hat-resident = Resident

visit-error-not-found = There is no such page
visit-error-not-found-text = The address may be mistyped, or the page shows something that you have no permission to know of.
visit-error-stale = Someone else was quicker
visit-error-stale-text = The information was changed by someone else while you had the page open. Nothing of yours was saved. Open the page again, see what changed and make your change anew.
visit-error-foreign = The form came from another site
visit-error-foreign-text = For your safety, Behörig accepts forms from its own pages only. Open the page here and try again.
visit-error-too-many = Too many tries
visit-error-too-many-text = Wait a while and try again.
visit-error-unavailable = Behörig is not available just now
visit-error-unavailable-text = What you did has not been saved. Wait a minute and try again.
visit-error-fault = Something went wrong on our side
visit-error-fault-text = What you did has not been saved. Try again. If it happens again, contact support and tell them what you did and when.

visit-refused = You lack the permission
visit-refused-lead = The page asks for the service { $service } at { $unit }.
visit-why = Why?
visit-rule-number = Rule { $number } for service { $service }.
visit-mend = Who can help?
visit-mend-ask = These people can give you the permission:
visit-mend-nobody = Nobody at the unit can give the permission just now. Contact support.
visit-mend-hat = Switch to { $hat }, and you may do this.
visit-mend-sign-in = Confirm in a safer way that it is you, and you come back here.
visit-confirm = Confirm that it is you
visit-mend-wait = The permission begins { $time }. Nothing more needs to be done.

visit-only-by-order = The role { $role } is given by an order alone, since two must approve it.
visit-only-by-naming = The role { $role } is given only by naming somebody an orderer or a head of operations, on a decision.
visit-order-it = Order the permission
visit-name-it = Name an orderer

visit-rule-holder-blocked = The account is blocked by an administrator.
visit-rule-holder-locked = The account is locked by the system.
visit-rule-holder-pending = The account waits for an administrator's approval.
visit-rule-holder-ended = The account has ended.
visit-rule-no-grant = You hold no permission at the unit.
visit-rule-period-not-yet = Your permission has not begun.
visit-rule-period-ended = Your permission has ended.
visit-rule-service = None of your roles holds the service.
visit-rule-unit = Your permission is for another unit.
visit-rule-object-restricted = The information is protected and asks for a permission of its own.
visit-rule-object-other = Your permission is for someone or something else.
visit-rule-hat = The permission counts under another of your assignments.
visit-rule-assurance = You are signed in in a way that is not safe enough.

visit-door-page = on the web
visit-door-import = by an import
visit-door-command-line = from the command line
visit-door-system = by the system
visit-door-order = by order { $number }
