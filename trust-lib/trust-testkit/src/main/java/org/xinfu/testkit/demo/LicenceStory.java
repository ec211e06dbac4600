package org.xinfu.testkit.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/** From data to a sealed licence that its holder sees, and to its end. */
final class LicenceStory {
  private static final String TYPE = "11100000XF00000135001";
  private static final String HOLDER = "51000019900101000X";
  private final Stage stage;
  private final Transcript transcript;

  LicenceStory(Stage stage) {
    this.stage = stage;
    this.transcript = stage.transcript();
  }

  /** Issued, sealed as OFD and PDF, seen by its holder after a real login. */
  void issueAndShow() {
    transcript.step("部门系统取得令牌", "department client gets a token");
    Web department = stage.department();
    transcript.held("client_credentials", "department-demo");
    transcript.step("签发证照并加盖电子印章", "licence issued and sealed (OFD and PDF)");
    String issue = stage.vault("/api/v1/licences");
    Web.Answer issued = department.post(issue, licence(), "demo-licence").expect(201);
    String identifier = issued.member("identifier");
    String again = department.post(issue, licence(), "demo-licence").member("identifier");
    transcript.require(identifier.equals(again), "a repeated request has one effect", identifier);
    for (String name : List.of("ofd", "pdf")) {
      String file = "/api/v1/licences/" + identifier + "/file." + name;
      stage.leave("licence." + name, department.get(stage.vault(file)).expect(200).body());
      transcript.held("licence." + name, stage.left("licence." + name).length() + " octets");
    }
    stage.leave("house/identifier.txt", Bytes.utf8(identifier));
    transcript.step("公民登录并查看自己的证照", "a citizen logs in and sees the licence");
    Web citizen = stage.citizen();
    String mine = citizen.get(stage.vault("/api/v1/licences/mine")).expect(200).text();
    transcript.require(mine.contains(identifier), "the holder sees it", identifier);
    Web.Answer own = citizen.get(stage.vault("/api/v1/licences/" + identifier + "/file.pdf"));
    transcript.require(
        own.status() == 200 && own.body().equals(stage.left("licence.pdf")),
        "the holder's file is the sealed one",
        own.brief());
    Web.Answer stranger = new Web().get(stage.vault("/api/v1/licences/" + identifier));
    transcript.require(stranger.status() == 401, "a stranger sees nothing", stranger.brief());
  }

  /** Revoked: verification says so, though the file is still genuine. */
  void revoke() {
    transcript.step("注销证照：核验即知", "licence revoked: verification says so");
    String identifier = stage.left("house/identifier.txt").toUtf8();
    stage
        .department()
        .post(
            stage.vault("/api/v1/licences/" + identifier + "/revoke"),
            Map.of("ground", "CANCELLED", "text", "演示注销"),
            "demo-revoke")
        .expect(200);
    for (String name : List.of("licence.ofd", "licence.pdf")) {
      Web.Answer answer =
          new Web()
              .upload(
                  stage.vault("/api/v1/verifications"), null, Web.Part.file(name, stage.left(name)))
              .expect(200);
      transcript.require(
          answer.member("verdict").equals("INVALID")
              && answer.member("reason").equals("licence-revoked"),
          name + " through the vault",
          answer.member("verdict") + " " + answer.member("reason"));
    }
    new VerificationStory(stage).command("licence.ofd", 0, "VALID");
    transcript.held("the seal on the file still holds", "VALID without the register");
  }

  private Map<String, Object> licence() {
    Map<String, String> items = new TreeMap<>();
    items.put("number", "川（2026）示例市不动产权第0000001号");
    items.put("coOwnership", "单独所有");
    items.put("location", "示例市样例区信符路1号1栋1单元101号");
    items.put("unitNumber", "510000001001GB00001F00010001");
    items.put("rightType", "国有建设用地使用权/房屋所有权");
    items.put("rightNature", "出让/市场化商品房");
    items.put("usage", "城镇住宅用地/成套住宅");
    items.put("area", "宗地面积 1000.00㎡/房屋建筑面积 88.88㎡");
    items.put("term", "2026年01月01日起至2096年12月31日止");
    return Map.of(
        "typeCode",
        TYPE,
        "holders",
        List.of(Map.of("name", "张三（样例）", "idType", "111", "id", HOLDER)),
        "items",
        items,
        "issuer",
        Map.of("name", Stage.DEPARTMENT, "uscc", Stage.DEPARTMENT_CODE),
        "serial",
        "2026000001",
        "validFrom",
        "2026-01-01",
        "esId",
        SealStory.esId(stage));
  }
}
