package org.xinfu.trust.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;

/** The licence-vault: issue, deposit, read, query, revoke, verify. */
public final class LicenceClient {
  private final Transport service;

  LicenceClient(Transport service) {
    this.service = service;
  }

  /**
   * Issues and seals a licence; scope {@code licence:issue}.
   *
   * @param key Idempotency-Key: the same key and request give the same licence
   */
  public Licence issue(LicenceRequest request, String key) {
    return licence(service.send(Call.post("/api/v1/licences", request.json()).once(key)));
  }

  /**
   * Deposits a licence made elsewhere; scope {@code licence:deposit}.
   *
   * @param facts what the file must say
   */
  public Licence deposit(Deposit facts, Bytes file, String key) {
    Multipart parts =
        new Multipart()
            .json("metadata", CanonicalJson.write(facts.json()))
            .file("file", "licence", file);
    return licence(service.send(Call.post("/api/v1/deposits", parts).once(key)));
  }

  /** A licence by its identifier (GB/T 36904); scope {@code licence:read}. */
  public Licence get(String identifier) {
    return licence(service.send(Call.get(path(identifier))));
  }

  /** A file of it: {@code ofd} or {@code pdf}. */
  public Bytes file(String identifier, String extension) {
    return service.send(Call.get(path(identifier) + "/file." + Form.segment(extension))).body();
  }

  /**
   * A holder's licences, the JSON array as the vault answers it; scope {@code licence:read}.
   *
   * @param criteria {@code holder} and {@code useCause}; also {@code holderType}, {@code type}
   */
  public String query(Map<String, String> criteria) {
    return service.send(Call.get("/api/v1/licences?" + Form.of(criteria))).body().toUtf8();
  }

  /**
   * Ends a licence; scope {@code licence:revoke}.
   *
   * @return its status from now on
   */
  public String revoke(String identifier, Ground ground, String text) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("ground", ground.name());
    body.put("text", text);
    Answer answer = service.send(Call.post(path(identifier) + "/revoke", body).once());
    return new Fields(answer.object()).text("status");
  }

  /** Judges a file, its register entry included; open to everyone. */
  public Verification verify(String fileName, Bytes file) {
    Multipart parts = new Multipart().file("file", fileName, file);
    return Verification.of(service.send(Call.post("/api/v1/verifications", parts)).body());
  }

  /** Why a licence ends: on request, as a penalty, or since it never should have been. */
  public enum Ground {
    CANCELLED,
    PENALTY,
    WITHDRAWN
  }

  private static String path(String identifier) {
    return "/api/v1/licences/" + Form.segment(identifier);
  }

  private static Licence licence(Answer answer) {
    return Licence.of(new Fields(answer.object()));
  }
}
