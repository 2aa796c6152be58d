-- A ticket of the port for cards is found by itself, whichever browser brings it: in another than the one that began it opens nothing,
-- and what it belongs to is let go.
CREATE INDEX siths_sign_in_by_ticket ON siths_sign_in (ticket_hash) WHERE ticket_hash IS NOT NULL;
