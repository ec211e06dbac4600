-- Only the sweep looked for these by their time. It walks through the table instead, a part at a time (ExpirySweep). A
-- migration of its own, as the next: none waits for one table while it holds another.
DROP INDEX rp_session_last_at;
