-- Where whoever acted sat, as this database knows the unit: by it the log is searched within what a reviewer holds. What the log says of
-- the unit, and what will be sealed, is care_unit_id; this is found from it and no part of the event.
ALTER TABLE audit_event ADD COLUMN unit_id BYTEA;
UPDATE audit_event SET unit_id = (SELECT u.id FROM unit u WHERE u.hsa_id = audit_event.care_unit_id)
    WHERE care_unit_id IS NOT NULL;
-- A unit's events in the order of time. Every page that shows a person writes into it: it is the only index that log review adds there,
-- it leaves out what residents and the program do, and a unit's newest entry stands beside the one before it.
CREATE INDEX audit_event_at_unit ON audit_event (unit_id, at, id) WHERE unit_id IS NOT NULL;

-- How often a unit's log is to be reviewed, and until when the next review is to be signed.
CREATE TABLE log_review_plan (
    unit_id BYTEA NOT NULL PRIMARY KEY REFERENCES unit (id),
    every_months BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    set_by BYTEA,
    set_by_name TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX log_review_plan_by_day ON log_review_plan (due_on, unit_id);

-- A sample of a unit's log (loggranskning), with all that is needed to draw it again.
CREATE TABLE log_review (
    id BYTEA NOT NULL PRIMARY KEY,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    -- Whether the units below are in it too.
    branch BOOLEAN NOT NULL,
    -- The first and the last day.
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    -- share, protected, surname, colleagues, hours, unrelated.
    rule TEXT NOT NULL,
    -- Of share: the percentage of the staff. Of hours: when the working day begins and ends, in minutes after midnight.
    share BIGINT,
    begins BIGINT,
    ends BIGINT,
    seed TEXT NOT NULL,
    -- How many of the staff read anything in the period, how many the rule is about, and how many accesses it found.
    staff BIGINT NOT NULL,
    staff_drawn BIGINT NOT NULL,
    found BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by BYTEA,
    made_by_name TEXT NOT NULL,
    signed_at BIGINT,
    signed_by BYTEA,
    signed_by_name TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX log_review_open ON log_review (due_on, id) WHERE signed_at IS NULL;
CREATE INDEX log_review_signed ON log_review (signed_at, id) WHERE signed_at IS NOT NULL;

-- What one member of staff did with one person's data in the period, as it stood when the sample was drawn, and what was said of it.
CREATE TABLE log_review_line (
    review_id BYTEA NOT NULL REFERENCES log_review (id),
    position BIGINT NOT NULL,
    account_id BYTEA NOT NULL REFERENCES account (id),
    staff_name TEXT NOT NULL,
    staff_title TEXT,
    patient_number TEXT NOT NULL,
    patient_name TEXT NOT NULL,
    events BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    -- The first of the events, and the place in it of the person: what the line is drawn by.
    first_event BYTEA NOT NULL,
    first_position BIGINT NOT NULL,
    -- justified, to-explain, suspected. Null: nobody has said.
    verdict TEXT,
    note TEXT,
    judged_by BYTEA,
    judged_by_name TEXT,
    judged_at BIGINT,
    PRIMARY KEY (review_id, position)
);
CREATE INDEX log_review_line_waiting ON log_review_line (review_id, position) WHERE verdict IS NULL;
