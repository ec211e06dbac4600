package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** Files that are read from the document again instead of being held. */
class LargeFileTest {
  private static final String PATH = "Doc_0/Res/logo.png";
  private static final Bytes LARGE = noise(5 << 20);

  @Test
  void whatIsNotHeldIsReadAgain() throws Exception {
    for (Bytes zip : new Bytes[] {Sample.zip(large()), deflated(large())}) {
      OfdPackage read = OfdPackage.open(DocumentSource.of(zip), Budgets.standard());
      assertThat(read.entry(PATH)).get().isInstanceOf(PackedFile.class);
      assertThat(read.size(PATH)).hasValue(LARGE.length());
      assertThat(read.file(PATH)).contains(LARGE);
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      read.copy(PATH, copy);
      assertThat(Bytes.of(copy.toByteArray())).isEqualTo(LARGE);
      assertThatThrownBy(() -> read.copy("none", OutputStream.nullOutputStream()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void manySmallFilesAreNotHeldEither() throws Finding {
    ForgedZip zip = new ForgedZip();
    for (int i = 0; i < 12; i++) {
      zip.stored("f" + i, Bytes.of(new byte[3 << 20]));
    }
    OfdPackage read = OfdPackage.open(DocumentSource.of(zip.build()), Budgets.standard());
    assertThat(read.entry("f0")).get().isInstanceOf(PackageFile.Held.class);
    assertThat(read.entry("f11")).get().isInstanceOf(PackedFile.class);
  }

  @Test
  void aStreamIsSealedLikeAnyOther() throws IOException {
    for (Bytes plain : new Bytes[] {Sample.zip(large()), deflated(large())}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Verdict<Long> sealed =
          OfdSealer.seal(new Medium(plain), Sample.request(Protection.WHOLE), Sample.SIGNER, out);
      assertThat(sealed).isInstanceOf(Verdict.Valid.class);
      assertThat(((Verdict.Valid<Long>) sealed).content()).isEqualTo(out.size());
      Bytes octets = Bytes.of(out.toByteArray());
      assertThat(Sample.verify(octets).conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(Sample.files(octets)).containsAllEntriesOf(without(large(), "OFD.xml"));
    }
  }

  @Test
  void nothingIsWrittenOfWhatIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Verdict<Long> sealed =
        OfdSealer.seal(
            DocumentSource.of(Bytes.utf8("text")),
            Sample.request(Protection.WHOLE),
            Sample.SIGNER,
            out);
    assertThat(sealed.report().reason()).contains(Reason.MALFORMED);
    assertThat(out.size()).isZero();
  }

  @Test
  void anAlteredOctetOfALargeFileIsFound() {
    Bytes sealed = Sample.sealed(Sample.zip(large()), Protection.WHOLE);
    byte[] altered = sealed.toArray();
    altered[3 << 20] ^= 1;
    DocumentReport ours = Sample.verify(Bytes.of(altered));
    assertThat(ours.reason()).contains(Reason.PACKAGE_AMBIGUOUS);
    Map<String, Bytes> files = Sample.files(sealed);
    byte[] content = LARGE.toArray();
    content[content.length - 1] ^= 1;
    files.put(PATH, Bytes.of(content));
    for (Bytes zip : new Bytes[] {Sample.zip(files), deflated(files)}) {
      assertThat(Sample.verify(zip).reason()).contains(Reason.DIGEST_MISMATCH);
    }
  }

  @Test
  void aLargeVerifiedFileIsHandedOutAsAStream() throws IOException {
    Bytes sealed = Sample.sealed(Sample.zip(large()), Protection.WHOLE);
    VerifiedOfd verified =
        OfdVerifier.open(DocumentSource.of(sealed), Sample.policy())
            .orThrow(reason -> new IllegalStateException(reason.code()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    verified.copy(PATH, out);
    assertThat(Bytes.of(out.toByteArray())).isEqualTo(LARGE);
    assertThatThrownBy(() -> verified.copy(Forgery.SEAL, out))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A list of attachments costs nothing, however large they are. */
  @Test
  void aLargeAttachmentIsListedWithoutBeingRead() throws IOException {
    Map<String, Bytes> files = large();
    files.put("Doc_0/Attachs/data.xml", LARGE);
    Bytes sealed = Sample.sealed(Sample.zip(files), Protection.WHOLE);
    Medium medium = new Medium(sealed);
    VerifiedOfd verified =
        OfdVerifier.open(medium, Sample.policy())
            .orThrow(reason -> new IllegalStateException(reason.code()));
    byte[] there = medium.octets;
    medium.octets = new byte[0];
    assertThat(verified.attachments())
        .containsExactly(
            new VerifiedOfd.Attachment("data", "Doc_0/Attachs/data.xml", LARGE.length()));
    medium.octets = there;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    verified.copy(verified.attachments().get(0).path(), out);
    assertThat(Bytes.of(out.toByteArray())).isEqualTo(LARGE);
  }

  /** What is read is what was signed, or nothing: even when the medium changes under the reader. */
  @Test
  void aDocumentThatChangesMeanwhileIsNotBelieved() {
    Bytes sealed = Sample.sealed(Sample.zip(large()), Protection.WHOLE);
    Medium medium = new Medium(sealed);
    VerifiedOfd verified =
        OfdVerifier.open(medium, Sample.policy())
            .orThrow(reason -> new IllegalStateException(reason.code()));
    medium.octets[3 << 20] ^= 1;
    assertThatThrownBy(() -> verified.file(PATH)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> verified.copy(PATH, OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class);
    medium.octets = Bytes.of(medium.octets, 0, 1 << 20).toArray();
    assertThatThrownBy(() -> verified.file(PATH)).isInstanceOf(UncheckedIOException.class);
  }

  /** A directory of more than 1 MiB, whose end alone would not tell what the package is. */
  @Test
  void aPackageOfVeryManyFilesIsKnown() {
    Map<String, Bytes> files = Sample.plain();
    for (int i = 0; i < 9000; i++) {
      files.put("Doc_0/Res/" + "x".repeat(120) + i, Bytes.empty());
    }
    DocumentSource source = DocumentSource.of(Sample.zip(files));
    assertThat(new OfdVerifier().detect(source)).isPresent();
    Map<String, Bytes> others = new LinkedHashMap<>(files);
    others.keySet().removeIf(path -> !path.contains("xxx"));
    assertThat(new OfdVerifier().detect(DocumentSource.of(Sample.zip(others)))).isEmpty();
  }

  // What is read as a whole to be judged has a limit of its own.

  @ParameterizedTest
  @ValueSource(strings = {Forgery.VALUE, Forgery.SEAL, Forgery.XML, Forgery.LIST})
  void aPartOfASignatureIsNotLarge(String path) {
    DocumentReport report = Sample.verify(Forgery.open().put(path, noise((16 << 20) + 1)).zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.toString()).contains(Reason.BUDGET_EXCEEDED.name());
  }

  @Test
  void xmlIsNotLargeAndHasFewElements() throws Finding {
    Map<String, Bytes> files = Sample.plain();
    files.put("Doc_0/Document.xml", noise((16 << 20) + 1));
    assertThat(Sample.verify(Sample.zip(files)).reason()).contains(Reason.BUDGET_EXCEEDED);
    String many = "<a>" + "<b/>".repeat(1_100_000) + "</a>";
    assertThatThrownBy(() -> XmlTree.parse("a.xml", Bytes.utf8(many), 9))
        .isInstanceOf(Finding.class)
        .hasMessageContaining("too many elements");
    String some = "<a>" + "<b c=''/>".repeat(500_000) + "</a>";
    assertThat(XmlTree.parse("a.xml", Bytes.utf8(some), 9).children()).hasSize(500_000);
  }

  private static Map<String, Bytes> large() {
    Map<String, Bytes> files = Sample.plain();
    files.put(PATH, LARGE);
    return files;
  }

  private static Map<String, Bytes> without(Map<String, Bytes> files, String path) {
    files.remove(path);
    return files;
  }

  private static Bytes deflated(Map<String, Bytes> files) {
    ForgedZip zip = new ForgedZip();
    files.forEach(zip::deflated);
    return zip.build();
  }

  private static Bytes noise(int size) {
    byte[] octets = new byte[size];
    new Random(size).nextBytes(octets);
    return Bytes.of(octets);
  }

  /** A medium that somebody else can write to. */
  private static final class Medium implements DocumentSource {
    private byte[] octets;

    Medium(Bytes octets) {
      this.octets = octets.toArray();
    }

    @Override
    public long length() {
      return octets.length;
    }

    @Override
    public Bytes read(long offset, int length) {
      int from = (int) Math.min(offset, octets.length);
      return Bytes.of(octets, from, Math.min(length, octets.length - from));
    }

    @Override
    public InputStream stream() {
      return Bytes.of(octets).stream();
    }
  }
}
