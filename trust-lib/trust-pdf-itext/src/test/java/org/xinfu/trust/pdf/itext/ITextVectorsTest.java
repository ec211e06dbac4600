package org.xinfu.trust.pdf.itext;

import static org.assertj.core.api.Assertions.assertThat;

import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.signatures.SignatureUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.pdf.InternationalPdfs;

/**
 * iText's reader and our verifier over PDFBox say of every published PDF, signed with P-256,
 * whether each signature holds for the octets that it covers. Of later changes iText says nothing.
 */
class ITextVectorsTest {
  /** Where they differ, ours first; divergences.md says why. */
  private static final Map<String, String> APART =
      Map.ofEntries(
          // What the gap holds, where it lies and which dictionary counts is more than a digest.
          Map.entry("an octet behind the CMS", "BROKEN, INTACT"),
          Map.entry("the signed dictionary is a copy", "BROKEN, INTACT"),
          Map.entry("/Contents twice", "BROKEN, INTACT"),
          Map.entry("a spoofed dictionary", "BROKEN, INTACT"),
          Map.entry("/ByteRange twice", "BROKEN, INTACT"),
          Map.entry("/Contents moved to an object of its own", "BROKEN, INTACT"),
          Map.entry("RC4: no encryption any more", "BROKEN, INTACT"),
          // No reader can tell what was signed there.
          Map.entry("an encoding that nobody knows", "UNKNOWN, INTACT"),
          // It takes places from the header alone.
          Map.entry("octets before the header that are counted and signed", "INTACT, BROKEN"),
          Map.entry("the same, signed twice", "INTACT, BROKEN"));

  private final Map<String, String> apart = new TreeMap<>();
  private int intact;
  private int broken;

  @Test
  void bothSayTheSameOfWhatIsCovered() throws Exception {
    for (String vectors : InternationalPdfs.vectors()) {
      for (Object each : (List<?>) member(Json.parseObject(vectors), "tests")) {
        Map<?, ?> test = (Map<?, ?>) each;
        if (member(test, "policy").equals("interop")) {
          compare(test);
        }
      }
    }
    assertThat(apart).isEqualTo(APART);
    assertThat(intact).isGreaterThanOrEqualTo(650);
    assertThat(broken).isGreaterThanOrEqualTo(15);
  }

  private void compare(Map<?, ?> test) throws Exception {
    Bytes pdf = VectorFile.base64((String) member((Map<?, ?>) member(test, "input"), "document"));
    String comment = (String) member(test, "comment");
    Instant at = Instant.parse((String) member(test, "at"));
    DocumentReport report =
        Trust.verify(DocumentSource.of(pdf), TrustPolicy.interop(List.of(), List.of(), at));
    Map<String, Boolean> theirs = itexts(pdf);
    for (SignatureReport ours : report.signatures()) {
      Boolean held = theirs.get(ours.id());
      if (held == null) {
        continue; // it does not open the document, or calls the field otherwise
      }
      if (held && ours.integrity() == Integrity.INTACT) {
        intact++;
      } else if (!held && ours.integrity() == Integrity.BROKEN) {
        broken++;
      } else {
        apart.put(comment, ours.integrity() + ", " + (held ? "INTACT" : "BROKEN"));
      }
    }
    if (report.signatures().isEmpty() && !theirs.isEmpty()) {
      assertThat(report.conclusion()).as(comment).isEqualTo(Conclusion.INVALID);
    }
  }

  /** By the field's name whether the signature holds; without those that it cannot read. */
  private static Map<String, Boolean> itexts(Bytes pdf) throws Exception {
    Map<String, Boolean> all = new TreeMap<>();
    try (PdfDocument document =
        new PdfDocument(new PdfReader(new ByteArrayInputStream(pdf.toArray())))) {
      SignatureUtil signatures = new SignatureUtil(document);
      for (String name : signatures.getSignatureNames()) {
        held(signatures, name, all);
      }
    } catch (IOException | RuntimeException unreadable) {
      // It throws what comes at hostile documents.
    }
    return all;
  }

  private static void held(SignatureUtil signatures, String name, Map<String, Boolean> all) {
    try {
      all.put(name, signatures.readSignatureData(name).verifySignatureIntegrityAndAuthenticity());
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      // As above.
    }
  }

  private static Object member(Map<?, ?> of, String name) {
    return Objects.requireNonNull(of.get(name), name);
  }
}
