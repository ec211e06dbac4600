-- What a representative's mandate was before it was renewed; the mandate itself goes on under its id.
CREATE TABLE mandate_renewal (
  mandate_id text        NOT NULL REFERENCES mandate (id) ON DELETE CASCADE,
  renewed_at timestamptz NOT NULL,
  until_at   timestamptz NOT NULL,                 -- its end before
  evidence   text        NOT NULL,                 -- compact JWS of before
  PRIMARY KEY (mandate_id, renewed_at)
);
