package org.xinfu.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.Distrust;
import org.xinfu.trust.list.ListedAnchor;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;

/** Trust lists as tests need them: a week of life, and one thing changed at a time. */
public final class TestLists {
  /** What they are called. */
  public static final String NAME = "样例信任列表";

  private static final Duration LIFE = Duration.ofDays(7);

  private TestLists() {}

  /** A list of a week in which nobody lost a key. */
  public static TrustList list(
      long version, Instant issued, RootKeys roots, List<ListedAnchor> anchors) {
    return new TrustList(NAME, version, issued, issued.plus(LIFE), roots, anchors, List.of());
  }

  /** The signer's own certificate, trusted since all certificates of the test PKI begin. */
  public static ListedAnchor anchor(Signer signer, AnchorPurpose purpose) {
    return new ListedAnchor(signer.chain().get(0), purpose, TestPki.BEGIN);
  }

  /** Two of these keys have to sign. */
  public static RootKeys roots(Signer... signers) {
    return new RootKeys(List.of(signers).stream().map(Signer::publicKey).toList(), 2);
  }

  /** The same, issued then, for a week. */
  public static TrustList at(TrustList list, Instant issued) {
    return new TrustList(
        list.name(),
        list.version(),
        issued,
        issued.plus(LIFE),
        list.roots(),
        list.anchors(),
        list.distrusted());
  }

  /** The same with other root keys. */
  public static TrustList rotated(TrustList list, RootKeys roots) {
    return new TrustList(
        list.name(),
        list.version(),
        list.issued(),
        list.nextUpdate(),
        roots,
        list.anchors(),
        list.distrusted());
  }

  /** The same with one more key that is not trusted. */
  public static TrustList with(TrustList list, Distrust lost) {
    List<Distrust> all = new ArrayList<>(list.distrusted());
    all.add(lost);
    return new TrustList(
        list.name(),
        list.version(),
        list.issued(),
        list.nextUpdate(),
        list.roots(),
        list.anchors(),
        all);
  }
}
