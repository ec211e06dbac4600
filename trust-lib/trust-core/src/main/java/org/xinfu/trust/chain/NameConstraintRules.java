package org.xinfu.trust.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Name constraints, RFC 5280 §4.2.1.10 and §6.1.3 b–c, critical or not, the anchor's own included.
 * What a name has to satisfy is kept per certificate instead of intersected: each permits one by
 * one, which is the same and cannot blow up.
 */
final class NameConstraintRules {
  private static final String ID = "name-constraints";
  private static final String CLAUSE = "RFC 5280 6.1.3 b";
  private static final int MAX_COMPARISONS = 50_000;

  private final List<NameConstraints> constraints = new ArrayList<>();
  private final Report.Builder checks;
  private int comparisons;

  private NameConstraintRules(Report.Builder checks) {
    this.checks = checks;
  }

  /** Says nothing when no certificate of the path constrains names. */
  static void check(List<Certificate> path, Report.Builder checks) {
    if (path.stream().skip(1).anyMatch(c -> c.extension(Extension.nameConstraints).isPresent())) {
      new NameConstraintRules(checks).walk(path);
    }
  }

  private void walk(List<Certificate> path) {
    for (int i = path.size() - 1; i >= 0; i--) {
      Certificate certificate = path.get(i);
      if (!constraints.isEmpty() && (i == 0 || !certificate.selfIssued())) {
        for (GeneralName name : names(certificate)) {
          if (!holds(name, certificate)) {
            return;
          }
        }
      }
      certificate.extensions().nameConstraints().ifPresent(constraints::add);
    }
    checks.pass(ID, CLAUSE, IssuerRules.names(path));
  }

  private boolean holds(GeneralName name, Certificate certificate) {
    for (NameConstraints each : constraints) {
      List<GeneralSubtree> permitted = sameForm(each.getPermittedSubtrees(), name);
      List<GeneralSubtree> excluded = sameForm(each.getExcludedSubtrees(), name);
      comparisons += permitted.size() + excluded.size();
      String detail = certificate + ": " + name;
      if (comparisons > MAX_COMPARISONS) {
        checks.unknown(ID, CLAUSE, Reason.BUDGET_EXCEEDED, "too many names and constraints");
        return false;
      }
      if (permitted.isEmpty() && excluded.isEmpty()) {
        continue;
      }
      if (!NameForms.supported(name.getTagNo()) || bounded(permitted) || bounded(excluded)) {
        // §4.2.1.10: a form that we do not process, and a name of it: refuse.
        checks.unknown(ID, CLAUSE, Reason.CRITICAL_EXTENSION_UNKNOWN, detail);
        return false;
      }
      boolean allowed = permitted.isEmpty() || permitted.stream().anyMatch(t -> within(name, t));
      if (!allowed || excluded.stream().anyMatch(t -> touches(name, t))) {
        checks.fail(ID, CLAUSE, Reason.NAME_NOT_PERMITTED, detail);
        return false;
      }
    }
    return true;
  }

  private static boolean within(GeneralName name, GeneralSubtree subtree) {
    return NameForms.within(name, subtree.getBase()).orElse(false);
  }

  /** A name that cannot be read may be excluded for all we know. */
  private static boolean touches(GeneralName name, GeneralSubtree subtree) {
    return NameForms.within(name, subtree.getBase()).orElse(true)
        || NameForms.wildcardReaches(name, subtree.getBase());
  }

  private static boolean bounded(List<GeneralSubtree> subtrees) {
    return subtrees.stream().anyMatch(t -> t.getMinimum().signum() != 0 || t.getMaximum() != null);
  }

  private static List<GeneralSubtree> sameForm(
      GeneralSubtree @org.jspecify.annotations.Nullable [] subtrees, GeneralName name) {
    return subtrees == null
        ? List.of()
        : Arrays.stream(subtrees).filter(t -> concerns(t.getBase().getTagNo(), name)).toList();
  }

  /** RFC 9598 §6: constraints of rfc822Name are meant for mailboxes in UTF-8 too. */
  private static boolean concerns(int form, GeneralName name) {
    return form == name.getTagNo()
        || (form == GeneralName.rfc822Name && NameForms.utf8Mailbox(name));
  }

  /** The subject unless empty, its e-mail addresses, and the alternative names. */
  private static List<GeneralName> names(Certificate certificate) {
    List<GeneralName> names = new ArrayList<>();
    RDN[] subject = certificate.name().getRDNs();
    if (subject.length > 0) {
      names.add(new GeneralName(certificate.name()));
    }
    for (RDN rdn : subject) {
      for (AttributeTypeAndValue part : rdn.getTypesAndValues()) {
        if (part.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
          names.add(
              new GeneralName(GeneralName.rfc822Name, IETFUtils.valueToString(part.getValue())));
        }
      }
    }
    names.addAll(certificate.alternativeNames());
    return names;
  }
}
