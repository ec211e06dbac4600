package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.time.TimestampSource;

/** Seals and signatures that are judged thirty years later (decision 0011). */
class OfdRenewalTest {
  private static final TimestampSource THEN = LongLife.stamping(LongLife.FIRST, TestPki.NOW);
  private static final TrustPolicy.Mode STRICT = TrustPolicy.Mode.STRICT;

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aSealIsValidAfterThirtyYears(TrustPolicy.Mode mode) {
    for (Protection protection : Protection.values()) {
      DocumentReport report = judged(LongLife.kept(LongLife.sealed(protection)), mode);
      assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
      assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
      assertThat(report.signatures().get(0).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
      assertThat(report.signatures().get(0).signedAt()).isEqualTo(TestPki.NOW);
    }
  }

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void soIsASignatureWithoutASeal(TrustPolicy.Mode mode) {
    Bytes signed = LongLife.signed(Sample.zip(Sample.plain()), Protection.WHOLE);
    DocumentReport report = judged(LongLife.kept(signed), mode);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).signedAt()).isEqualTo(TestPki.NOW);
  }

  /** Sealed without a time-stamp: the first renewal brings it, and proves no earlier moment. */
  @Test
  void aRenewalBringsTheTimestampThatIsMissing() {
    Instant before = LongLife.Y2028.minusSeconds(86_400);
    Bytes stamped =
        LongLife.renewed(
            Sample.sealed(Protection.WHOLE),
            Evidence.none(),
            LongLife.stamping(LongLife.FIRST, before));
    DocumentReport report = judged(LongLife.kept(stamped), STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).signedAt()).isEqualTo(before);
  }

  @Test
  void listsOlderThanTheTimestampDoNotSpeakForIt() {
    notProven(LongLife.kept(Sample.sealed(Protection.WHOLE)), Reason.REVOCATION_UNKNOWN);
  }

  @Test
  void anOcspAnswerServesAsAList() {
    Certificate signer = Sample.SIGNER.chain().get(0);
    Signer ca = Sample.PKI.signerCa();
    Bytes answer =
        OcspMaker.respond(
            ca,
            List.of(new OcspMaker.Status(signer, ca.chain().get(0), Hash.SHA1, Optional.empty())),
            new OcspMaker.Issue(
                LongLife.Y2028, Optional.of(LongLife.Y2028.plusSeconds(60)), Optional.empty()));
    Evidence lists = LongLife.ofSigners(LongLife.Y2028);
    Evidence withAnswer =
        new Evidence(
            lists.certificates(),
            List.of(lists.crls().get(0), lists.crls().get(2), lists.crls().get(3)),
            List.of(answer));
    Bytes once =
        LongLife.renewed(
            LongLife.sealed(Protection.WHOLE),
            withAnswer,
            LongLife.stamping(LongLife.FIRST, LongLife.Y2028.plusSeconds(1)));
    DocumentReport report = judged(LongLife.third(LongLife.second(once)), STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void theLastSignatureCarriesTheProofForAllBeforeIt() {
    Bytes two = LongLife.signed(Sample.sealed(Protection.CONTINUE), Protection.WHOLE);
    Bytes kept = LongLife.kept(two);
    Map<String, Bytes> before = Sample.files(two);
    Sample.files(kept)
        .forEach(
            (path, octets) ->
                assertThat(octets.equals(before.get(path)))
                    .as(path)
                    .isEqualTo(!path.equals("Doc_0/Signs/Sign_1/SignedValue.dat")));
    DocumentReport report = judged(kept, STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures())
        .extracting(SignatureReport::timeSource)
        .containsExactly(TimeSource.CLAIMED, TimeSource.TIMESTAMP);
  }

  @Test
  void aLaterSignatureProvesOnlyWhatItProtects() {
    Instant in2030 = Instant.parse("2030-11-01T02:00:00Z");
    List<Bytes> lists = new ArrayList<>(LongLife.ofSigners(LongLife.Y2028).crls());
    lists.add(LongLife.crl(Sample.PKI.documentRoot(), in2030));
    // Without it nobody knows whether the CA's key was lost since, and its list is a thief's.
    lists.add(LongLife.crl(Sample.PKI.signerRoot(), in2030));
    TrustPolicy policy =
        LongLife.policy(in2030, STRICT)
            .withIntermediates(List.of(Sample.PKI.signerCa().chain().get(0)))
            .withCrls(lists);
    Bytes two = LongLife.signed(Sample.sealed(Protection.CONTINUE), Protection.WHOLE);
    DocumentReport proven = Sample.verify(two, policy);
    assertThat(proven.conclusion()).as(proven.toString()).isEqualTo(Conclusion.VALID);
    for (String left : List.of(Forgery.VALUE, Forgery.XML, Forgery.SEAL)) {
      DocumentReport report = Sample.verify(leavingOut(two, left), policy);
      assertThat(report.signatures().get(0).reason())
          .as(left)
          .contains(Reason.NO_PROOF_OF_EXISTENCE);
    }
    Bytes unstamped = Sample.signed(Sample.sealed(Protection.CONTINUE), Protection.WHOLE);
    assertThat(Sample.verify(unstamped, policy).signatures().get(0).reason())
        .contains(Reason.NO_PROOF_OF_EXISTENCE);
  }

  /** The second signature made again by its own key without a reference to one file. */
  private static Bytes leavingOut(Bytes two, String path) {
    String xml = "Doc_0/Signs/Sign_1/Signature.xml";
    Map<String, Bytes> files = Sample.files(two);
    String text = files.get(xml).toUtf8();
    String less =
        text.replaceAll("<ofd:Reference FileRef=\"/" + path + "\">.*?</ofd:Reference>\n", "");
    assertThat(less).isNotEqualTo(text);
    files.put(xml, Bytes.utf8(less));
    Bytes value = Gbt35275Signer.attached(Digests.sm3(Bytes.utf8(less)), Sample.SIGNER);
    files.put(
        "Doc_0/Signs/Sign_1/SignedValue.dat",
        CadesExtender.timestamp(value, THEN)
            .orThrow(reason -> new IllegalStateException(reason.code())));
    return Sample.zip(files);
  }

  @Test
  void renewingIsRepeatable() {
    assertThat(LongLife.first(LongLife.sealed(Protection.WHOLE)))
        .isEqualTo(LongLife.first(LongLife.sealed(Protection.WHOLE)));
    Bytes once = LongLife.first(LongLife.sealed(Protection.WHOLE));
    Bytes again = LongLife.first(once);
    assertThat(again.length() - once.length()).as("evidence is there once").isLessThan(4000);
  }

  // What is missing, altered or somebody else's.

  @Test
  void withoutEvidenceNothingProvesTheSeal() {
    notProven(Sample.sealed(Protection.WHOLE), Reason.NO_PROOF_OF_EXISTENCE);
    notProven(LongLife.sealed(Protection.WHOLE), Reason.NO_PROOF_OF_EXISTENCE);
  }

  @Test
  void aRenewalMissedIsNotMadeUpForLater() {
    Bytes once = LongLife.first(LongLife.sealed(Protection.WHOLE));
    notProven(once, Reason.NO_PROOF_OF_EXISTENCE);
    Bytes late =
        LongLife.renewed(
            once,
            LongLife.ofAuthorities(LongLife.Y2045),
            LongLife.stamping(LongLife.THIRD, LongLife.Y2045));
    notProven(late, Reason.NO_PROOF_OF_EXISTENCE);
  }

  /** A stolen key of 2034 makes tokens of 2026; no honest time-stamp of 2035 mends that. */
  @Test
  void anAuthorityCompromisedBeforeTheRenewalProvesNothing() {
    Bytes once = LongLife.first(LongLife.sealed(Protection.WHOLE));
    for (RevocationCause cause :
        List.of(RevocationCause.KEY_COMPROMISE, RevocationCause.SUPERSEDED)) {
      Bytes twice = renewedWith(once, revoked("2034-05-01T00:00:00Z", cause));
      DocumentReport report = judged(LongLife.third(twice), STRICT);
      assertThat(report.conclusion()).as(report.toString()).isNotEqualTo(Conclusion.VALID);
      DocumentReport lenient = judged(LongLife.third(twice), TrustPolicy.Mode.INTEROP);
      assertThat(lenient.conclusion()).as(report.toString()).isNotEqualTo(Conclusion.VALID);
    }
  }

  /** Lost after the renewal: what was proven before stays proven. */
  @Test
  void anAuthorityCompromisedAfterTheRenewalHasProvenIt() {
    Bytes twice = LongLife.second(LongLife.first(LongLife.sealed(Protection.WHOLE)));
    RevokedEntry later = revoked("2035-12-01T00:00:00Z", RevocationCause.KEY_COMPROMISE);
    Bytes kept =
        LongLife.renewed(
            twice,
            LongLife.ofAuthorities(LongLife.Y2045, later),
            LongLife.stamping(LongLife.THIRD, LongLife.Y2045));
    DocumentReport report = judged(kept, STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  private static RevokedEntry revoked(String at, RevocationCause cause) {
    return new RevokedEntry(
        LongLife.FIRST.chain().get(0).serial(), Instant.parse(at), cause, Optional.empty());
  }

  private static Bytes renewedWith(Bytes once, RevokedEntry entry) {
    return LongLife.renewed(
        once,
        LongLife.ofAuthorities(LongLife.Y2035, entry),
        LongLife.stamping(LongLife.SECOND, LongLife.Y2035));
  }

  @Test
  void evidenceOfAnotherPackageIsWrong() {
    Bytes kept = LongLife.kept(LongLife.sealed(Protection.WHOLE));
    Bytes other = LongLife.kept(LongLife.sealed(Protection.CONTINUE));
    DocumentReport report = judged(LongLife.withToken(kept, LongLife.token(other)), STRICT);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.TIMESTAMP_WRONG);
  }

  @Test
  void evidenceTakenAwayLeavesNoProof() {
    notProven(
        LongLife.withoutToken(LongLife.kept(LongLife.sealed(Protection.WHOLE))),
        Reason.NO_PROOF_OF_EXISTENCE);
  }

  @Test
  void noOctetOfTheEvidenceCanBeAltered() {
    Bytes kept = LongLife.kept(LongLife.sealed(Protection.WHOLE));
    Bytes token = LongLife.token(kept);
    for (int at = 0; at < token.length(); at += 101) {
      byte[] octets = token.toArray();
      octets[at] ^= 1;
      DocumentReport report = judged(LongLife.withToken(kept, Bytes.of(octets)), STRICT);
      assertThat(report.conclusion()).as("octet " + at).isNotEqualTo(Conclusion.VALID);
    }
  }

  @Test
  void theContentStaysProtected() {
    Bytes kept = LongLife.kept(LongLife.sealed(Protection.WHOLE));
    Bytes altered = Sample.with(kept, "Doc_0/Pages/Page_0/Content.xml", t -> t + " ");
    assertThat(judged(altered, STRICT).reason()).contains(Reason.DIGEST_MISMATCH);
  }

  // Refusals.

  @Test
  void whatHasNoPlaceForEvidenceIsRefused() {
    refused(Sample.zip(Sample.plain()), Reason.NO_SIGNATURE);
    refused(Bytes.utf8("text"), Reason.MALFORMED);
    Map<String, Bytes> bare = Sample.files(Sample.sealed(Protection.WHOLE));
    bare.put(Forgery.VALUE, Sample.SIGNER.sign(bare.get(Forgery.XML)));
    refused(Sample.zip(bare), Reason.SIGNATURE_TYPE_MISMATCH);
    bare.put(Forgery.VALUE, Bytes.hex("3004300030003000"));
    refused(Sample.zip(bare), Reason.MALFORMED);
    bare.remove(Forgery.VALUE);
    refused(Sample.zip(bare), Reason.REFERENCED_FILE_MISSING);
  }

  @Test
  void anAuthorityThatRefusesIsHeard() {
    TimestampSource none =
        (digest, imprint) ->
            new Report.Builder().fail("stamp", "", Reason.TIMESTAMP_WRONG, "no").refusal();
    for (Bytes sealed :
        List.of(LongLife.sealed(Protection.WHOLE), Sample.sealed(Protection.WHOLE))) {
      Verdict<Bytes> renewed =
          OfdRenewal.renew(DocumentSource.of(sealed), LongLife.ofSigners(LongLife.Y2028), none);
      assertThat(renewed.report().reason()).contains(Reason.TIMESTAMP_WRONG);
    }
    assertThat(
            OfdSealer.seal(
                    DocumentSource.of(Sample.zip(Sample.plain())),
                    Sample.request(Protection.WHOLE),
                    Sample.SIGNER,
                    none)
                .report()
                .reason())
        .contains(Reason.TIMESTAMP_WRONG);
  }

  private static void refused(Bytes ofd, Reason reason) {
    Verdict<Bytes> renewed = OfdRenewal.renew(DocumentSource.of(ofd), Evidence.none(), THEN);
    assertThat(renewed).isInstanceOf(Verdict.Invalid.class);
    assertThat(renewed.report().reason()).contains(reason);
  }

  /** The seals need their evidence, whatever a vendor signed the list of files with. */
  @Test
  void aListWhoseValueTakesNoEvidenceStaysAsItIs() {
    Bytes bare = Sample.SIGNER.sign(Bytes.utf8("list"));
    for (Bytes value : List.of(bare, Bytes.utf8("nobody knows"))) {
      IntegrityPackage made = new IntegrityPackage(sealedFiles());
      made.value = xml -> value;
      assertLeft(made.make(), Reason.SIGNATURE_TYPE_MISMATCH);
    }
    IntegrityPackage gone = new IntegrityPackage(sealedFiles());
    gone.signedValueLoc = "/gone.dat";
    assertLeft(gone.make(), Reason.REFERENCED_FILE_MISSING);
    IntegrityPackage alone = new IntegrityPackage(Sample.plain());
    alone.value = xml -> bare;
    assertThat(renewed(alone.make()))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            no -> assertThat(no.reason()).isEqualTo(Reason.SIGNATURE_TYPE_MISMATCH));
  }

  private static Map<String, Bytes> sealedFiles() {
    return Sample.files(LongLife.sealed(Protection.WHOLE));
  }

  private static void assertLeft(Map<String, Bytes> files, Reason reason) {
    Verdict<Bytes> renewed = renewed(files);
    assertThat(renewed).as("%s", renewed.report()).isInstanceOf(Verdict.Valid.class);
    assertThat(renewed.report().checks())
        .anyMatch(c -> c.outcome() == Outcome.WARN && c.reason() == reason);
    Map<String, Bytes> after =
        Sample.files(renewed.orThrow(r -> new IllegalStateException(r.code())));
    Bytes old = files.get(IntegrityPackage.VALUE);
    assertThat(after.get(IntegrityPackage.VALUE)).isEqualTo(old);
    assertThat(after.get(Forgery.VALUE)).isNotEqualTo(files.get(Forgery.VALUE));
  }

  private static Verdict<Bytes> renewed(Map<String, Bytes> files) {
    return OfdRenewal.renew(
        DocumentSource.of(Sample.zip(files)), LongLife.ofSigners(TestPki.NOW), THEN);
  }

  private static void notProven(Bytes ofd, Reason reason) {
    DocumentReport report = judged(ofd, STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).as(report.toString()).contains(reason);
  }

  private static DocumentReport judged(Bytes ofd, TrustPolicy.Mode mode) {
    return Sample.verify(ofd, LongLife.policy(LongLife.Y2056, mode));
  }
}
