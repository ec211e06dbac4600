package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** When two values are one, and what a revision says of its objects. */
class RevisionsTest {
  private static final COSName A = COSName.getPDFName("A");
  private static final COSName B = COSName.getPDFName("B");

  @Test
  void simpleValuesAreComparedByValue() {
    same(COSInteger.get(1), COSInteger.get(1));
    differ(COSInteger.get(1), COSInteger.get(2));
    differ(COSInteger.get(1), new COSFloat(1));
    same(new COSFloat(1.5f), new COSFloat(1.5f));
    same(A, COSName.getPDFName("A"));
    differ(A, B);
    differ(A, new COSString("A"));
    same(new COSString("x"), new COSString("x"));
    differ(new COSString("x"), new COSString("y"));
    same(COSBoolean.TRUE, COSBoolean.TRUE);
    differ(COSBoolean.TRUE, COSBoolean.FALSE);
  }

  @Test
  void nothingIsTheNullObject() {
    assertThat(Revisions.same(null, null)).isTrue();
    assertThat(Revisions.same(null, COSNull.NULL)).isTrue();
    assertThat(Revisions.same(COSNull.NULL, null)).isTrue();
    assertThat(Revisions.same(null, COSInteger.ZERO)).isFalse();
    assertThat(Revisions.same(COSInteger.ZERO, null)).isFalse();
    differ(COSNull.NULL, COSBoolean.FALSE);
  }

  @Test
  void referencesAreTheSameWhenTheyNameTheSameObject() {
    same(reference(5, 0, COSInteger.get(1)), reference(5, 0, COSInteger.get(2)));
    differ(reference(5, 0, A), reference(6, 0, A));
    differ(reference(5, 0, A), reference(5, 1, A));
    differ(reference(5, 0, A), A);
    differ(A, reference(5, 0, A));
  }

  @Test
  void arraysAreComparedElementByElement() {
    same(array(A, B), array(A, B));
    same(array(), array());
    differ(array(A, B), array(B, A));
    differ(array(A), array(A, B));
    differ(array(A, B), array(A));
    same(array(array(A)), array(array(A)));
    differ(array(array(A)), array(array(B)));
    differ(array(A), A);
  }

  @Test
  void aListBeginsWithItsHead() {
    assertThat(Revisions.startsWith(array(A, B), array())).isTrue();
    assertThat(Revisions.startsWith(array(A, B), array(A))).isTrue();
    assertThat(Revisions.startsWith(array(A, B), array(A, B))).isTrue();
    assertThat(Revisions.startsWith(array(A, B), array(B))).isFalse();
    assertThat(Revisions.startsWith(array(A), array(A, B))).isFalse();
  }

  @Test
  void dictionariesAreComparedEntryByEntry() {
    same(dictionary(A, COSInteger.get(1)), dictionary(A, COSInteger.get(1)));
    differ(dictionary(A, COSInteger.get(1)), dictionary(A, COSInteger.get(2)));
    differ(dictionary(A, COSInteger.get(1)), dictionary(B, COSInteger.get(1)));
    COSDictionary more = dictionary(A, COSInteger.get(1));
    more.setItem(B, A);
    differ(dictionary(A, COSInteger.get(1)), more);
    differ(more, dictionary(A, COSInteger.get(1)));
    same(dictionary(A, more), dictionary(A, more));
    differ(dictionary(A, COSNull.NULL), new COSDictionary());
  }

  @Test
  void streamsAreComparedWithTheirOctets() throws IOException {
    try (COSStream one = stream("abc");
        COSStream same = stream("abc");
        COSStream other = stream("abd");
        COSStream longer = stream("abcd")) {
      same(one, same);
      differ(one, other);
      differ(one, longer);
      differ(longer, one);
      same.setItem(A, B);
      differ(one, same);
    }
  }

  @Test
  void aStreamIsNoDictionary() throws IOException {
    try (COSStream stream = stream("")) {
      COSDictionary dictionary = new COSDictionary();
      stream.keySet().forEach(k -> dictionary.setItem(k, stream.getItem(k)));
      differ(stream, dictionary);
      differ(dictionary, stream);
    }
  }

  // Revisions of a file.

  @Test
  void anObjectRewrittenWithTheSameValueIsTheSame() throws IOException {
    Bytes before = ShadowAttackTest.plain("/Contents 9 0 R/Resources 6 0 R");
    Bytes after =
        PdfUpdate.of(before)
            .with(5, PdfEdit.body(before, 5))
            .with(6, "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>")
            .append();
    try (PDDocument a = load(after, before.length());
        PDDocument b = load(after, after.length())) {
      Revision then = new Revision(a, before.length());
      Revision now = new Revision(b, after.length());
      assertThat(Revisions.sameObject(then, now, new COSObjectKey(3, 0))).isTrue();
      assertThat(Revisions.sameObject(then, now, new COSObjectKey(5, 0))).isTrue();
      assertThat(Revisions.sameObject(then, now, new COSObjectKey(6, 0))).isFalse();
      assertThat(Revisions.sameObject(then, now, new COSObjectKey(77, 0))).isFalse();
      assertThat(then.object(new COSObjectKey(77, 0))).isNull();
    }
  }

  @Test
  void aRevisionKnowsWhatItNamesInVain() throws IOException {
    Bytes pdf = ShadowAttackTest.plain("/Contents [4 0 R 40 0 R]/Resources<</Font<</F2 41 0 R>>>>");
    try (PDDocument document = load(pdf, pdf.length())) {
      assertThat(new Revision(document, pdf.length()).dangling())
          .containsExactlyInAnyOrder(40L, 41L);
    }
    Bytes whole = PdfFixtures.compressed();
    try (PDDocument document = load(whole, whole.length())) {
      assertThat(new Revision(document, whole.length()).dangling()).isEmpty();
    }
  }

  private static PDDocument load(Bytes pdf, long end) throws IOException {
    return StrictPdf.load(DocumentSource.of(pdf), end);
  }

  private static void same(COSBase a, COSBase b) {
    assertThat(Revisions.same(a, b)).isTrue();
    assertThat(Revisions.same(b, a)).isTrue();
  }

  private static void differ(COSBase a, COSBase b) {
    assertThat(Revisions.same(a, b)).isFalse();
  }

  private static COSObject reference(long number, int generation, COSBase value) {
    return new COSObject(value, new COSObjectKey(number, generation));
  }

  private static COSArray array(COSBase... values) {
    return new COSArray(Arrays.asList(values));
  }

  private static COSDictionary dictionary(COSName name, COSBase value) {
    COSDictionary dictionary = new COSDictionary();
    dictionary.setItem(name, value);
    return dictionary;
  }

  private static COSStream stream(String content) throws IOException {
    COSStream stream = new COSStream();
    try (OutputStream out = stream.createRawOutputStream()) {
      out.write(content.getBytes());
    }
    return stream;
  }
}
