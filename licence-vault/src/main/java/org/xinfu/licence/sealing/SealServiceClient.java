package org.xinfu.licence.sealing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.kit.Refused;
import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;
import org.xinfu.licence.issue.Sealing;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /api/v1/sealings} of the seal-service, specs/openapi/seal-service.yaml. */
public final class SealServiceClient implements Sealing {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CREATED = 201;
  private static final int UNAUTHORISED = 401;
  private final HttpClient http;
  private final SealServiceSettings settings;
  private final MachineToken token;
  private final JsonMapper json;

  /**
   * Where and how.
   *
   * @param base of the seal-service, e.g. {@code http://localhost:9100}
   * @param pdfAlgorithm suite asked for PDF files
   */
  public record SealServiceSettings(URI base, String pdfAlgorithm) {}

  public SealServiceClient(
      HttpClient http, SealServiceSettings settings, MachineToken token, JsonMapper json) {
    this.http = http;
    this.settings = settings;
    this.token = token;
    this.json = json;
  }

  @Override
  public Bytes seal(Order order, Bytes file) {
    String boundary = "xinfu-" + Digests.sha256(file).toHex().substring(0, 32);
    byte[] body = multipart(boundary, order, file);
    HttpResponse<byte[]> answer = send(order, boundary, body);
    if (answer.statusCode() == UNAUTHORISED) {
      token.forget();
      answer = send(order, boundary, body);
    }
    if (answer.statusCode() == CREATED) {
      return Bytes.of(answer.body());
    }
    if (answer.statusCode() == 422
        || answer.statusCode() == 404
        || answer.statusCode() == 403
        || answer.statusCode() == 400) {
      throw new Refused(LicenceRefusal.of(Rule.SEALING_REFUSED, code(answer)));
    }
    String code = code(answer);
    if (answer.statusCode() == 409 && !code.equals("idempotency-in-flight")) {
      throw new Refused(LicenceRefusal.of(Rule.SEALING_REFUSED, code));
    }
    throw new SealingUnavailable(
        "seal-service answered " + answer.statusCode() + " " + code, new IOException(code));
  }

  private HttpResponse<byte[]> send(Order order, String boundary, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(settings.base().resolve("/api/v1/sealings"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token.get())
            .header("Idempotency-Key", order.key())
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new SealingUnavailable("seal-service cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SealingUnavailable("interrupted", e);
    }
  }

  /** RFC 7578: the request as JSON and the file. */
  private byte[] multipart(String boundary, Order order, Bytes file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length() + 1024);
    out.writeBytes(
        text(
            "--%s\r\nContent-Disposition: form-data; name=\"request\"\r\nContent-Type: application/json\r\n\r\n"
                .formatted(boundary)));
    out.writeBytes(json.writeValueAsBytes(request(order)));
    out.writeBytes(
        text(
            "\r\n--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"licence.%s\"\r\nContent-Type: %s\r\n\r\n"
                .formatted(boundary, order.format().extension(), order.format().mediaType())));
    out.writeBytes(file.toArray());
    out.writeBytes(text("\r\n--" + boundary + "--\r\n"));
    return out.toByteArray();
  }

  private Map<String, Object> request(Order order) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("esId", order.esId());
    request.put("matter", order.matter());
    request.put("businessSerial", order.businessSerial());
    request.put(
        "stamps",
        List.of(
            Map.of(
                "page", order.place().page(),
                "xMm", order.place().xMm(),
                "yMm", order.place().yMm())));
    request.put("protection", "WHOLE");
    request.put("unit", order.unit());
    if (order.format() == LicenceFile.Format.PDF) {
      request.put("pdfAlgorithm", settings.pdfAlgorithm());
    }
    return request;
  }

  /** The problem's code, or the bare status when the answer is no problem. */
  private String code(HttpResponse<byte[]> answer) {
    try {
      JsonNode code = json.readTree(answer.body()).path("code");
      return code.isString() ? code.asString() : "http-" + answer.statusCode();
    } catch (tools.jackson.core.JacksonException notJson) {
      return "http-" + answer.statusCode();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
