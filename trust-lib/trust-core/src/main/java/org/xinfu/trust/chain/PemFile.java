package org.xinfu.trust.chain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * Certificates and CRLs as PEM text (RFC 7468). Blocks of other kinds, private keys included, are
 * not looked at.
 *
 * @param crls DER, unchecked
 */
public record PemFile(List<Certificate> certificates, List<Bytes> crls) {
  public PemFile {
    certificates = List.copyOf(certificates);
    crls = List.copyOf(crls);
  }

  /** Reads every block; empty when one that should be read is damaged. */
  public static Optional<PemFile> read(String text) {
    try {
      return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /**
   * As {@link #read(String)}, without holding the text: of a long list there are its octets alone.
   *
   * @param text closed by the caller
   */
  public static Optional<PemFile> read(InputStream text) throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    List<Bytes> crls = new ArrayList<>();
    PemReader reader = new PemReader(text);
    for (Optional<PemReader.Block> next = reader.next(); next.isPresent(); next = reader.next()) {
      Optional<Bytes> der = next.get().der();
      if (der.isEmpty()) {
        // An anchor or a list that gets lost in silence would change a verdict.
        return Optional.empty();
      }
      if (next.get().label().equals(PemReader.CRL)) {
        crls.add(der.get());
      } else {
        Optional<Certificate> certificate = Certificate.parse(der.get());
        if (certificate.isEmpty()) {
          return Optional.empty();
        }
        certificates.add(certificate.get());
      }
    }
    return Optional.of(new PemFile(certificates, crls));
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

  private static void block(StringBuilder out, String kind, Bytes der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray());
    out.append("-----BEGIN ").append(kind).append("-----\n").append(body);
    out.append("\n-----END ").append(kind).append("-----\n");
  }
}
