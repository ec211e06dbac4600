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
import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.xinfu.kit.Refused;
import org.xinfu.seal.ca.BuiltInTsa;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.time.TimestampExchange;
import org.xinfu.trust.time.TimestampSource;

/** The time-stamping authority that the operator chose, else the one of demo and test. */
@Component
class StampingAuthority {
  private static final int MOST_OCTETS = 64 << 10;
  private static final int NONCE_BITS = 64;
  private final RenewSettings settings;
  private final ObjectProvider<BuiltInTsa> builtIn;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient http;

  StampingAuthority(RenewSettings settings, ObjectProvider<BuiltInTsa> builtIn) {
    this.settings = settings;
    this.builtIn = builtIn;
    this.http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.patience())
            .build();
  }

  /**
   * Asks the authority outside, else the built-in one.
   *
   * @throws Refused when there is none, or nothing is trusted of it
   */
  TimestampSource source() {
    URI address = settings.tsa();
    if (address != null && settings.tsaTrust() != null) {
      return over(query -> ask(address, query));
    }
    @Nullable BuiltInTsa own = address == null ? builtIn.getIfAvailable() : null;
    if (own == null) {
      throw new Refused(SealRefusal.RENEWAL_NOT_CONFIGURED);
    }
    return over(own::answer);
  }

  private TimestampSource over(UnaryOperator<Bytes> wire) {
    return TimestampExchange.over(wire, () -> new BigInteger(NONCE_BITS, random));
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
