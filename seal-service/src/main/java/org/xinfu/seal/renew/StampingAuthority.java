package org.xinfu.seal.renew;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.springframework.stereotype.Component;
import org.xinfu.kit.Refused;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.time.TimestampExchange;
import org.xinfu.trust.time.TimestampSource;

/** The time-stamping authority that the operator chose, and what is trusted of it. */
@Component
class StampingAuthority {
  private static final int MOST_OCTETS = 64 << 10;
  private static final int NONCE_BITS = 64;
  private final RenewSettings settings;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient http;

  StampingAuthority(RenewSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.patience())
            .build();
  }

  /**
   * Asks it.
   *
   * @throws Refused when there is none
   */
  TimestampSource source() {
    URI address = settings.tsa();
    if (address == null) {
      throw new Refused(SealRefusal.RENEWAL_NOT_CONFIGURED);
    }
    return TimestampExchange.over(
        query -> ask(address, query), () -> new BigInteger(NONCE_BITS, random));
  }

  /**
   * Its anchors and CRLs.
   *
   * @throws Refused when there are none
   */
  PemFile trust() {
    Path file = settings.tsaTrust();
    if (file == null) {
      throw new Refused(SealRefusal.RENEWAL_NOT_CONFIGURED);
    }
    try {
      return PemFile.read(Files.readString(file, StandardCharsets.ISO_8859_1))
          .orElseThrow(() -> new IllegalStateException(file + " holds no anchors"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** RFC 3161 §3.4. */
  private Bytes ask(URI address, Bytes query) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(settings.patience())
            .header("Content-Type", "application/timestamp-query")
            .POST(BodyPublishers.ofByteArray(query.toArray()))
            .build();
    try {
      HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new VaultException("the time-stamping authority answered " + answer.statusCode());
        }
        return Bytes.of(body.readNBytes(MOST_OCTETS));
      }
    } catch (IOException away) {
      throw new VaultException("the time-stamping authority does not answer: " + away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new VaultException("stopped while the time-stamping authority was asked");
    }
  }
}
