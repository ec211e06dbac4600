package org.xinfu.trust.chain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;

/**
 * Certificates and CRLs as PEM text (RFC 7468). Blocks of other kinds, private keys included, are
 * not looked at.
 *
 * @param crls DER, unchecked
 */
public record PemFile(List<Certificate> certificates, List<Bytes> crls) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN (CERTIFICATE|X509 CRL)-----");

  public PemFile {
    certificates = List.copyOf(certificates);
    crls = List.copyOf(crls);
  }

  /** Reads every block; empty when one that should be read is damaged. */
  public static Optional<PemFile> read(String text) {
    List<Certificate> certificates = new ArrayList<>();
    List<Bytes> crls = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      String kind = blocks.group(1);
      boolean certificate = kind.equals("CERTIFICATE");
      if (!certificate && !kind.equals("X509 CRL")) {
        continue;
      }
      Optional<Bytes> der = decode(blocks.group(2));
      Optional<Certificate> parsed = der.flatMap(Certificate::parse);
      if (der.isEmpty() || (certificate && parsed.isEmpty())) {
        return Optional.empty();
      }
      if (certificate) {
        certificates.add(parsed.orElseThrow());
      } else {
        crls.add(der.get());
      }
    }
    // A block with a foreign character or without its end matches nothing: an anchor or a list that
    // gets lost in silence would change a verdict.
    long begun = BEGIN.matcher(text).results().count();
    return begun == certificates.size() + crls.size()
        ? Optional.of(new PemFile(certificates, crls))
        : Optional.empty();
  }

  /** The CRLs of a file {@code *.crl}: one in DER, or PEM blocks; empty when it holds none. */
  public static Optional<List<Bytes>> crls(Bytes content) {
    return content.length() > 0 && content.at(0) == 0x30
        ? Optional.of(List.of(content))
        : read(new String(content.toArray(), StandardCharsets.ISO_8859_1))
            .map(PemFile::crls)
            .filter(crls -> !crls.isEmpty());
  }

  /** PEM text with LF line ends, certificates first. */
  public String write() {
    StringBuilder out = new StringBuilder();
    certificates.forEach(c -> block(out, "CERTIFICATE", c.der()));
    crls.forEach(c -> block(out, "X509 CRL", c));
    return out.toString();
  }

  private static Optional<Bytes> decode(String base64) {
    try {
      return Optional.of(Bytes.of(Base64.getDecoder().decode(base64.replaceAll("\\s", ""))));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private static void block(StringBuilder out, String kind, Bytes der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray());
    out.append("-----BEGIN ").append(kind).append("-----\n").append(body);
    out.append("\n-----END ").append(kind).append("-----\n");
  }
}
