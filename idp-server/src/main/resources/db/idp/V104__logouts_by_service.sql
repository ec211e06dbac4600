-- What waits is taken service by service: one that does not answer has its own wait, and no other's.
CREATE INDEX logout_delivery_client ON logout_delivery (client_id, next_at) WHERE state = 'WAITING';
