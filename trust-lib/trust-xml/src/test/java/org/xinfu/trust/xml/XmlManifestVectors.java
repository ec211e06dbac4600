package org.xinfu.trust.xml;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Signer;

/**
 * Makes {@code specs/vectors/xml/manifests.json}: lists of what was digested (XML-DSig §5.1), which
 * a signature signs by their name, in an Object or in another list. A verifier need not look into
 * them (§2.3); who does not says VALID of what is not there.
 */
final class XmlManifestVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "what the list names is there and as it was",
          "Altered", "what the list names is not as it was, or not there",
          "Unsigned", "the list, or what is in it, is nothing that somebody signed");

  private static final String EXCLUSIVE = XmlForge.transform(XmlForge.EXCLUSIVE);
  private static final String CONTENT = XmlVectors.CONTENT;
  private static final String HELD = "<ds:Object>" + CONTENT + "</ds:Object>";
  private static final Bytes PART = Bytes.utf8("a part that lies apart");

  private final TestPki pki = TestPki.seeded("xml manifests");
  private final Signer signer = pki.sealSigner("样例清单签名者");
  private final XmlForge forge = new XmlForge(signer);
  private final Vectors vectors = new Vectors("manifests", "XML", pki.policy(), FLAGS);
  private final String listed =
      forge.reference(" URI=\"#licence\"", EXCLUSIVE, digest(Bytes.utf8(CONTENT)));
  private final String apart = forge.reference(" URI=\"part.txt\"", "", digest(PART));

  private XmlManifestVectors() {}

  /** The file's text; the same at every call. */
  static String write() {
    XmlManifestVectors all = new XmlManifestVectors();
    all.named();
    all.inObjects();
    all.nested();
    all.apart();
    all.unsigned();
    return all.vectors.write();
  }

  private void named() {
    String xml = signed("#m", object("o", manifest("m", listed)) + HELD);
    good("named by SignedInfo", xml);
    altered("named by SignedInfo", xml);
    changed("named by SignedInfo, a reference taken out", xml.replace(listed, ""));
  }

  private void inObjects() {
    String xml = signed("#o", object("o", manifest("m", listed)) + HELD);
    good("in a signed Object", xml);
    altered("in a signed Object", xml);
    String two = manifest("m", listed) + manifest("n", listed);
    good("two in one signed Object", signed("#o", object("o", two) + HELD));
    String twice = forge.reference("#m", EXCLUSIVE) + forge.reference("#o", EXCLUSIVE);
    String both = signature(twice, object("o", manifest("m", listed)) + HELD);
    good("named by itself and by its Object", both);
    altered("named by itself and by its Object", both);
  }

  /** As deep as it goes: each digest in the chain is signed. */
  private void nested() {
    String inner = manifest("n", listed);
    String outer = manifest("m", named("#n", inner));
    String xml = signed("#m", object("o", outer) + object("p", inner) + HELD);
    good("in a list that is named", xml);
    altered("in a list that is named", xml);
    changed("in a list that is named, a reference taken out", xml.replace(listed, ""));
    String beside = signed("#o", object("o", outer + inner) + HELD);
    good("both in one signed Object", beside);
    altered("both in one signed Object", beside);
    String holder = object("p", inner);
    String byObject = manifest("m", named("#p", holder));
    String led = signed("#m", object("o", byObject) + holder + HELD);
    good("in an Object that a list names", led);
    altered("in an Object that a list names", led);
    String third = manifest("q", named("#m", outer));
    String deep = signed("#q", object("r", third) + object("o", outer) + holder + HELD);
    good("three deep", deep);
    altered("three deep", deep);
  }

  /** What lies outside of the document, handed in or not. */
  private void apart() {
    String inner = manifest("n", apart);
    String list = manifest("m", listed + apart);
    String outer = manifest("m", listed + named("#n", inner));
    Map<String, String> places = new TreeMap<>();
    places.put("named by SignedInfo", signed("#m", object("o", list) + HELD));
    places.put("in a signed Object", signed("#o", object("o", list) + HELD));
    places.put(
        "in a list that is named", signed("#m", object("o", outer) + object("p", inner) + HELD));
    places.forEach(
        (where, xml) -> {
          Map<String, Object> alone = Map.of("document", Bytes.utf8(xml));
          add("Altered", where + ", the part is not at hand", alone, absent());
          Map<String, Object> whole = Map.of("document", Bytes.utf8(xml), "content", PART);
          add("Genuine", where + ", the part is handed in", whole, valid());
          Map<String, Object> other =
              Map.of("document", Bytes.utf8(xml), "content", Bytes.utf8("another"));
          add("Altered", where + ", another part is handed in", other, differs());
        });
  }

  private void unsigned() {
    String whole = forge.reference("", XmlForge.transform(XmlForge.ENVELOPED) + EXCLUSIVE);
    int end = CONTENT.lastIndexOf("</");
    String document =
        forge.sign(CONTENT.substring(0, end) + unfinished(whole, "") + CONTENT.substring(end), "s");
    String list = object("o", manifest("m", apart));
    String put = document.replace("</ds:Signature>", list + "</ds:Signature>");
    add(
        "Unsigned",
        "nothing signs it: it binds nothing",
        Map.of("document", Bytes.utf8(put)),
        valid());
    Map<String, Object> handed = Map.of("document", Bytes.utf8(put), "content", PART);
    add("Unsigned", "nothing signs it, nor what it lists", handed, uncovered());
    String text = "<x xmlns=\"urn:x\">" + manifest("m", apart) + "</x>";
    good("deeper in a signed Object it is text", signed("#o", object("o", text)));
    String decoded =
        signature(
            forge.reference("#m", XmlForge.transform(Dom.DS + "base64")),
            object("o", manifest("m", listed)) + HELD);
    add(
        "Unsigned",
        "its text alone is signed, decoded",
        Map.of("document", Bytes.utf8(decoded)),
        uncovered());
  }

  private void good(String comment, String xml) {
    add("Genuine", comment, Map.of("document", Bytes.utf8(xml)), valid());
  }

  private void altered(String comment, String xml) {
    changed(comment + ", content altered", xml.replace("food", "arms"));
  }

  private void changed(String comment, String xml) {
    add("Altered", comment, Map.of("document", Bytes.utf8(xml)), differs());
  }

  private void add(
      String flag, String comment, Map<String, Object> input, Vectors.Expected expected) {
    vectors.both(
        new Vectors.Case(comment, flag, input, TestPki.NOW), expected.verdict(), expected.reason());
  }

  private static Vectors.Expected valid() {
    return new Vectors.Expected(VALID, Optional.empty());
  }

  private static Vectors.Expected differs() {
    return expected(INVALID, Reason.DIGEST_MISMATCH);
  }

  private static Vectors.Expected absent() {
    return expected(INDETERMINATE, Reason.SIGNED_CONTENT_MISSING);
  }

  private static Vectors.Expected uncovered() {
    return expected(INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  private static Vectors.Expected expected(Conclusion verdict, Reason reason) {
    return new Vectors.Expected(verdict, Optional.of(reason));
  }

  private String signed(String uri, String objects) {
    return signature(forge.reference(uri, EXCLUSIVE), objects);
  }

  /** The signature is the document. */
  private String signature(String references, String objects) {
    return forge.sign(unfinished(references, objects), "s");
  }

  private String unfinished(String references, String objects) {
    return new XmlForge(signer).objects(objects).signature("s", references);
  }

  private static String object(String id, String content) {
    return "<ds:Object Id=\"" + id + "\">" + content + "</ds:Object>";
  }

  private static String manifest(String id, String references) {
    return "<ds:Manifest Id=\"" + id + "\">" + references + "</ds:Manifest>";
  }

  /** A reference to this element of the signature's namespace, with its digest. */
  private String named(String uri, String element) {
    return forge.reference(" URI=\"" + uri + "\"", EXCLUSIVE, digest(canonical(element)));
  }

  private static Bytes canonical(String element) {
    try {
      Document parsed = XmlForge.parse("<r xmlns:ds=\"" + Dom.DS + "\">" + element + "</r>");
      Element child = Dom.children(parsed.getDocumentElement()).get(0);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      C14n.EXCLUSIVE.write(child, Set.of(), null, out);
      return Bytes.of(out.toByteArray());
    } catch (XmlFinding found) {
      throw new IllegalStateException(found.detail());
    }
  }

  private static String digest(Bytes octets) {
    return XmlSigner.base64(XmlDigest.SM3.of(octets));
  }
}
