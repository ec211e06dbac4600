package org.xinfu.trust.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SesSignature;

/** OFD packages, PDF files and DER as trees, with what is known of the value said first. */
final class BinaryView {
  private static final int MOST_ENTRIES = 500;
  private static final int MOST_ENTRY_OCTETS = 1 << 20;
  private static final long MOST_INFLATED = 64L << 20;
  private static final int MOST_NODES = 4 * Node.MOST;
  private static final Pattern BYTE_RANGE = Pattern.compile("/ByteRange\\s*\\[([0-9 ]{1,100})\\]");
  private static final Pattern CONTENTS =
      Pattern.compile("/Contents\\s*<([0-9A-Fa-f\\s]{64,2000000})>");

  /** RFC 5280 §4.2.1.3. */
  private static final List<String> USAGES =
      List.of(
          "digitalSignature",
          "nonRepudiation",
          "keyEncipherment",
          "dataEncipherment",
          "keyAgreement",
          "keyCertSign",
          "cRLSign",
          "encipherOnly",
          "decipherOnly");

  private BinaryView() {}

  static List<Node> der(Bytes octets) {
    List<Node> nodes = new ArrayList<>();
    List<Node> tree = Asn1View.of(octets);
    if (tree.stream().noneMatch(Node::isDamaged)) {
      nodes.addAll(said(octets));
    }
    nodes.addAll(tree);
    return nodes;
  }

  /** What is known of a value whose tree is whole. */
  private static List<Node> said(Bytes octets) {
    List<Node> nodes = new ArrayList<>();
    Certificate.parse(octets).ifPresent(c -> nodes.add(certificate(c)));
    Seal.parse(octets).ifPresent(s -> nodes.add(seal(s)));
    SesSignature.parse(octets).ifPresent(s -> nodes.add(signature(s)));
    if (nodes.isEmpty()) {
      CmsView.of(octets)
          .or(() -> CrlView.of(octets))
          .or(() -> OcspView.of(octets))
          .ifPresent(nodes::add);
    }
    return nodes;
  }

  static Node certificate(Certificate certificate) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("subject", certificate.subject()));
    nodes.add(Node.leaf("issuer", certificate.issuer()));
    nodes.add(Node.leaf("serial", certificate.serial().toString(16)));
    nodes.add(Node.leaf("validity", certificate.notBefore() + " – " + certificate.notAfter()));
    nodes.add(Node.leaf("sha256", certificate.sha256()));
    nodes.addAll(ExtensionsView.of(certificate.holder().getExtensions(), BinaryView::said));
    return Node.of("certificate", nodes);
  }

  /** RFC 5280 §4.2. */
  private static String said(Extension extension) {
    ASN1ObjectIdentifier id = extension.getExtnId();
    ASN1Encodable value = extension.getParsedValue();
    if (id.equals(Extension.keyUsage)) {
      return usages(KeyUsage.getInstance(value));
    }
    if (id.equals(Extension.extendedKeyUsage)) {
      return Arrays.stream(ExtendedKeyUsage.getInstance(value).getUsages())
          .map(purpose -> CmsView.name(purpose.toOID()))
          .collect(Collectors.joining(", "));
    }
    if (id.equals(Extension.basicConstraints)) {
      BasicConstraints constraints = BasicConstraints.getInstance(value);
      BigInteger length = constraints.getPathLenConstraint();
      return (constraints.isCA() ? "CA" : "no CA") + (length == null ? "" : ", path " + length);
    }
    return id.equals(Extension.subjectKeyIdentifier)
        ? Bytes.of(SubjectKeyIdentifier.getInstance(value).getKeyIdentifier()).toHex()
        : "";
  }

  private static String usages(KeyUsage usage) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < USAGES.size(); i++) {
      // Bits count from the highest of the first octet; the ninth is the highest of the second.
      if (usage.hasUsages(i < 8 ? 0x80 >> i : 0x8000)) {
        words.add(USAGES.get(i));
      }
    }
    return String.join(", ", words);
  }

  private static Node seal(Seal seal) {
    return Node.of(
        "SESeal",
        List.of(
            Node.leaf("esId", seal.esId()),
            Node.leaf("name", seal.name()),
            Node.leaf("version", Integer.toString(seal.version())),
            Node.leaf("created", seal.createdAt().toString()),
            Node.leaf("in force", seal.validFrom() + " – " + seal.validTo()),
            Node.leaf(
                "picture",
                seal.picture().type() + ", " + seal.picture().data().length() + " octets"),
            certificate(seal.makerCertificate())));
  }

  private static Node signature(SesSignature signature) {
    return Node.of(
        "SES_Signature",
        List.of(
            Node.leaf("signed", signature.signedAt().map(Instant::toString).orElse("no moment")),
            Node.leaf("propertyInfo", signature.propertyInfo()),
            Node.leaf("dataHash", signature.dataHash().toHex()),
            seal(signature.seal()),
            certificate(signature.signerCertificate())));
  }

  /** Every entry; XML and DER entries with their content, as far as the budget goes. */
  static List<Node> zip(Bytes octets) {
    List<Node> entries = new ArrayList<>();
    long inflated = 0;
    int nodes = 0;
    try (ZipInputStream zip = new ZipInputStream(octets.stream())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Bytes content = Bytes.of(zip.readNBytes(MOST_ENTRY_OCTETS));
        long rest = rest(zip, MOST_INFLATED - inflated);
        inflated += content.length() + rest;
        if (entries.size() >= MOST_ENTRIES || inflated >= MOST_INFLATED) {
          entries.add(Node.unread("more than " + MOST_ENTRIES + " entries, or 64 MiB of them"));
          return entries;
        }
        boolean shown = rest == 0 && nodes < MOST_NODES;
        List<Node> inside = shown ? entry(content) : List.of();
        nodes += inside.stream().mapToInt(Node::count).sum();
        entries.add(Node.of(entry.getName(), content.length() + rest + " octets", inside));
      }
    } catch (IOException | IllegalArgumentException damaged) {
      entries.add(Node.damaged(String.valueOf(damaged.getMessage())));
    }
    if (entries.isEmpty()) {
      entries.add(Node.damaged("no entry"));
    }
    return entries;
  }

  /** Reads on to the entry's end, or as far as allowed. */
  private static long rest(ZipInputStream zip, long most) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long count = 0;
    for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
      count += n;
      if (count >= most) {
        return count;
      }
    }
    return count;
  }

  private static List<Node> entry(Bytes content) {
    if (content.length() == 0) {
      return List.of();
    }
    if (Asn1View.looksLike(content)) {
      return der(content);
    }
    return content.at(0) == '<' ? List.of(TextView.xml(content.toUtf8())) : List.of();
  }

  /** Version, revisions and signatures; offsets are the file's. */
  static List<Node> pdf(Bytes octets) {
    // One character per octet, so that positions are offsets.
    String text = new String(octets.toArray(), StandardCharsets.ISO_8859_1);
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("version", text.substring(0, Math.min(8, text.length()))));
    nodes.addAll(PdfStructureView.of(octets));
    Matcher ranges = BYTE_RANGE.matcher(text);
    while (ranges.find() && nodes.size() < 300) {
      nodes.add(Node.leaf("ByteRange @" + ranges.start(), ranges.group(1).strip()));
    }
    Matcher contents = CONTENTS.matcher(text);
    while (contents.find() && nodes.size() < 400) {
      nodes.add(Node.of("Contents @" + contents.start(), contents(contents.group(1))));
    }
    return nodes;
  }

  private static List<Node> contents(String digits) {
    String hex = digits.replaceAll("\\s", "");
    byte[] octets = HexFormat.of().parseHex(hex.substring(0, hex.length() & ~1));
    int end = octets.length;
    while (end > 0 && octets[end - 1] == 0) {
      end--;
    }
    return der(Bytes.of(octets, 0, end));
  }

  /** The kind of file and its tree; empty when the octets are of no kind that we know. */
  static Optional<Node> view(Bytes octets) {
    String head = octets.slice(0, Math.min(octets.length(), 64)).toUtf8().stripLeading();
    if (octets.length() >= 4 && octets.slice(0, 4).equals(Bytes.hex("504b0304"))) {
      Optional<String> other = Trust.unjudged(DocumentSource.of(octets));
      return Optional.of(
          Node.of(other.isPresent() ? "ZIP" : "ZIP (OFD)", other.orElse(""), zip(octets)));
    }
    if (head.startsWith("%PDF-")) {
      return Optional.of(Node.of("PDF", pdf(octets)));
    }
    if (octets.length() > 1 && octets.at(0) == 0x30) {
      return Optional.of(Node.of("ASN.1", der(octets)));
    }
    if (head.startsWith("<")) {
      return Optional.of(TextView.xml(octets.toUtf8().strip()));
    }
    // Readers look for the header in the first 1024 octets.
    if (octets.slice(0, Math.min(octets.length(), 1024)).toUtf8().contains("%PDF-")) {
      return Optional.of(Node.of("PDF", pdf(octets)));
    }
    String text = octets.toUtf8().strip();
    if (text.contains("-----BEGIN ")) {
      return Optional.of(Node.of("PEM", TextView.pem(text)));
    }
    Optional<Bytes> armoured = TextView.base64(text);
    if (armoured.isPresent()) {
      return Optional.of(Node.of("Base64", der(armoured.get())));
    }
    boolean compact = head.matches("[A-Za-z0-9_-]{8,}[\\s\\S]*") && text.contains(".");
    if (head.startsWith("{") || compact) {
      List<Node> parts = TextView.jws(text);
      return parts.stream().allMatch(Node::isDamaged)
          ? Optional.empty()
          : Optional.of(Node.of(head.startsWith("{") ? "JSON" : "JWS", parts));
    }
    return Optional.empty();
  }
}
