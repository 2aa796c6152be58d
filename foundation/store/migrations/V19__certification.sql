-- A round of re-certification (omprövning): who had what at a unit when it was opened, and what was decided of it.
CREATE TABLE certification_round (
    id BYTEA NOT NULL PRIMARY KEY,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    region_id BYTEA NOT NULL REFERENCES unit (id),
    -- The day on which the unit's round was due: the next one is counted from it.
    due_on TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    -- The last day to answer, and the moment after it.
    last_day TEXT NOT NULL,
    closes_at BIGINT NOT NULL,
    -- When what nobody has confirmed ends; null where it is only reported.
    ends_at BIGINT,
    -- When the letter a week before the last day, and the one after it, were written or found needless.
    reminded_at BIGINT,
    closed_told_at BIGINT,
    -- When what nobody had confirmed had ended.
    lapsed_at BIGINT,
    submitted_at BIGINT,
    submitted_by BYTEA,
    submitted_by_name TEXT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX certification_round_of_unit ON certification_round (unit_id, due_on);
CREATE INDEX certification_round_of_region ON certification_round (region_id, closes_at, id);
CREATE INDEX certification_round_by_close ON certification_round (closes_at, id);
CREATE INDEX certification_round_to_remind ON certification_round (closes_at) WHERE reminded_at IS NULL;
CREATE INDEX certification_round_to_report ON certification_round (closes_at) WHERE closed_told_at IS NULL;
CREATE INDEX certification_round_to_end ON certification_round (ends_at) WHERE lapsed_at IS NULL;

-- A grant as it stood when the round was opened, and what became of it in the round.
CREATE TABLE certification_line (
    round_id BYTEA NOT NULL REFERENCES certification_round (id),
    position BIGINT NOT NULL,
    grant_id BYTEA NOT NULL REFERENCES grants (id),
    account_id BYTEA NOT NULL REFERENCES account (id),
    person_name TEXT NOT NULL,
    hsa_id TEXT,
    role_name TEXT NOT NULL,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    unit_name TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT,
    -- kept, ended; lapsed, over, guarded after the grace. Null: nobody has decided.
    decision TEXT,
    decided_by BYTEA,
    decided_by_name TEXT,
    decided_at BIGINT,
    PRIMARY KEY (round_id, position)
);
CREATE INDEX certification_line_of_grant ON certification_line (grant_id);
CREATE INDEX certification_line_undecided ON certification_line (round_id, position) WHERE decision IS NULL;
