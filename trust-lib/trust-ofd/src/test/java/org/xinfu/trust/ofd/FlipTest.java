package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** No altered octet, no missing and no additional file leaves a sealed document VALID. */
class FlipTest {
  private static final long SEED = 0x0f_d5ea1;

  /** Without CRLs: their signatures would be verified again for every altered octet. */
  private static final TrustPolicy POLICY =
      Sample.policy().withCrls(List.of()).withRevocation(TrustPolicy.Revocation.NONE);

  @Test
  void theUnalteredDocumentsAreValid() {
    for (Protection protection : Protection.values()) {
      Bytes sealed = Sample.sealed(Sample.zip(Sample.small()), protection);
      assertThat(Sample.verify(sealed, POLICY).conclusion()).isEqualTo(Conclusion.VALID);
    }
  }

  @Test
  void everyOctetOfEveryFileCounts() {
    for (Protection protection : Protection.values()) {
      Map<String, Bytes> files =
          Sample.files(Sample.sealed(Sample.zip(Sample.small()), protection));
      List<String> survivors = new ArrayList<>();
      files.forEach(
          (path, content) ->
              IntStream.range(0, content.length())
                  .parallel()
                  .filter(at -> at % step(protection, path) == 0)
                  .filter(at -> !issuers(content, at))
                  .filter(at -> valid(files, path, flipped(content, at)))
                  .forEach(
                      at -> {
                        synchronized (survivors) {
                          survivors.add(path + "@" + at);
                        }
                      }));
      assertThat(survivors).as(protection + ", seed " + SEED).isEmpty();
    }
  }

  /**
   * Copies of the issuers' certificates, which a value may bring and nobody needs: an anchor is.
   */
  private static boolean issuers(Bytes content, int at) {
    return Sample.SIGNER.chain().stream()
        .skip(1)
        .map(certificate -> certificate.der())
        .anyMatch(
            der -> {
              int from = content.toHex().indexOf(der.toHex());
              return from >= 0 && at >= from / 2 && at < from / 2 + der.length();
            });
  }

  /**
   * Every octet of what no reference protects: the signature value, and the list under CONTINUE.
   * The other files stand or fall by one digest each, so a sample of their octets is enough.
   */
  private static int step(Protection protection, String path) {
    if (protection == Protection.WHOLE) {
      return path.endsWith("SignedValue.dat") ? 1 : 5;
    }
    return path.endsWith("Signatures.xml") ? 1 : 97;
  }

  @Test
  void everyOctetOfThePackageCounts() {
    byte[] whole = Sample.sealed(Sample.zip(Sample.small()), Protection.WHOLE).toArray();
    Random random = new Random(SEED);
    List<int[]> flips = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      flips.add(new int[] {random.nextInt(whole.length), 1 + random.nextInt(255)});
    }
    // The directory and the end record octet by octet: there the freedom of a zip lies.
    int directory = whole.length - 1000;
    for (int at = directory; at < whole.length; at++) {
      flips.add(new int[] {at, 1 + random.nextInt(255)});
    }
    List<int[]> survivors =
        flips.parallelStream()
            .filter(
                flip -> {
                  byte[] altered = whole.clone();
                  altered[flip[0]] ^= (byte) flip[1];
                  return Sample.verify(Bytes.of(altered), POLICY).conclusion() == Conclusion.VALID;
                })
            .toList();
    assertThat(survivors).as("seed " + SEED).isEmpty();
  }

  @Test
  void noFileMayBeMissing() {
    for (Protection protection : Protection.values()) {
      Map<String, Bytes> files = Sample.files(Sample.sealed(protection));
      for (String path : files.keySet()) {
        Map<String, Bytes> fewer = new LinkedHashMap<>(files);
        fewer.remove(path);
        DocumentReport report = Sample.verify(Sample.zip(fewer));
        assertThat(report.conclusion()).as(path).isEqualTo(Conclusion.INVALID);
        assertThat(report.reason()).as(path).isPresent();
      }
    }
  }

  @Test
  void noFileMayBeAdded() {
    for (Protection protection : Protection.values()) {
      for (String path :
          List.of(
              "x",
              "Doc_0/",
              "Doc_0/Pages/Page_2/Content.xml",
              "Doc_0/Signs/Sign_0/signFilePaths.dat",
              "Doc_0/Signs/Sign_1/Signature.xml",
              "Doc_1/Document.xml",
              "META-INF/x",
              "OFDEntries.xml",
              "ofd.xml",
              "Doc_0/Res/logo.png ")) {
        Map<String, Bytes> more = Sample.files(Sample.sealed(protection));
        more.put(path, Bytes.empty());
        assertThat(Sample.verify(Sample.zip(more)).conclusion())
            .as(path)
            .isIn(Conclusion.INVALID, Conclusion.INDETERMINATE);
      }
    }
  }

  private static Bytes flipped(Bytes content, int at) {
    byte[] altered = content.toArray();
    altered[at] ^= (byte) (1 + (at * 31 + SEED) % 255);
    return Bytes.of(altered);
  }

  private static boolean valid(Map<String, Bytes> files, String path, Bytes content) {
    Map<String, Bytes> altered = new LinkedHashMap<>(files);
    altered.put(path, content);
    return Sample.verify(Sample.zip(altered), POLICY).conclusion() == Conclusion.VALID;
  }
}
