package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.crypto.dsig.spec.XPathFilterParameterSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateMaker;
import org.xinfu.trust.chain.CertificateSpec;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/**
 * The JDK's own XML signatures and ours: what one makes the other accepts, and what is altered
 * neither.
 */
class JdkDifferentialTest {
  private static final TestPki PKI = TestPki.seeded("jdk differential");
  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final Owner RSA = Owner.make("RSA", SignatureAlgorithm.RSA_PKCS1_SHA256);
  private static final Owner EC = Owner.make("EC", SignatureAlgorithm.ECDSA_P256_SHA256);
  private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");
  private static final String XML =
      "<a:Doc xmlns:a=\"urn:a\" xmlns=\"urn:b\" Id=\"d\" xml:lang=\"zh\"><!-- c -->"
          + "<b x='1' a:y=\"&lt;2\">文字&#13;\n</b><c xmlns=\"\"/></a:Doc>";

  /** A key of the JDK with a certificate of ours. */
  private record Owner(KeyPair pair, Certificate certificate, SignatureAlgorithm algorithm)
      implements Signer {
    static Owner make(String kind, SignatureAlgorithm algorithm) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
          generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
          generator.initialize(2048);
        }
        KeyPair pair = generator.generateKeyPair();
        VerificationKey key =
            VerificationKey.parse(Bytes.of(pair.getPublic().getEncoded()), algorithm).orElseThrow();
        CertificateSpec spec =
            new CertificateSpec(
                "CN=" + kind + ",C=CN",
                key,
                BigInteger.valueOf(77),
                TestPki.BEGIN,
                TestPki.END,
                Purpose.DOCUMENT_SIGNER,
                Optional.empty(),
                true);
        return new Owner(pair, CertificateMaker.issue(spec, PKI.documentRoot()), algorithm);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public VerificationKey publicKey() {
      return certificate.publicKey(algorithm).orElseThrow();
    }

    @Override
    public List<Certificate> chain() {
      return List.of(certificate);
    }

    @Override
    public Bytes sign(Bytes message) {
      try {
        String name =
            pair.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        Signature signature = Signature.getInstance(name);
        signature.initSign(pair.getPrivate());
        signature.update(message.toArray());
        return Bytes.of(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** How the JDK is asked to sign. */
  private record Way(Owner owner, String method, String digest, String c14n, String form) {}

  static Stream<Way> ways() {
    List<Way> all = new ArrayList<>();
    String[] digests = {DigestMethod.SHA256, MORE + "sha384", DigestMethod.SHA512};
    String[] rsa = {
      MORE + "rsa-sha256",
      MORE + "rsa-sha384",
      MORE + "rsa-sha512",
      "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
    };
    String[] ec = {MORE + "ecdsa-sha256", MORE + "ecdsa-sha384", MORE + "ecdsa-sha512"};
    String[] forms = {"", "#d", "xpath", "object", "prefixes"};
    int n = 0;
    for (C14n c14n : C14n.values()) {
      for (String form : forms) {
        all.add(new Way(RSA, rsa[n % rsa.length], digests[n % 3], c14n.uri(), form));
        all.add(new Way(EC, ec[n % ec.length], digests[(n + 1) % 3], c14n.uri(), form));
        n++;
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatTheJdkSignsWeAccept(Way way) throws Exception {
    Bytes signed = sign(way);
    DocumentReport report = new XmlVerifier().verify(DocumentSource.of(signed), PKI.policy());
    assertThat(report.conclusion())
        .describedAs("%s %s", report, signed.toUtf8())
        .isEqualTo(Conclusion.VALID);
    String altered = signed.toUtf8().replace("文字", "数字");
    assertThat(verify(Bytes.utf8(altered)).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  static Stream<XmlSignRequest> requests() {
    Bytes xml = Bytes.utf8(XML);
    return Stream.of(
        XmlSignRequest.enveloped(xml, TestPki.NOW).plain(),
        XmlSignRequest.enveloped(xml, TestPki.NOW),
        XmlSignRequest.enveloping(xml, TestPki.NOW),
        XmlSignRequest.enveloping(Bytes.hex("00ff"), TestPki.NOW));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void whatWeSignTheJdkAccepts(XmlSignRequest request) throws Exception {
    for (Owner owner : List.of(RSA, EC)) {
      Bytes signed = XmlSignerTest.sign(request, owner);
      assertThat(jdkAccepts(signed, owner)).describedAs(signed.toUtf8()).isTrue();
      assertThat(verify(signed).conclusion()).isEqualTo(Conclusion.VALID);
      Bytes altered = Bytes.utf8(signed.toUtf8().replace("文字", "数字").replace(">AP8=<", ">AP4=<"));
      assertThat(altered).isNotEqualTo(signed);
      assertThat(jdkAccepts(altered, owner)).isFalse();
      assertThat(verify(altered).conclusion()).isEqualTo(Conclusion.INVALID);
    }
  }

  private static DocumentReport verify(Bytes xml) {
    return new XmlVerifier().verify(DocumentSource.of(xml), PKI.policy());
  }

  private static boolean jdkAccepts(Bytes xml, Owner owner) throws Exception {
    Document document = XmlForge.parse(xml.toUtf8());
    Dom.walk(
        document,
        n -> {
          if (n instanceof Element e && !e.getAttribute("Id").isEmpty()) {
            e.setIdAttribute("Id", true);
          }
        });
    Element signature = Dom.all(document, Dom.DS, "Signature").get(0);
    DOMValidateContext context = new DOMValidateContext(owner.pair().getPublic(), signature);
    return FACTORY.unmarshalXMLSignature(context).validate(context);
  }

  private static Bytes sign(Way way) throws Exception {
    boolean enveloping = way.form().equals("object");
    Document document = XmlForge.parse(enveloping ? "<x/>" : XML);
    SignedInfo signedInfo =
        FACTORY.newSignedInfo(
            FACTORY.newCanonicalizationMethod(way.c14n(), (C14NMethodParameterSpec) null),
            FACTORY.newSignatureMethod(way.method(), null),
            List.of(reference(way)));
    List<XMLObject> objects = new ArrayList<>();
    if (enveloping) {
      Element content = XmlForge.parse(XML).getDocumentElement();
      document.removeChild(document.getDocumentElement());
      DOMStructure held = new DOMStructure(document.importNode(content, true));
      objects.add(FACTORY.newXMLObject(List.of(held), "o", null, null));
    } else {
      document.getDocumentElement().setIdAttribute("Id", true);
    }
    DOMSignContext context =
        enveloping
            ? new DOMSignContext(way.owner().pair().getPrivate(), document)
            : new DOMSignContext(way.owner().pair().getPrivate(), document.getDocumentElement());
    FACTORY.newXMLSignature(signedInfo, keyInfo(way.owner()), objects, "s", null).sign(context);
    return UnfinishedSignature.write(document);
  }

  private static Reference reference(Way way) throws Exception {
    Transform enveloped = FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null);
    Transform xpath =
        FACTORY.newTransform(
            Transform.XPATH,
            new XPathFilterParameterSpec(
                "not(ancestor-or-self::ds:Signature)", Map.of("ds", Dom.DS)));
    Transform plain = FACTORY.newTransform(way.c14n(), (TransformParameterSpec) null);
    Transform prefixes =
        FACTORY.newTransform(
            CanonicalizationMethod.EXCLUSIVE, new ExcC14NParameterSpec(List.of("a", "#default")));
    return switch (way.form()) {
      case "xpath" -> reference("", way, List.of(xpath, plain));
      case "object" -> reference("#o", way, List.of(plain));
      case "prefixes" -> reference("", way, List.of(enveloped, prefixes));
      default -> reference(way.form(), way, List.of(enveloped, plain));
    };
  }

  private static Reference reference(String uri, Way way, List<Transform> transforms)
      throws Exception {
    return FACTORY.newReference(
        uri, FACTORY.newDigestMethod(way.digest(), null), transforms, null, null);
  }

  private static @Nullable KeyInfo keyInfo(Owner owner) throws Exception {
    KeyInfoFactory keys = FACTORY.getKeyInfoFactory();
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(owner.certificate().der().toArray()));
    return keys.newKeyInfo(
        List.of(
            keys.newX509Data(List.of(certificate)), keys.newKeyValue(certificate.getPublicKey())));
  }
}
