-- The grants of accounts at a unit, without the residents that are many more.
CREATE INDEX grants_of_staff ON grants (unit_id, holder_account) WHERE holder_account IS NOT NULL;

-- A spreadsheet on its way into the permission register: the file as it was sent, until it is carried out or a day has passed.
CREATE TABLE register_import (
    id BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL REFERENCES account (id),
    file_name TEXT NOT NULL,
    content BYTEA,
    -- Which sheet and what its columns mean, as JSON that SQL never looks into; null until it has been said.
    mapping TEXT,
    uploaded_at BIGINT NOT NULL,
    done_at BIGINT,
    -- What came of it.
    given BIGINT,
    ended BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX register_import_by_time ON register_import (uploaded_at);
CREATE INDEX register_import_of_account ON register_import (account_id, uploaded_at);
