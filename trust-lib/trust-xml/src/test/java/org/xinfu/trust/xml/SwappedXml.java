package org.xinfu.trust.xml;

import java.time.Duration;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/**
 * XAdES of three days ago whose certificate is named here or there, or nowhere, and another
 * certificate for the same key in its place.
 */
final class SwappedXml {
  private SwappedXml() {}

  /** SigningCertificate. */
  static String naming(Signer signer) {
    return new XmlForge(signer).certificate("SigningCertificate", signer.chain().get(0));
  }

  /** A further reference, to KeyInfo. */
  static String overKeyInfo(Signer signer) {
    return new XmlForge(signer).reference("#k", XmlForge.transform(XmlForge.EXCLUSIVE));
  }

  /** The certificates in KeyInfo. */
  static Bytes basic(Signer signer, String named, String more) {
    return made(new XmlForge(signer).objects(properties(signer, named)), more);
  }

  /** The certificates in an Object that nothing covers; KeyInfo leads there. */
  static Bytes leading(Signer signer, String more) {
    String held = XmlForge.x509(signer.chain()).replace("<ds:X509Data>", "<ds:X509Data Id='o'>");
    XmlForge maker =
        new XmlForge(signer)
            .keyInfo("<ds:RetrievalMethod URI='#o'/>")
            .objects(properties(signer, "") + "<ds:Object>" + held + "</ds:Object>");
    return made(maker, more);
  }

  private static String properties(Signer signer, String named) {
    String claimed = TestPki.NOW.minus(Duration.ofDays(3)).toString();
    return new XmlForge(signer)
        .properties("s", Xades.V132, named, "#s")
        .replace("2026-11-01T09:30:00+08:00", claimed);
  }

  private static Bytes made(XmlForge maker, String more) {
    String references =
        maker.reference("", XmlForge.transform(XmlForge.ENVELOPED))
            + maker.typed("#s-signed", Xades.TYPE)
            + more;
    String signature = maker.signature("s", references);
    String xml =
        "<Licence>food" + signature.replace("<ds:KeyInfo>", "<ds:KeyInfo Id='k'>") + "</Licence>";
    return Bytes.utf8(maker.sign(xml, "s"));
  }

  /** With another's certificate in the place of one's. */
  static Bytes swapped(Bytes xml, Signer one, Signer other) {
    String own = XmlSigner.base64(one.chain().get(0).der());
    if (!xml.toUtf8().contains(own)) {
      throw new IllegalArgumentException("the certificate is not there");
    }
    return Bytes.utf8(xml.toUtf8().replace(own, XmlSigner.base64(other.chain().get(0).der())));
  }
}
