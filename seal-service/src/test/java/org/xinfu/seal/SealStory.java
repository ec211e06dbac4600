package org.xinfu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** The steps from an application to a used seal, taken over HTTP by the people they belong to. */
record SealStory(RunningService house) {
  String issued(String unit) throws Exception {
    String id = applied(unit, "zhang");
    step(id, "accept", "li");
    step(id, "review", "wang");
    step(id, "approve", "zhao");
    RunningService.Answer made = step(id, "make", "qian");
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    RunningService.Answer done = step(id, "issue", "sun");
    assertThat(done.json()).containsEntry("state", "ISSUED");
    return (String) done.json().get("esId");
  }

  String applied(String unit, String person) throws Exception {
    RunningService.Answer answer =
        house.post("/api/v1/applications", token(person, "seal:apply"), form(unit));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return (String) answer.json().get("id");
  }

  RunningService.Answer step(String id, String step, String person) throws Exception {
    return house.post(
        "/api/v1/applications/" + id + "/" + step, token(person, "seal:" + step), "{}");
  }

  RunningService.Answer seal(String seal, byte[] document, String algorithm, String... headers)
      throws Exception {
    String request =
        """
        {"esId":"%s","matter":"test matter","businessSerial":"T-1",
         "stamps":[{"page":1,"xMm":140,"yMm":220}],"pdfAlgorithm":"%s"}"""
            .formatted(seal, algorithm);
    return house.upload("/api/v1/sealings", token("vault", "seal:use"), request, document, headers);
  }

  Map<String, Object> verified(byte[] document) throws Exception {
    return house.upload("/api/v1/verifications", "", "", document).json();
  }

  String token(String person, String... scopes) {
    return house.issuer.token(person, scopes);
  }

  String form(String unit) {
    return """
        {"unitName":"%s","uscc":"%s","sealName":"%s不动产登记专用章","bottomText":"不动产登记专用章",
         "sealType":"99","diameterMm":42,"materialDigest":"%s","legalBasis":"test"}"""
        .formatted(unit, SealStoryTest.USCC, unit, "0".repeat(64));
  }
}
