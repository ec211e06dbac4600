package org.xinfu.idp.domain.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The port to posts. Whoever has ever had one logs in only while they hold one; each change ends
 * their logins in the same transaction.
 */
public interface Posts {
  /** By id. */
  Optional<Post> byId(String postId);

  /** The account's post that is not over; it may not have begun. */
  Optional<Post> of(String accountId);

  /** The post that the account has, or had last. */
  Optional<Post> last(String accountId);

  /** Gives the post; false when the account has one that is not over. */
  boolean add(Post post, String givenBy);

  /** Other roles, another end; false when the post is over. */
  boolean change(String postId, Set<StaffRole> roles, @Nullable Instant until);

  /** Ends it; false when it is over. */
  boolean leave(String postId, Instant at);

  /**
   * Ends it and gives the other, in the other's department. What the account might do on the
   * platform it might do for the department it leaves, so that goes. False when the post is over.
   */
  boolean move(String postId, Post next, String givenBy);

  /** Ends posts whose time is over; says how many. */
  int endLapsed(Instant at);

  /** A page in the order of login names. */
  List<Line> page(Search search);

  /** The account of the same human as a natural person, when they have said so. */
  Optional<String> person(String memberId);

  /** Notes that the natural person's account is the member's own; false when one is named. */
  boolean link(String memberId, String personId, Instant at);

  /** Takes that back; false when there was nothing. */
  boolean unlink(String memberId);

  /**
   * What to look for.
   *
   * @param orgs department's code, or a prefix of its division from the third character on
   * @param whole whether {@code orgs} is a whole code
   * @param past posts that are over, in the place of those that are not
   * @param after login name of the last one of the page before, and the post's id
   */
  record Search(String orgs, boolean whole, boolean past, String after, int most) {}

  /**
   * A post with whose it is.
   *
   * @param active false while the account is suspended
   */
  record Line(Post post, String loginName, String name, boolean active) {
    /** What the page after this line begins behind. */
    public String key() {
      return loginName + " " + post.id();
    }
  }
}
