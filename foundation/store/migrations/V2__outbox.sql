-- Letters: written in the transaction of the change that they tell of, and sent afterwards. The body is sealed with the program's
-- key, and is NULL as soon as the letter is sent, given up or withdrawn.
CREATE TABLE outbox (
    id BYTEA NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body BYTEA,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    give_up_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- Some node is sending it until then.
    leased_until BIGINT,
    sent_at BIGINT,
    failed_at BIGINT,
    last_error TEXT,
    CONSTRAINT outbox_wiped CHECK ((sent_at IS NULL AND failed_at IS NULL) = (body IS NOT NULL))
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_by_time ON outbox (created_at);

-- The letter that carries the link, where it was not shown to whoever made it.
ALTER TABLE one_time_link ADD COLUMN letter_id BYTEA;
