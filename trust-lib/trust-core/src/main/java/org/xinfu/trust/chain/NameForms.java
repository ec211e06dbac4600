package org.xinfu.trust.chain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Whether a name lies within a subtree, for each form of RFC 5280 §4.2.1.10. */
final class NameForms {
  private static final ASN1ObjectIdentifier UTF8_MAILBOX =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");

  private NameForms() {}

  static boolean supported(int form) {
    return switch (form) {
      case GeneralName.rfc822Name,
          GeneralName.dNSName,
          GeneralName.directoryName,
          GeneralName.uniformResourceIdentifier,
          GeneralName.iPAddress ->
          true;
      default -> false;
    };
  }

  /** Empty when the name or the base cannot be read as its form. Both are of one form. */
  static Optional<Boolean> within(GeneralName name, GeneralName base) {
    return switch (name.getTagNo()) {
      case GeneralName.rfc822Name -> mailbox(text(name), text(base));
      case GeneralName.dNSName -> domain(text(name), text(base));
      case GeneralName.directoryName -> Optional.of(directory(name, base));
      case GeneralName.uniformResourceIdentifier ->
          host(text(name)).map(host -> hostWithin(host, lower(text(base))));
      case GeneralName.iPAddress -> address(octets(name), octets(base));
      default -> Optional.empty();
    };
  }

  /** Whether it is an SmtpUTF8Mailbox, RFC 9598 §3. */
  static boolean utf8Mailbox(GeneralName name) {
    return name.getTagNo() == GeneralName.otherName
        && name.getName() instanceof ASN1Sequence other
        && other.size() > 0
        && UTF8_MAILBOX.equals(other.getObjectAt(0));
  }

  /** Whether a wildcard DNS name also stands for hosts inside the base that it does not lie in. */
  static boolean wildcardReaches(GeneralName name, GeneralName base) {
    if (name.getTagNo() != GeneralName.dNSName || !text(name).startsWith("*.")) {
      return false;
    }
    return lower(text(base)).endsWith(lower(text(name)).substring(1));
  }

  /**
   * Whether two distinguished names are one, RFC 5280 §7.1: the same relative names in the same
   * order. Bouncy Castle's {@code equals} takes them in any order.
   */
  static boolean same(X500Name one, X500Name other) {
    return one.getRDNs().length == other.getRDNs().length && begins(one, other);
  }

  /** As {@link #same(X500Name, X500Name)} for directory names; other forms by their octets. */
  static boolean same(GeneralName one, GeneralName other) {
    boolean names =
        one.getTagNo() == GeneralName.directoryName && other.getTagNo() == one.getTagNo();
    return names
        ? same(X500Name.getInstance(one.getName()), X500Name.getInstance(other.getName()))
        : one.equals(other);
  }

  /**
   * The names, each looked at as a whole.
   *
   * @throws RuntimeException when one is damaged; {@link Decoding} is where to ask
   */
  static List<GeneralName> read(ASN1Encodable names) {
    List<GeneralName> all = List.of(GeneralNames.getInstance(names).getNames());
    for (GeneralName each : all) {
      if (each.getTagNo() == GeneralName.directoryName) {
        read(X500Name.getInstance(each.getName()));
      }
    }
    return all;
  }

  /** As {@link #read(ASN1Encodable)}: relative names are decoded when asked for. */
  static X500Name read(X500Name name) {
    for (RDN rdn : name.getRDNs()) {
      if (rdn.size() == 0) {
        throw new IllegalArgumentException("a relative name of nothing, X.501 9.3");
      }
      for (AttributeTypeAndValue part : rdn.getTypesAndValues()) {
        IETFUtils.valueToString(part.getValue());
      }
    }
    return name;
  }

  private static boolean directory(GeneralName name, GeneralName base) {
    return begins(X500Name.getInstance(name.getName()), X500Name.getInstance(base.getName()));
  }

  /** The base's relative names are the first of the name's, in order. */
  private static boolean begins(X500Name name, X500Name base) {
    RDN[] longer = name.getRDNs();
    RDN[] prefix = base.getRDNs();
    if (prefix.length > longer.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (!IETFUtils.rDNAreEqual(prefix[i], longer[i])) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Boolean> mailbox(String name, String base) {
    int at = name.lastIndexOf('@');
    if (at < 1 || at == name.length() - 1) {
      return Optional.empty();
    }
    // RFC 5321 §4.1.2: more of them stand in a quoted local part alone.
    boolean quoted = at > 2 && name.charAt(0) == '"' && name.charAt(at - 1) == '"';
    if (name.indexOf('@') != at && !(quoted && name.substring(1, at - 1).indexOf('"') < 0)) {
      return Optional.empty();
    }
    String host = lower(name.substring(at + 1));
    int baseAt = base.lastIndexOf('@');
    if (baseAt < 0) {
      return Optional.of(hostWithin(host, lower(base)));
    }
    if (baseAt == 0) {
      // Authorities write a host so; OpenSSL and others read it so.
      return Optional.of(host.equals(lower(base.substring(1))));
    }
    return Optional.of(
        host.equals(lower(base.substring(baseAt + 1)))
            && name.substring(0, at).equals(base.substring(0, baseAt)));
  }

  /** Any labels may be added in front; a leading dot in the base is tolerated. */
  private static Optional<Boolean> domain(String name, String base) {
    String host = lower(name);
    String domain = base.startsWith(".") ? lower(base.substring(1)) : lower(base);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    boolean within = domain.isEmpty() || host.equals(domain) || host.endsWith("." + domain);
    return Optional.of(within);
  }

  /** One host, or all hosts below a base with a leading dot. */
  private static boolean hostWithin(String host, String base) {
    return base.isEmpty() || (base.startsWith(".") ? host.endsWith(base) : host.equals(base));
  }

  /** The host of a URI; empty when it has none or is an address. */
  private static Optional<String> host(String uri) {
    int start = uri.indexOf("://");
    if (start < 0) {
      return Optional.empty();
    }
    String authority = uri.substring(start + 3).split("[/?#\\\\]", 2)[0];
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    if (host.startsWith("[")) {
      return Optional.empty();
    }
    host = lower(host.split(":", 2)[0]);
    return host.isEmpty() || host.matches("[0-9.]+") ? Optional.empty() : Optional.of(host);
  }

  private static Optional<Boolean> address(byte[] address, byte[] base) {
    boolean known = address.length == 4 || address.length == 16;
    if (!known || (base.length != 8 && base.length != 32)) {
      return Optional.empty();
    }
    if (base.length != 2 * address.length) {
      return Optional.of(false);
    }
    for (int i = 0; i < address.length; i++) {
      byte mask = base[address.length + i];
      if ((address[i] & mask) != (base[i] & mask)) {
        return Optional.of(false);
      }
    }
    return Optional.of(true);
  }

  private static String text(GeneralName name) {
    return name.getName() instanceof ASN1String s ? s.getString() : "";
  }

  private static byte[] octets(GeneralName name) {
    return ASN1OctetString.getInstance(name.getName()).getOctets();
  }

  /** Lower case without the dot of the root. */
  private static String lower(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
