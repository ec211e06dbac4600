package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** GM/T 0099 D.1: the integrity list that is made, and what becomes of it when it is altered. */
class OfdIntegrityTest {
  private static final Bytes PLAIN = Sample.zip(Sample.plain());
  private static final Bytes LISTED = Sample.sealed(Protection.ENTRIES);
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private static final OfdIntegrityRequest REQUEST = new OfdIntegrityRequest(TestPki.NOW, "xinfu");

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aSealAndItsListAreValid(TrustPolicy.Mode mode) {
    DocumentReport report = Sample.verify(LISTED, Sample.policy().withMode(mode));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(report.signatures().stream().map(SignatureReport::id))
        .containsExactly("s001", IntegrityPackage.LIST);
    SignatureReport list = report.signatures().get(1);
    assertThat(list.format()).isEqualTo("GBT35275");
    assertThat(list.signedAt()).isEqualTo(TestPki.NOW);
    assertThat(list.timeSource()).isEqualTo(TimeSource.CLAIMED);
  }

  @Test
  void theListNamesEveryFileAndIsWrittenLast() {
    Map<String, Bytes> files = Sample.files(LISTED);
    List<String> paths = new ArrayList<>(files.keySet());
    assertThat(paths).endsWith(IntegrityPackage.LIST, IntegrityPackage.VALUE);
    String xml = files.get(IntegrityPackage.LIST).toUtf8();
    for (String path : paths.subList(0, paths.size() - 2)) {
      assertThat(xml).contains("FileLoc=\"/" + path + "\"");
    }
    assertThat(xml.split("FileLoc=", -1)).hasSize(paths.size() - 1);
  }

  @Test
  void aSignatureWithoutASealHasOneToo() {
    assertThat(Sample.verify(Sample.signed(PLAIN, Protection.ENTRIES)).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  @ParameterizedTest
  @EnumSource(
      value = Protection.class,
      names = {"WHOLE", "CONTINUE"})
  void itFollowsAnySealAndLeavesItAsItIs(Protection protection) throws IOException {
    Bytes sealed = Sample.sealed(Sample.signed(PLAIN, Protection.CONTINUE), protection);
    Bytes listed = listed(sealed, REQUEST);
    DocumentReport report =
        Sample.verify(listed, Sample.policy().withMode(TrustPolicy.Mode.STRICT));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures()).hasSize(3);
    assertThat(Sample.files(listed)).containsAllEntriesOf(Sample.files(sealed));
    ByteArrayOutputStream streamed = new ByteArrayOutputStream();
    Verdict<Long> written =
        OfdIntegrity.list(DocumentSource.of(sealed), REQUEST, Sample.SIGNER, streamed);
    assertThat(Bytes.of(streamed.toByteArray())).isEqualTo(listed);
    assertThat(written.orThrow(r -> new IllegalStateException(r.code())))
        .isEqualTo(listed.length());
  }

  /** A list says nothing of what is in the files. */
  @Test
  void aListAloneProtectsNoContent() {
    DocumentReport report = Sample.verify(listed(PLAIN, REQUEST));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
  }

  @Test
  void whatIsNotKnownOfTheTextCanBeChosen() {
    Bytes sealed = Sample.sealed(Protection.WHOLE);
    Bytes other =
        listed(sealed, new OfdIntegrityRequest(TestPki.NOW, "x<&\">y", "Sec/list.dat", true));
    DocumentReport report = Sample.verify(other);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(1).timeSource()).isEqualTo(TimeSource.NONE);
    assertThat(Sample.files(other).get(IntegrityPackage.LIST).toUtf8())
        .contains("<ofd:SignedValueLoc>/Sec/list.dat<")
        .containsPattern("CreationDate=\"\\d{4}-\\d{2}-\\d{2}\"");
    assertThatThrownBy(() -> new OfdIntegrityRequest(TestPki.NOW, "x", "../list.dat", false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // What is altered.

  @Test
  void noAlterationIsValid() {
    altered(f -> f.put("Doc_0/Res/more.png", Bytes.utf8("x")), Reason.FILE_NOT_EXPECTED);
    altered(f -> f.put("Doc_0/Signs/Sign_1/x", Bytes.utf8("x")), Reason.FILE_NOT_EXPECTED);
    altered(f -> f.remove(PAGE), Reason.REFERENCED_FILE_MISSING);
    altered(f -> f.put(PAGE, Bytes.utf8(f.get(PAGE).toUtf8() + " ")), Reason.DIGEST_MISMATCH);
    altered(f -> f.remove(IntegrityPackage.VALUE), Reason.REFERENCED_FILE_MISSING);
    altered(f -> f.remove(IntegrityPackage.LIST), Reason.SIGNATURE_LIST_CHANGED);
    list("FileLoc=\"/OFD.xml\"", "FileLoc=\"/ofd.xml\"", Reason.DIGEST_MISMATCH);
    list("<ofd:File ID=\"2\"", "<ofd:File ID=\"02\"", Reason.DIGEST_MISMATCH);
    list("<ofd:DocEntries", "<!DOCTYPE a><ofd:DocEntries", Reason.XML_FORBIDDEN);
    list(IntegrityPackage.VALUE, "other.dat", Reason.REFERENCED_FILE_MISSING);
  }

  @Test
  void aValueThatIsCutIsNotValid() {
    Bytes value = Sample.files(LISTED).get(IntegrityPackage.VALUE);
    for (int length : new int[] {0, 1, 40, value.length() / 2, value.length() - 1}) {
      Map<String, Bytes> files = Sample.files(LISTED);
      files.put(IntegrityPackage.VALUE, value.slice(0, length));
      assertThat(Sample.verify(Sample.zip(files)).conclusion())
          .as("%s octets", length)
          .isEqualTo(Conclusion.INVALID);
    }
  }

  /** A smuggled file that is listed as well needs the key again. */
  @Test
  void aListThatIsMadeAgainIsOfWhoMadeIt() {
    Map<String, Bytes> files = Sample.files(LISTED);
    files.remove(IntegrityPackage.LIST);
    files.remove(IntegrityPackage.VALUE);
    files.put("Doc_0/Res/more.png", Bytes.utf8("x"));
    Signer stranger = TestPki.seeded("stranger's list").sealSigner("stranger");
    Bytes forged =
        OfdIntegrity.list(DocumentSource.of(Sample.zip(files)), REQUEST, stranger)
            .orThrow(r -> new IllegalStateException(r.code()));
    assertThat(Sample.verify(forged).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  private static void list(String from, String to, Reason reason) {
    altered(
        files -> {
          String xml = files.get(IntegrityPackage.LIST).toUtf8();
          assertThat(xml).contains(from);
          files.put(IntegrityPackage.LIST, Bytes.utf8(xml.replace(from, to)));
        },
        reason);
  }

  private static void altered(Consumer<Map<String, Bytes>> change, Reason reason) {
    Map<String, Bytes> files = Sample.files(LISTED);
    change.accept(files);
    DocumentReport report = Sample.verify(Sample.zip(files));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.toString()).contains(reason.name());
  }

  // Time.

  @Test
  void itIsStampedAndRenewedWithTheSeal() {
    DocumentReport stamped =
        Sample.verify(LongLife.sealed(Protection.ENTRIES), Sample.PKI.policy());
    assertThat(stamped.signatures())
        .extracting(SignatureReport::timeSource)
        .containsOnly(TimeSource.TIMESTAMP);
    Bytes kept = LongLife.kept(LongLife.sealed(Protection.ENTRIES));
    DocumentReport later =
        Sample.verify(kept, LongLife.policy(LongLife.Y2056, TrustPolicy.Mode.STRICT));
    assertThat(later.conclusion()).as(later.toString()).isEqualTo(Conclusion.VALID);
    assertThat(later.signatures()).hasSize(2);
  }

  // Refusals.

  @Test
  void noFileFollowsAList() {
    OfdSignRequest sign = new OfdSignRequest(Protection.CONTINUE, TestPki.NOW, "x");
    DocumentSource open = DocumentSource.of(listed(Sample.sealed(Protection.CONTINUE), REQUEST));
    assertThat(
            List.of(
                OfdSigner.sign(open, sign, Sample.SIGNER).report().reason().orElseThrow(),
                OfdSealer.seal(open, Sample.request(Protection.WHOLE), Sample.SIGNER)
                    .report()
                    .reason()
                    .orElseThrow(),
                OfdIntegrity.list(open, REQUEST, Sample.SIGNER).report().reason().orElseThrow()))
        .containsOnly(Reason.SIGNATURE_LIST_CHANGED);
  }

  @Test
  void aFileThatStandsThereIsNotReplaced() {
    for (String there : List.of(IntegrityPackage.VALUE, "SignedValue.dat", "OFDEntries.xml/x")) {
      Map<String, Bytes> files = Sample.plain();
      files.put(there, Bytes.utf8("x"));
      DocumentSource ofd = DocumentSource.of(Sample.zip(files));
      assertThat(OfdIntegrity.list(ofd, REQUEST, Sample.SIGNER).report().reason())
          .as(there)
          .contains(Reason.PACKAGE_AMBIGUOUS);
      assertThat(
              OfdSealer.seal(ofd, Sample.request(Protection.ENTRIES), Sample.SIGNER)
                  .report()
                  .reason())
          .as(there)
          .contains(Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void anotherSuiteIsAProgrammersError() {
    Signer other = TestPki.seeded("p").root("CN=list-p256", SignatureAlgorithm.ECDSA_P256_SHA256);
    assertThatThrownBy(() -> OfdIntegrity.list(DocumentSource.of(PLAIN), REQUEST, other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Bytes listed(Bytes ofd, OfdIntegrityRequest request) {
    return OfdIntegrity.list(DocumentSource.of(ofd), request, Sample.SIGNER)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }
}
