package org.xinfu.trust.ofd;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.ofd.OfdSealRequest.Stamp;
import org.xinfu.trust.seal.RidingSeam;
import org.xinfu.trust.seal.RidingSeam.Edge;

/**
 * Makes {@code specs/vectors/ofd/made.json}: what the library itself makes, by the roots alone, and
 * the evidence of decision 0011, genuine and tampered with.
 */
final class OfdMadeVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "as the library makes it",
          "Evidence", "judged nineteen years later, see decision 0011",
          "A1", "entry A1 of the catalogue of attacks",
          "A9", "entry A9 of the catalogue of attacks",
          "A19", "entry A19 of the catalogue of attacks",
          "A21", "entry A21 of the catalogue of attacks");

  /** While the list that came with the last renewal is in force. */
  private static final Instant LATER = Instant.parse("2045-11-15T00:00:00Z");

  private static final Bytes PLAIN = Sample.zip(Sample.small());
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private final Vectors vectors =
      new Vectors(
          "made",
          "OFD",
          Sample.policy()
              .withTimestampers(List.of(Sample.PKI.documentRoot().chain().get(0)))
              .withCrls(Sample.PKI.crls()),
          FLAGS);

  private OfdMadeVectors() {}

  static String write() {
    OfdMadeVectors all = new OfdMadeVectors();
    all.stamps();
    all.signatures();
    all.kept();
    all.missing();
    all.altered();
    return all.vectors.write();
  }

  private void stamps() {
    for (Edge edge : Edge.values()) {
      genuine(
          "a riding seam, " + edge + ", five pages",
          PagedSample.sealed(PagedSample.document(5), new RidingSeam(edge, 50, 9)));
    }
    genuine(
        "seven pages share three pictures",
        PagedSample.sealed(PagedSample.document(7), new RidingSeam(Edge.RIGHT, 50, 3)));
    Bytes mixed = PagedSample.document(List.of("210 297", "297 210", "215.9 279.4"));
    Bytes seam = PagedSample.sealed(mixed, new RidingSeam(Edge.RIGHT, 50, 9));
    genuine("a riding seam over pages of three sizes", seam);
    genuine("one seal on each of four pages", onFourPages());
    both(
        "A9 a slice of the seam is widened",
        "A9",
        Sample.with(seam, Forgery.XML, t -> t.replace("0 0 13.333 40", "0 0 40 40")),
        new Vectors.Expected(INVALID, Optional.of(Reason.DIGEST_MISMATCH)));
  }

  private static Bytes onFourPages() {
    OfdSealRequest request =
        new OfdSealRequest(
            Sample.SEAL, Stamp.onPages(1, 4, 120, 200), Protection.WHOLE, TestPki.NOW, "xinfu");
    return OfdSealer.seal(DocumentSource.of(PagedSample.document(4)), request, Sample.SIGNER)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private void signatures() {
    Bytes sign = Sample.signed(PLAIN, Protection.WHOLE);
    genuine("GB/T 35275 without a seal", sign);
    genuine(
        "a signature, then a seal",
        Sample.sealed(Sample.signed(PLAIN, Protection.CONTINUE), Protection.WHOLE));
    genuine(
        "a seal, then a signature",
        Sample.signed(Sample.sealed(PLAIN, Protection.CONTINUE), Protection.WHOLE));
    genuine("a seal with a time-stamp", LongLife.sealed(PLAIN, Protection.WHOLE));
    genuine("a signature with a time-stamp", LongLife.signed(PLAIN, Protection.WHOLE));
    both(
        "A1 a page is altered under a signature without a seal",
        "A1",
        Sample.with(sign, PAGE, t -> t + " "),
        new Vectors.Expected(INVALID, Optional.of(Reason.DIGEST_MISMATCH)));
    both(
        "A21 the list of a whole-protected signature is altered",
        "A21",
        Sample.with(sign, Forgery.LIST, t -> t.replace("\n", "\n\n")),
        new Vectors.Expected(INVALID, Optional.of(Reason.SIGNATURE_LIST_CHANGED)));
  }

  private void kept() {
    later("a seal, renewed three times", LongLife.kept(sealed()), VALID, null);
    later(
        "a signature without a seal, renewed three times",
        LongLife.kept(LongLife.signed(PLAIN, Protection.WHOLE)),
        VALID,
        null);
    later(
        "the last signature carries the proof for a seal without any",
        LongLife.kept(LongLife.signed(Sample.sealed(PLAIN, Protection.CONTINUE), Protection.WHOLE)),
        VALID,
        null);
  }

  private void missing() {
    Reason unproven = Reason.NO_PROOF_OF_EXISTENCE;
    strictly("never renewed, no time-stamp", Sample.sealed(PLAIN, Protection.WHOLE), unproven);
    strictly(
        "all evidence is taken away", LongLife.withoutToken(LongLife.kept(sealed())), unproven);
    later("never renewed", sealed(), INDETERMINATE, unproven);
    Bytes once = LongLife.first(sealed());
    later("renewed once, too long ago", LongLife.third(once), INDETERMINATE, unproven);
  }

  private void altered() {
    Bytes kept = LongLife.kept(sealed());
    Bytes list = LongLife.ofAuthorities(LongLife.Y2035).crls().get(0);
    Bytes other = LongLife.kept(LongLife.sealed(PLAIN, Protection.CONTINUE));
    stamp("evidence of another package", LongLife.withToken(kept, LongLife.token(other)));
    stamp("a carried list is altered", LongLife.withAlteredList(kept, list));
    stamp("a dummy in place of the evidence", LongLife.withToken(kept, Bytes.hex("30030101ff")));
    Bytes once = LongLife.first(sealed());
    stamp(
        "the first authority's key was stolen before the second stamped",
        LongLife.third(twice(once, RevocationCause.KEY_COMPROMISE)));
    later(
        "the first authority was replaced before the second stamped",
        LongLife.third(twice(once, RevocationCause.SUPERSEDED)),
        INDETERMINATE,
        Reason.NO_PROOF_OF_EXISTENCE);
    later(
        "a page is altered under renewed evidence",
        Sample.with(kept, PAGE, t -> t + " "),
        INVALID,
        Reason.DIGEST_MISMATCH);
  }

  private static Bytes sealed() {
    return LongLife.sealed(PLAIN, Protection.WHOLE);
  }

  private static Bytes twice(Bytes once, RevocationCause cause) {
    Evidence lost =
        LongLife.ofAuthorities(
            LongLife.Y2035,
            new RevokedEntry(
                LongLife.FIRST.chain().get(0).serial(),
                Instant.parse("2034-05-01T00:00:00Z"),
                cause,
                Optional.empty()));
    return LongLife.renewed(once, lost, LongLife.stamping(LongLife.SECOND, LongLife.Y2035));
  }

  private void genuine(String name, Bytes document) {
    both(name, "Genuine", document, new Vectors.Expected(VALID, Optional.empty()));
  }

  private void both(String name, String flag, Bytes document, Vectors.Expected expected) {
    vectors.both(made(name, flag, document, TestPki.NOW), expected.verdict(), expected.reason());
  }

  private void later(String name, Bytes document, Conclusion verdict, @Nullable Reason reason) {
    vectors.both(made(name, "Evidence", document, LATER), verdict, Optional.ofNullable(reason));
  }

  /** A claimed time counts under interop (GM/T 0031 6.2.3 d), not under strict. */
  private void strictly(String name, Bytes document, Reason reason) {
    vectors.strictRefuses(made(name, "Evidence", document, LATER), INDETERMINATE, reason);
  }

  private void stamp(String name, Bytes document) {
    vectors.both(
        made("A19 " + name, "A19", document, LATER), INVALID, Optional.of(Reason.TIMESTAMP_WRONG));
  }

  private static Vectors.Case made(String name, String flag, Bytes document, Instant at) {
    return new Vectors.Case(name, flag, Map.of("document", document), at);
  }
}
