package org.xinfu.idp.domain.mandate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who may act for an entity, how far, and by whose word (委托代理, Civil Code art. 161 to 175).
 *
 * @param personId account of the natural person who acts
 * @param parentId the mandate it was given under; null for the representative's, which rests on the
 *     registry
 * @param evidence the same, signed by this server (compact JWS)
 */
public record Mandate(
    String id,
    String entityId,
    String personId,
    @Nullable String parentId,
    EntityRole role,
    Extent extent,
    Marks marks,
    String evidence) {
  /**
   * What happened to it.
   *
   * @param accepted nobody acts for somebody without agreeing to
   * @param suspended by a change in the registry
   */
  public record Marks(
      @Nullable Instant accepted, @Nullable Instant revoked, @Nullable Instant suspended) {
    /** Given, and nothing since. */
    public static final Marks OFFERED = new Marks(null, null, null);
  }

  /** The same until then, not signed yet. */
  public Mandate endingAt(Instant until) {
    Extent longer =
        new Extent(extent.matters(), extent.region(), extent.from(), until, extent.depth());
    return new Mandate(id, entityId, personId, parentId, role, longer, marks, "");
  }

  /** Accepted when it was made: the representative's own. */
  public Mandate acceptedAt(Instant at) {
    return new Mandate(
        id, entityId, personId, parentId, role, extent, new Marks(at, null, null), evidence);
  }
}
