cases-refusal-closed = The case is closed. What you wrote is still here.
cases-refusal-withdrawn = The resident has withdrawn the case.
cases-refusal-already-assigned = The case is assigned already.
cases-refusal-taken = The case is already assigned to { $by }.
cases-refusal-not-assigned = Nobody has the case. Assign it first.
cases-refusal-not-asked = Nobody has asked anything in the case, so it can't be replied to.
cases-refusal-replies-ended = The case can no longer be replied to, since the resident can no longer write to the clinic.
cases-refusal-begins-new-case = The case is closed. A reply becomes a new case.
cases-refusal-not-yours = The case is assigned to somebody else. Reassign it to yourself first.
cases-refusal-not-this-kind = That can't be done with such a case.
cases-refusal-not-able = Choose somebody who can answer cases at the clinic right now.
cases-unreachable-unknown = There is no resident with that number. Check the number.
cases-unreachable-deceased = The person is deceased.
cases-unreachable-not-approved = The resident is not approved for communication with the clinic and has no handed-out case type. Approve the resident first.
cases-unreachable-no-guardian = The resident is under 13, and the register names no guardian who can read.

cases-letter-new = New case for { $unit }
cases-letter-new-body =
    A new case has come to { $unit } and waits to be assigned.

    Open the inbox: { $link }

    This message comes from { $installation } and holds nothing about the case. It can't be replied to. Under My account you choose whether to get notices.
cases-letter-assigned = { $count ->
    [one] You have been assigned a case at { $unit }
   *[other] You have been assigned { $count } cases at { $unit }
}
cases-letter-assigned-body = { $count ->
    [one] A case at { $unit } has been assigned to you.
   *[other] { $count } cases at { $unit } have been assigned to you.
}

    Open: { $link }

    This message comes from { $installation } and holds nothing about the case. It can't be replied to. Under My account you choose whether to get notices.
cases-letter-reply = A reply in a case at { $unit }
cases-letter-reply-body =
    A resident has replied in a case at { $unit } that you have.

    Open the case: { $link }

    This message comes from { $installation } and holds nothing about the case. It can't be replied to. Under My account you choose whether to get notices.
cases-letter-access-ended = A resident can no longer reply in a case at { $unit }
cases-letter-access-ended-body =
    A resident can no longer write to { $unit }. A case that you have is still open.

    Open the case: { $link }

    This message comes from { $installation } and holds nothing about the case. It can't be replied to. Under My account you choose whether to get notices.
