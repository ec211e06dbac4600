package org.xinfu.trust.xml;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.DamagedCopies;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.time.Existence;
import org.xinfu.trust.time.TimeOrder;

/** Judges one ds:Signature: structure, references, value, properties, path. */
final class XmlSignatureJudge {
  private final Workspace workspace;
  private final Element signature;
  private final Report.Builder checks = new Report.Builder();
  private final List<References.Covered> covered = new ArrayList<>();
  private KeyMaterial material = KeyMaterial.nothing();
  private KeyMaterial inside = KeyMaterial.nothing();
  private SignatureKey.Found key = SignatureKey.Found.nothing();
  private Evidence evidence = Evidence.none();
  private @Nullable Xades xades;
  private Optional<Instant> claimed = Optional.empty();
  private Optional<Existence> proven = Optional.empty();

  private XmlSignatureJudge(Workspace workspace, Element signature) {
    this.workspace = workspace;
    this.signature = signature;
  }

  /**
   * What was found about one signature.
   *
   * @param checks still open, for what only the whole document can tell
   * @param xades whether it has qualifying properties
   */
  record Judged(
      Element signature,
      boolean xades,
      @Nullable String level,
      Integrity integrity,
      List<References.Covered> covered,
      SignatureKey.Found key,
      Optional<Instant> signedAt,
      TimeSource timeSource,
      Report.Builder checks) {}

  static Judged judge(Workspace workspace, Element signature) {
    return new XmlSignatureJudge(workspace, signature).judge();
  }

  private Judged judge() {
    try {
      examine();
    } catch (XmlFinding found) {
      found.addTo(checks, "structure", "XML-DSig 4.1");
    }
    Integrity integrity = integrity();
    String level = judgeTimes();
    TimeSource source =
        proven.isPresent()
            ? TimeSource.TIMESTAMP
            : claimed.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE;
    Instant existed = proven.map(Existence::latest).orElse(workspace.policy().at());
    key.key().ifPresent(own -> judgeStanding(own, existed));
    judgeCertificateDigest(existed);
    key.certificate().ifPresent(own -> judgePath(own, source));
    return new Judged(
        signature,
        xades != null,
        level,
        integrity,
        covered,
        key,
        proven.map(Existence::at).or(() -> claimed),
        source,
        checks);
  }

  private @Nullable String judgeTimes() {
    if (xades == null || !key.holds()) {
      return null;
    }
    try {
      evidence = evidence.and(xades.evidence());
    } catch (XmlFinding found) {
      found.addTo(checks, "values", "EN 319 132-1 5.4");
    }
    XadesTimes times = new XadesTimes(workspace, signature, xades, covered, evidence, checks);
    proven = times.judge();
    if (proven.isPresent()) {
      Optional<Instant> there = proven.map(Existence::at);
      claimed.ifPresent(at -> TimeOrder.check(at, there, workspace.policy(), checks));
    }
    evidence = times.evidence();
    return xades.baseline() ? times.level() : null;
  }

  private void examine() throws XmlFinding {
    requireShape();
    Element signedInfo = Dom.only(signature, Dom.DS, "SignedInfo");
    Bytes value = Dom.base64(Dom.only(signature, Dom.DS, "SignatureValue"));
    checks.pass("structure", "XML-DSig 4.1", "");
    Optional<Xades> properties = Xades.of(signature);
    xades = properties.orElse(null);
    material = KeyMaterial.read(signature, workspace.ids());
    evidence = material.evidence();
    covered.addAll(new References(workspace, signature).judge(signedInfo, checks));
    requireNotWrapped();
    requireOwnProperties();
    inside = KeyMaterial.inside(signature);
    judgeValue(signedInfo, value);
    judgeCountersignature();
    if (properties.isPresent()) {
      judgeProperties(properties.get());
    }
  }

  /** XML-DSig §4.1: SignedInfo, SignatureValue, KeyInfo?, Object*, and nothing else. */
  private void requireShape() throws XmlFinding {
    List<String> expected = List.of("SignedInfo", "SignatureValue", "KeyInfo", "Object");
    if (!Dom.text(signature).isBlank()) {
      // Neither signed nor part of the signature, but readers of all text show it.
      throw XmlFinding.fail(Reason.MALFORMED, "text between the parts of a signature");
    }
    int last = -1;
    for (Element child : Dom.children(signature)) {
      int place =
          Dom.DS.equals(child.getNamespaceURI()) ? expected.indexOf(child.getLocalName()) : -1;
      if (place < 0 || place < last || (place == last && place != 3)) {
        throw XmlFinding.fail(Reason.MALFORMED, Dom.path(child) + " has no place in a signature");
      }
      last = place;
    }
    Element signedInfo = Dom.only(signature, Dom.DS, "SignedInfo");
    for (Element child : Dom.children(signedInfo)) {
      if (!Dom.DS.equals(child.getNamespaceURI())
          || !Set.of("CanonicalizationMethod", "SignatureMethod", "Reference")
              .contains(child.getLocalName())) {
        throw XmlFinding.fail(Reason.MALFORMED, Dom.path(child) + " has no place in SignedInfo");
      }
    }
    if (Dom.child(signedInfo, Dom.DS, "Reference").isEmpty()) {
      throw XmlFinding.fail(Reason.MALFORMED, "SignedInfo references nothing");
    }
  }

  /**
   * Signature wrapping: the signed element was moved away and another of its name took its place
   * around the signature. Where a signature sits in an element of the same name as the one it
   * covers elsewhere, a reader takes the wrong one.
   */
  private void requireNotWrapped() {
    for (References.Covered one : covered) {
      Element target = one.element().orElse(null);
      if (target == null || Dom.within(signature, target)) {
        continue;
      }
      boolean strange = Transforms.enveloped(one.reference()) || Dom.within(target, signature);
      for (Node n = signature.getParentNode(); strange && n != null; n = n.getParentNode()) {
        if (n instanceof Element && Dom.sameName(n, target)) {
          checks.fail(
              "signed-element",
              "XML-DSig 8.1",
              Reason.SIGNATURE_WRAPPED,
              Dom.path(target) + " is signed, " + Dom.path(n) + " is in its place");
          return;
        }
      }
    }
  }

  /**
   * Where the properties are moved, or an element is put around them, they are not found, and what
   * they say of time and certificate is not judged; but the signature still references them.
   */
  private void requireOwnProperties() throws XmlFinding {
    for (References.Covered one : covered) {
      Optional<Element> target = one.element();
      boolean typed = one.type().equals(Xades.TYPE);
      boolean properties = target.filter(Xades::isProperties).isPresent();
      boolean own = xades != null && target.filter(xades::owns).isPresent();
      if (own || !(typed || properties)) {
        continue;
      }
      if (typed || !anothers(target.orElseThrow())) {
        checks.fail(
            "signed-properties",
            "EN 319 132-1 4.4",
            Reason.SIGNED_ATTRIBUTE_WRONG,
            one.uri() + " is signed, and not where this signature has its properties");
      }
    }
  }

  /**
   * A signature may protect the properties of another one too: of one around it, or, when its own
   * are there, of any; else they may be its own, given to the other.
   */
  private boolean anothers(Element properties) throws XmlFinding {
    Element owner = Xades.owner(properties).orElse(null);
    return owner != null
        && owner != signature
        && (Dom.within(signature, owner) || (xades != null && xades.complete()));
  }

  private void judgeValue(Element signedInfo, Bytes value) throws XmlFinding {
    Element c14nMethod = Dom.only(signedInfo, Dom.DS, "CanonicalizationMethod");
    Element method = Dom.only(signedInfo, Dom.DS, "SignatureMethod");
    Optional<C14n> c14n = C14n.of(Dom.attribute(c14nMethod, "Algorithm"));
    if (c14n.isEmpty()) {
      checks.unknown(
          "canonicalization",
          "XML-DSig 4.4.1",
          Reason.TRANSFORM_NOT_ALLOWED,
          Dom.attribute(c14nMethod, "Algorithm"));
      return;
    }
    Optional<SignatureScheme> scheme = XmlSuite.of(method);
    if (scheme.isEmpty()) {
      checks.unknown(
          "signature-algorithm",
          "XML-DSig 4.4.2",
          Reason.ALGORITHM_NOT_ALLOWED,
          Dom.attribute(method, "Algorithm"));
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    c14n.get()
        .write(signedInfo, Set.of(), C14n.prefixes(c14nMethod), workspace.allowance().bound(out));
    Bytes octets = Bytes.of(out.toByteArray());
    key =
        new SignatureKey(octets, value, scheme.get(), material, workspace.policy())
            .judge(c -> xades != null && xades.names(c), checks);
    key.certificate().ifPresent(own -> judgeKeyValue(own));
  }

  /**
   * A key beside the certificate is its key. Whoever signs another one with it wrote it there, and
   * nobody altered it: the certificate's made the value.
   */
  private void judgeKeyValue(Certificate own) {
    if (material.keys().isEmpty()) {
      return;
    }
    List<Bytes> others =
        material.keys().stream().filter(k -> !SameKey.of(k, own.publicKeyInfo())).toList();
    boolean agrees = others.isEmpty();
    String detail = "KeyValue is another key";
    boolean told = !agrees && !workspace.policy().strict() && keyInfoSigned();
    if (told && inside.keys().containsAll(others)) {
      checks.warn("key-value", "XML-DSig 4.5", Reason.KEY_INFO_MISMATCH, detail + ", and signed");
    } else {
      checks.require(agrees, "key-value", "XML-DSig 4.5", Reason.KEY_INFO_MISMATCH, detail);
    }
  }

  /** What a signed KeyInfo says of another certificate, the signer wrote; else anybody may have. */
  private void judgeStatedNames(StatedNames names) {
    if (material.stated().isEmpty()) {
      return;
    }
    boolean signed = keyInfoSigned();
    NameText.Fit worst = NameText.Fit.SAME;
    for (Element stated : material.stated()) {
      NameText.Fit fit = names.of(stated);
      boolean signers = fit == NameText.Fit.OTHER && signed && inside.stated().contains(stated);
      fit = signers && !workspace.policy().strict() ? NameText.Fit.LOOSE : fit;
      worst = fit.compareTo(worst) > 0 ? fit : worst;
    }
    worst.report(workspace.policy().strict(), checks);
  }

  private boolean keyInfoSigned() {
    return Dom.child(signature, Dom.DS, "KeyInfo")
        .filter(info -> covered.stream().anyMatch(c -> References.covers(c, info)))
        .isPresent();
  }

  private void judgeStanding(VerificationKey own, Instant existed) {
    workspace
        .policy()
        .standing(own, existed)
        .report(checks, "signature-algorithm", "XML-DSig 4.4.2");
  }

  private void judgeCertificateDigest(Instant existed) {
    Optional<Certificate> own = key.certificate();
    if (xades != null && own.isPresent()) {
      xades.judgeCertificateDigest(own.get(), existed, checks);
    }
  }

  /** EN 319 132-1 §5.2.7: a countersignature speaks of the value of the signature around it. */
  private void judgeCountersignature() {
    Element parent = countersigned(signature).orElse(null);
    if (parent == null) {
      return;
    }
    Optional<Element> value = Dom.child(parent, Dom.DS, "SignatureValue");
    boolean own = covered.stream().anyMatch(c -> value.isPresent() && c.element().equals(value));
    if (own) {
      checks.pass("countersignature", "EN 319 132-1 5.2.7", "");
    } else if (!checks.failed() && checks.report().reason().isEmpty()) {
      checks.fail(
          "countersignature",
          "EN 319 132-1 5.2.7",
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "it does not sign the value of the signature that holds it");
    }
  }

  /** The signature that a CounterSignature property around {@code signature} belongs to. */
  static Optional<Element> countersigned(Element signature) {
    Node parent = signature.getParentNode();
    if (parent == null || !"CounterSignature".equals(parent.getLocalName())) {
      return Optional.empty();
    }
    for (Node n = parent.getParentNode(); n != null; n = n.getParentNode()) {
      if (Dom.isDs(n, "Signature")) {
        return Optional.of((Element) n);
      }
    }
    return Optional.empty();
  }

  private void judgeProperties(Xades properties) {
    properties.judgeBinding(covered, checks);
    claimed = properties.claimed(key.certificate(), workspace.policy(), checks);
    key.certificate().ifPresent(own -> properties.judgeCertificate(own, checks));
    properties.judgeRest(covered, checks);
  }

  private Integrity integrity() {
    if (checks.failed()) {
      return Integrity.BROKEN;
    }
    boolean open =
        checks.report().checks().stream()
            .anyMatch(
                c ->
                    c.outcome() == Outcome.UNKNOWN
                        && (c.id().equals("reference") || c.id().equals("references")));
    return key.holds() && !open ? Integrity.INTACT : Integrity.UNKNOWN;
  }

  private void judgePath(Certificate own, TimeSource source) {
    ChainQuery query =
        new ChainQuery(
                workspace.policy(),
                ChainQuery.Role.SIGNER,
                proven.map(Existence::at).or(() -> claimed).orElse(workspace.policy().at()),
                source,
                ChainQuery.Lenience.ETSI)
            .within(proven.map(Existence::accuracy).orElse(Duration.ZERO));
    // What a signed KeyInfo only leads to (RetrievalMethod) anybody may have changed since.
    boolean signed = inside.certificates().contains(own) && keyInfoSigned();
    boolean named = signed || (xades != null && xades.names(own));
    Verdict<List<Certificate>> path =
        ChainValidator.validate(own, evidence, named ? query : query.ofUnnamed());
    checks.addAll("", path.report());
    judgeRest(own, path);
  }

  /** What stands in KeyInfo for the path's certificates and is none, or was altered there. */
  private void judgeRest(Certificate own, Verdict<List<Certificate>> path) {
    List<Certificate> believed = List.of(own);
    List<Certificate> above = new ArrayList<>(workspace.policy().signers());
    above.addAll(workspace.policy().intermediates());
    if (path instanceof Verdict.Valid<List<Certificate>> valid) {
      believed = valid.content();
      DamagedCopies.checkOwn(believed, material.certificates(), checks);
    } else {
      above.addAll(material.certificates()); // nothing becomes VALID by them
    }
    judgeStatedNames(new StatedNames(believed, above));
    if (material.unread() > 0) {
      checks.unknown(
          "key-info", "XML-DSig 4.5.4", Reason.MALFORMED, "a certificate cannot be read");
    }
  }
}
