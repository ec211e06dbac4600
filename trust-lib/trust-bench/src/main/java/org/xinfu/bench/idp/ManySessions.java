package org.xinfu.bench.idp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A million people who are logged in: for each an account, a browser session, the service that it
 * reached, and that service's refresh and access token. They are copies of one real login, made in
 * the database with names of their own; cookie and tokens of the n-th can be told from n.
 */
final class ManySessions {
  private static final int PARTS = 2;

  /** What one real login left behind; attributes is one character for each octet. */
  private record Sample(String account, String sid, String attributes, String grant) {}

  /** SQL for {@link #grant}. */
  private static final String GRANT = "'00000000-0000-4000-8000-' || lpad(i::text, 12, '0')";

  /** {@code {"alg":"ES256"}} */
  private static final String HEADER = "eyJhbGciOiJFUzI1NiJ9.";

  /** Whoever asks about a token has its hash looked for: nobody verifies it. */
  private static final String SIGNATURE = ".AAAA";

  /** SQL for {@link #access}; base64url of RFC 4648 §5. */
  private static final String ACCESS =
      "'"
          + HEADER
          + "' || translate(encode(convert_to('{\"jti\":\"' || "
          + GRANT
          + " || '.bench\"}', 'UTF8'), 'base64'), '+/=', '-_') || '"
          + SIGNATURE
          + "'";

  private final Xinfu idp;
  private final int count;

  ManySessions(Xinfu idp, int count) {
    this.idp = idp;
    this.count = count;
  }

  static String cookie(int number) {
    return "bench-session-" + number;
  }

  static String access(int number) {
    String claims = "{\"jti\":\"" + grant(number) + ".bench\"}";
    return HEADER
        + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(US_ASCII))
        + SIGNATURE;
  }

  static String refresh(int number) {
    return grant(number) + ".bench-refresh";
  }

  /** Tokens name their grant. */
  private static String grant(int number) {
    return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012d", number);
  }

  /** Makes them; the planner then knows of them. */
  void fill() throws Exception {
    idp.login();
    Sample sample = sample();
    try (Connection connection = idp.database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET maintenance_work_mem = '512MB'");
      List<Index> scattered = scattered(statement);
      for (Index index : scattered) {
        statement.execute(index.drop());
      }
      copyInParts(sample);
      for (Index index : scattered) {
        statement.execute(index.make());
      }
      for (String table : List.of("account", "login_session", "rp_session", "oauth2_grant")) {
        statement.execute("VACUUM (ANALYZE) " + table);
      }
      statement.execute("CHECKPOINT");
    }
  }

  /** An index, how to take it away and how to make it the same again. */
  private record Index(String drop, String make) {}

  /**
   * The indexes of hashes. A row more is a page more somewhere in each of them; made when all rows
   * are there they are sorted once.
   */
  private static List<Index> scattered(Statement statement) throws SQLException {
    List<Index> indexes = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            WITH hashed AS (SELECT i.indexrelid, i.indrelid, c.oid AS con, c.conname FROM pg_index i
              LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
              WHERE i.indrelid IN ('login_session'::regclass, 'oauth2_grant'::regclass)
                AND pg_get_indexdef(i.indexrelid) LIKE '%\\_hash)%')
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', indrelid::regclass, conname),
              format('ALTER TABLE %s ADD CONSTRAINT %I %s', indrelid::regclass, conname,
                pg_get_constraintdef(con)) FROM hashed WHERE con IS NOT NULL
            UNION ALL
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
            FROM hashed WHERE con IS NULL
            """)) {
      while (row.next()) {
        indexes.add(new Index(row.getString(1), row.getString(2)));
      }
    }
    return indexes;
  }

  private void copyInParts(Sample sample) throws Exception {
    int each = count / PARTS;
    List<Callable<Integer>> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      int from = part * each;
      parts.add(() -> copy(sample, from, from + each));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(PARTS)) {
      for (Future<Integer> part : threads.invokeAll(parts)) {
        part.get();
      }
    }
  }

  private Sample sample() throws SQLException {
    try (Connection connection = idp.database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT s.principal, s.sid, s.attributes, g.id FROM login_session s
                JOIN oauth2_grant g ON g.sid = s.sid AND g.refresh_check IS NOT NULL
                ORDER BY s.created_at DESC LIMIT 1
                """)) {
      if (!row.next()) {
        throw new SQLException("the login left no session with a refresh token");
      }
      String attributes = new String(row.getBytes(3), StandardCharsets.ISO_8859_1);
      return new Sample(row.getString(1), row.getString(2), attributes, row.getString(4));
    }
  }

  private int copy(Sample sample, int from, int to) throws SQLException {
    try (Connection connection = idp.database.connect();
        Statement session = connection.createStatement()) {
      session.execute("SET synchronous_commit = off"); // of the filling alone
      session.execute("SET session_replication_role = replica"); // what is copied refers rightly
      session.execute("SET max_parallel_workers_per_gather = 0");
      List<String> statements = statements(sample, connection);
      for (int at = from; at < to; at += 25_000) {
        int end = Math.min(at + 25_000, to);
        for (String sql : statements) {
          try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setInt(1, at);
            insert.setInt(2, end - 1);
            insert.executeUpdate();
          }
        }
      }
      return to - from;
    }
  }

  private static List<String> statements(Sample sample, Connection connection) throws SQLException {
    String account = named('a', sample.account().length());
    String sid = named('s', sample.sid().length());
    String attributes = patched("t.attributes", sample, sample.account(), account);
    String own = "t.sid = '" + sample.sid() + "'";
    return List.of(
        copies(
            connection,
            "account",
            "t.id = '" + sample.account() + "'",
            Map.of("id", account, "login_name", "'bench-' || i", "citizen_hash", "null")),
        copies(
            connection,
            "login_session",
            own,
            Map.of(
                "expires_at",
                "now() + interval '30 minutes'",
                "last_access_at",
                "now()",
                "id_hash",
                hashed("'bench-session-' || i"),
                "principal",
                account,
                "sid",
                sid,
                "attributes",
                patched(attributes, sample, sample.sid(), sid))),
        copies(connection, "rp_session", own, Map.of("sid", sid, "principal", account)),
        copies(
            connection,
            "oauth2_grant",
            "t.id = '" + sample.grant() + "'",
            Map.of(
                // The filling may take longer than the sample's access token lives.
                "access_expires_at",
                "now() + interval '1 hour'",
                "id",
                GRANT,
                "principal",
                account,
                "sid",
                sid,
                "code_hash",
                hashed("'bench-code-' || i"),
                "access_check",
                hashed(ACCESS),
                "refresh_check",
                hashed(GRANT + " || '.bench-refresh'"),
                "id_token_check",
                hashed(GRANT + " || '.bench-id-token'"))));
  }

  /** Copies of one row with other values in the columns that name it. */
  private static String copies(
      Connection connection, String table, String which, Map<String, String> others)
      throws SQLException {
    List<String> columns = columns(connection, table);
    List<String> values =
        columns.stream().map(column -> others.getOrDefault(column, "t." + column)).toList();
    return "INSERT INTO %s (%s) SELECT %s FROM %s t, generate_series(?, ?) i WHERE %s"
        .formatted(table, String.join(", ", columns), String.join(", ", values), table, which);
  }

  /** Without those that the database computes. */
  private static List<String> columns(Connection connection, String table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            SELECT quote_ident(column_name) FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = ? AND is_generated = 'NEVER'
            """)) {
      query.setString(1, table);
      List<String> columns = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          columns.add(row.getString(1));
        }
      }
      return columns;
    }
  }

  /** SQL for a name of that many characters that differs for every {@code i}. */
  private static String named(char first, int length) {
    return "'%s' || lpad(i::text, %d, '0')".formatted(first, length - 1);
  }

  private static String hashed(String text) {
    return "encode(sha256(convert_to(%s, 'UTF8')), 'hex')".formatted(text);
  }

  /** SQL that puts another name of the same length wherever the serialised session has this one. */
  private static String patched(String sql, Sample sample, String name, String other) {
    String text = sample.attributes();
    String patched = sql;
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      patched =
          String.format(
              Locale.ROOT,
              "overlay(%s placing convert_to(%s, 'UTF8') from %d for %d)",
              patched,
              other,
              at + 1,
              name.length());
    }
    if (patched.equals(sql)) {
      throw new IllegalStateException("the session does not hold " + name);
    }
    return patched;
  }
}
