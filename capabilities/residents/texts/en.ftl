residents-title = Residents
    .words = approved residents approve for communication patients local administrator
residents-lead = Those who are approved for communication with { $unit }.
residents-search = Family name begins with
residents-shown = { $count ->
    [0] No residents
    [one] One resident on the page
   *[other] { $count } residents on the page
 }
residents-caption = Residents who are approved for communication
residents-name = Name
residents-number = Personal number
residents-from = Approved from
residents-until = Until and including
residents-none = Nobody is approved yet
residents-none-text = Residents who are approved for communication with the clinic are shown here.
residents-none-found = No resident was found
residents-none-found-text = The search looks at the beginning of the family name. Try fewer letters.
residents-name-only = Search by name. Personal numbers may not stand in a page's address, so what you wrote was not used.

residents-age = Age
residents-years = { $years } years
residents-deceased = Deceased { $day }
residents-approval = Approved for communication
residents-approval-live = In force
residents-approval-over = Has ended
residents-unit = Clinic
residents-state = State
residents-given-by = Approved by
residents-given-by-system = The system
residents-given-at = Registered
residents-basis = Basis
residents-basis-administrator = Decision of an administrator
residents-basis-local-administrator = Decision of a local administrator
residents-basis-consent = Consent
residents-basis-order = Order { $number }
residents-basis-catchment-area = Catchment area
residents-basis-import = Import

residents-guide = Residents
residents-guide-what = Residents who are approved for communication with the clinic are shown here. They can use all case types of the clinic, except the restricted ones.
residents-guide-find = Find a resident
residents-guide-find-text = Write the beginning of the family name. The list is in alphabetical order and shows fifty people at a time. Personal numbers can't be searched for here, since they may not stand in a page's address.
residents-guide-protected = Protected identity
residents-guide-protected-text = Someone with protected identity is shown only to whoever has the service See protected identities, or a grant for just that person. To anyone else the person is not in the list.
residents-guide-log = The access log
residents-guide-log-text = Each time you open the list or a resident, the access log keeps who you are and whom you saw.
