-- What staff write to support: comments, deviations and other matters, each with its own number.
CREATE TABLE support_matter (
    id BYTEA NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    -- medical, platform, other-comment, deviation or other.
    subject TEXT NOT NULL,
    orderable_id BYTEA NOT NULL REFERENCES orderable (id),
    heading TEXT NOT NULL,
    -- Where its sender worked when it was sent: decides who answers it.
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    sender BYTEA NOT NULL REFERENCES account (id),
    -- received, in-hand, waiting or closed.
    state TEXT NOT NULL,
    -- 1 at once to 5 later on.
    priority BIGINT NOT NULL,
    -- Who has it in hand; null where nobody does.
    handler BYTEA REFERENCES account (id),
    sent_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    closed_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX support_matter_number ON support_matter (number);
CREATE INDEX support_matter_queue ON support_matter (state, priority, sent_at, id);
CREATE INDEX support_matter_closed ON support_matter (state, changed_at, id);
CREATE INDEX support_matter_of_sender ON support_matter (sender, sent_at, id);
CREATE INDEX support_matter_in_hand ON support_matter (handler, priority, sent_at, id) WHERE closed_at IS NULL;

-- What was written in a matter and what happened to it, in order.
CREATE TABLE support_entry (
    id BYTEA NOT NULL PRIMARY KEY,
    matter_id BYTEA NOT NULL REFERENCES support_matter (id),
    at BIGINT NOT NULL,
    actor_account BYTEA,
    actor_name TEXT NOT NULL,
    -- sent, taken, handed-back, asked, answered, closed, noted, prioritised, replied or reopened.
    what TEXT NOT NULL,
    words TEXT
);
CREATE INDEX support_entry_of_matter ON support_entry (matter_id, at, id);
