package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.idp.domain.staff.StaffRole;

/** Posts in PostgreSQL. */
public final class JdbcPosts implements Posts {
  private static final int BATCH = 200;

  private final JdbcClient jdbc;
  private final SignOut signOut;

  public JdbcPosts(JdbcClient jdbc, SignOut signOut) {
    this.jdbc = jdbc;
    this.signOut = signOut;
  }

  @Override
  public Optional<Post> byId(String postId) {
    return jdbc.sql("SELECT * FROM staff_post WHERE id = ?")
        .param(postId)
        .query(JdbcPosts::post)
        .optional();
  }

  @Override
  public Optional<Post> of(String accountId) {
    return jdbc.sql("SELECT * FROM staff_post WHERE account_id = ? AND ended_at IS NULL")
        .param(accountId)
        .query(JdbcPosts::post)
        .optional();
  }

  @Override
  public Optional<Post> last(String accountId) {
    return jdbc.sql(
            """
            SELECT * FROM staff_post WHERE account_id = ?
            ORDER BY ended_at DESC NULLS FIRST, from_at DESC LIMIT 1
            """)
        .param(accountId)
        .query(JdbcPosts::post)
        .optional();
  }

  @Override
  public boolean add(Post post, String givenBy) {
    return jdbc.sql(
                """
                INSERT INTO staff_post (id, account_id, org, roles, from_at, until_at, given_by)
                VALUES (:id, :account, :org, :roles, :from, :until, :by)
                ON CONFLICT (account_id) WHERE ended_at IS NULL DO NOTHING
                """)
            .param("id", post.id())
            .param("account", post.accountId())
            .param("org", post.org())
            .param("roles", line(post.roles()))
            .param("from", Timestamp.from(post.from()))
            .param("until", time(post.until()), Types.TIMESTAMP)
            .param("by", givenBy)
            .update()
        == 1;
  }

  @Override
  public boolean change(String postId, Set<StaffRole> roles, @Nullable Instant until) {
    return with(
        postId,
        SignOut.Cause.POST_CHANGED,
        () ->
            jdbc.sql(
                        """
                        UPDATE staff_post SET roles = :roles, until_at = :until
                        WHERE id = :id AND ended_at IS NULL
                        """)
                    .param("roles", line(roles))
                    .param("until", time(until), Types.TIMESTAMP)
                    .param("id", postId)
                    .update()
                == 1);
  }

  @Override
  public boolean leave(String postId, Instant at) {
    return with(postId, SignOut.Cause.POST_ENDED, () -> end(postId, Post.End.LEFT, at));
  }

  @Override
  public boolean move(String postId, Post next, String givenBy) {
    return with(
        postId,
        SignOut.Cause.POST_ENDED,
        () ->
            end(postId, Post.End.MOVED, next.from())
                && jdbc.sql("UPDATE account SET org = ?, roles = '' WHERE id = ?")
                        .params(List.of(next.org(), next.accountId()))
                        .update()
                    == 1
                && add(next, givenBy));
  }

  @Override
  public int endLapsed(Instant at) {
    List<String> over =
        jdbc.sql(
                "SELECT id FROM staff_post WHERE ended_at IS NULL AND until_at <= ? LIMIT " + BATCH)
            .param(Timestamp.from(at))
            .query((row, number) -> row.getString(1))
            .list();
    return (int)
        over.stream()
            .filter(id -> with(id, SignOut.Cause.POST_ENDED, () -> end(id, Post.End.LAPSED, at)))
            .count();
  }

  @Override
  public List<Line> page(Search search) {
    return jdbc.sql(
            """
            SELECT p.*, a.login_name, a.display_name, a.active
            FROM staff_post p JOIN account a ON a.id = p.account_id
            WHERE (CASE WHEN :whole THEN p.org = :orgs ELSE starts_with(substr(p.org, 3), :orgs) END)
              AND (p.ended_at IS NOT NULL) = :past AND a.login_name || ' ' || p.id > :after
            ORDER BY a.login_name || ' ' || p.id LIMIT :most
            """)
        .param("whole", search.whole())
        .param("orgs", search.orgs())
        .param("past", search.past())
        .param("after", search.after())
        .param("most", search.most())
        .query(
            (row, number) ->
                new Line(
                    post(row, number),
                    row.getString("login_name"),
                    row.getString("display_name"),
                    row.getBoolean("active")))
        .list();
  }

  @Override
  public Optional<String> person(String memberId) {
    return jdbc.sql("SELECT person_id FROM staff_link WHERE member_id = ?")
        .param(memberId)
        .query(String.class)
        .optional();
  }

  @Override
  public boolean link(String memberId, String personId, Instant at) {
    return jdbc.sql(
                """
                INSERT INTO staff_link (member_id, person_id, at) VALUES (?, ?, ?)
                ON CONFLICT (member_id) DO NOTHING
                """)
            .params(List.of(memberId, personId, Timestamp.from(at)))
            .update()
        == 1;
  }

  @Override
  public boolean unlink(String memberId) {
    return jdbc.sql("DELETE FROM staff_link WHERE member_id = ?").param(memberId).update() == 1;
  }

  private boolean with(String postId, SignOut.Cause cause, BooleanSupplier change) {
    return byId(postId).map(post -> signOut.with(post.accountId(), cause, change)).orElse(false);
  }

  private boolean end(String postId, Post.End why, Instant at) {
    return jdbc.sql(
                """
                UPDATE staff_post SET ended_at = ?, end_cause = ?
                WHERE id = ? AND ended_at IS NULL
                """)
            .params(List.of(Timestamp.from(at), why.name(), postId))
            .update()
        == 1;
  }

  private static Post post(ResultSet row, int number) throws SQLException {
    Timestamp until = row.getTimestamp("until_at");
    String end = row.getString("end_cause");
    return new Post(
        row.getString("id"),
        row.getString("account_id"),
        row.getString("org"),
        Arrays.stream(row.getString("roles").split(" "))
            .map(StaffRole::valueOf)
            .collect(Collectors.toSet()),
        row.getTimestamp("from_at").toInstant(),
        until == null ? null : until.toInstant(),
        end == null ? null : Post.End.valueOf(end));
  }

  private static String line(Set<StaffRole> roles) {
    return roles.stream().map(StaffRole::name).sorted().collect(Collectors.joining(" "));
  }

  private static @Nullable Timestamp time(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }
}
