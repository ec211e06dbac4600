package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.seal.Seal;

/**
 * Readers show the seal that lies beside a signature, or whatever is named in its place. It must be
 * the seal that signed, GB/T 33190 §18.2.4; where none signed, none may be shown.
 */
class ShownSealTest {
  private static final String FOLDER = StrangersPackage.SIGNS + "Sign_0/";
  private static final String SHOWN = "<ofd:Seal><ofd:ImageLoc>shown.png</ofd:ImageLoc></ofd:Seal>";
  private static final Bytes OTHER = Sample.seal("51010000000002");
  private static final TrustPolicy STRICT = Sample.policy().withMode(TrustPolicy.Mode.STRICT);

  // Signatures without a seal.

  /** Whoever may sign at all could show anybody's seal so. */
  @Test
  void aSignatureWithoutASealShowsNone() {
    StrangersPackage made = made(ShownSealTest::unsealed);
    made.sealFile = true;
    DocumentReport named = Sample.verify(made.zip());
    assertThat(named.conclusion()).as(named.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(named.reason()).contains(Reason.SIGNATURE_TYPE_MISMATCH);
    made.protects = path -> !path.contains("Signs/");
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void aSignatureWithoutASealShowsNoPictureEither() {
    StrangersPackage made = made(ShownSealTest::unsealed);
    made.files.put(FOLDER + "shown.png", Bytes.hex("89504e47"));
    made.forge = xml -> xml.replace("</ofd:SignedInfo>", SHOWN + "</ofd:SignedInfo>");
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SIGNATURE_TYPE_MISMATCH);
  }

  /** Some readers look into the folder without being told to. */
  @ParameterizedTest
  @ValueSource(strings = {"Seal.esl", "SEAL.ESL", "other.esl"})
  void aSealThatNobodyNamesCounts(String name) {
    StrangersPackage without = made(ShownSealTest::unsealed);
    assertThat(Sample.verify(without.zip()).conclusion()).isEqualTo(Conclusion.VALID);
    without.files.put(FOLDER + name, Sample.SEAL);
    assertThat(Sample.verify(without.zip()).conclusion()).isEqualTo(Conclusion.INVALID);

    StrangersPackage with = made(p -> p.sealFile = false);
    with.files.put(FOLDER + name, Sample.SEAL);
    assertThat(Sample.verify(with.zip()).conclusion()).isEqualTo(Conclusion.VALID);
    with.files.put(FOLDER + name, OTHER);
    DocumentReport report = Sample.verify(with.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SEAL_FILE_DIFFERS);
  }

  @Test
  void everySealInTheFolderCounts() {
    StrangersPackage made = made(p -> {});
    made.files.put(FOLDER + "Old.esl", OTHER);
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SEAL_FILE_DIFFERS);
  }

  /** Some producers lay all signatures into one folder, each with a seal of its own. */
  @Test
  void aSealOfAnotherSignatureInTheFolderIsTheOthers() {
    Bytes twice = Sample.sealed(Sample.sealed(Protection.CONTINUE), Protection.CONTINUE);
    Forgery forged = Forgery.of(twice);
    String second = Forgery.XML.replace("Sign_0", "Sign_1");
    String beside = Forgery.SIGN + "Second.esl";
    forged.move(Forgery.SEAL.replace("Sign_0", "Sign_1"), beside);
    forged.put(beside, OTHER);
    forged.text(second, x -> x.replace("/Doc_0/Signs/Sign_1/Seal.esl<", "/" + beside + "<"));
    DocumentReport report = Sample.verify(forged.zip());
    assertThat(report.signatures().get(0).report().checks())
        .noneMatch(c -> c.reason() == Reason.SEAL_FILE_DIFFERS);
    assertThat(report.signatures().get(1).report().checks())
        .anyMatch(c -> c.reason() == Reason.SEAL_FILE_DIFFERS);
  }

  // The seal's file and its picture.

  /** Invoices have none: the seal is in the value. */
  @Test
  void aNamedSealFileMayBeMissing() {
    StrangersPackage made = made(p -> p.sealFile = false);
    made.forge =
        xml ->
            xml.replace(
                "</ofd:SignedInfo>",
                "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>");
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).report().checks())
        .anyMatch(
            c ->
                c.outcome() == Outcome.WARN
                    && c.id().equals("seal-file")
                    && c.reason() == Reason.REFERENCED_FILE_MISSING);
    assertThat(Sample.verify(made.zip(), STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void aPictureShownInsteadIsTheSealsOwn() {
    StrangersPackage made = made(p -> {});
    made.forge = xml -> xml.replace("</ofd:Seal>", "<ofd:ImageLoc>a.png</ofd:ImageLoc></ofd:Seal>");
    made.files.put(FOLDER + "a.png", Bytes.hex("89504e470d0a1a0a0000"));
    DocumentReport same = Sample.verify(made.zip());
    assertThat(same.conclusion()).as(same.toString()).isEqualTo(Conclusion.VALID);
    made.files.put(FOLDER + "a.png", Bytes.hex("89504e470d0a1a0a0001"));
    DocumentReport other = Sample.verify(made.zip());
    assertThat(other.conclusion()).as(other.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(other.reason()).contains(Reason.SEAL_FILE_DIFFERS);
    assertThat(Sample.verify(made.zip(), STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
    made.files.remove(FOLDER + "a.png");
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  // Pictures that nobody names.

  /** Some readers show them by their names; the seal's own may lie there. */
  @ParameterizedTest
  @ValueSource(strings = {"Seal.png", "STAMP.JPG", "x.gif", "seal.bmp", "seal.svg", "Seal.ofd"})
  void aPictureBesideTheSealIsTheSealsOwn(String name) {
    StrangersPackage made = made(p -> {});
    made.files.put(FOLDER + name, Seal.parse(Sample.SEAL).orElseThrow().picture().data());
    DocumentReport same = Sample.verify(made.zip(), STRICT);
    assertThat(same.conclusion()).as(same.toString()).isEqualTo(Conclusion.VALID);
    made.files.put(FOLDER + name, Bytes.hex("89504e470d0a1a0a0001"));
    DocumentReport other = Sample.verify(made.zip());
    assertThat(other.conclusion()).as(other.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(other.reason()).contains(Reason.SEAL_FILE_DIFFERS);
    assertThat(Sample.verify(made.zip(), STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void aPictureElsewhereIsNotTheSeals() {
    StrangersPackage made = made(p -> {});
    made.files.put(StrangersPackage.SIGNS + "a.png", Bytes.hex("89504e47"));
    made.files.put(FOLDER + "x/a.png", Bytes.hex("89504e47"));
    made.files.put(FOLDER + "a.txt", Bytes.hex("89504e47"));
    DocumentReport report = Sample.verify(made.zip(), STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  /** The seal may lie in a folder of its own, and what lies there is beside it. */
  @Test
  void besideTheSealIsWhereTheSealLies() {
    String seals = StrangersPackage.SIGNS + "Seals/";
    for (String beside : new String[] {"Old.esl", "Seal.png"}) {
      StrangersPackage made = made(p -> p.sealFile = false);
      made.forge =
          xml ->
              xml.replace(
                  "</ofd:SignedInfo>",
                  "<ofd:Seal><ofd:BaseLoc>/"
                      + seals
                      + "Seal.esl</ofd:BaseLoc></ofd:Seal>"
                      + "</ofd:SignedInfo>");
      made.files.put(seals + "Seal.esl", Sample.SEAL);
      assertThat(Sample.verify(made.zip(), STRICT).conclusion()).isEqualTo(Conclusion.VALID);
      made.files.put(seals + beside, OTHER);
      DocumentReport report = Sample.verify(made.zip());
      assertThat(report.reason()).as(beside + report).contains(Reason.SEAL_FILE_DIFFERS);
    }
  }

  @Test
  void noPictureLiesBesideASignatureWithoutASeal() {
    StrangersPackage made = made(ShownSealTest::unsealed);
    made.files.put(FOLDER + "Seal.png", Bytes.hex("89504e47"));
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SIGNATURE_TYPE_MISMATCH);
  }

  // Files of vendors.

  @ParameterizedTest
  @ValueSource(
      strings = {"/Doc_0/Document.xml\r\n/OFD.xml\r\n", "/Doc_0/\u5370\u7ae0.xml", "\t;,|", "x"})
  void theNationalSystemsListOfPathsIsTold(String text) {
    StrangersPackage made = beside("signFilePaths.dat", Bytes.utf8(text));
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("smuggled-file").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    assertThat(Sample.verify(made.zip(), STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"89504e470d0a1a0a", "3082010a", "504b0304", "00", "ff", "3c78", "20093c78"})
  void whatIsNoListOfPathsIsNotExpected(String octets) {
    DocumentReport report = Sample.verify(beside("signFilePaths.dat", Bytes.hex(octets)).zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.FILE_NOT_EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"signFilePaths.txt", "../signFilePaths.dat", "x/signFilePaths.dat"})
  void otherFilesAreNotExpected(String name) {
    DocumentReport report = Sample.verify(beside(name, Bytes.utf8("x")).zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
  }

  @Test
  void noVendorsFileLiesBesideOurOwnSignatures() {
    Bytes more = Forgery.open().put(Forgery.SIGN + "signFilePaths.dat", Bytes.utf8("x")).zip();
    assertThat(Sample.verify(more).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  @Test
  void aListOfPathsHasALimit() {
    StrangersPackage made = beside("signFilePaths.dat", Bytes.utf8("x".repeat((1 << 20) + 1)));
    made.zipMethod = ZipEntry.STORED;
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  private static StrangersPackage beside(String name, Bytes content) {
    StrangersPackage made = made(p -> p.protects = path -> !path.contains("Signs/"));
    String path = OfdPath.join(FOLDER.substring(0, FOLDER.length() - 1), name).orElseThrow();
    made.files.put(path, content);
    return made;
  }

  private static void unsealed(StrangersPackage made) {
    made.type = " Type=\"Sign\"";
    made.sealFile = false;
    made.value = (xml, path) -> Gbt35275Signer.attached(Digests.sm3(xml), Sample.SIGNER);
  }

  private static StrangersPackage made(Consumer<StrangersPackage> change) {
    StrangersPackage made = new StrangersPackage();
    change.accept(made);
    return made;
  }
}
