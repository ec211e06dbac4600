package org.xinfu.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampSource;

/**
 * Makes {@code specs/vectors/cms/archive.json}: what an archive time-stamp covers and what it does
 * not (EN 319 122-1 §5.5.2). Nothing that its index does not name is proven by it.
 */
public final class CmsArchiveVectors extends CmsCases {
  private static final Instant ARCHIVED = STAMPED.plusSeconds(60);
  private static final Reason WRONG = Reason.TIMESTAMP_WRONG;
  private final Vectors vectors = new Vectors("archive", "CMS", pki.policy(), FLAGS);

  /** An authority whose certificate has ended since. */
  private final Signer ended = ended();

  private final Signer ca = issued("样例文档二级CA", Purpose.SUB_CA, pki.documentRoot());
  private final Signer under = issued("样例二级签名人", Purpose.DOCUMENT_SIGNER, ca);
  private final Certificate sub = ca.chain().get(0);
  private final Bytes basic = CmsSigner.cadesAttached(CONTENT, ec, SIGNED);

  private CmsArchiveVectors() {}

  /** The file's text; the same at every call. */
  public static String write() {
    CmsArchiveVectors all = new CmsArchiveVectors();
    all.renewed();
    all.slippedIn();
    all.contradicted();
    all.covered();
    all.uncovered();
    all.old();
    return all.vectors.write();
  }

  @Override
  Vectors vectors() {
    return vectors;
  }

  private Signer issued(String name, Purpose purpose, Signer by) {
    TestPki.Spec spec = pki.spec("CN=" + name + ",O=样例,C=CN", purpose, TestPki.END);
    return pki.issue(spec.with(SignatureAlgorithm.ECDSA_P256_SHA256), by);
  }

  private Signer ended() {
    TestPki.Spec spec =
        pki.spec("CN=样例旧时间戳,O=样例,C=CN", Purpose.TIMESTAMPER, STAMPED.plusSeconds(1800))
            .with(SignatureAlgorithm.ECDSA_P256_SHA256);
    return pki.issue(spec, pki.documentRoot());
  }

  private void renewed() {
    genuine(
        "stamped by an authority that ended since, archived before",
        archived(stamped(basic, ended, STAMPED), tsa, ARCHIVED));
    genuine(
        "archived by an authority that ended since, and archived again before",
        archived(archived(basic, ended, STAMPED), tsa, ARCHIVED));
    Bytes content = ContentDigest.SHA256.of(CONTENT);
    Bytes first = get(source(ended, SIGNED.minusSeconds(60)).stamp(ContentDigest.SHA256, content));
    genuine(
        "over a content that was stamped by an authority that ended since",
        archived(forged(ec, f -> timed(f.carry(), first)), tsa, ARCHIVED));
    vectors.both(
        test("Time", "archived by an authority that ended since", archived(basic, ended, STAMPED)),
        Conclusion.INDETERMINATE,
        Optional.of(Reason.NO_PROOF_OF_EXISTENCE));
  }

  /** Who gets an old authority's key can date a token as he likes: the archive knows none of it. */
  private void slippedIn() {
    Bytes archived = archived(basic, tsa, ARCHIVED);
    undecided(
        "Time",
        "a back-dated time-stamp slipped in after the archive time-stamp",
        stamped(archived, ended, SIGNED.plusSeconds(60)),
        Reason.NO_PROOF_OF_EXISTENCE);
    undecided(
        "Time",
        "a back-dated archive time-stamp slipped in after the archive time-stamp",
        archived(archived, ended, SIGNED.plusSeconds(60)),
        Reason.NO_PROOF_OF_EXISTENCE);
  }

  /**
   * A token that says it was made after the one that covers it, by more than five minutes and that
   * one's accuracy of a second: one of the two authorities lies.
   */
  private void contradicted() {
    for (long seconds : List.of(302L, 28_800L, 90_000L)) {
      Instant made = STAMPED.minusSeconds(seconds);
      vectors.both(
          test(
              "Time",
              "archived " + seconds + " seconds before its time-stamp says it was made",
              archived(
                  stamped(CmsSigner.cadesAttached(CONTENT, ec, made), tsa, STAMPED), tsa, made)),
          Conclusion.INDETERMINATE,
          Optional.of(Reason.SIGNING_TIME_CONTRADICTED));
    }
  }

  private void covered() {
    Bytes list = pki.crl(ca);
    Bytes valued =
        CadesExtender.values(
            CmsSigner.cadesAttached(CONTENT, under, SIGNED),
            new Evidence(List.of(), List.of(list), List.of()));
    Bytes archived = archived(valued, tsa, ARCHIVED);
    genuine("with issuer and list, archived", archived);
    attack("Certificate", "an archived certificate altered", bent(archived, sub.der()), WRONG);
    attack("Time", "an archived list altered", bent(archived, list), WRONG);
    List<Bytes> tokens = new ArrayList<>();
    TimestampSource kept =
        (digest, imprint) -> {
          Verdict<Bytes> token = source(tsa, STAMPED).stamp(digest, imprint);
          tokens.add(get(token));
          return token;
        };
    Bytes twice = archived(get(CadesExtender.timestamp(basic, kept)), tsa, ARCHIVED);
    attack("Time", "an archived time-stamp altered", bent(twice, tokens.get(0)), WRONG);
  }

  /** Each piece is judged by its own signature, as it was before there was an archive. */
  private void uncovered() {
    Bytes alone = forged(under, f -> f.carry().certificates.remove(1));
    Bytes later =
        CadesExtender.values(
            archived(alone, tsa, ARCHIVED),
            new Evidence(List.of(sub), List.of(pki.crl(ca)), List.of()));
    genuine("its issuer's certificate came after the archive time-stamp", later);
    attack(
        "Certificate",
        "its issuer's certificate, come after the archive time-stamp, altered",
        bent(later, sub.der()),
        Reason.CHAIN_BROKEN);
    Certificate nobody = stranger.chain().get(0);
    Bytes foreign = TestPki.seeded("cms stranger").crl(stranger);
    Bytes junk =
        CadesExtender.values(
            archived(basic, tsa, ARCHIVED),
            new Evidence(List.of(nobody), List.of(foreign), List.of()));
    genuine("a stranger's certificate and list added after the archive time-stamp", junk);
    genuine("the stranger's certificate altered", bent(junk, nobody.der()));
    attack(
        "Structure",
        "what is no certificate any more after the archive time-stamp",
        altered(junk, nobody.der(), 5),
        Reason.MALFORMED);
  }

  /** As producers archived before EN 319 122-1, TS 101 733 V2.2.1 §6.4.2. */
  private void old() {
    UnaryOperator<Bytes> stamping =
        imprint -> get(source(tsa, ARCHIVED).stamp(ContentDigest.SHA256, imprint));
    genuine("archived under the first index", OldArchive.archived(basic, stamping));
    Bytes twice = OldArchive.archived(stamped(basic, ended, STAMPED), stamping);
    genuine("stamped by an authority that ended since, archived under the first index", twice);
    Bytes list = pki.crl(ca);
    Bytes valued =
        CadesExtender.values(
            CmsSigner.cadesAttached(CONTENT, under, SIGNED),
            new Evidence(List.of(), List.of(list), List.of()));
    Bytes archived = OldArchive.archived(valued, stamping);
    genuine("with issuer and list, archived under the first index", archived);
    attack(
        "Certificate",
        "a certificate that the first index names, altered",
        bent(archived, sub.der()),
        WRONG);
    attack("Time", "a list that the first index names, altered", bent(archived, list), WRONG);
    undecided(
        "Time",
        "a back-dated time-stamp slipped in behind the first index",
        stamped(OldArchive.archived(basic, stamping), ended, SIGNED.plusSeconds(60)),
        Reason.NO_PROOF_OF_EXISTENCE);
  }

  private Bytes stamped(Bytes cms, Signer authority, Instant at) {
    return get(CadesExtender.timestamp(cms, source(authority, at)));
  }

  private Bytes archived(Bytes cms, Signer authority, Instant at) {
    return get(CadesExtender.archive(cms, SignedContent.of(CONTENT), source(authority, at)));
  }

  /** With one bit of the last octet of {@code part} changed. */
  static Bytes bent(Bytes cms, Bytes part) {
    return altered(cms, part, part.length() - 1);
  }

  private static Bytes altered(Bytes cms, Bytes part, int at) {
    int from = cms.toHex().indexOf(part.toHex());
    if (from < 0) {
      throw new IllegalStateException("the message does not carry it");
    }
    return Mutators.flip(cms, from / 2 + at, 1);
  }
}
