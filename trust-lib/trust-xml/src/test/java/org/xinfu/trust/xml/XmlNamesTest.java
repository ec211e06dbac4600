package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/** Every name of a digest and of a suite that we read, computed by another than ourselves. */
class XmlNamesTest {
  private static final TestPki PKI = TestPki.seeded("xml names");
  private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final String MORE7 = "http://www.w3.org/2007/05/xmldsig-more#";
  private static final Signer SM2 = PKI.sealSigner("样例名称");
  private static final String BOTH =
      XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE);

  /** RFC 9231 §2.1; SM3 as it is met. A weak one is computed and counts for nothing. */
  @ParameterizedTest
  @CsvSource({
    "urn:oid:1.2.156.10197.1.401, SM3, true",
    "http://www.w3.org/2001/04/xmlenc#sm3, SM3, true",
    "http://www.w3.org/2001/04/xmldsig-more#sm3, SM3, true",
    "http://www.w3.org/2007/05/xmldsig-more#sm3, SM3, true",
    "http://www.w3.org/2009/xmldsig11#sm3, SM3, true",
    "http://www.chinaport.gov.cn/2022/04/xmldsig#sm3, SM3, true",
    "http://www.w3.org/2001/04/xmlenc#sha256, SHA-256, true",
    "http://www.w3.org/2001/04/xmldsig-more#sha384, SHA-384, true",
    "http://www.w3.org/2001/04/xmlenc#sha384, SHA-384, true",
    "http://www.w3.org/2001/04/xmlenc#sha512, SHA-512, true",
    "http://www.w3.org/2007/05/xmldsig-more#sha3-256, SHA3-256, true",
    "http://www.w3.org/2007/05/xmldsig-more#sha3-384, SHA3-384, true",
    "http://www.w3.org/2007/05/xmldsig-more#sha3-512, SHA3-512, true",
    "http://www.w3.org/2001/04/xmldsig-more#sha224, SHA-224, false",
    "http://www.w3.org/2000/09/xmldsig#sha1, SHA-1, false",
    "http://www.w3.org/2001/04/xmldsig-more#md5, MD5, false"
  })
  void everyDigest(String name, String jdk, boolean strong) throws GeneralSecurityException {
    DocumentReport report = digested(name, digest(jdk, XmlVectors.CONTENT));
    assertThat(report.conclusion()).isEqualTo(strong ? Conclusion.VALID : Conclusion.INDETERMINATE);
    if (!strong) {
      assertThat(report.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    }
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    assertThat(digested(name, digest(jdk, "other")).reason()).contains(Reason.DIGEST_MISMATCH);
  }

  private static DocumentReport digested(String name, Bytes value) {
    XmlForge forge = new XmlForge(SM2);
    String reference =
        forge
            .reference(
                " URI=\"#licence\"",
                XmlForge.transform(XmlForge.EXCLUSIVE),
                XmlSigner.base64(value))
            .replace(XmlDigest.SM3.uri(), name);
    return judged(
        forge.sign("<R>" + XmlVectors.CONTENT + forge.signature("s", reference) + "</R>", "s"));
  }

  private static Bytes digest(String jdk, String text) throws GeneralSecurityException {
    byte[] octets = Bytes.utf8(text).toArray();
    if (!jdk.equals("SM3")) {
      return Bytes.of(MessageDigest.getInstance(jdk).digest(octets));
    }
    SM3Digest sm3 = new SM3Digest();
    sm3.update(octets, 0, octets.length);
    byte[] out = new byte[sm3.getDigestSize()];
    sm3.doFinal(out, 0);
    return Bytes.of(out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urn:oid:1.2.156.10197.1.501",
        "http://www.w3.org/2001/04/xmldsig-more#sm2-sm3",
        "http://www.w3.org/2001/04/xmldsig-more#sm2",
        "http://www.w3.org/2007/05/xmldsig-more#sm2-sm3",
        "http://www.w3.org/2009/xmldsig11#sm2",
        "http://www.w3.org/2009/xmldsig11#sm2-sm3",
        "http://www.w3.org/2000/09/xmldsig#sm2-sm3",
        "http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3"
      })
  void sm2AsItIsMet(String name) {
    assertThat(signed(SM2, name).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(signed(SM2, name + "x").reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
  }

  /** RFC 9231 §2.3: the octets are intact, and that is all. */
  @ParameterizedTest
  @CsvSource({
    DSIG + "rsa-sha1, SHA1withRSA, RSA_PKCS1_SHA1",
    MORE + "rsa-sha224, SHA224withRSA, RSA_PKCS1_SHA224",
    MORE7 + "sha1-rsa-MGF1, SHA-1, RSA_PSS_SHA1",
    MORE7 + "sha224-rsa-MGF1, SHA-224, RSA_PSS_SHA224",
    MORE + "ecdsa-sha1, SHA1withECDSA, ECDSA_P256_SHA1",
    MORE + "ecdsa-sha224, SHA224withECDSA, ECDSA_P256_SHA224"
  })
  void legacySuitesAreComputedAndCountForNothing(
      String name, String jca, SignatureAlgorithm algorithm) {
    DocumentReport report = signed(new Legacy(owner(algorithm), jca), name);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    assertThat(report.signatures().get(0).algorithm()).isEqualTo(algorithm.name());
    assertThat(signed(owner(algorithm), name).reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
  }

  private static Signer owner(SignatureAlgorithm legacy) {
    boolean rsa = legacy.name().startsWith("RSA");
    SignatureAlgorithm current =
        rsa ? SignatureAlgorithm.RSA_PKCS1_SHA256 : SignatureAlgorithm.ECDSA_P256_SHA256;
    return PKI.issue(
        PKI.spec("CN=" + legacy + ",C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END).with(current),
        PKI.documentRoot());
  }

  /** The key of {@code owner} in the JDK's hands, which still signs so. */
  private record Legacy(Signer owner, String jca) implements Signer {
    @Override
    public SignatureAlgorithm algorithm() {
      return owner.algorithm();
    }

    @Override
    public VerificationKey publicKey() {
      return owner.publicKey();
    }

    @Override
    public List<Certificate> chain() {
      return owner.chain();
    }

    @Override
    public Bytes sign(Bytes message) {
      try {
        boolean rsa = algorithm() == SignatureAlgorithm.RSA_PKCS1_SHA256;
        Bytes pkcs8 = PKI.vault().privateKey(publicKey());
        PrivateKey key =
            KeyFactory.getInstance(rsa ? "RSA" : "EC")
                .generatePrivate(new PKCS8EncodedKeySpec(pkcs8.toArray()));
        boolean pss = !jca.contains("with");
        Signature signature = Signature.getInstance(pss ? "RSASSA-PSS" : jca);
        if (pss) {
          MGF1ParameterSpec mask = new MGF1ParameterSpec(jca);
          int salt = MessageDigest.getInstance(jca).getDigestLength();
          signature.setParameter(new PSSParameterSpec(jca, "MGF1", mask, salt, 1));
        }
        signature.initSign(key);
        signature.update(message.toArray());
        return Bytes.of(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static DocumentReport signed(Signer signer, String name) {
    XmlForge forge =
        new XmlForge(signer).method("<ds:SignatureMethod Algorithm=\"" + name + "\"/>");
    return judged(
        forge.sign("<a>" + forge.signature("s", forge.reference("", BOTH)) + "</a>", "s"));
  }

  /** XML-DSig §4.3.3.2, SAML: attributes that we know for identifiers. */
  @ParameterizedTest
  @ValueSource(strings = {"Id", "ID", "id", "AssertionID", "ResponseID", "RequestID"})
  void everyPlainIdentifier(String name) {
    XmlForge forge = new XmlForge(SM2);
    String open = "<a " + name + "='x'>";
    String signature = forge.signature("s", forge.reference("#x", BOTH));
    String one = forge.sign(open + signature + "</a>", "s");
    assertThat(judged(one).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged("<R><b " + name + "='x'/>" + one + "</R>").reason())
        .contains(Reason.IDENTIFIER_DUPLICATED);
  }

  /** Of another namespace they are none. */
  @Test
  void anIdentifierOfAnotherNamespaceIsNone() {
    XmlForge forge = new XmlForge(SM2);
    String whole = forge.reference("", BOTH);
    String elsewhere = forge.reference(" URI=\"#x\"", "", "AAAA");
    String xml = "<a xmlns:w='urn:x' w:Id='x'>" + forge.signature("s", whole + elsewhere) + "</a>";
    assertThat(judged(forge.sign(xml, "s")).reason()).contains(Reason.SIGNED_CONTENT_MISSING);
    assertThat(judged(forge.sign(xml, "s")).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  private static DocumentReport judged(String xml) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), PKI.policy());
  }
}
