package org.xinfu.trust.xml;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.time.Existence;
import org.xinfu.trust.time.Imprints;
import org.xinfu.trust.time.ProvenTime;
import org.xinfu.trust.time.TimestampContext;
import org.xinfu.trust.time.TimestampVerifier;

/**
 * The time-stamps of one signature, EN 319 132-1 §5.3 and §5.5. A token that is there counts: one
 * that fails fails the signature, one that cannot be judged leaves it undecided.
 */
final class XadesTimes {
  private static final String SIGNATURE = "SignatureTimeStamp";
  private static final String ARCHIVE = "ArchiveTimeStamp";
  private static final Set<String> JUDGED =
      Set.of(
          SIGNATURE,
          ARCHIVE,
          "CounterSignature",
          "CertificateValues",
          "RevocationValues",
          "TimeStampValidationData",
          "AnyValidationData");

  private static final Set<String> LISTS =
      Set.of("RevocationValues", "TimeStampValidationData", "AnyValidationData");

  private final Workspace workspace;
  private final Element signature;
  private final Xades properties;
  private final List<References.Covered> covered;
  private Evidence evidence;
  private final Report.Builder checks;
  private boolean stamped;
  private boolean archived;

  XadesTimes(
      Workspace workspace,
      Element signature,
      Xades properties,
      List<References.Covered> covered,
      Evidence evidence,
      Report.Builder checks) {
    this.workspace = workspace;
    this.signature = signature;
    this.properties = properties;
    this.covered = covered;
    this.evidence = evidence;
    this.checks = checks;
  }

  /** The earliest moment at which the signature is proven to have existed. */
  Optional<Existence> judge() {
    List<Element> unsigned = properties.unsignedProperties();
    // By place: each vouches for what stands before it, and for nothing behind it (§5.5.2.2).
    NavigableMap<Integer, Existence> archives = new TreeMap<>();
    for (int i = unsigned.size() - 1; i >= 0; i--) {
      if (unsigned.get(i).getLocalName().equals(ARCHIVE)) {
        int place = i;
        List<Element> before = unsigned.subList(0, i);
        archive(unsigned.get(i), before, behind(archives, i))
            .ifPresent(
                at -> {
                  archives.put(place, at);
                  prove(before, at.latest());
                });
      }
    }
    List<Existence> proven = new ArrayList<>(archives.values());
    for (int i = 0; i < unsigned.size(); i++) {
      Element property = unsigned.get(i);
      if (property.getLocalName().equals(SIGNATURE)) {
        signature(property, behind(archives, i)).ifPresent(proven::add);
      } else if (!JUDGED.contains(property.getLocalName())) {
        checks.notDone("unsigned-property", "EN 319 132-1 5.3", property.getLocalName());
      }
    }
    return Existence.earliest(proven.stream());
  }

  /** KeyInfo and the properties before an archive time-stamp existed when it was made. */
  private void prove(List<Element> before, Instant at) {
    try {
      evidence = evidence.proving(KeyMaterial.inside(signature).evidence(), at);
      evidence = evidence.proving(Xades.evidence(before), at);
    } catch (XmlFinding unreadable) {
      // Said where the values were read; what cannot be read proves nothing.
    }
  }

  /** What was given, and what the archive time-stamps prove of it. */
  Evidence evidence() {
    return evidence;
  }

  private static Optional<Instant> behind(NavigableMap<Integer, Existence> archives, int place) {
    return Existence.earliest(archives.tailMap(place, false).values().stream())
        .map(Existence::latest);
  }

  /** As far as the levels of EN 319 132-1 §6 were reached, for a signature that is B-B. */
  String level() {
    boolean lists = !evidence.crls().isEmpty() || !evidence.ocsps().isEmpty();
    if (!stamped) {
      return "B-B";
    }
    return !lists ? "B-T" : archived ? "B-LTA" : "B-LT";
  }

  /** Whether a time-stamp on the value, and lists or responses, stand before an archive stamp. */
  private boolean longTerm(List<Element> before) {
    boolean stamps = before.stream().anyMatch(p -> p.getLocalName().equals(SIGNATURE));
    boolean lists =
        before.stream().anyMatch(p -> LISTS.contains(p.getLocalName()))
            || Dom.children(signature, Dom.DS, "KeyInfo").stream()
                .anyMatch(info -> !Dom.all(info, Dom.DS, "X509CRL").isEmpty());
    return stamps && lists;
  }

  private Optional<Existence> signature(Element property, Optional<Instant> existedBy) {
    Stream.Builder<Existence> told = Stream.builder();
    try {
      C14n method = method(property);
      Element value = Dom.only(signature, Dom.DS, "SignatureValue");
      Imprints imprints = Imprints.of(canonical(value, method));
      for (Bytes token : tokens(property)) {
        Verdict<ProvenTime> verdict = verify(token, imprints, existedBy);
        checks.addAll("timestamp-", verdict.report());
        if (verdict instanceof Verdict.Valid<ProvenTime> valid) {
          stamped = true;
          told.add(valid.content().existence());
        }
      }
    } catch (XmlFinding found) {
      found.addTo(checks, "timestamp", "EN 319 132-1 5.3");
    }
    return Existence.earliest(told.build());
  }

  private Optional<Existence> archive(
      Element property, List<Element> before, Optional<Instant> existedBy) {
    Stream.Builder<Existence> told = Stream.builder();
    try {
      Imprints imprints = Imprints.of(archived(property, before));
      for (Bytes token : tokens(property)) {
        Verdict<ProvenTime> verdict = verify(token, imprints, existedBy);
        verdict.report().checks().forEach(c -> checks.add(lenient(c)));
        if (verdict instanceof Verdict.Valid<ProvenTime> valid) {
          archived |= longTerm(before);
          told.add(valid.content().existence());
        }
      }
    } catch (XmlFinding found) {
      found.addTo(checks, "archive", "EN 319 132-1 5.5.2");
    }
    return Existence.earliest(told.build());
  }

  /**
   * What an archive time-stamp covers was described in several ways since TS 101 903 v1.2.2: that
   * it differs from what we would cover leaves the signature undecided and does not refute it.
   */
  private static Check lenient(Check check) {
    boolean imprint = check.id().equals("imprint") && check.outcome() == Outcome.FAIL;
    Outcome outcome = imprint ? Outcome.UNKNOWN : check.outcome();
    return new Check(
        "archive-" + check.id(), check.clause(), outcome, check.reason(), check.detail());
  }

  private Verdict<ProvenTime> verify(Bytes token, Imprints imprints, Optional<Instant> existedBy) {
    TimestampContext context = new TimestampContext(workspace.policy(), evidence, existedBy);
    return TimestampVerifier.verify(token, imprints, context);
  }

  private List<Bytes> tokens(Element property) throws XmlFinding {
    boolean explicit =
        Dom.children(property).stream()
            .anyMatch(c -> Set.of("Include", "HashDataInfo").contains(c.getLocalName()));
    if (explicit && property.getLocalName().equals(ARCHIVE)) {
      throw XmlFinding.unknown(Reason.TRANSFORM_NOT_ALLOWED, "an explicit list of what is stamped");
    }
    List<Bytes> tokens = new ArrayList<>();
    for (Element child : Dom.children(property)) {
      if ("EncapsulatedTimeStamp".equals(child.getLocalName())) {
        tokens.add(Dom.base64(child));
      }
    }
    if (tokens.isEmpty() || tokens.size() > workspace.policy().budgets().signatures()) {
      throw XmlFinding.unknown(
          Reason.BUDGET_EXCEEDED, tokens.size() + " tokens in " + property.getLocalName());
    }
    return tokens;
  }

  /** EN 319 132-1 §4.5: Canonical XML 1.0 unless said otherwise. */
  private static C14n method(Element property) throws XmlFinding {
    Optional<Element> stated = Dom.child(property, Dom.DS, "CanonicalizationMethod");
    String uri = stated.map(e -> Dom.attribute(e, "Algorithm")).orElse("");
    return uri.isEmpty()
        ? C14n.INCLUSIVE
        : C14n.of(uri).orElseThrow(() -> XmlFinding.unknown(Reason.TRANSFORM_NOT_ALLOWED, uri));
  }

  private Bytes archived(Element property, List<Element> before) throws XmlFinding {
    long references =
        Dom.children(Dom.only(signature, Dom.DS, "SignedInfo"), Dom.DS, "Reference").size();
    List<References.Covered> own =
        covered.stream()
            .filter(c -> Dom.isDs(c.reference().getParentNode(), "SignedInfo"))
            .toList();
    if (own.size() != references) {
      throw XmlFinding.unknown(Reason.SIGNED_CONTENT_MISSING, "not every reference was resolved");
    }
    return archived(method(property), own, before, !Xades.V141.equals(property.getNamespaceURI()));
  }

  /**
   * What an archive time-stamp covers, EN 319 132-1 §5.5.2.2: every referenced content, SignedInfo,
   * SignatureValue, KeyInfo, the unsigned properties before it, the other Objects.
   *
   * @param old of TS 101 903 v1.3.2, which passes over Objects that a reference names
   */
  Bytes archived(C14n method, List<References.Covered> own, List<Element> before, boolean old)
      throws XmlFinding {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (References.Covered one : own) {
      Resolved content = one.content();
      Bytes octets =
          content.isNodes()
              ? content.canonical(method, null, workspace.allowance())
              : content.octets(workspace.allowance());
      all.writeBytes(octets.toArray());
    }
    for (String name : new String[] {"SignedInfo", "SignatureValue", "KeyInfo"}) {
      for (Element element : Dom.children(signature, Dom.DS, name)) {
        all.writeBytes(canonical(element, method).toArray());
      }
    }
    for (Element element : before) {
      all.writeBytes(canonical(element, method).toArray());
    }
    for (Element object : Dom.children(signature, Dom.DS, "Object")) {
      boolean referenced =
          own.stream().anyMatch(c -> c.content().root().equals(Optional.of(object)));
      boolean qualifying = Dom.children(object).stream().anyMatch(Xades::isQualifying);
      if (!qualifying && !(old && referenced)) {
        all.writeBytes(canonical(object, method).toArray());
      }
    }
    return Bytes.of(all.toByteArray());
  }

  Bytes canonical(Node node, C14n method) throws XmlFinding {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    method.write(node, Set.of(), null, workspace.allowance().bound(out));
    return Bytes.of(out.toByteArray());
  }
}
