package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealedContent;

/**
 * A package sealed with the right to continue, altered by somebody who holds the seal: whatever is
 * changed in Signature.xml is signed again, so that only the rule under test can refuse it.
 */
final class Forgery {
  static final String SIGN = "Doc_0/Signs/Sign_0/";
  static final String XML = SIGN + "Signature.xml";
  static final String VALUE = SIGN + "SignedValue.dat";
  static final String SEAL = SIGN + "Seal.esl";
  static final String LIST = "Doc_0/Signs/Signatures.xml";

  private final Map<String, Bytes> files;

  private Forgery(Map<String, Bytes> files) {
    this.files = files;
  }

  static Forgery of(Bytes sealed) {
    return new Forgery(Sample.files(sealed));
  }

  static Forgery open() {
    return of(Sample.sealed(Protection.CONTINUE));
  }

  Forgery text(String path, UnaryOperator<String> change) {
    String before = files.get(path).toUtf8();
    String after = change.apply(before);
    assertThat(after).as(path).isNotEqualTo(before);
    files.put(path, Bytes.utf8(after));
    return this;
  }

  Forgery put(String path, Bytes content) {
    files.put(path, content);
    return this;
  }

  Forgery remove(String path) {
    assertThat(files.remove(path)).as(path).isNotNull();
    return this;
  }

  Forgery move(String from, String to) {
    Bytes content = files.get(from);
    return remove(from).put(to, content);
  }

  /** Alters Signature.xml and signs it again. */
  Forgery xml(UnaryOperator<String> change) {
    return text(XML, change).signed();
  }

  /** Signs Signature.xml as it is now. */
  Forgery signed() {
    return put(VALUE, value(files.get(XML), "/" + XML));
  }

  /** Puts the digest that Signature.xml gives for the file right, and signs again. */
  Forgery digest(String path) {
    String sm3 = java.util.Base64.getEncoder().encodeToString(sm3(path).toArray());
    files.put(
        XML,
        Bytes.utf8(
            files
                .get(XML)
                .toUtf8()
                .replaceAll("(FileRef=\"/" + path + "\"><ofd:CheckValue>)[^<]*", "$1" + sm3)));
    return signed();
  }

  private Bytes sm3(String path) {
    return Digests.sm3(files.get(path));
  }

  static Bytes value(Bytes xml, String propertyInfo) {
    return SealSigner.sign(
        new SealedContent(Sample.SEAL, Digests.sm3(xml), propertyInfo, TestPki.NOW), Sample.SIGNER);
  }

  Map<String, Bytes> files() {
    return files;
  }

  Bytes zip() {
    return Sample.zip(files);
  }
}
