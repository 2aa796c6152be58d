-- A customer (kund): somebody who gets home care from a unit. The person stands in the register; a grant names the person as its
-- object, so whoever may follow a person follows the customer at the grant's units.
CREATE TABLE customer (
    id BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL REFERENCES person (id),
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    -- The person's own, so that a unit's customers stand in order of name in one index.
    sort_key BYTEA NOT NULL,
    from_date TEXT NOT NULL,
    -- The last day.
    to_date TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX customer_of_person ON customer (person_id, unit_id);
CREATE INDEX customer_at_unit ON customer (unit_id, sort_key, id);
CREATE INDEX customer_by_name ON customer (sort_key, id);

-- An intervention (insats) that was decided: what, by which law, and how much of it in a period.
CREATE TABLE intervention (
    id BYTEA NOT NULL PRIMARY KEY,
    customer_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    -- sol, lss, hsl.
    law TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    -- day, week, month.
    period TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX intervention_of_customer ON intervention (customer_id, from_date, id);

-- An assignment (kunduppdrag): visits that recur on weekdays, every n weeks counted from its first week.
CREATE TABLE assignment (
    id BYTEA NOT NULL PRIMARY KEY,
    customer_id BYTEA NOT NULL,
    unit_id BYTEA NOT NULL,
    -- Bit 0 is Monday, bit 6 Sunday.
    weekdays BIGINT NOT NULL,
    every_weeks BIGINT NOT NULL,
    from_date TEXT NOT NULL,
    -- The last day on which it may begin a visit.
    to_date TEXT,
    -- Minutes after midnight on the clock of Stockholm; a visit may begin until window_to, and at start alone where it is null.
    start_minute BIGINT NOT NULL,
    window_to BIGINT,
    -- Minutes by the clock's own time, as it passes.
    length BIGINT NOT NULL,
    staff_needed BIGINT NOT NULL,
    -- Visits are written down up to this day, and further as days go.
    planned_through TEXT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX assignment_of_customer ON assignment (customer_id, start_minute, id);
CREATE INDEX assignment_to_plan ON assignment (planned_through, id) WHERE ended_at IS NULL;

-- What is done at its visits, and how many of the granted minutes each takes.
CREATE TABLE assignment_intervention (
    assignment_id BYTEA NOT NULL,
    intervention_id BYTEA NOT NULL,
    minutes BIGINT NOT NULL,
    PRIMARY KEY (assignment_id, intervention_id)
);

-- Days without visits: a hospital stay, a journey.
CREATE TABLE care_pause (
    id BYTEA NOT NULL PRIMARY KEY,
    customer_id BYTEA NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    -- hospital, away, other.
    reason TEXT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX care_pause_of_customer ON care_pause (customer_id, from_date, id);

-- A visit (besök). Planned ones are written from their assignment; what a person has touched (moved, cancelled, given to somebody,
-- begun) is theirs, and the plan no longer changes it.
CREATE TABLE visit (
    id BYTEA NOT NULL PRIMARY KEY,
    customer_id BYTEA NOT NULL,
    unit_id BYTEA NOT NULL,
    -- Null for an extra visit.
    assignment_id BYTEA,
    -- The day of the assignment that it stands for, whatever day it was moved to.
    occasion TEXT NOT NULL,
    -- The day on which it begins.
    day TEXT NOT NULL,
    planned_from BIGINT NOT NULL,
    planned_to BIGINT NOT NULL,
    granted_minutes BIGINT NOT NULL,
    staff_needed BIGINT NOT NULL,
    -- The names of its interventions as planned, one on each line.
    interventions TEXT NOT NULL,
    -- planned, ongoing, performed, absent (nobody at home), declined, cancelled, paused.
    state TEXT NOT NULL,
    touched BOOLEAN NOT NULL,
    performed_from BIGINT,
    performed_to BIGINT,
    -- Why it was not done as planned, by a word of the list, and in words.
    deviation TEXT,
    note TEXT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX visit_of_assignment ON visit (assignment_id, occasion) WHERE assignment_id IS NOT NULL;
CREATE INDEX visit_of_customer ON visit (customer_id, day, planned_from, id);
CREATE INDEX visit_at_unit ON visit (unit_id, day, planned_from, id);

-- Who makes it: one row for each place that somebody has, with their own start and stop.
CREATE TABLE visit_staff (
    visit_id BYTEA NOT NULL,
    place BIGINT NOT NULL,
    account_id BYTEA NOT NULL,
    day TEXT NOT NULL,
    started_at BIGINT,
    stopped_at BIGINT,
    PRIMARY KEY (visit_id, place)
);
CREATE INDEX visit_staff_of_account ON visit_staff (account_id, day, visit_id);

-- What was ticked when it was done; a name that was not planned is an extra intervention.
CREATE TABLE visit_intervention (
    visit_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    performed BOOLEAN NOT NULL,
    PRIMARY KEY (visit_id, name)
);

-- Which columns of a schedule a relative of the unit's customers sees.
CREATE TABLE home_care_unit (
    unit_id BYTEA NOT NULL PRIMARY KEY,
    relative_columns TEXT NOT NULL,
    version BIGINT NOT NULL
);

-- A calendar's secret address. The secret itself is never kept.
CREATE TABLE schedule_feed (
    id BYTEA NOT NULL PRIMARY KEY,
    secret_hash BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    customer_id BYTEA NOT NULL,
    -- The hat that made it: what it may show is decided anew for this hat at each fetch.
    hat TEXT NOT NULL,
    hat_unit BYTEA,
    created_at BIGINT NOT NULL,
    fetched_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX schedule_feed_secret ON schedule_feed (secret_hash);
CREATE INDEX schedule_feed_of_account ON schedule_feed (account_id, customer_id);
