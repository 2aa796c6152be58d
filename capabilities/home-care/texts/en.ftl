# The list
home-care-all-customers = All customers
    .words = customers home care clients relative
home-care-customers = Customers
home-care-customer = Customer
home-care-lead = Those who have home care from your units.
home-care-lead-relative = The customers whom you may follow.
home-care-search = Family name begins with
home-care-show = Show
home-care-shown-current = Current
home-care-shown-ended = Ended
home-care-shown-all = All
home-care-shown = { $count ->
    [0] No customer
    [one] Showing one customer
   *[other] Showing { $count } customers
 }
home-care-name = Name
home-care-number = Identity number
home-care-unit = Unit
home-care-next-visit = Next visit
home-care-no-visit = No planned visit
home-care-ends = Ends { $day }
home-care-none = No customers to show
home-care-none-text = Here are those who have home care from the unit. Whoever is to get home care is added with New customer.
home-care-none-found = No customer was found
home-care-none-found-text = Check the spelling, or show customers who have ended too.

# A new customer
home-care-new-customer = New customer
    .words = add customer home care register
home-care-number-to-add = The customer's identity number
    .hint = For example 19800101-2389. Coordination and reserve numbers too.
    .missing = Enter the customer's identity number.
home-care-choose-unit = Choose a unit
home-care-first-day = From
    .missing = Enter the first day.
home-care-last-day = Through
    .hint = Empty means until further notice.
    .missing = Enter the last day.
home-care-last-day-of-care = Last day of home care
    .missing = Enter the last day.
home-care-next = Next
home-care-add = Add
home-care-another-person = Somebody else
home-care-added = The customer has been added.
home-care-age = Age
home-care-years = { $years } years
home-care-deceased = Died { $day }
home-care-former = Ended
home-care-deceased-person = According to the register the person has died. Check the number.
home-care-unknown-person = There is no person with that number whom you can choose. Check the number.
home-care-is-customer = The person is a customer of the unit already.
home-care-no-unit = There is no home-care unit here
home-care-no-unit-text = Customers belong to home-care units. Ask whoever administers units to make one.
home-care-has-ended = The customer has ended. Add the customer again before anything is changed.

# The customer
home-care-period = Period
home-care-when = When
home-care-day = Day
home-care-time = Time
home-care-state = State
home-care-and = and
home-care-every-day = every day
home-care-every-n-weeks = every { $weeks } weeks
home-care-minutes = { $minutes } min
home-care-ended = Ended
home-care-save = Save
home-care-schedule = Assignment schedule
home-care-schedule-about = Here you see when home care comes and what will be done.
home-care-changed-meanwhile = Somebody else has made a change in the meantime
home-care-changed-meanwhile-text = Below you see what was changed. What you typed is still there. Save again if it is still right.
home-care-ends-before = The last day comes before the first.
home-care-day-is-over = Choose a day and a time to come.
home-care-day-too-far = Choose a day within a year.
home-care-after-end = The customer's home care ends before that day.
home-care-in-pause = Visits are paused on that day. Take the pause away or shorten it first, or choose another day.
home-care-time-wrong = Write the time as hours and minutes, such as 08:00.

# Interventions
home-care-interventions = Interventions
home-care-intervention = Intervention
home-care-intervention-name = Intervention
    .missing = Write which intervention was decided.
home-care-usual = Usual interventions: { $names }.
home-care-usual-care = personal care
home-care-usual-shower = shower
home-care-usual-supervision = supervision
home-care-usual-meals = help with meals
home-care-usual-walk = walk
home-care-usual-cleaning = cleaning
home-care-usual-laundry = laundry
home-care-usual-shopping = shopping
home-care-usual-food-delivery = meal delivery
home-care-usual-escort = escort
home-care-usual-respite = respite
home-care-usual-alarm = alarm
home-care-usual-night = night help
home-care-usual-housing = housing support
home-care-usual-self-care = self-care
home-care-usual-health = health care
home-care-law = Law
    .missing = Choose the law of the decision.
home-care-amount = Amount
home-care-minutes-decided = Number of minutes
home-care-per = Per
home-care-per-day = day
home-care-per-week = week
home-care-per-month = month
home-care-minutes-a-day = { $minutes } min a day
home-care-minutes-a-week = { $minutes } min a week
home-care-minutes-a-month = { $minutes } min a month
home-care-decided-on = Decided on
home-care-add-intervention = Add an intervention
home-care-change-intervention = Change an intervention
home-care-intervention-saved = The intervention has been saved, and the coming visits follow it.
home-care-end-intervention = End the intervention
home-care-end-intervention-text = { $name } is no longer done at any visit from now on. Visits with nothing else decided disappear.
home-care-intervention-ended = The intervention has ended.
home-care-intervention-gone = One of the interventions is no longer decided. Check the interventions.
home-care-no-interventions = No intervention has been decided yet.
home-care-decision-ends = The decision on { $name } holds through { $day }
home-care-decision-ends-text = After that day no visits are planned for it. Change the last day when there is a new decision.
home-care-balance = Granted and planned time a week
home-care-granted-a-week = Granted (min/wk)
home-care-planned-a-week = Planned (min/wk)
home-care-beyond = More { $name } is planned than was decided: { $minutes } min a week

# Assignments
home-care-assignments = Assignments
home-care-assignment = Assignment
home-care-add-assignment = Add an assignment
home-care-change-assignment = Change an assignment
home-care-assignment-saved = The assignment has been saved, and the coming visits follow it.
home-care-end-assignment = End the assignment
home-care-end-assignment-text = No more visits are planned: { $when }. Visits that were made remain.
home-care-assignment-ended = The assignment has ended.
home-care-left-over = Visits to call off
    .hint = These visits were planned by hand on days that the assignment no longer has. Ticked visits are called off when you save. The others stay as they are.
home-care-left-over-asked = Choose which of the visits planned by hand are called off, and save again.
home-care-no-assignments = No assignment yet. First add the interventions that were decided.
home-care-weekdays = Days of the week
    .missing = Choose at least one day of the week.
home-care-every = Every n weeks
    .hint = 1 is every week, 2 every other. Counted from the week of the first day.
home-care-start = Begins
    .hint = For example 08:00.
    .missing = Enter when the visit begins.
home-care-window = May begin until
    .hint = Fill in if the visit may begin within a window.
home-care-window-wrong = The window ends before it begins. Choose a time after Begins, on the same day.
home-care-length = Length in minutes
home-care-staff-needed = How many make the visit
home-care-double = 2 (double staffing)
home-care-parts = Interventions at each visit, minutes
home-care-minutes-each = Minutes at each visit
home-care-no-part = Enter minutes for at least one intervention.
home-care-decide-first = No intervention has been decided. Add an intervention first.
home-care-parts-longer = The interventions take { $minutes } minutes together. Make the visit longer or the interventions shorter.
home-care-overlaps-itself = The visit would still go on when the next one begins. Make it shorter or choose fewer days.

# Pauses
home-care-pauses = Pauses
home-care-pause = Pause
home-care-add-pause = Add a pause
home-care-change-pause = Change a pause
home-care-pause-about = During the pause no visits are made. They stay in the schedule as paused.
home-care-first-day-away = First day without visits
home-care-last-day-away = Last day without visits
    .hint = Empty means until further notice.
home-care-reason = Reason
    .missing = Choose a reason.
home-care-pause-hospital = In hospital
home-care-pause-away = Away
home-care-pause-other = Something else
home-care-pause-saved = The pause has been saved.
home-care-end-pause = Take the pause away
home-care-end-pause-text = The visits of the remaining days of the pause are planned again.
home-care-pause-ended = The pause has been taken away.
home-care-no-pauses = No pauses.

# Single visits
home-care-next-visits = The next visits
home-care-no-visits = No visits are planned.
home-care-visit = Visit
home-care-add-visit = Add an extra visit
home-care-extra-about = A visit besides the plan, once. It is not counted against the granted time.
home-care-visit-added = The visit has been added.
home-care-day-of-visit = Day
    .missing = Enter the day of the visit.
home-care-parts-once = Interventions
    .missing = Choose at least one intervention.
home-care-move-visit = Move the visit
home-care-call-off = Call off the visit
home-care-bring-back = Plan the visit again
home-care-visit-moved = The visit has been moved.
home-care-visit-called-off = The visit has been called off.
home-care-visit-brought-back = The visit is planned again.
home-care-visit-has-begun = The visit's time has come. It is changed under Daily planning.
home-care-visit-not-planned = The visit has been changed and cannot be changed so now.
home-care-visit-overlaps = Another visit of the same assignment is at that time. Choose another time.

# Who may see
home-care-who = Who may see this?
home-care-who-staff = Besides them, staff with a permission at the unit see the customer.
home-care-nobody-follows = No relative may follow the customer.
home-care-role = Role
home-care-basis = Basis
home-care-until = Through
home-care-ends-soon = Ends soon
home-care-basis-consent = The customer's consent
home-care-basis-guardian = Guardian or trustee
home-care-basis-attorney = Power of attorney
home-care-basis-import = Import
home-care-basis-order = Order
home-care-basis-administrator = Administrator
home-care-ending = Permissions that end
    .words = relative consent renew extend 30 days
home-care-ending-lead = Relatives' permissions that end within 30 days. Ask the customer whether to renew them.
home-care-none-ending = No permission ends within 30 days
home-care-none-ending-text = When a relative's permission comes near its end, it is shown here.
home-care-relative = Relative
home-care-renew = Renew
home-care-ending-card = { $count ->
    [one] One relative's permission ends soon
   *[other] { $count } relatives' permissions end soon
 }

# The end
home-care-end = End the customer
home-care-end-text = After the last day no visits are made, and this ends:
home-care-end-assignments = { $count ->
    [0] No assignments
    [one] One assignment
   *[other] { $count } assignments
 }
home-care-end-grant = The permission of { $name } (now until { $until })
home-care-grant-ends-with-care = { $grant } (home care ends)
home-care-customer-ended = The customer has ended.

# Settings
home-care-settings = Home-care settings
    .words = relative columns schedule
home-care-columns = What relatives see of the customers' schedules
    .hint = Relatives see only the columns that are chosen, on the web, in the phone and in reports. Staff are shown by their initials.
    .missing = Choose at least one column.
home-care-columns-saved = The setting has been saved.
home-care-column-date = Date
home-care-column-weekday = Weekday
home-care-column-planned-start = Planned start
home-care-column-planned-stop = Planned end
home-care-column-minutes = Planned time (min)
home-care-column-interventions = Interventions
home-care-column-staff = Staff
home-care-column-staff-count = Number of staff
home-care-column-state = State
home-care-column-deviation = Reason for deviation
home-care-column-note = Note
home-care-column-performed-start = Began
home-care-column-performed-stop = Ended
home-care-column-performed-minutes = Performed time (min)
home-care-column-granted-minutes = Granted time (min)
home-care-column-difference = Difference (min)

# How a visit stands, and why it was not made as planned
home-care-state-planned = Planned
home-care-state-ongoing = Ongoing
home-care-state-performed = Performed
home-care-state-absent = Customer absent
home-care-state-declined = Declined
home-care-state-cancelled = Called off
home-care-state-paused = Paused
home-care-deviation-other-time = Another time than planned
home-care-deviation-longer-needed = The customer needed more time
home-care-deviation-shorter-needed = The customer needed less time
home-care-deviation-customer-away = The customer was not at home
home-care-deviation-customer-declined = The customer declined
home-care-deviation-hospital = The customer was in hospital
home-care-deviation-staff-shortage = Shortage of staff
home-care-deviation-other = Something else

# History
home-care-history = History
home-care-no-history = Nothing has been changed.
home-care-happened-customer = The customer was added
home-care-happened-intervention = Intervention changed
home-care-happened-assignment = Assignment changed
home-care-happened-pause = Pause changed
home-care-happened-visit = Visit changed
home-care-happened-extra = Extra visit
home-care-happened-ended = The customer ended
home-care-happened-columns = Relatives' columns changed
home-care-happened-change = Change

# The help
home-care-guide = Customers of home care
home-care-guide-what = Under Customers are those who have home care from your unit, what was decided for them, when somebody comes, and who may see it.
home-care-guide-new = Add a customer
home-care-guide-new-text = Choose Customers, All customers and New customer. Type the identity number, check the name and press Add.
home-care-guide-decide = Enter the decided interventions
home-care-guide-decide-text = Open the customer and choose Add an intervention. Enter the intervention, the law, how many minutes a day, week or month, and how long the decision holds. When a decision ends within 30 days the page warns.
home-care-guide-plan = Plan assignments
home-care-guide-plan-text = Choose Add an assignment. Enter weekdays, every n weeks, a time or a window, the length, how many make the visit, and how many minutes each intervention takes. The visits are planned a year ahead. The table shows granted against planned time.
home-care-guide-except = Change a single visit
home-care-guide-except-text = Open the visit under The next visits. You can move it or call it off. A visit that you have changed no longer follows the assignment. An extra visit is added with Add an extra visit.
home-care-guide-pause = Pause for a hospital stay
home-care-guide-pause-text = Choose Add a pause and enter the days. The visits remain as paused. When the customer comes home earlier, change the last day or take the pause away.
home-care-guide-relative = Let a relative follow the customer
home-care-guide-relative-text = Relatives get their permission under Users, All users, + User and Permissions: the role Relative, the object Customer, the basis and the last day. Under Who may see this? are those who may follow the customer, and how long. Permissions that end within 30 days have a list of their own.
home-care-guide-columns = Choose what relatives see
home-care-guide-columns-text = Under Settings, Home-care settings, the unit chooses which columns of the schedule relatives see.
home-care-guide-end = End a customer
home-care-guide-end-text = Choose End the customer on the customer's page and enter the last day. The question says what ends. Visits that were made remain.
home-care-guide-log = Everything is logged
home-care-guide-log-text = Each time somebody reads a customer's data it is written to the access log: who, when and about whom.
