-- The heads of an hour are looked for with each head that is signed.
CREATE INDEX log_checkpoint_at ON log_checkpoint (log, at);
