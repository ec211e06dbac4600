package org.xinfu.licence.store;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.blob.BlobId;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceFacts;
import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.domain.Revocation;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.LicenceIdentifier;
import tools.jackson.databind.json.JsonMapper;

/** Licences in PostgreSQL. Writes run in the caller's transaction. */
public final class JdbcLicenceStore implements LicenceStore {
  private static final String SELECT =
      """
      SELECT l.* FROM licence l
      """;

  private final JdbcClient jdbc;
  private final RecordCipher cipher;
  private final JsonMapper json;

  public JdbcLicenceStore(JdbcClient jdbc, RecordCipher cipher, JsonMapper json) {
    this.jdbc = jdbc;
    this.cipher = cipher;
    this.json = json;
  }

  @Override
  public Intent intend(String key, Intent fresh) {
    jdbc.sql(
            """
            INSERT INTO issue_intent (key, licence_id, at) VALUES (?, ?, ?)
            ON CONFLICT (key) DO NOTHING
            """)
        .params(key, fresh.id(), Timestamp.from(fresh.at()))
        .update();
    return jdbc.sql("SELECT licence_id, at FROM issue_intent WHERE key = ?")
        .param(key)
        .query(
            (row, n) ->
                new Intent(
                    row.getObject("licence_id", UUID.class), row.getTimestamp("at").toInstant()))
        .single();
  }

  @Override
  public boolean add(Licence licence) {
    String identifier = licence.identifier().text();
    int free =
        jdbc.sql(
                """
                INSERT INTO licence_identifier (identifier, licence_id) VALUES (?, ?)
                ON CONFLICT (identifier) DO NOTHING
                """)
            .params(identifier, licence.id())
            .update();
    if (free == 0) {
      return false;
    }
    insert(licence);
    List<Holder> holders = licence.facts().holders();
    for (int i = 0; i < holders.size(); i++) {
      jdbc.sql("INSERT INTO holding (holder, licence_id, place) VALUES (?, ?, ?)")
          .params(cipher.holder(holders.get(i).idType(), holders.get(i).id()), licence.id(), i)
          .update();
    }
    for (LicenceFile file : licence.files()) {
      jdbc.sql(
              """
              INSERT INTO licence_file (licence_id, format, blob, sha256, length)
              VALUES (?, ?, ?, ?, ?)
              """)
          .params(
              licence.id(), file.format().name(), file.blob().value(), file.sha256(), file.length())
          .update();
    }
    return true;
  }

  private void insert(Licence licence) {
    LicenceFacts facts = licence.facts();
    LocalDate last = facts.validTo();
    jdbc.sql(
            """
            INSERT INTO licence (id, identifier, type_code, type_version, issuer, serial, version,
                                 origin, valid_from, valid_to, issued_at, record)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .param(licence.id())
        .param(facts.identifier().text())
        .param(facts.identifier().typeCode())
        .param(licence.typeVersion())
        .param(facts.identifier().issuer())
        .param(facts.identifier().serial())
        .param(facts.identifier().version())
        .param(licence.origin().name())
        .param(Date.valueOf(facts.validFrom()))
        .param(last == null ? null : Date.valueOf(last))
        .param(Timestamp.from(facts.issuedAt()))
        .param(
            cipher.seal(
                Bytes.of(json.writeValueAsBytes(StoredFacts.of(facts))), licence.id().toString()))
        .update();
  }

  @Override
  public Optional<Licence> find(LicenceIdentifier identifier) {
    return jdbc.sql(
            SELECT
                + """
                JOIN licence_identifier i ON i.licence_id = l.id WHERE i.identifier = ?
                """)
        .param(identifier.text())
        .query(this::licence)
        .optional();
  }

  @Override
  public Optional<Licence> findByFile(String sha256) {
    return jdbc.sql(
            SELECT
                + """
                JOIN licence_file f ON f.licence_id = l.id WHERE f.sha256 = ? LIMIT 1
                """)
        .param(sha256)
        .query(this::licence)
        .optional();
  }

  @Override
  public List<Licence> heldBy(String idType, String id) {
    return jdbc.sql(
            SELECT
                + """
                WHERE l.id IN (SELECT licence_id FROM holding WHERE holder = ?)
                ORDER BY l.issued_at DESC, l.identifier
                """)
        .param(cipher.holder(idType, id))
        .query(this::licence)
        .list();
  }

  @Override
  public List<Licence> newestOf(String issuer, int atMost) {
    return jdbc.sql(
            SELECT
                + """
                WHERE l.issuer = ? ORDER BY l.issued_at DESC, l.identifier LIMIT ?
                """)
        .params(issuer, atMost)
        .query(this::licence)
        .list();
  }

  @Override
  public boolean supersede(UUID id, LicenceIdentifier by) {
    return jdbc.sql(
                """
                UPDATE licence SET superseded_by = ?
                WHERE id = ? AND superseded_by IS NULL AND revoked_at IS NULL
                """)
            .params(by.text(), id)
            .update()
        == 1;
  }

  @Override
  public boolean revoke(UUID id, Revocation revocation) {
    return jdbc.sql(
                """
                UPDATE licence SET revoked_ground = ?, revoked_text = ?, revoked_at = ?
                WHERE id = ? AND superseded_by IS NULL AND revoked_at IS NULL
                """)
            .params(
                revocation.ground().name(), revocation.text(), Timestamp.from(revocation.at()), id)
            .update()
        == 1;
  }

  private Licence licence(ResultSet row, int n) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Bytes record = cipher.open(row.getBytes("record"), id.toString());
    return new Licence(
        id,
        json.readValue(record.toArray(), StoredFacts.class).facts(),
        row.getInt("type_version"),
        Licence.Origin.valueOf(row.getString("origin")),
        files(id),
        row.getString("superseded_by"),
        revocation(row));
  }

  private static @Nullable Revocation revocation(ResultSet row) throws SQLException {
    Timestamp at = row.getTimestamp("revoked_at");
    return at == null
        ? null
        : new Revocation(
            Revocation.Ground.valueOf(row.getString("revoked_ground")),
            row.getString("revoked_text"),
            at.toInstant());
  }

  private List<LicenceFile> files(UUID id) {
    return jdbc.sql("SELECT * FROM licence_file WHERE licence_id = ? ORDER BY format")
        .param(id)
        .query(
            (row, n) ->
                new LicenceFile(
                    LicenceFile.Format.valueOf(row.getString("format")),
                    new BlobId(row.getString("blob")),
                    row.getString("sha256"),
                    row.getInt("length")))
        .list();
  }
}
