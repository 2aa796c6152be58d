-- What has come to a unit in a while: for the figures of the Dashboard and the control tower.
CREATE INDEX care_case_received ON care_case (unit_id, received_at, kind, case_type_id);

-- Sessions that are in use now, however many have been left open: for who is signed in.
CREATE INDEX session_in_use ON session (seen_at) WHERE ended_at IS NULL;

-- What was over at a unit in a while, with all that the Dashboard asks of it.
CREATE INDEX care_case_over ON care_case (unit_id, closed_at, received_at, due_at, kind, state, case_type_id)
    WHERE closed_at IS NOT NULL;

-- Sign-ins, account by account: one event of the log in many.
CREATE INDEX audit_event_of_sign_in ON audit_event (account_id, at, activity_level, activity_args)
    WHERE activity_level = 'sign-in.open';
