package org.xinfu.testkit.demo;

import java.util.List;
import java.util.Map;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.key.Digests;

/** From an application to a seal that is used and suspended. */
final class SealStory {
  private static final List<String> TRUST =
      List.of(
          "signers.pem",
          "makers.pem",
          "tsa.pem",
          "signers.crl",
          "makers.crl",
          "signers-p256.crl",
          "timestampers.crl");
  private final Stage stage;
  private final Transcript transcript;

  SealStory(Stage stage) {
    this.stage = stage;
    this.transcript = stage.transcript();
  }

  /** The HSM has its tokens, the anchors are made and published. */
  void anchors() {
    transcript.step("密码机初始化，信任根已生成", "HSM initialised, anchors made");
    String hsm = "http://127.0.0.1:" + stage.house().ports().hsmAdmin();
    String slots = new Web().get(hsm + "/slots").expect(200).text();
    for (String token : List.of("maker", "seals", "oidc", "ca", "tsa")) {
      transcript.require(slots.contains(token), "token " + token, "in the device");
    }
    for (String name : TRUST) {
      stage.leave("trust/" + name, new Web().get(stage.seal("/trust/" + name)).expect(200).body());
    }
    for (String name : List.of("signers.pem", "makers.pem", "tsa.pem")) {
      PemFile anchors = PemFile.read(stage.left("trust/" + name).toUtf8()).orElseThrow();
      String subjects = anchors.certificates().toString();
      transcript.require(subjects.contains("样例"), "anchors " + name, subjects);
    }
  }

  /** Applied for, accepted, reviewed, approved and made, each by another person. */
  void applyApproveMakeIssue() {
    transcript.step("申请、受理、审核、审批、制作、发放印章", "seal applied for, approved by others, made");
    Web applicant = stage.official("seal-applicant", "seal:apply seal:read");
    Web.Answer applied =
        applicant.post(stage.seal("/api/v1/applications"), application(), "demo-application");
    applied.expect(201);
    String id = applied.member("id");
    String again =
        applicant
            .post(stage.seal("/api/v1/applications"), application(), "demo-application")
            .member("id");
    transcript.require(id.equals(again), "a repeated request has one effect", id);
    String path = "/api/v1/applications/" + id;
    Web acceptor = stage.official("seal-acceptor", "seal:accept seal:read");
    take(acceptor, path + "/accept", 200);
    Web.Answer alone = acceptor.post(stage.seal(path + "/review"), Map.of(), null);
    transcript.require(alone.status() == 403, "the acceptor may not review", alone.brief());
    take(stage.official("seal-reviewer", "seal:review seal:read"), path + "/review", 200);
    take(stage.official("seal-approver", "seal:approve seal:read"), path + "/approve", 200);
    Web maker = stage.official("seal-maker", "seal:make seal:issue seal:read");
    String esId = take(maker, path + "/make", 200).member("esId");
    take(maker, path + "/issue", 200);
    stage.leave("house/es-id.txt", Bytes.utf8(esId));
    leaveSeal(esId);
  }

  private void leaveSeal(String esId) {
    Web custodian = custodian();
    String seal = "/api/v1/seals/" + esId;
    stage.leave("seal.esl", custodian.get(stage.seal(seal + "/seal.esl")).expect(200).body());
    stage.leave("seal.png", custodian.get(stage.seal(seal + "/picture.png")).expect(200).body());
    stage.leave("seal.svg", custodian.get(stage.seal(seal + "/picture.svg")).expect(200).body());
    String sm3 = Digests.sm3(stage.left("seal.esl")).toHex();
    Web.Answer status =
        new Web().get(stage.seal("/api/v1/status/" + esId + "?seal=" + sm3)).expect(200);
    transcript.require(status.text().contains("ACTIVE"), "seal " + esId, "ACTIVE");
  }

  /** Suspended: no new use, old documents stand. */
  void suspend() {
    transcript.step("停用印章：不得再用，旧文件仍有效", "seal suspended: new use refused, old document VALID");
    String esId = esId(stage);
    Web custodian = custodian();
    custodian
        .post(stage.seal("/api/v1/seals/" + esId + "/suspend"), Map.of("reason", "演示停用"), null)
        .expect(200);
    Map<String, Object> request =
        Map.of(
            "esId",
            esId,
            "matter",
            "演示用印",
            "businessSerial",
            "DEMO-SUSPENDED",
            "stamps",
            List.of(Map.of("page", 1, "xMm", 20, "yMm", 20)));
    Web.Answer refused =
        custodian.upload(
            stage.seal("/api/v1/sealings"),
            Web.Part.json("request", request),
            Web.Part.file("licence.pdf", stage.left("licence.pdf")));
    transcript.require(
        refused.status() == 409 && refused.member("code").equals("seal-suspended"),
        "a new use is refused",
        refused.brief());
    new VerificationStory(stage).command("licence.ofd", 0, "VALID");
    new VerificationStory(stage).command("licence.pdf", 0, "VALID");
  }

  /** The seal that the demo made. */
  static String esId(Stage stage) {
    return stage.left("house/es-id.txt").toUtf8();
  }

  private Web custodian() {
    return stage.official("seal-custodian", "seal:use seal:suspend seal:read");
  }

  private Web.Answer take(Web person, String path, int status) {
    Web.Answer answer = person.post(stage.seal(path), Map.of(), null).expect(status);
    transcript.held(path.substring(path.lastIndexOf('/') + 1), answer.member("state"));
    return answer;
  }

  private static Map<String, Object> application() {
    return Map.of(
        "unitName",
        Stage.DEPARTMENT,
        "uscc",
        Stage.DEPARTMENT_CODE,
        "sealName",
        Stage.DEPARTMENT + "不动产登记专用章",
        "bottomText",
        "不动产登记专用",
        "sealType",
        "99",
        "materialDigest",
        Digests.sm3(Bytes.utf8("演示申请材料")).toHex(),
        "legalBasis",
        "川府发〔2018〕42号 任务17（样例）");
  }
}
