package org.xinfu.bench.idp;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A million people who are logged in: for each an account, a browser session, the service that it
 * reached, and that service's refresh and access token. They are copies of one real login, made in
 * the database with names of their own; cookie and tokens of the n-th can be told from n.
 */
final class ManySessions {
  private static final int PARTS = 2;

  /** What one real login left behind; attributes is one character for each octet. */
  private record Sample(String account, String sid, String attributes, String grant) {}

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
    return "bench-access-" + number;
  }

  static String refresh(int number) {
    return "bench-refresh-" + number;
  }

  /** Makes them; the planner then knows of them. */
  void fill() throws Exception {
    idp.login();
    Sample sample = sample();
    List<Thread> threads = new ArrayList<>();
    List<Exception> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    int each = count / PARTS;
    for (int part = 0; part < PARTS; part++) {
      int from = part * each;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      copy(sample, from, from + each);
                    } catch (SQLException e) {
                      failures.add(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    try (Connection connection = idp.database.connect();
        Statement statement = connection.createStatement()) {
      for (String table : List.of("account", "login_session", "rp_session", "oauth2_grant")) {
        statement.execute("VACUUM (ANALYZE) " + table);
      }
      statement.execute("CHECKPOINT");
    }
  }

  private Sample sample() throws SQLException {
    try (Connection connection = idp.database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT s.principal, s.sid, s.attributes, g.id FROM login_session s
                JOIN oauth2_grant g ON g.sid = s.sid AND g.refresh_hash IS NOT NULL
                ORDER BY s.created_at DESC LIMIT 1
                """)) {
      if (!row.next()) {
        throw new SQLException("the login left no session with a refresh token");
      }
      String attributes = new String(row.getBytes(3), StandardCharsets.ISO_8859_1);
      return new Sample(row.getString(1), row.getString(2), attributes, row.getString(4));
    }
  }

  private void copy(Sample sample, int from, int to) throws SQLException {
    try (Connection connection = idp.database.connect();
        Statement session = connection.createStatement()) {
      session.execute("SET synchronous_commit = off"); // of the filling alone
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
            "'id', %s, 'login_name', 'bench-' || i, 'citizen_hash', null".formatted(account)),
        copies(
            connection,
            "login_session",
            own,
            ("'expires_at', now() + interval '30 minutes', 'last_access_at', now(),"
                    + " 'id_hash', %s, 'principal', %s, 'sid', %s, 'attributes', %s")
                .formatted(
                    hashed("bench-session-"),
                    account,
                    sid,
                    patched(attributes, sample, sample.sid(), sid))),
        copies(connection, "rp_session", own, "'sid', %s, 'principal', %s".formatted(sid, account)),
        copies(
            connection,
            "oauth2_grant",
            "t.id = '" + sample.grant() + "'",
            // The filling may take longer than the sample's access token lives.
            ("'access_expires_at', now() + interval '1 hour',"
                    + " 'id', 'bench-' || i, 'principal', %s, 'sid', %s, 'code_hash', %s,"
                    + " 'access_hash', %s, 'refresh_hash', %s, 'id_token_hash', %s")
                .formatted(
                    account,
                    sid,
                    hashed("bench-code-"),
                    hashed("bench-access-"),
                    hashed("bench-refresh-"),
                    hashed("bench-id-token-"))));
  }

  /** Copies of one row with other values in the columns that name it. */
  private static String copies(Connection connection, String table, String which, String others)
      throws SQLException {
    return """
    INSERT INTO %1$s (%4$s) SELECT %4$s FROM (SELECT r.* FROM %1$s t, generate_series(?, ?) i,
      LATERAL jsonb_populate_record(t, jsonb_build_object(%3$s)) r WHERE %2$s) copy
    """
        .formatted(table, which, others, columns(connection, table));
  }

  /** Without those that the database computes. */
  private static String columns(Connection connection, String table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = ? AND is_generated = 'NEVER'
            """)) {
      query.setString(1, table);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** SQL for a name of that many characters that differs for every {@code i}. */
  private static String named(char first, int length) {
    return "'%s' || lpad(i::text, %d, '0')".formatted(first, length - 1);
  }

  private static String hashed(String prefix) {
    return "encode(sha256(convert_to('%s' || i, 'UTF8')), 'hex')".formatted(prefix);
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
