-- A report: a saved question. It runs inside the grants of whoever reads it.
CREATE TABLE report (
    id BYTEA NOT NULL PRIMARY KEY,
    -- The unit that it asks about, with its branch below.
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    owner_account BYTEA NOT NULL,
    name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    data_set TEXT NOT NULL,
    -- The keys of its columns in order, and of the one that it is sorted by.
    columns TEXT NOT NULL,
    sorted_by TEXT NOT NULL,
    descending BOOLEAN NOT NULL,
    -- A relative period: this-month, last-month and so on.
    period TEXT NOT NULL,
    -- own: the owner alone; units: everybody with the service at the units of report_unit.
    shown_to TEXT NOT NULL,
    shown_from TEXT,
    shown_to_date TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX report_of_owner ON report (owner_account, sort_key, id) WHERE ended_at IS NULL;

CREATE TABLE report_unit (
    report_id BYTEA NOT NULL REFERENCES report (id),
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    PRIMARY KEY (report_id, unit_id)
);
CREATE INDEX report_shown_at ON report_unit (unit_id, report_id);

-- What stands on somebody's My page, in their order.
CREATE TABLE my_page (
    account_id BYTEA NOT NULL REFERENCES account (id),
    report_id BYTEA NOT NULL REFERENCES report (id),
    place BIGINT NOT NULL,
    PRIMARY KEY (account_id, report_id)
);
