package org.xinfu.trust.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;

/** The seal-service: apply, take the steps, use a seal, ask its status, verify. */
public final class SealClient {
  private final Transport service;

  SealClient(Transport service) {
    this.service = service;
  }

  /** Applies for a seal; scope {@code seal:apply}. */
  public SealApplication apply(SealApplication.Request request) {
    return application(service.send(Call.post("/api/v1/applications", request.json()).once()));
  }

  /** An application as it stands. */
  public SealApplication application(String id) {
    return application(service.send(Call.get("/api/v1/applications/" + Form.segment(id))));
  }

  /** Takes the next step of an application; each needs its own scope and its own person. */
  public SealApplication step(String id, SealApplication.Step step, String note) {
    String path = "/api/v1/applications/" + Form.segment(id) + "/" + step.path();
    Map<String, String> body =
        switch (step) {
          case ACCEPT, REVIEW, APPROVE -> Map.of("note", note);
          case REJECT -> Map.of("reason", note);
          case MAKE, ISSUE -> Map.of();
        };
    return application(service.send(Call.post(path, body).once()));
  }

  /**
   * Seals a document; scope {@code seal:use}.
   *
   * @param key Idempotency-Key: the same key and document give the same sealed octets
   * @return the sealed document
   */
  public Bytes seal(Sealing request, Bytes document, String key) {
    Multipart parts =
        new Multipart()
            .json("request", CanonicalJson.write(request.json()))
            .file("file", "document", document);
    return service.send(Call.post("/api/v1/sealings", parts).once(key)).body();
  }

  /** Suspends a seal; scope {@code seal:suspend}. */
  public void suspend(String esId, String reason) {
    change(esId, "suspend", reason);
  }

  /** Resumes a suspended seal; scope {@code seal:suspend}. */
  public void resume(String esId, String reason) {
    change(esId, "resume", reason);
  }

  /** What the register says of a seal; open to everyone. */
  public SealStatus status(String esId, Optional<String> sealSm3) {
    String query = sealSm3.map(s -> "?seal=" + Form.encoded(s)).orElse("");
    Answer answer = service.send(Call.get("/api/v1/status/" + Form.segment(esId) + query));
    return SealStatus.of(new Fields(answer.object()));
  }

  /** Judges a file; open to everyone. */
  public Verification verify(String fileName, Bytes file) {
    Multipart parts = new Multipart().file("file", fileName, file);
    return Verification.of(service.send(Call.post("/api/v1/verifications", parts)).body());
  }

  private void change(String esId, String action, String reason) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("reason", reason);
    service.send(Call.post("/api/v1/seals/" + Form.segment(esId) + "/" + action, body).once());
  }

  private static SealApplication application(Answer answer) {
    return SealApplication.of(new Fields(answer.object()));
  }
}
