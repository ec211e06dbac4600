package org.xinfu.licence.sealing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.home.CredentialFile;
import org.xinfu.licence.issue.Sealing.SealingUnavailable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The vault's own access token: client credentials (RFC 6749 4.4), kept until shortly before its
 * end.
 */
public final class MachineToken {
  private static final Duration SPARE = Duration.ofSeconds(30);
  private final HttpClient http;
  private final Client client;
  private final JsonMapper json;
  private final Clock clock;
  private @Nullable String token;
  private Instant until = Instant.EPOCH;

  /**
   * Who asks where.
   *
   * @param tokenEndpoint of the identity provider
   * @param secret credential file, read when a token is asked for
   */
  public record Client(URI tokenEndpoint, String id, Path secret, String scope) {}

  public MachineToken(HttpClient http, Client client, JsonMapper json, Clock clock) {
    this.http = http;
    this.client = client;
    this.json = json;
    this.clock = clock;
  }

  /**
   * A token that still holds.
   *
   * @throws SealingUnavailable when the identity provider gives none
   */
  synchronized String get() {
    String kept = token;
    if (kept != null && clock.instant().isBefore(until)) {
      return kept;
    }
    JsonNode answer = ask();
    String fresh = answer.path("access_token").asString();
    token = fresh;
    until = clock.instant().plusSeconds(answer.path("expires_in").asLong()).minus(SPARE);
    return fresh;
  }

  /** Asks anew next time: the resource refused the token. */
  synchronized void forget() {
    token = null;
  }

  private JsonNode ask() {
    String basic = client.id() + ":" + CredentialFile.text(client.secret());
    HttpRequest request =
        HttpRequest.newBuilder(client.tokenEndpoint())
            .timeout(Duration.ofSeconds(20))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&scope=" + client.scope().replace(":", "%3A")))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("token endpoint answered " + answer.statusCode());
      }
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new SealingUnavailable("no token for client " + client.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SealingUnavailable("interrupted", e);
    }
  }
}
