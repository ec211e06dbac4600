package org.xinfu.testkit;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Makes {@code specs/vectors/cms/evidence.json}: lists, answers and certificates that came with the
 * message and may have been made with the key of a CA that was lost or has expired since (proofs of
 * existence, ETSI EN 319 102-1 §5.6.2.2). In every attack the signer's certificate was revoked
 * before the signature, and the thief left out the list that says so.
 */
public final class CmsEvidenceVectors extends CmsCases {
  private static final Reason NO_PROOF = Reason.NO_PROOF_OF_EXISTENCE;
  private static final Instant LISTED = STAMPED.plusSeconds(30);
  private static final Instant ARCHIVED = STAMPED.plusSeconds(60);
  private static final Instant LOST = STAMPED.plusSeconds(600);
  private static final Instant TOO_LATE = LOST.plusSeconds(60);

  /** The lists of the policy are no longer in force. */
  private static final Instant LATER = TestPki.NOW.plus(Duration.ofDays(40));

  private final Vectors vectors = new Vectors("evidence", "CMS", pki.policy(), FLAGS);
  private final Signer ca = issued("样例失窃CA", Purpose.ROOT_CA, TestPki.END, pki.documentRoot());
  private final Signer signer = issued("样例二级签名人", Purpose.DOCUMENT_SIGNER, TestPki.END, ca);
  private final Signer ended =
      issued("样例到期CA", Purpose.SUB_CA, STAMPED.plusSeconds(900), pki.documentRoot());
  private final Signer underEnded =
      issued("样例到期签名人", Purpose.DOCUMENT_SIGNER, STAMPED.plusSeconds(900), ended);
  private final Signer lower = issued("样例三级CA", Purpose.SUB_CA, TestPki.END, ca);
  private final Signer underLower = issued("样例三级签名人", Purpose.DOCUMENT_SIGNER, TestPki.END, lower);

  /** What an honest CA says soon after the signature, and a thief of any later day as well. */
  private final Bytes silent = crl(ca, LISTED);

  /** The root's list of today, which tells that the CA's key was lost. */
  private final Bytes loss =
      crl(
          pki.documentRoot(),
          TestPki.NOW.minusSeconds(1),
          entry(ca.chain().get(0), LOST, RevocationCause.KEY_COMPROMISE));

  private CmsEvidenceVectors() {}

  /** The file's text; the same at every call. */
  public static String write() {
    CmsEvidenceVectors all = new CmsEvidenceVectors();
    all.inForce();
    all.lost();
    all.lossLeftOut();
    all.expired();
    all.certificates();
    all.unnamed();
    return all.vectors.write();
  }

  @Override
  Vectors vectors() {
    return vectors;
  }

  private void inForce() {
    genuine("stamped, with the list of a CA in force", with(stamped(signer), lists(silent)));
    genuine("stamped, with an answer of a CA in force", with(stamped(signer), answers(answer())));
  }

  private void lost() {
    Bytes archived = archived(with(stamped(signer), lists(silent)), ARCHIVED);
    genuine("its CA was lost after the list was archived", with(archived, lists(loss)));
    Bytes answered = archived(with(stamped(signer), answers(answer())), ARCHIVED);
    genuine("its CA was lost after the answer was archived", with(answered, lists(loss)));
    refused("a list by the key of a CA that was lost", with(stamped(signer), lists(silent, loss)));
    Evidence answer = new Evidence(List.of(), List.of(loss), List.of(answer()));
    refused("an answer by the key of a CA that was lost", with(stamped(signer), answer));
    refused(
        "a list by the key of a CA that was lost, archived since",
        archived(with(stamped(signer), lists(silent, loss)), TOO_LATE));
    refused(
        "a list by the key of a CA that was lost, come after the archive time-stamp",
        with(archived(stamped(signer), ARCHIVED), lists(silent, loss)));
    Bytes postponed =
        crl(ca, LISTED, entry(signer.chain().get(0), LOST, RevocationCause.SUPERSEDED));
    refused(
        "a list by the key of a CA that was lost revokes later than the genuine one",
        with(stamped(signer), lists(postponed, loss)));
    genuine(
        "revoked after the signature by a list that was archived before its CA was lost",
        with(archived(with(stamped(signer), lists(postponed)), ARCHIVED), lists(loss)));
  }

  /** The thief leaves out the root's newer list too: what the judge holds is out of date. */
  private void lossLeftOut() {
    Bytes current = crl(pki.documentRoot(), LATER.minusSeconds(60));
    Bytes then = crl(pki.documentRoot(), ARCHIVED.plusSeconds(60));
    Bytes message = with(stamped(signer), lists(silent));
    Bytes archived = archived(message, ARCHIVED);
    vectors.strictRefuses(
        at("Evidence", "who knows whether the CA was lost since", with(message, lists(then))),
        Conclusion.INDETERMINATE,
        NO_PROOF);
    vectors.both(
        at("Genuine", "the root says that the CA was not lost", with(message, lists(current))),
        Conclusion.VALID,
        Optional.empty());
    vectors.both(
        at("Genuine", "archived while the CA was good", with(archived, lists(then))),
        Conclusion.VALID,
        Optional.empty());
  }

  private void expired() {
    Evidence list = lists(crl(ended, LISTED));
    refused("a list by the key of a CA that has expired", with(stamped(underEnded), list));
    genuine(
        "its CA expired after the list was archived",
        archived(with(stamped(underEnded), list), ARCHIVED));
    refused(
        "a list by the key of a CA that has expired, archived since",
        archived(with(stamped(underEnded), list), STAMPED.plusSeconds(901)));
  }

  /** A certificate under which the signer's was never issued, until the key above it was lost. */
  private void certificates() {
    Evidence lists = lists(silent, crl(lower, LISTED));
    Certificate own = lower.chain().get(0);
    Bytes whole = with(stamped(underLower), lists);
    genuine(
        "its issuer's certificate was archived before the CA above was lost",
        with(archived(whole, ARCHIVED), lists(loss)));
    Bytes without = forged(underLower, f -> f.carry().certificates.remove(1));
    Bytes late =
        with(
            archived(with(stamped(without), lists), ARCHIVED),
            new Evidence(List.of(own), List.of(loss), List.of()));
    vectors.both(
        test("Evidence", "its issuer's certificate by the key of a CA that was lost", late),
        Conclusion.INDETERMINATE,
        Optional.of(Reason.NO_PROOF_OF_EXISTENCE));
  }

  /** Nothing that was signed names the signer: another with the same key may stand in its place. */
  private void unnamed() {
    Bytes nameless = stamped(forged(signer, f -> f.carry().without(SignedDataForge.CERTIFICATE)));
    Bytes whole = with(nameless, lists(silent));
    genuine(
        "without a signing-certificate, archived before its CA was lost",
        with(archived(whole, ARCHIVED), lists(loss)));
    vectors.both(
        test(
            "Evidence", "without a signing-certificate, its CA was lost", with(whole, lists(loss))),
        Conclusion.INDETERMINATE,
        Optional.of(NO_PROOF));
  }

  private void refused(String comment, Bytes file) {
    vectors.strictRefuses(test("Evidence", comment, file), Conclusion.INDETERMINATE, NO_PROOF);
  }

  private static Vectors.Case at(String flag, String comment, Bytes file) {
    Vectors.Case now = test(flag, comment, file);
    return new Vectors.Case(now.comment(), now.flag(), now.input(), LATER);
  }

  private Signer issued(String name, Purpose purpose, Instant end, Signer by) {
    TestPki.Spec spec = pki.spec("CN=" + name + ",O=样例,C=CN", purpose, end);
    return pki.issue(spec.with(SignatureAlgorithm.ECDSA_P256_SHA256), by);
  }

  private Bytes stamped(Signer by) {
    return stamped(CmsSigner.cadesAttached(CONTENT, by, SIGNED));
  }

  private Bytes stamped(Bytes cms) {
    return get(CadesExtender.timestamp(cms, source(tsa, STAMPED)));
  }

  private Bytes archived(Bytes cms, Instant at) {
    return get(CadesExtender.archive(cms, SignedContent.of(CONTENT), source(tsa, at)));
  }

  private static Bytes with(Bytes cms, Evidence evidence) {
    return CadesExtender.values(cms, evidence);
  }

  private static Evidence lists(Bytes... lists) {
    return new Evidence(List.of(), List.of(lists), List.of());
  }

  private static Evidence answers(Bytes answer) {
    return new Evidence(List.of(), List.of(), List.of(answer));
  }

  private Bytes answer() {
    List<OcspMaker.Status> good =
        List.of(
            new OcspMaker.Status(
                signer.chain().get(0), ca.chain().get(0), Hash.SHA1, Optional.empty()));
    return OcspMaker.respond(
        ca,
        good,
        new OcspMaker.Issue(
            LISTED, Optional.of(LISTED.plus(Duration.ofDays(7))), Optional.empty()));
  }

  private static Bytes crl(Signer issuer, Instant made, RevokedEntry... entries) {
    CrlMaker.Issue issue =
        new CrlMaker.Issue(
            made, made.plus(Duration.ofDays(30)), BigInteger.valueOf(made.getEpochSecond()));
    return CrlMaker.issue(issuer, List.of(entries), issue);
  }

  private static RevokedEntry entry(Certificate certificate, Instant at, RevocationCause cause) {
    return new RevokedEntry(certificate.serial(), at, cause, Optional.empty());
  }
}
