-- Types that mean the same on both databases: TEXT, BIGINT, BOOLEAN, BYTEA, DOUBLE PRECISION.
-- Ids are UUIDv7 in 16 bytes; instants are milliseconds since 1970 UTC; civil dates are ISO text; sort keys are bytes, so that
-- no database collation has a say in the order of names.

CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Units: a tree, with its closure beside it.
CREATE TABLE unit (
    id BYTEA NOT NULL PRIMARY KEY,
    parent_id BYTEA REFERENCES unit (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    hsa_id TEXT UNIQUE,
    code TEXT,
    import_key TEXT UNIQUE,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX unit_by_parent ON unit (parent_id, sort_key);
CREATE INDEX unit_by_name ON unit (sort_key, id);

-- Every unit is its own ancestor at distance 0, so "this unit and the branch below" is one indexed condition.
CREATE TABLE unit_ancestor (
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    ancestor_id BYTEA NOT NULL REFERENCES unit (id),
    distance BIGINT NOT NULL,
    PRIMARY KEY (unit_id, ancestor_id)
);
CREATE INDEX unit_below ON unit_ancestor (ancestor_id, unit_id);

-- The local person register.
CREATE TABLE person (
    id BYTEA NOT NULL PRIMARY KEY,
    identity_number TEXT NOT NULL UNIQUE,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    birth_date TEXT,
    sex TEXT,
    county_code TEXT,
    municipality_code TEXT,
    deceased_on TEXT,
    protection TEXT NOT NULL,
    street TEXT,
    postal_code TEXT,
    city TEXT,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX person_by_name ON person (sort_key, id);

CREATE TABLE custody (
    child_id BYTEA NOT NULL REFERENCES person (id),
    guardian_id BYTEA NOT NULL REFERENCES person (id),
    from_date TEXT NOT NULL,
    to_date TEXT,
    PRIMARY KEY (child_id, guardian_id, from_date)
);
CREATE INDEX custody_by_guardian ON custody (guardian_id);

-- Accounts: never deleted, only ended.
CREATE TABLE account (
    id BYTEA NOT NULL PRIMARY KEY,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    user_name TEXT NOT NULL,
    user_name_key TEXT NOT NULL,
    identity_number TEXT,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    title TEXT,
    long_title TEXT,
    staff_category TEXT,
    mobile TEXT,
    email TEXT,
    signature TEXT,
    notices BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    employee_number TEXT,
    manager TEXT,
    employer TEXT,
    employment_form TEXT,
    employed_from TEXT,
    employed_to TEXT,
    extent_percent TEXT,
    workplace TEXT,
    street TEXT,
    postal_code TEXT,
    city TEXT,
    home_phone TEXT,
    work_phone TEXT,
    private_email TEXT,
    kin_name TEXT,
    kin_phone TEXT,
    kin_relation TEXT,
    password_hash TEXT,
    password_must_change BOOLEAN NOT NULL,
    password_changed_at BIGINT,
    pending_since BIGINT,
    blocked_at BIGINT,
    locked_at BIGINT,
    lock_reason TEXT,
    ended_at BIGINT,
    last_sign_in_at BIGINT,
    reactivated_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_user_name ON account (user_name_key);
CREATE UNIQUE INDEX account_identity_number ON account (identity_number) WHERE identity_number IS NOT NULL AND ended_at IS NULL;
CREATE INDEX account_by_name ON account (sort_key, id);
CREATE INDEX account_by_unit ON account (unit_id, sort_key, id);
CREATE INDEX account_blocked ON account (sort_key, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX account_locked ON account (sort_key, id) WHERE locked_at IS NOT NULL;
CREATE INDEX account_pending ON account (sort_key, id) WHERE pending_since IS NOT NULL;
CREATE INDEX account_ended ON account (sort_key, id) WHERE ended_at IS NOT NULL;

CREATE TABLE account_hsa_id (
    hsa_id TEXT NOT NULL,
    account_id BYTEA NOT NULL REFERENCES account (id),
    CONSTRAINT account_hsa_id_unique PRIMARY KEY (hsa_id)
);
CREATE INDEX account_hsa_id_by_account ON account_hsa_id (account_id);

-- The words by which an account is found, folded as sort keys are: a search by prefix is a range of this index.
CREATE TABLE account_term (
    term BYTEA NOT NULL,
    account_id BYTEA NOT NULL REFERENCES account (id),
    PRIMARY KEY (term, account_id)
);
CREATE INDEX account_term_by_account ON account_term (account_id, term);

CREATE TABLE account_document (
    id BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL REFERENCES account (id),
    document_type TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    content BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    added_by BYTEA,
    ended_at BIGINT
);
CREATE INDEX account_document_by_account ON account_document (account_id, added_at);

-- private_id_and_key is sealed with the program's key.
CREATE TABLE yubikey (
    id BYTEA NOT NULL PRIMARY KEY,
    public_id TEXT NOT NULL,
    account_id BYTEA NOT NULL REFERENCES account (id),
    private_id_and_key BYTEA NOT NULL,
    use_counter BIGINT NOT NULL,
    session_counter BIGINT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX yubikey_public_id ON yubikey (public_id) WHERE ended_at IS NULL;
CREATE INDEX yubikey_by_account ON yubikey (account_id);

CREATE TABLE one_time_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_link_by_account ON one_time_link (account_id);

-- Roles are data; services are code, and stand here by number.
CREATE TABLE role (
    id BYTEA NOT NULL PRIMARY KEY,
    organisation_id BYTEA NOT NULL REFERENCES unit (id),
    built_in TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    daily_planning BOOLEAN NOT NULL,
    lowest_assurance TEXT NOT NULL,
    gives_all BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX role_name ON role (organisation_id, name_key);

CREATE TABLE role_service (
    role_id BYTEA NOT NULL REFERENCES role (id),
    service BIGINT NOT NULL,
    PRIMARY KEY (role_id, service)
);

CREATE TABLE role_gives (
    role_id BYTEA NOT NULL REFERENCES role (id),
    given_role_id BYTEA NOT NULL REFERENCES role (id),
    PRIMARY KEY (role_id, given_role_id)
);
CREATE INDEX role_given_by ON role_gives (given_role_id);

-- Everything that anyone may do. A grant that someone ends gets its to_at, and says who and when.
CREATE TABLE grants (
    id BYTEA NOT NULL PRIMARY KEY,
    holder_account BYTEA REFERENCES account (id),
    holder_person BYTEA REFERENCES person (id),
    role_id BYTEA NOT NULL REFERENCES role (id),
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    branch BOOLEAN NOT NULL,
    object_kind TEXT,
    object_id BYTEA,
    from_at BIGINT NOT NULL,
    to_at BIGINT,
    basis TEXT NOT NULL,
    basis_order BYTEA,
    given_by BYTEA,
    given_at BIGINT NOT NULL,
    ended_by BYTEA,
    ended_at BIGINT,
    version BIGINT NOT NULL,
    -- The person's own sort key, so that a unit's residents stand in order of name in one index, however many they are.
    person_sort_key BYTEA,
    CONSTRAINT grants_sorted_person CHECK ((holder_person IS NULL) = (person_sort_key IS NULL)),
    CONSTRAINT grants_one_holder CHECK ((holder_account IS NULL) <> (holder_person IS NULL)),
    CONSTRAINT grants_whole_object CHECK ((object_kind IS NULL) = (object_id IS NULL))
);
CREATE INDEX grants_of_account ON grants (holder_account, unit_id);
CREATE INDEX grants_of_person ON grants (holder_person, unit_id);
CREATE INDEX grants_at_unit ON grants (unit_id, role_id, holder_person);
CREATE INDEX grants_of_residents ON grants (unit_id, role_id, person_sort_key, id) WHERE person_sort_key IS NOT NULL;
CREATE INDEX grants_by_role ON grants (role_id, id);
CREATE INDEX grants_on_object ON grants (object_kind, object_id);

-- A session wears one hat: staff at a unit, relative, or resident.
CREATE TABLE session (
    id BYTEA NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL,
    account_id BYTEA REFERENCES account (id),
    person_id BYTEA REFERENCES person (id),
    hat TEXT NOT NULL,
    hat_unit BYTEA REFERENCES unit (id),
    assurance TEXT NOT NULL,
    method TEXT NOT NULL,
    -- Whose e-identification opened it: the only number by which another of the person's hats may be put on.
    proven_number TEXT,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT,
    address TEXT,
    agent TEXT
);
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_by_account ON session (account_id, ended_at);
CREATE INDEX session_by_person ON session (person_id, ended_at);
CREATE INDEX session_by_end ON session (ends_at);

-- Failed attempts to sign in, per account and per address.
CREATE TABLE sign_in_throttle (
    key TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    closed_until BIGINT NOT NULL
);

-- A BankID order that a browser waits for; found by the hash of that browser's cookie, on any node.
CREATE TABLE bankid_order (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    order_ref TEXT NOT NULL,
    auto_start_token TEXT NOT NULL,
    qr_start_token TEXT NOT NULL,
    qr_start_secret BYTEA NOT NULL,
    same_device BOOLEAN NOT NULL,
    restarts BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    collected_at BIGINT NOT NULL,
    last_status TEXT NOT NULL,
    last_hint TEXT NOT NULL,
    return_to TEXT,
    nonce TEXT NOT NULL,
    -- When the browser that began came back from the app; on the same device nothing is accepted before.
    returned_at BIGINT,
    -- Who answered, sealed with the program's key: BankID tells it once.
    answer BYTEA,
    address TEXT NOT NULL
);

-- A form sent twice happens once: the second time its outcome is found here.
CREATE TABLE form_receipt (
    key BYTEA NOT NULL PRIMARY KEY,
    sender BYTEA,
    outcome TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX form_receipt_by_time ON form_receipt (at);

-- Orders: every kind in one table, its own particulars as JSON that SQL never looks into.
CREATE TABLE care_order (
    id BYTEA NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    orderer_account BYTEA NOT NULL REFERENCES account (id),
    orderer_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    particulars TEXT NOT NULL,
    ordered_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BYTEA,
    decided_by_name TEXT,
    decision_reason TEXT,
    outcome_account BYTEA REFERENCES account (id),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX care_order_number ON care_order (number);
CREATE INDEX care_order_by_state ON care_order (state, ordered_at, id);
CREATE INDEX care_order_by_orderer ON care_order (orderer_account, ordered_at);
CREATE INDEX care_order_by_unit ON care_order (unit_id, state, ordered_at);

-- History: who changed what, from what to what, and through which door.
CREATE TABLE history (
    id BYTEA NOT NULL PRIMARY KEY,
    event_id BYTEA NOT NULL,
    entity_kind TEXT NOT NULL,
    entity_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    actor_account BYTEA,
    actor_name TEXT NOT NULL,
    door TEXT NOT NULL,
    field TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT
);
CREATE INDEX history_of_entity ON history (entity_id, at, id);

-- The audit event, in the shape of the national log record (StoreLog 2).
CREATE TABLE audit_event (
    id BYTEA NOT NULL PRIMARY KEY,
    system_id TEXT NOT NULL,
    system_name TEXT NOT NULL,
    activity_type TEXT NOT NULL,
    activity_level TEXT,
    activity_args TEXT,
    at BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    user_id TEXT NOT NULL,
    user_name TEXT,
    user_person_id TEXT,
    user_assignment TEXT,
    user_title TEXT,
    care_provider_id TEXT,
    care_provider_name TEXT,
    care_unit_id TEXT,
    care_unit_name TEXT,
    hat TEXT NOT NULL,
    door TEXT NOT NULL,
    account_id BYTEA,
    person_id BYTEA
);
CREATE INDEX audit_event_by_time ON audit_event (at, id);
CREATE INDEX audit_event_by_account ON audit_event (account_id, at);

CREATE TABLE audit_resource (
    event_id BYTEA NOT NULL REFERENCES audit_event (id),
    position BIGINT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id TEXT,
    patient_root TEXT,
    patient_extension TEXT,
    patient_name TEXT,
    care_provider_id TEXT,
    care_provider_name TEXT,
    care_unit_id TEXT,
    care_unit_name TEXT,
    PRIMARY KEY (event_id, position)
);
CREATE INDEX audit_resource_by_patient ON audit_resource (patient_extension, event_id);
