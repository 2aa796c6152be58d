-- Cases and their threads. No row of these tables refers to another by a foreign key: on PostgreSQL each such rule looks the other
-- row up again in the newest page of its index, where neighbours are just then writing theirs, and each becomes the other's
-- conflict. Rows are written by one function each, are never deleted (but drafts and presences), and a nightly check looks after them.
CREATE TABLE care_case (
    id BYTEA NOT NULL PRIMARY KEY,
    -- Ten letters that people read out, made of the id's time and randomness: a counter would put all senders into one queue.
    reference TEXT NOT NULL,
    unit_id BYTEA NOT NULL,
    -- resident: sent by a resident. information, question: begun by staff. internal: among staff.
    kind TEXT NOT NULL,
    case_type_id BYTEA,
    -- The published form that it was sent with.
    form_number BIGINT,
    -- Whom it is about, and the guardian who wrote in that person's place.
    person_id BYTEA,
    sent_by_person BYTEA,
    -- The staff member who began it.
    sent_by_account BYTEA,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    handler_account BYTEA,
    group_id BYTEA,
    follows_case BYTEA,
    received_at BIGINT NOT NULL,
    -- The last moment of the promise; a day in the far future where nothing is promised.
    due_at BIGINT NOT NULL,
    assigned_at BIGINT,
    closed_at BIGINT,
    last_message_at BIGINT NOT NULL,
    resident_unread BOOLEAN NOT NULL,
    replies_open BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX care_case_reference ON care_case (reference);
-- The receivers' inbox, the oldest promise first.
CREATE INDEX care_case_unassigned ON care_case (unit_id, due_at, id)
    WHERE handler_account IS NULL AND group_id IS NULL AND closed_at IS NULL;
-- A handler's own at a unit; and, walked from handler to handler, who holds cases there at all.
CREATE INDEX care_case_of_handler ON care_case (unit_id, handler_account, due_at, id)
    WHERE handler_account IS NOT NULL AND closed_at IS NULL;
-- All that one person holds, wherever it is: when they leave or are away.
CREATE INDEX care_case_in_hand ON care_case (handler_account) WHERE handler_account IS NOT NULL AND closed_at IS NULL;
CREATE INDEX care_case_of_group ON care_case (group_id, due_at, id) WHERE group_id IS NOT NULL AND closed_at IS NULL;
CREATE INDEX care_case_of_unit ON care_case (unit_id, state, received_at, id);
-- A person's inbox: unread first, then the newest.
CREATE INDEX care_case_of_person ON care_case (person_id, resident_unread, last_message_at, id) WHERE person_id IS NOT NULL;
CREATE INDEX care_case_follows ON care_case (follows_case) WHERE follows_case IS NOT NULL;

-- Ids rise with time, so a thread stands in its order in the key itself. Written once, never changed.
CREATE TABLE case_message (
    case_id BYTEA NOT NULL,
    id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    author_account BYTEA,
    author_person BYTEA,
    -- sent (the resident's first), partial, question, answer, reply (the resident's), information, internal.
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The answer alternative that was chosen, in words.
    alternative TEXT,
    -- What was filled into the form, as JSON that SQL never looks into.
    answers TEXT,
    signature TEXT,
    PRIMARY KEY (case_id, id)
);

-- What happened to a case. Its arrival stands in the case itself.
CREATE TABLE case_event (
    case_id BYTEA NOT NULL,
    id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    actor_account BYTEA,
    actor_person BYTEA,
    what TEXT NOT NULL,
    from_account BYTEA,
    to_account BYTEA,
    from_group BYTEA,
    to_group BYTEA,
    note TEXT,
    PRIMARY KEY (case_id, id)
);

-- Who has read a case, and up to when. The reader is an account or a person.
CREATE TABLE case_read (
    case_id BYTEA NOT NULL,
    reader BYTEA NOT NULL,
    is_staff BOOLEAN NOT NULL,
    first_at BIGINT NOT NULL,
    read_up_to BIGINT NOT NULL,
    PRIMARY KEY (case_id, reader)
);

-- What somebody is writing. The owner is an account or a person; the target a case, a case type or a unit; `about` the person whom
-- it is for (a guardian's child), or the owner.
CREATE TABLE case_draft (
    id BYTEA NOT NULL PRIMARY KEY,
    owner BYTEA NOT NULL,
    target BYTEA NOT NULL,
    about BYTEA NOT NULL,
    content TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_draft_of_owner ON case_draft (owner, target, about);

-- Staff who have a case open just now.
CREATE TABLE case_presence (
    case_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    seen_at BIGINT NOT NULL,
    writing BOOLEAN NOT NULL,
    PRIMARY KEY (case_id, account_id)
);

-- A file hangs on a draft until it is sent, and then on a message of a case. Its content lies in the file store under its key.
CREATE TABLE case_attachment (
    id BYTEA NOT NULL PRIMARY KEY,
    case_id BYTEA,
    message_id BYTEA,
    draft_id BYTEA,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    storage_key TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    added_by_account BYTEA,
    added_by_person BYTEA,
    added_at BIGINT NOT NULL
);
CREATE INDEX case_attachment_of_case ON case_attachment (case_id, message_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX case_attachment_of_draft ON case_attachment (draft_id, id) WHERE draft_id IS NOT NULL;

-- Staff who answer together.
CREATE TABLE staff_group (
    id BYTEA NOT NULL PRIMARY KEY,
    unit_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX staff_group_name ON staff_group (unit_id, name_key) WHERE ended_at IS NULL;
CREATE INDEX staff_group_of_unit ON staff_group (unit_id, sort_key, id);

CREATE TABLE staff_group_member (
    group_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    PRIMARY KEY (group_id, account_id)
);
CREATE INDEX staff_group_of_member ON staff_group_member (account_id, group_id);

-- When somebody is away, and who takes their cases. Without a substitute they go back to the receivers.
CREATE TABLE account_absence (
    id BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL,
    from_at BIGINT NOT NULL,
    -- NULL: until further notice.
    to_at BIGINT,
    substitute BYTEA,
    noted_by BYTEA,
    noted_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX account_absence_of_account ON account_absence (account_id, from_at);
