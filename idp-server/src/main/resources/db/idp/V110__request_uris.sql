-- Addresses of request objects (OpenID Connect Dynamic Client Registration §2), separated by spaces.
ALTER TABLE client_request_policy ADD COLUMN request_uris text NOT NULL DEFAULT '';
-- dpop_bound_access_tokens (RFC 9449 §5.2): no token without a proof of possession.
ALTER TABLE client ADD COLUMN dpop_bound boolean NOT NULL DEFAULT false;
