# The schedule
home-care-schedule-title = Assignments
home-care-schedule-customers = All customers
home-care-schedule-customer = Customer
home-care-schedule-unit = Home-care unit
home-care-schedule-number = Personal number
home-care-schedule-period = Period
home-care-schedule-count = Number of weeks
    .hint = 1–52, from this week
    .missing = Write how many weeks the schedule is to show, 1–52.
home-care-schedule-view = Show as
home-care-schedule-as-table = Table
home-care-schedule-as-week = Calendar week
home-care-schedule-columns = Columns
home-care-schedule-columns-plan = The plan
home-care-schedule-columns-all = All columns
home-care-schedule-columns-relatives = What relatives see
home-care-schedule-show = Show the schedule
home-care-schedule-print = Print the table
home-care-schedule-pdf = Get as PDF
home-care-schedule-pdf-title = Assignments for { $name }
home-care-schedule-pdf-printed = { $installation }, printed { $time }
home-care-schedule-subscribe = Subscribe in a calendar
home-care-schedule-week = Week { $week }, { $dates }
home-care-schedule-today = today
home-care-schedule-no-visits = No visits.
home-care-schedule-empty = No visits are planned
home-care-schedule-empty-text = There is no visit in these weeks. Choose more weeks, or ask the home-care unit.
home-care-schedule-no-columns = The unit shows nothing of the schedule
home-care-schedule-no-columns-text = The home-care unit has chosen to show relatives no column of the schedule. Ask the unit if you need to know when somebody comes.
home-care-schedule-clock-forward = In the night before { $day } the clock is set forward by an hour: after 01:59 comes 03:00.
home-care-schedule-clock-back = In the night before { $day } the clock is set back by an hour: the time between 02:00 and 03:00 comes twice.
home-care-schedule-summer = { $time } (summer time)
home-care-schedule-winter = { $time } (winter time)
home-care-schedule-next-day = { $time } (next day)
home-care-schedule-midnight = 24:00
home-care-schedule-goes-on = { $time }, goes on the next day
home-care-schedule-from-before = { $time }, from the day before
home-care-schedule-all-day = { $time }, the whole day

# Calendar addresses
home-care-schedule-feed-lead = With a calendar address, the calendar in your phone or computer shows when the visits are.
home-care-schedule-feed-times = The calendar shows times only. It does not say at whose home, what is to be done or who comes.
home-care-schedule-feed-secret = The address is secret: whoever has it sees the times. Do not give it to anybody.
home-care-schedule-feed-decides = Each time the calendar fetches, your permission is checked. When it ends, the address stops working.
home-care-schedule-feed-make = Make a calendar address
home-care-schedule-feed-no = The schedule cannot be followed by a calendar address
home-care-schedule-feed-no-text = Either your role asks for a safer sign-in than an address can give, or the unit has chosen not to show when visits begin and end.
home-care-schedule-feed-many = You have { $most } calendar addresses for the customer already. Revoke one that you do not use and try again.
home-care-schedule-feed-was-made = The calendar address is made already and was shown once. If you do not have it any more, revoke it and make a new one.
    .tone = info
home-care-schedule-feed-address = Your calendar address
home-care-schedule-feed-once = The address is shown only now
home-care-schedule-feed-how-copy = Copy the address.
home-care-schedule-feed-how-add = Add a calendar from an address in your calendar. Many calendars call it “Subscribe to calendar” or “From web address”.
home-care-schedule-feed-how-wait = The calendar fetches the visits by itself. It decides how often; a visit that is moved the same day may come too late.
home-care-schedule-feeds = Your calendar addresses
home-care-schedule-feed-made = Made
home-care-schedule-feed-fetched = Last fetched
home-care-schedule-feed-never = Never
home-care-schedule-feed-revoke = Revoke
home-care-schedule-feed-revoke-title = Revoke the calendar address?
home-care-schedule-feed-revoke-text = The address stops working at once. The calendar that uses it shows no new visits.
home-care-schedule-feed-revoked = The calendar address is revoked.
home-care-schedule-feed-visit = Visit
home-care-schedule-feed-name = Home-care visits

# In the phone
home-care-schedule-phone = Assignments in the phone
    .words = assignment schedule mobile app phone visits home care
    .line = The visits in your phone, without a connection too.
home-care-schedule-phone-app = Behörig: visits
home-care-schedule-phone-how = Add the page to the home screen and it works as an app. You do so in the menu of the browser.
home-care-schedule-phone-copy = You have no connection. This is how the schedule was
home-care-schedule-phone-old = The schedule in the phone was older than 24 hours and has been removed. Connect to the internet to fetch it again.
home-care-schedule-phone-offline = No connection
home-care-schedule-phone-nobody = You have nobody to follow yet
home-care-schedule-phone-nobody-text = Whoever has home care decides who may follow the visits. Ask the home-care unit to add you, if the customer has said yes.

# The customer's own page
home-care-schedule-own = My home care
    .words = home care visits who may see relative
    .line = When home care comes and who may see it.
home-care-schedule-own-lead = When home care comes to you, and who may see your visits.
home-care-schedule-own-none = You have no home care here
home-care-schedule-own-none-text = When a home-care unit has registered you as a customer, your visits are shown here.
home-care-schedule-own-visits = Your visits this week and the next.
home-care-schedule-own-who = Who may see my visits?
home-care-schedule-own-relatives = Relatives
home-care-schedule-own-no-relatives = No relative may see your visits.
home-care-schedule-own-name = Name
home-care-schedule-own-basis = Why
home-care-schedule-own-from = From
home-care-schedule-own-to = To and including
home-care-schedule-own-not-yet = Begins { $day }
home-care-schedule-own-staff = Staff
home-care-schedule-own-no-staff = Nobody of the staff has permission just now.
home-care-schedule-own-people =
    { $count ->
        [one] one person with the role { $role }
       *[other] { $count } people with the role { $role }
    }
home-care-schedule-own-end = If you want a relative to see your visits no longer, tell the home-care unit. It then ends at once.
home-care-schedule-basis-consent = You have consented
home-care-schedule-basis-guardian = Guardian or trustee
home-care-schedule-basis-power-of-attorney = Power of attorney from you
home-care-schedule-basis-other = Decision of the unit

# Help
home-care-schedule-guide = See and print a customer's assignments
home-care-schedule-guide-what = The schedule shows when somebody comes to the customer and what is to be done. Relatives see the columns that the home-care unit has chosen.
home-care-schedule-guide-open = Go to Customers and choose All customers. A relative sees only the customer whom the permission is for.
home-care-schedule-guide-mark = Open the customer and press Assignments.
home-care-schedule-guide-weeks = Write the number of weeks, choose table or calendar week and press Show the schedule.
home-care-schedule-guide-print = Press Print the table, or Get as PDF to keep the schedule.
home-care-schedule-guide-calendar = You can have the visits in your own calendar.
home-care-schedule-guide-phone = Follow the visits in the phone
home-care-schedule-guide-phone-what = The page Assignments in the phone shows the visits of this week and the next for those whom you follow.
home-care-schedule-guide-phone-copy = Without a connection the schedule that was fetched last is shown, for 24 hours at most. When your permission ends or you sign out, it is removed from the phone.
home-care-schedule-guide-own = See your own visits and who may see them
